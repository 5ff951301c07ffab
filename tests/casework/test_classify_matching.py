from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailroom.casework.matching.automaton import OneByOne, automaton_of, hits_in
from mailroom.casework.matching.book import Book
from mailroom.casework.matching.flat import bytes_of, flatten, flattened
from mailroom.casework.matching.folding import fold
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.speech import MOODS
from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Group, Near
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.casework.found import CONDITION, END, START, found_in, moods_in, spoken_in

GROUPS = {"man": Group(description="he", words=("man", "mr", "our ... fellow"))}


def passages(maker: PatternMaker, condition: Condition, text: str) -> list[str]:
    book = Book(maker)
    book.add([condition])
    found = found_in(book.close(), {"text": text})
    return [text[one[START] : one[END]] for one in spoken_in(found)]


@given(st.text())
def test_folding_keeps_the_length_and_gives_ascii(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded.isascii()


@pytest.mark.parametrize(
    ("text", "folded"), [("café", "cafe"), ("won’t", "won't"), ("ŵyn", "wyn"), ("–", "-")]
)
def test_folding_keeps_letters_without_their_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("call me", "please CALL  me now", ["CALL  me"]),
        ("call me", "recall me", []),
        ("statement*", "two statements", ["statements"]),
        ("can't pay", "I cant pay", ["cant pay"]),
        ("stop ... deduct*", "stop all of the deductions", ["stop all of the deductions"]),
        ("stop ... deduct*", "stop a b c d e f deductions", []),
        ("<man> left", "our little fellow left", ["our little fellow left"]),
        ("left|quit us", "he quit us", ["quit us"]),
    ],
)
def test_a_phrase_finds_its_words(phrase: str, text: str, found: list[str]) -> None:
    assert passages(PatternMaker(GROUPS), Condition(phrases=(phrase,)), text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("he has left the firm", True),
        ("left is he", True),
        ("he one two three four left", False),
    ],
)
def test_near_words_stand_in_any_order_within_their_distance(text: str, found: bool) -> None:
    condition = Condition(near=(Near(words=("he", "left|gone away"), within=3),))
    assert bool(passages(PatternMaker({}), condition, text)) is found


@pytest.mark.parametrize("phrase", ["... left", "left ...", "!", "a*b", "<nobody>"])
def test_a_phrase_that_cannot_be_is_refused(phrase: str) -> None:
    with pytest.raises(PolicyFault):
        PatternMaker({}).phrase(phrase)


@pytest.mark.parametrize(
    ("before", "denied"),
    [
        ("please do not ", True),
        ("this is no ", True),
        ("I don't want you to ", True),
        ("not now. Please ", False),
        ("it is not right, please ", False),
        ("can't you ", False),
        ("not only ", False),
        ("the payment agent will ", False),
    ],
)
def test_a_passage_is_denied_by_a_negation_in_its_own_clause(before: str, denied: bool) -> None:
    condition = Condition(phrases=("call me",), even_if=("supposed",))
    found = passages(PatternMaker({}), condition, f"{before}call me")
    assert found == ([] if denied else ["call me"])


@pytest.mark.parametrize(
    ("before", "supposed"),
    [
        ("If an employee ", True),
        ("What happens if he ", True),
        ("Should I ever ", True),
        ("If you could ", False),
        ("If you like, we ", False),
        ("Should we ", True),
        ("Should we continue to ", False),
    ],
)
def test_what_an_if_clause_says_is_only_supposed(before: str, supposed: bool) -> None:
    condition = Condition(phrases=("leave",), even_if=("denied",))
    found = passages(PatternMaker({}), condition, f"{before}leave")
    assert found == ([] if supposed else ["leave"])


@pytest.mark.parametrize(
    ("sentence", "mood"),
    [
        ("when will my payment come", {"question"}),
        ("Send us the booklet", {"request"}),
        ("Could you ring me?", {"question", "request"}),
        ("He left on Friday.", {"report"}),
        ("Hello, but how does he pay", {"question"}),
        ("I d like to know whether he paid", {"question", "request"}),
        ("any news of it", {"question"}),
        ("the showing of whatever was thought", {"report"}),
        ("he will let me know", {"request"}),
        ("they calls me", {"report"}),
    ],
)
def test_a_sentence_asks_requests_or_only_reports(sentence: str, mood: set[str]) -> None:
    moods = moods_in(found_in(Book(PatternMaker({})).close(), {"text": sentence}))
    assert {name for name, bit in MOODS.items() if moods & bit} == mood


def test_a_condition_may_ask_for_a_mood_of_the_sentence() -> None:
    asked = Condition(phrases=("my payment",), mood=("question",))
    text = "My payment came. Where is my payment?"
    assert passages(PatternMaker({}), asked, text) == ["my payment"]


def test_a_denial_reaches_three_words_far() -> None:
    condition = Condition(phrases=("call me",))
    maker = PatternMaker({})
    assert not passages(maker, condition, "It was good and we do not want you to call me")
    assert passages(maker, condition, "It is not for us that he will call me") == ["call me"]


def test_conditions_of_other_senders_and_channels_are_not_looked_for() -> None:
    book = Book(PatternMaker({}))
    anybodys, employers, by_telephone = book.add([
        Condition(phrases=("he left",)),
        Condition(phrases=("he left",), capacity=(Capacity.EMPLOYER,)),
        Condition(near=(Near(words=("he", "left")),), channel=(Channel.TELEPHONE,)),
    ])  # fmt: skip
    book.close()

    def found(capacity: Capacity, channel: Channel) -> set[int]:
        every = found_in(book, {"text": "He left."}, channel, capacity).passages
        return {one[CONDITION] for one in every.tolist()}

    assert found(Capacity.EMPLOYER, Channel.TELEPHONE) == {anybodys, employers, by_telephone}
    assert found(Capacity.EMPLOYER, Channel.EMAIL) == {anybodys, employers}
    assert found(Capacity.UNKNOWN, Channel.EMAIL) == {anybodys}


def test_a_group_is_not_taken_for_the_words_of_a_phrase_in_it() -> None:
    """`<gone> firm`, where `take ... off` is one way to be gone: `take` alone is none."""
    gone = Group(description="gone", words=("sacked", "take ... off"))
    condition = Condition(near=(Near(words=("<gone>", "firm"), within=3),))
    maker = PatternMaker({"gone": gone})
    assert not passages(maker, condition, "take the firm")
    assert passages(maker, condition, "take them off the firm") == ["take them off the firm"]
    assert passages(maker, condition, "the firm sacked him") == ["firm sacked"]


def test_both_engines_find_every_place() -> None:
    literals, flat = [" call me ", " pay", " pay pay "], " call me pay \n pay paying "
    places = [[0, 0, 2], [1, 2, 3], [1, 3, 4], [1, 4, 5]]
    assert sorted(hits_in(bytes_of(flat), automaton_of(literals)).tolist()) == places
    assert sorted(OneByOne(literals).hits(flat).tolist()) == places


def test_literals_that_end_and_begin_in_each_other_are_all_found() -> None:
    flat = " a b c d "
    literals = [" a b ", " b c ", " a b c", " c ", " b"]
    hits = hits_in(bytes_of(flat), automaton_of(literals)).tolist()
    assert sorted(hits) == [[0, 0, 2], [1, 1, 3], [2, 0, 3], [3, 2, 3], [4, 1, 2]]


def test_more_hits_than_there_was_room_for_are_all_found() -> None:
    flat = " pay" * 3_000 + " "
    hits = hits_in(bytes_of(flat), automaton_of([" pay "])).tolist()
    assert hits == [[0, n, n + 1] for n in range(3_000)]


@given(st.text(st.sampled_from("aB.?!;\n -*>1)\"'\x01é\t")))
def test_words_are_counted_alike_in_a_flat_text_and_in_the_text(text: str) -> None:
    folded = fold(text)
    words = flatten(folded).split()
    places = zip(*flattened(bytes_of(folded))[1:3], strict=True)
    assert [folded[start:end].lower() for start, end in places] == words


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("Mr. T. Hale left. Why?", " mr t hale left \n why ? \n "),
        ("Paid £44.10; ask a.b@c.d", " paid 44 10 \n ask a b c d "),
        ("one\nline\n\nand another", " one line \n and another "),
        ("things:\n- this\n- that", " things \n this \n that "),
        ("I can't, don't", " i can t don t "),
        ("of R.T.; we do", " of r t \n we do "),
        ("end.\n\nNew", " end \n new "),
        ("on\n12) next\n1999 too", " on \n 12 next 1999 too "),
        ('said "no." Then', " said no then "),
        ("\n\nafter nothing", " \n after nothing "),
        ("", " "),
    ],
)
def test_a_flat_text_has_a_line_feed_between_sentences(text: str, flat: str) -> None:
    assert flatten(fold(text)) == flat


def test_words_of_two_sentences_do_not_stand_together() -> None:
    near = Condition(near=(Near(words=("he", "left"), within=5),))
    assert not passages(PatternMaker({}), near, "It was he. Left is the door.")


def test_a_word_of_a_million_letters_is_looked_up_by_its_beginning() -> None:
    """Each of its beginnings in turn would be half a terabyte."""
    condition = Condition(near=(Near(words=("he", "deduct*"), within=3),))
    long = "deduct" + "x" * 1_000_000
    assert passages(PatternMaker({}), condition, f"he {long}") == [f"he {long}"]


@pytest.mark.parametrize("end", [" ", ". "])
@pytest.mark.parametrize(
    "condition",
    [
        Condition(phrases=("left",)),
        Condition(near=(Near(words=("left", "left", "left"), within=25),)),
    ],
)
def test_one_word_without_end_is_bounded_evidence(condition: Condition, end: str) -> None:
    """In one sentence and in many: never more passages of a condition than anybody would read."""
    found = passages(PatternMaker({}), condition, f"left left left{end}" * 2_000)
    assert 0 < len(found) <= 100

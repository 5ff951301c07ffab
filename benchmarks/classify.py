"""The full decision on a text: words found, conditions, spans, score; cost by phrases and texts.

Texts are letters of 250 words: the made requests of both agencies among sentences of everyday
correspondence. Measured is the CPU time of `Classifier.classify_all`, by the packs as they are, in
one process; `one_at_a_time` is `Classifier.classify`, letter after letter.
`full_decision_vs_re_one_by_one` is the same decision, by the same rules on the same texts in the
same run, with every phrase searched for by `re` one after the other, over the decision with the
automaton. Then packs of 60, 600 and 6,000 made phrases (four in five of two or three words, one
in ten a stem, one in ten two words near each other), and 1,000 to 1,000,000 texts of 60 words with
the greatest memory held. Figures are medians of runs in turn. `--svg PATH` draws the two curves.
"""

from __future__ import annotations

import random
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from mailroom.casework.classify import AT_ONCE, Classifier
from mailroom.casework.matching.book import Book
from mailroom.casework.matching.kernel import find_all
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.reader import FoldedText
from mailroom.casework.weighing.facts import facts_of, layout_of
from mailroom.policy.conditions import Condition, Near
from mailroom.policy.packs import load_pack
from mailroom.records.finding import ItemText
from mailroom.records.mail import Agency, Channel
from mailroom.records.sender import Capacity
from mailroom.samples.phrasebook import phrasebook
from mailroom.settings import from_environment
from report import Report, finish, parser

WORDS, SHORT = 250, 60
PHRASES = (60, 600, 6_000)
WRITERS = {Agency.CMS: Capacity.EMPLOYER, Agency.ORS: Capacity.RECEIVING_PARENT}
EVERYDAY = Path(__file__).with_name("everyday.txt")
PACKAGES = ("numba", "numpy")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON and the picture where asked."""
    options = parser(__doc__)
    options.add_argument("--svg", type=Path, metavar="PATH", help="draw the curves here")
    args = options.parse_args(argv)
    figures, ratios = _decisions(100 if args.quick else 1_000, 3 if args.quick else 7)
    by_phrases = _by_phrases(100 if args.quick else 500)
    most = 10_000 if args.quick else 1_000_000
    by_texts = _by_texts([n for n in (1_000, 10_000, 100_000, 1_000_000) if n <= most])
    for count, microseconds in by_phrases.items():
        figures[f"microseconds_with_{count}_phrases"] = microseconds
    for count, (seconds, megabytes) in by_texts.items():
        figures[f"cpu_seconds_for_{count}_texts"] = seconds
        figures[f"peak_mb_for_{count}_texts"] = megabytes
    ratios["cost_of_6000_phrases_over_60"] = by_phrases[6_000] / by_phrases[60]
    fewest, greatest = min(by_texts), max(by_texts)
    ratios["cost_of_a_text_among_most_over_fewest"] = (by_texts[greatest][0] / greatest) / (
        by_texts[fewest][0] / fewest
    )
    if args.svg:
        draw(by_phrases, by_texts, args.svg)
    return finish(Report(figures, ratios, PACKAGES), args)


def letters(agency: Agency, words: int) -> Iterator[str]:
    """Endless letters: one made request, or two, among everyday sentences, cut at `words`."""
    chance = random.Random(f"letters:{agency}")
    asked = [text for one in phrasebook(agency).types.values() for text in one.text]
    everyday = EVERYDAY.read_text(encoding="utf-8").split("\n\n")
    while True:
        said = chance.sample(asked, chance.choice((1, 1, 1, 2)))
        around = chance.sample(everyday, len(everyday))
        place = chance.randint(0, 2)
        letter = " ".join([*around[:place], *said, *around[place:]])
        yield " ".join(re.sub(r"\{\w+\}", "Pat Hale", letter).split()[:words])


def items(agency: Agency, words: int) -> Iterator[ItemText]:
    """The letters as emails of somebody known."""
    for text in letters(agency, words):
        yield ItemText({"text": text}, WRITERS[agency], Channel.EMAIL)


def _decisions(count: int, runs: int) -> tuple[dict[str, float], dict[str, float]]:
    quick: list[float] = []
    single: list[float] = []
    slow: list[float] = []
    figures: dict[str, float] = {}
    for agency in Agency:
        pack = load_pack(from_environment().rules, agency)
        texts = list(islice(items(agency, WORDS), count))
        with_automaton, with_re = Classifier(pack), Classifier(pack, "re")
        few = texts[: max(3, count // 100)]
        assert with_automaton.classify_all(few) == with_re.classify_all(few)
        of_agency = []
        for _ in range(runs):
            of_agency.append(_together(with_automaton, texts))
            single.append(_each(with_automaton.classify, texts))
            slow.append(_together(with_re, few))
        quick += of_agency
        figures[f"{agency}_decisions_per_cpu_second"] = 1e6 / statistics.median(of_agency)
    figures["decisions_per_cpu_second"] = 1e6 / statistics.median(quick)
    figures["one_at_a_time_per_cpu_second"] = 1e6 / statistics.median(single)
    figures["re_one_by_one_decisions_per_cpu_second"] = 1e6 / statistics.median(slow)
    ratio = statistics.median(slow) / statistics.median(quick)
    return figures, {"full_decision_vs_re_one_by_one": ratio}


def _together(classifier: Classifier, texts: Sequence[ItemText]) -> float:
    """CPU microseconds a text, all judged by one call."""
    began = time.process_time()
    classifier.classify_all(texts)
    return 1e6 * (time.process_time() - began) / len(texts)


def _each(decide: Callable[[ItemText], object], texts: Sequence[ItemText]) -> float:
    """CPU microseconds a text."""
    began = time.process_time()
    for text in texts:
        decide(text)
    return 1e6 * (time.process_time() - began) / len(texts)


def _by_phrases(count: int) -> dict[int, float]:
    """CPU microseconds to find the evidence for made phrases in a letter, by how many there are."""
    texts = list(islice(items(Agency.CMS, WORDS), count))
    books = {number: _book(number, texts) for number in PHRASES}

    def found(book: Book) -> Callable[[ItemText], object]:
        active = book.active(Capacity.EMPLOYER, Channel.EMAIL)

        def find(item: ItemText) -> object:
            text = FoldedText(item.parts)
            layout = layout_of(facts_of(text))
            return find_all(book.program, active, text.letters, text.mended, layout)

        return find

    times: dict[int, list[float]] = {number: [] for number in PHRASES}
    for _ in range(5):
        for number, book in books.items():
            times[number].append(_each(found(book), texts))
    return {number: statistics.median(each) for number, each in times.items()}


def _book(count: int, texts: Sequence[ItemText]) -> Book:
    """Phrases out of letters' words, in new company so that they are met as seldom as real ones."""
    chance = random.Random(count)
    words = sorted({w for item in texts for w in re.findall(r"[a-z]{4,}", item.parts["text"])})
    book = Book(PatternMaker({}))
    for number in range(count):
        pair = chance.sample(words, 2)
        if number % 10 == 0:
            made = Condition(phrases=(f"{''.join(pair)}*",))
        elif number % 10 == 1:
            made = Condition(near=(Near(words=(pair[0], pair[1]), within=4),))
        else:
            made = Condition(phrases=(" ".join(pair + chance.sample(words, number % 2)),))
        book.add([made])
    return book.close()


def _by_texts(counts: Sequence[int]) -> dict[int, tuple[float, float]]:
    """CPU seconds, and the most memory held by then in MB, by how many texts were judged."""
    classifier = Classifier(load_pack(from_environment().rules, Agency.ORS))
    stock = list(islice(items(Agency.ORS, SHORT), 2_000))
    found: dict[int, tuple[float, float]] = {}
    for count in counts:
        began = time.process_time()
        for first in range(0, count, AT_ONCE):
            last = min(first + AT_ONCE, count)
            classifier.classify_all([stock[n % len(stock)] for n in range(first, last)])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found[count] = time.process_time() - began, peak
    return found


def draw(
    by_phrases: dict[int, float], by_texts: dict[int, tuple[float, float]], path: Path
) -> None:
    """Three small curves side by side: cost by phrases, cost by texts, memory by texts."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "mailroom"
    from matplotlib import pyplot as plt

    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(11, 3.2), layout="constrained")
    left.plot(list(by_phrases), list(by_phrases.values()), "o-", color="#1d70b8")
    left.set(xscale="log", xlabel="phrases", ylabel="µs a letter of 250 words", ylim=(0, None))
    counts = list(by_texts)
    middle.plot(counts, [seconds for seconds, _ in by_texts.values()], "o-", color="#1d70b8")
    middle.set(xscale="log", yscale="log", xlabel="texts of 60 words", ylabel="CPU seconds")
    right.plot(counts, [megabytes for _, megabytes in by_texts.values()], "o-", color="#00703c")
    right.set(xscale="log", xlabel="texts of 60 words", ylabel="MB at most", ylim=(0, None))
    for each in (left, middle, right):
        each.grid(alpha=0.3)
        each.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    sys.exit(main())

"""How a sentence says what it says: denied, supposed, asked, requested. English, with some Welsh.

`please do not close`, `this is no complaint`: denied. `if an employee leaves`, `should I ever
move`: supposed. `if you could send it` is a polite request and neither.

Here are the words by which it is told, each class of words with a bit; `clauses` judges by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

(
    DENIES, N_OF_NOT, T, ASKS_BY_NOT, ENDS_CLAUSE,
    SUPPOSES, IN, CASE, LET, LETS, S, SAY, WERE, TO, SHOULD, SHOULD_WHO, SHOULD_REALLY,
    ONLY_POLITE, I_OR_WE, CAN,
    WHO_WISHES, AUXILIARY, ADVERB,
    OPENER, GOOD, DAYTIME, ASKS_FIRST, ANY, NEWS, REQUESTS_FIRST,
    ENGLISH, WELSH, SPANISH,
) = (1 << n for n in range(33))  # fmt: skip
"""Classes of words, by bits; a word may be of several."""

_CLASSES = {
    DENIES: "no not never without cannot nor neither dont doesnt didnt isnt arent wasnt werent "
    "havent hasnt hadnt cant couldnt wont wouldnt shouldnt neednt mustnt",
    N_OF_NOT: "don doesn didn isn aren wasn weren haven hasn hadn can couldn won wouldn shouldn "
    "needn mustn",
    T: "t",
    ASKS_BY_NOT: "only just you someone somebody one body",
    ENDS_CLAUSE: "but however so because i we",
    SUPPOSES: "if unless suppose supposing imagine hypothetically",
    IN: "in", CASE: "case", LET: "let", LETS: "lets", S: "s", SAY: "say", WERE: "were", TO: "to",
    SHOULD: "should",
    SHOULD_WHO: "i we he she they one a an any anyone somebody",
    SHOULD_REALLY: "be have not do i pay send keep call still just continue stop carry deduct take "
    "expect contact tell write",
    ONLY_POLITE: "you u someone somebody anyone possible necessary so not need that this it",
    I_OR_WE: "i we",
    CAN: "can could may might need do dont don",
    WHO_WISHES: "i we he she they caller employer client who",
    AUXILIARY: "d m would am are is",
    ADVERB: "just also really still",
    OPENER: "and but so also hi hello hey ok yes well please sir",
    GOOD: "good", DAYTIME: "morning afternoon",
    ASKS_FIRST: "what when where why who whom which how can could do does did is are am was were "
    "will would should has have may",
    ANY: "any", NEWS: "update news word idea reason chance",
    REQUESTS_FIRST: "send give tell call ring phone email stop close change update add remove "
    "issue provide look put take get make return correct amend forward note find",
    ENGLISH: "the and to of is you that it for on are with have this my we your not be from please "
    "was he she his her our what can will",
    WELSH: "yn yr ac ar ei eich fy wedi mae oes hwn hon hyn gyda am ydy yw fod rwyf rydym bydd gan "
    "sydd nid ddim hoffwn hoffem diolch annwyl gymraeg os gwelwch dda wnewch chi fi mewn oddi wrth "
    "cael dros neu fel pan",
    SPANISH: "el los las que por para con una mi mis su es esta necesito quiero tengo favor hola "
    "gracias soy hablo caso del pero como cuando usted ustedes hijo hijos hija muy ayuda llamar "
    "espanol buenos buenas dias tardes",
}  # fmt: skip

QUESTION, REQUEST, REPORT, WISH = 1, 2, 4, 8
"""Moods by bits; a wish is a request where somebody who wishes stands before it."""
MOODS = {"question": QUESTION, "request": REQUEST, "report": REPORT}

_ASKING = [
    "(want|wants|wanted|need|needs|like|trying|tryin|able|asking) (to |)"
    "(know|find out|understand|ask|see if|check)",
    "(wonder|wondering|wondered|whether|question)",
    "any (idea|update|news)",
    "how (do|does|can|could|long|much|many|come|to|would|should|is|are|am)",
    "why (is|are|am|do|does|did|has|have|was|were|would|my|i|you|they|he|she|it)",
    "what (is|are|do|does|can|should|happens|happened|if|to do|would|i can|i need)",
    "when (will|do|does|can|is|are|would|should)",
    "(can|could|do|should|may|will|would|am|must) (i|we)",
    "(do|will|did|are|have|were) (you|they|u)",
    "(is|was) there",
]
_REQUESTING = [
    "(please|pls|plz|plse|kindly|grateful|appreciate|oblige|request|requesting|requested|require"
    "|requires|advise|confirm|help me|let me know|let us know|asap|os gwelwch|por favor)",
    "(can|could|would|will|may) (you|u|someone|somebody|anyone|i|we)",
    "(want|need|wants|needs) (to|a|an|my|the|our|you|your|some|someone|somebody|it|this)",
]
_WISHING = [
    "(want|wants|need|needs|wish|wishes|wishing|like to|like a|love to|ask|asks|asking|wanted"
    "|needed|looking for|hoping|trying to)",
]


def classes_of_words() -> dict[str, int]:
    """The bits of every word that is of a class."""
    found: dict[str, int] = {}
    for bit, words in _CLASSES.items():
        for word in words.split():
            found[word] = found.get(word, 0) | bit
    return found


def moods_of_phrases() -> dict[str, int]:
    """The moods, by bits, of every phrase that tells of one wherever it stands in a sentence."""
    found: dict[str, int] = {}
    for mood, patterns in ((QUESTION, _ASKING), (REQUEST, _REQUESTING), (WISH, _WISHING)):
        for phrase in (one for pattern in patterns for one in _spelt_out(pattern)):
            found[phrase] = found.get(phrase, 0) | mood
    return found


def _spelt_out(pattern: str) -> Iterator[str]:
    """All that `(a|b )(c|)d` may be."""
    pieces = re.split(r"\(([^)]*)\)", pattern)
    for chosen in product(*(piece.split("|") for piece in pieces)):
        yield "".join(chosen)

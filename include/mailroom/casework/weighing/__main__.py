"""Compile now what finds words and weighs them, rather than with the first letter: `python -m`."""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.reader import FoldedText
from mailroom.casework.weighing.contest import displaced, rival
from mailroom.casework.weighing.facts import facts_of
from mailroom.casework.weighing.looked_for import Scope, shelf_of
from mailroom.casework.weighing.weighing import weighed
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

book, text = Book(PatternMaker({})).close(), FoldedText({"text": "Words."})
looked_for = shelf_of(Scope(), (), frozenset())
active = book.active(Capacity.UNKNOWN, Channel.EMAIL)
weighed(book.program, active, looked_for, facts_of(text), text.letters, text.mended)
nothing, table = np.empty(0, np.int32), np.empty((0, 0), np.int32)
displaced(nothing, nothing, nothing, table, 0)
rival(0, 0, np.ones((1, 1), np.int32), np.empty((0, 3), np.int32), np.zeros(2, np.int32))

"""Compile now what finds words, rather than with the first letter: `python -m` this package."""

from __future__ import annotations

from mailroom.casework.matching.book import Book
from mailroom.casework.matching.evidence import Evidence
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.reader import FoldedText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

book = Book(PatternMaker({})).close()
Evidence(book, FoldedText({"text": "Words."}), book.active(Capacity.UNKNOWN, Channel.EMAIL))

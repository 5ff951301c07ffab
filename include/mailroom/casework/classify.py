"""What an item asks for, by the rules of a pack, with the words that decided and the citation.

Order of judgement: reports and automatic answers; mail that is somebody else's; types; what must
wait for a person; what is urgent. In doubt a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from mailroom.casework.classify_capacity import barred_words, is_worth_a_look
from mailroom.casework.classify_scope import ScopeLane
from mailroom.casework.classify_seen import Seen, best_first, displaced, leads, rivals
from mailroom.casework.classify_types import TypesLookedFor, compile_type
from mailroom.casework.classify_urgent import UrgentLane
from mailroom.casework.classify_verdicts import automatic, with_places
from mailroom.casework.matching.book import Book, Engine
from mailroom.casework.matching.patterns import PatternMaker
from mailroom.casework.matching.view import Counter, View
from mailroom.casework.second_reader.advice import Advised, advised, score_of
from mailroom.casework.second_reader.reader import Opinion, SecondReader
from mailroom.casework.second_reader.suggestions import for_a_person
from mailroom.casework.unread import with_unread
from mailroom.policy.pack import Pack
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Classification, Finding, ItemText, Verdict
from mailroom.records.sender import Capacity

DOUBT = 0.5
"""From this score on a type that is not sure enough sends the whole item to a person."""
STRANGER = 0.6
"""Share of a score that counts when a stranger says no word of the agency's business."""
LEAST = 0.3
"""Below this score a stranger's words suggest nothing."""
MOST_SUGGESTED = 3
"""Types that a person in triage is shown, best first."""


class Classifier:
    """Judges items by one pack. Building it compiles all its patterns; judging is quick."""

    def __init__(
        self, pack: Pack, engine: Engine = "automaton", reader: SecondReader | None = None
    ) -> None:
        self.pack = pack
        self.reader = reader
        maker = PatternMaker(pack.vocabulary.groups)
        book = Book(maker, _texts(pack))
        self._types = {
            (kind.type, kind.effective_from): compile_type(pack, kind, book, maker)
            for kind in pack.service_requests
        }
        self._urgent = UrgentLane(pack, book)
        self._scope = ScopeLane(pack, book)
        self._counter = Counter(pack, book)
        self._book = book.close(engine)
        self._looked_for: dict[tuple[date | None, Capacity], TypesLookedFor] = {}

    def classify(self, item: ItemText) -> Classification:
        """The verdict on one item. Never raises for anything a text may hold."""
        found = self._by_words(self._view(item), self.reader)
        return with_unread(with_places(found, item), item.unread)

    def by_rules(self, item: ItemText) -> tuple[object, ...]:
        """All that the second reader is told: the verdict of the rules alone, whose business the
        item may be, the types that hints may speak for and the words, mended in scans, in which
        they are looked for. Rules that agree in it, and have the same hints, agree in the verdict.
        """
        view = self._view(item)
        return (
            self._by_words(view, None),
            self._scope.may_be_ours(view),
            self._scope.is_surely_ours(view),
            self._types_for(item).open_to_hints(view),
            view.folded.flat,
        )

    def _by_words(self, view: View, reader: SecondReader | None) -> Classification:
        item = view.item
        urgent = self._urgent.codes(view)
        if item.is_bounce or item.is_auto_reply:
            return automatic(item, urgent)
        seen = self._seen(view)
        if not seen and view.leaves_quoted_out and (echoed := self._seen(view.with_quoted())):
            return self._quoted_alone(view, echoed, urgent)
        if not seen and not urgent and (why := self._scope.asks_nothing(view)):
            return Classification(Verdict.NO_REQUEST, (), why)
        return self._judge(view, seen, urgent, reader)

    def _view(self, item: ItemText) -> View:
        return View(item, self._book, self._counter)

    def _seen(self, view: View) -> list[Seen]:
        elsewhere = self._scope.is_elsewhere(view)
        share = STRANGER if self._scope.is_stranger(view) else 1.0
        seen: list[Seen] = []
        is_sure = False
        for one, asked in self._types_for(view.item).candidates(view.found):
            if is_sure and one.kind.is_remainder:
                break  # remainders come last, and yield to all that is sure
            is_urgent = one.kind.type in self._urgent.types  # it counts in all mail, whoever writes
            if elsewhere and not is_urgent:
                continue
            found = one.seen_in(view, asked, 1.0 if is_urgent else share)
            if found and (is_urgent or found.score >= LEAST):
                seen.append(found)
                is_sure = is_sure or found.is_sure
        kept = displaced(best_first(seen), DOUBT)
        beaten = [weaker for stronger, weaker in rivals(kept) if leads(stronger, weaker)]
        return [one for one in kept if one not in beaten]

    def _types_for(self, item: ItemText) -> TypesLookedFor:
        """The types in force when it came that its sender may mean."""
        key = item.received_on, item.capacity
        if key not in self._looked_for:
            kinds = self.pack.types_on(item.received_on)
            self._looked_for[key] = TypesLookedFor(
                (
                    self._types[kind.type, kind.effective_from]
                    for kind in kinds
                    if is_worth_a_look(kind, item.capacity)
                ),
                self._book,
            )
        return self._looked_for[key]

    def _quoted_alone(
        self, view: View, seen: list[Seen], urgent: tuple[str, ...]
    ) -> Classification:
        """What only stands in the quoted words, our own letter it may be, opens nothing."""
        findings = (*_findings(seen), *self._urgent.suggestions(urgent, seen, view))
        named = ", ".join(one.kind.type for one in seen)
        why = f"only quoted words say {named}, and not the writer's own"
        return Classification(Verdict.TRIAGE, findings, why, urgent)

    def _judge(
        self, view: View, found: list[Seen], urgent: tuple[str, ...], reader: SecondReader | None
    ) -> Classification:
        opinion = reader.read(view.item) if reader else None
        heard = self._heard(view, found, opinion)
        seen = [*heard.seen]
        sure = [one for one in seen if one.is_sure]
        urgent = tuple(dict.fromkeys((*urgent, *self._urgent.codes_of_types(seen))))
        if barred := barred_words([*found, *seen], view.item.capacity):
            by_rules = {one.kind.type for one in found}
            every = [*found, *(one for one in seen if one.kind.type not in by_rules)]
            return Classification(Verdict.TRIAGE, _findings(every), barred, urgent)
        why = self._why_a_person(view, seen, sure, urgent)
        if heard.why and (not why or not sure):
            why = heard.why
        if why:
            shown = self._for_a_person(view, seen, urgent, opinion)
            return Classification(Verdict.TRIAGE, shown, why + heard.words_aside, urgent)
        findings = _findings(sure)
        reason = f"the words say {', '.join(finding.type for finding in findings)}"
        return Classification(Verdict.CLASSIFIED, findings, reason + heard.words_aside, urgent)

    def _heard(self, view: View, seen: list[Seen], opinion: Opinion | None) -> Advised:
        if opinion is None:
            return Advised(tuple(seen))
        hinted = partial(self._hinted, view)
        return advised(seen, opinion, self._urgent.types, self._raisable(view), hinted)

    def _hinted(self, view: View, type_: str, probability: float) -> Seen | None:
        """A type that only the reader sees, if a hint of it stands in the writer's words."""
        kind = self.pack.type_on(type_, view.item.received_on)
        if kind is None or not self._scope.is_surely_ours(view):
            return None
        compiled = self._types[kind.type, kind.effective_from]
        spans = compiled.hinted_in(view)
        why = f"the second reader is nearly sure ({probability:.2f})"
        score = score_of(None, probability)
        return compiled.on_a_hint(spans, score, why) if spans else None

    def _raisable(self, view: View) -> list[ServiceRequestType]:
        """The types in force that this sender may ask for by this channel and the second reader
        may speak of: the urgent ones have a lane of their own."""
        return [
            kind
            for kind in self.pack.types_on(view.item.received_on)
            if kind.type not in self._urgent.types
            and is_worth_a_look(kind, view.item.capacity)
            and view.item.channel in kind.match.channels
        ]

    def _for_a_person(
        self, view: View, seen: list[Seen], urgent: tuple[str, ...], opinion: Opinion | None
    ) -> tuple[Finding, ...]:
        """What a person is shown; with the second reader's help the best three, unless the words
        speak of another body's business alone."""
        suggested = self._urgent.suggestions(urgent, seen, view)
        foreign = not seen and self._scope.is_foreign(view)
        if not (self.reader and opinion) or suggested or foreign:
            return (*_findings(seen), *suggested)
        shown = for_a_person(
            seen,
            self.reader,
            view.item,
            opinion,
            self._raisable(view),
            is_ours=self._scope.may_be_ours(view),
        )
        return tuple(shown[:MOST_SUGGESTED])

    def _why_a_person(
        self, view: View, seen: list[Seen], sure: list[Seen], urgent: tuple[str, ...]
    ) -> str | None:
        if not seen and self._scope.is_foreign(view):
            return "another body's business alone, but from somebody known or who telephoned"
        if not seen:
            return "no rule found a request in it"
        doubted = [one for one in seen if not one.is_sure]
        if doubted:
            return f"not sure enough of {doubted[0].kind.type}"
        if tied := rivals(sure):
            one, other = (each.kind.type for each in tied[0])
            return f"the same words may mean {one} or {other}"
        alone = self._urgent.without_type(urgent, sure)
        return f"urgent ({', '.join(alone)}): a person looks at once" if alone else None


def _texts(pack: Pack) -> Iterator[str]:
    for kind in pack.service_requests:
        yield from (one.text for one in (*kind.examples.match, *kind.examples.no_match))


def _findings(seen: Sequence[Seen]) -> tuple[Finding, ...]:
    return tuple(one.finding for one in seen)


_compiled: dict[tuple[str, str | None], Classifier] = {}


def classifier_for(pack: Pack, reader: SecondReader | None = None) -> Classifier:
    """The classifier of a pack, and of a second reader if there is one, compiled once in a process
    for each pair of content hashes."""
    key = pack.hash, reader.hash if reader else None
    if key not in _compiled:
        _compiled[key] = Classifier(pack, reader=reader)
    return _compiled[key]

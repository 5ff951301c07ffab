"""What an item asks for, by the rules of a pack, with the words that decided and the citation.

Order of judgement: reports and automatic answers; mail that is somebody else's; types; what must
wait for a person; what is urgent. In doubt a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from mailroom.casework.classify_capacity import barred_words, is_worth_a_look
from mailroom.casework.classify_scope import (
    asks_nothing,
    is_foreign,
    is_surely_ours,
    may_be_ours,
)
from mailroom.casework.classify_seen import Seen, rivals
from mailroom.casework.classify_urgent import UrgentLane
from mailroom.casework.classify_verdicts import automatic, with_places
from mailroom.casework.classify_view import Rules, View
from mailroom.casework.matching.book import Engine
from mailroom.casework.second_reader.advice import Advised, advised, score_of
from mailroom.casework.second_reader.reader import Opinion, SecondReader
from mailroom.casework.second_reader.suggestions import for_a_person
from mailroom.casework.unread import with_unread
from mailroom.casework.weighing.scope import TIED
from mailroom.policy.pack import Pack
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Classification, Finding, ItemText, Verdict

AT_ONCE = 100
"""Items of which all words are found before any is judged: more at once are no quicker."""
MOST_SUGGESTED = 3
"""Types that a person in triage is shown, best first."""


class Classifier:
    """Judges items by one pack. Building it compiles all its patterns; judging is quick."""

    def __init__(
        self, pack: Pack, engine: Engine = "automaton", reader: SecondReader | None = None
    ) -> None:
        self.pack = pack
        self.reader = reader
        self._rules = Rules(pack, engine)
        self._urgent = UrgentLane(pack)

    def classify(self, item: ItemText) -> Classification:
        """The verdict on one item. Never raises for anything a text may hold."""
        return self.classify_all([item])[0]

    def classify_all(self, items: Sequence[ItemText]) -> list[Classification]:
        """The verdicts on several items, which are quicker together than one by one."""
        return [
            with_unread(with_places(self._by_words(view, self.reader), view.item), view.item.unread)
            for view in self._views(items)
        ]

    def by_rules(self, items: Sequence[ItemText]) -> list[tuple[object, ...]]:
        """Of each item all that the second reader is told: the verdict of the rules alone, whose
        business the item may be, the types that hints may speak for and the words, mended in scans,
        in which they are looked for. Rules that agree in it, and have the same hints, agree in the
        verdict.
        """
        return [
            (
                self._by_words(view, None),
                may_be_ours(view),
                is_surely_ours(view),
                frozenset(type_ for type_, one in view.open_to_hints().items() if one.has_hints),
                view.folded.flat,
            )
            for view in self._views(items)
        ]

    def _views(self, items: Sequence[ItemText]) -> Iterator[View]:
        for first in range(0, len(items), AT_ONCE):
            yield from self._rules.views(items[first : first + AT_ONCE])

    def _by_words(self, view: View, reader: SecondReader | None) -> Classification:
        item = view.item
        urgent = self._urgent.codes(view)
        if item.is_bounce or item.is_auto_reply:
            return automatic(item, urgent)
        seen = view.seen()
        if not seen and view.leaves_quoted_out:
            echoed = self._rules.with_quoted(view)
            if said_before := echoed.seen():
                return self._quoted_alone(view, said_before, urgent)
        if not seen and not urgent and (why := asks_nothing(view)):
            return Classification(Verdict.NO_REQUEST, (), why)
        return self._judge(view, seen, urgent, reader)

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
        spoken = [*found, *seen] if opinion else found
        if barred := barred_words(spoken, view.item.capacity):
            by_rules = {one.kind.type for one in found}
            every = [*found, *(one for one in seen if one.kind.type not in by_rules)]
            return Classification(Verdict.TRIAGE, _findings(every), barred, urgent)
        why = self._why_a_person(view, seen, sure, urgent, reader)
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
        return advised(seen, opinion, self._rules.urgent_types, self._raisable(view), hinted)

    def _hinted(self, view: View, type_: str, probability: float) -> Seen | None:
        """A type that only the reader sees, if a hint of it stands in the writer's words."""
        compiled = view.open_to_hints().get(type_)
        if compiled is None or not is_surely_ours(view):
            return None
        spans = view.hinted(compiled)
        why = f"the second reader is nearly sure ({probability:.2f})"
        score = score_of(None, probability)
        return compiled.on_a_hint(spans, score, why) if spans else None

    def _raisable(self, view: View) -> list[ServiceRequestType]:
        """The types in force that this sender may ask for by this channel and the second reader
        may speak of: the urgent ones have a lane of their own."""
        return [
            kind
            for kind in self.pack.types_on(view.item.received_on)
            if kind.type not in self._rules.urgent_types
            and is_worth_a_look(kind, view.item.capacity)
            and view.item.channel in kind.match.channels
        ]

    def _for_a_person(
        self, view: View, seen: list[Seen], urgent: tuple[str, ...], opinion: Opinion | None
    ) -> tuple[Finding, ...]:
        """What a person is shown; with the second reader's help the best three, unless the words
        speak of another body's business alone."""
        suggested = self._urgent.suggestions(urgent, seen, view)
        foreign = not seen and is_foreign(view)
        if not (self.reader and opinion) or suggested or foreign:
            return (*_findings(seen), *suggested)
        shown = for_a_person(
            seen,
            self.reader,
            view.item,
            opinion,
            self._raisable(view),
            is_ours=may_be_ours(view),
        )
        return tuple(shown[:MOST_SUGGESTED])

    def _why_a_person(
        self,
        view: View,
        seen: list[Seen],
        sure: list[Seen],
        urgent: tuple[str, ...],
        reader: SecondReader | None,
    ) -> str | None:
        if not seen and is_foreign(view):
            return "another body's business alone, but from somebody known or who telephoned"
        if not seen:
            return "no rule found a request in it"
        doubted = [one for one in seen if not one.is_sure]
        if doubted:
            return f"not sure enough of {doubted[0].kind.type}"
        # The rules' own types were weighed against each other; the reader may have brought others.
        if (reader or view.sight.scope & TIED) and (tied := rivals(sure)):
            one, other = (each.kind.type for each in tied[0])
            return f"the same words may mean {one} or {other}"
        alone = self._urgent.without_type(urgent, sure)
        return f"urgent ({', '.join(alone)}): a person looks at once" if alone else None


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

"""The examples beside the rules, tried: each `match` must be sure, each `no_match` not be seen,
and no other type may be sure in either unless the example names it under `also`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mailroom.casework.classify import Classifier
from mailroom.policy.service_requests import ANY, Example, ServiceRequestType
from mailroom.records.finding import Classification, ItemText, Verdict
from mailroom.records.sender import Capacity


@dataclass(frozen=True, slots=True)
class FailedExample:
    """An example that does not hold: `owner` is the number of its type or urgent matter."""

    urgent: bool
    owner: int
    list_name: str
    number: int
    name: str
    got: str


def failed_examples(classifier: Classifier) -> list[FailedExample]:
    """All examples of the pack that do not hold."""
    return [*_of_types(classifier), *_of_urgent_matters(classifier)]


def example_item(example: Example, raised_for: tuple[Capacity | str, ...]) -> ItemText:
    """The example as an item; its sender's capacity is its own or the first of the type's."""
    first = raised_for[0] if raised_for else ANY
    default = first if isinstance(first, Capacity) else Capacity.UNKNOWN
    return ItemText({"text": example.text}, example.capacity or default, example.channel)


def _of_types(classifier: Classifier) -> Iterator[FailedExample]:
    for owner, kind in enumerate(classifier.pack.service_requests):
        for wanted, examples in ((True, kind.examples.match), (False, kind.examples.no_match)):
            for number, example in enumerate(examples):
                result = classifier.classify(example_item(example, kind.raised_for))
                if not _holds(kind, example, result, wanted):
                    yield _failed(False, owner, wanted, number, example, result)


def _of_urgent_matters(classifier: Classifier) -> Iterator[FailedExample]:
    for owner, matter in enumerate(classifier.pack.urgent.matters):
        examples = matter.examples
        for wanted, some in ((True, examples.match), (False, examples.no_match)):
            for number, example in enumerate(some):
                result = classifier.classify(example_item(example, ()))
                if (matter.code in result.urgent) is not wanted:
                    yield _failed(True, owner, wanted, number, example, result)


def _holds(
    kind: ServiceRequestType, example: Example, result: Classification, wanted: bool
) -> bool:
    scores = {finding.type: finding.score for finding in result.findings}
    own = scores.get(kind.type, 0)
    if wanted and own < kind.match.threshold:
        return False
    if not wanted and kind.type in scores:
        return False
    return not _unnamed(kind, example, result)


def _unnamed(kind: ServiceRequestType, example: Example, result: Classification) -> list[str]:
    """Other types that would be opened for the example and that it does not name."""
    if result.verdict is not Verdict.CLASSIFIED:
        return []
    return [
        finding.type
        for finding in result.findings
        if finding.type not in (kind.type, *example.also)
    ]


def _failed(
    urgent: bool, owner: int, wanted: bool, number: int, example: Example, result: Classification
) -> FailedExample:
    text = example.text
    found = "; ".join(
        f"{one.type} {one.score}"
        + (f" for `{text[one.spans[0].start : one.spans[0].end]}`" if one.spans else "")
        + f" ({one.rule.partition(': ')[2]})"
        for one in result.findings
    )
    list_name = "match" if wanted else "no_match"
    return FailedExample(urgent, owner, list_name, number, example.name, found or "nothing")

"""A judgement in words: what was read, who wrote, what is asked, and what would happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mailroom.casework.mentions import Mention
from mailroom.casework.unread import places
from mailroom.cli.explaining.items import Place
from mailroom.cli.explaining.judging import Judgement, Rules
from mailroom.cli.explaining.lines import (
    LABEL,
    cited,
    cut,
    field,
    masked,
    moment,
    plain,
    title,
    unclear,
)
from mailroom.cli.explaining.outcome import outcome
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Finding, Span
from mailroom.records.reading import Attachment, Page

FIRST_LINES = 6
MOST_PASSAGES = 4
AROUND = 36  # characters of context on each side of the words that decided
STOOD = {"sender": "the sender's address", "caller": "the caller's number",
         "keyed": "what the caller keyed in"}  # fmt: skip
NEVER_REPEATED = ("ssn", "nino")
TIES = "ties to an entry of a register, and never proves who it is"


def heading(path: Path, place: Place) -> Iterator[str]:
    """The file, and why it is taken for this agency's."""
    yield plain(str(path))
    where = f"source {place.source.name} of sources.yaml" if place.source else "said with --agency"
    yield from field("agency", f"{place.agency} ({where})")


def judgement(number: int, judged: Judgement, rules: Rules) -> Iterator[str]:
    """One item: what was read, who wrote, what is asked and why, and what would happen."""
    item = judged.item
    yield ""
    yield f"ITEM {number}: {item.channel}, received {moment(item.received_at, rules)}"
    yield from _read(judged)
    if item.result.quarantined:
        return
    yield from _who(judged)
    yield from _asks(judged, rules)
    yield from outcome(judged, rules)


# --- what was read -----------------------------------------------------------


def _read(judged: Judgement) -> Iterator[str]:
    result, reading = judged.item.result, judged.item.reading
    yield from title("what was read")
    if result.quarantined:
        yield from field("nothing", f"quarantined ({result.reason_code}): {result.reason}")
        yield from field("", "It is kept, and a person looks at it. Nothing else happens.")
        return
    mail, parts = reading.mail, _parts(judged)
    attached = mail.attachments if mail else ()
    for part, text in parts.items():
        yield from field(part, _part(part, text, reading.pages, attached))
    if mail and (mail.is_bounce or mail.is_auto_reply):
        what = "a report about a delivery" if mail.is_bounce else "an automatic answer"
        yield from field("sent by", f"a machine: {what}")
    if reading.unread:
        yield from field("not read", places(reading.unread))
    written = [line for line in parts["text"].splitlines() if line.strip()]
    for line in written[:FIRST_LINES]:
        yield cut(f"  {'':{LABEL}}| {plain(line.strip())}")
    if len(written) > FIRST_LINES:
        yield f"  {'':{LABEL}}| … {len(written)} lines in all"


def _parts(judged: Judgement) -> dict[str, str]:
    """The words by part, as they may be shown."""
    numbers = [one.value for one in judged.stated if one.kind in NEVER_REPEATED]
    return {part: masked(text, numbers) for part, text in judged.item.parts.items()}


def _part(
    part: str, text: str, own_pages: tuple[Page, ...], attached: tuple[Attachment, ...]
) -> str:
    characters = f"{len(text)} characters"
    if part == "subject":
        return f"{plain(text)} ({characters})"
    if part == "text":
        return f"{characters}{_pages(own_pages)}"
    if not part.startswith("attachment:"):
        return characters
    one = attached[int(part.partition(":")[2]) - 1]
    why = f"; not read: {one.reason}" if one.reason else ""
    named = plain(one.name or "without a name")
    return f"{named}, {one.media_type}, {one.bytes} bytes, {characters}{_pages(one.pages)}{why}"


def _pages(pages: tuple[Page, ...]) -> str:
    if not pages:
        return ""
    methods = ", ".join(sorted({page.method.replace("_", " ") for page in pages}))
    sure = [page.confidence for page in pages if page.confidence is not None]
    how_sure = f", confidence {min(sure):.2f} at worst" if sure else ""
    return f", {len(pages)} page{'' if len(pages) == 1 else 's'} by {methods}{how_sure}"


# --- who wrote ---------------------------------------------------------------


def _who(judged: Judgement) -> Iterator[str]:
    yield from title("who wrote")
    contact = judged.item.contact
    name = contact.from_name or contact.name_as_given
    if name:
        yield from field("name given", plain(name))
    for mention in judged.stated:
        where = STOOD.get(mention.where, f"in {mention.where}")
        ties = f"; {TIES}" if mention.kind in ("email", "telephone") else ""
        yield from field(mention.kind, f"{_shown(mention)} ({where}){ties}")
    yield from field("capacity", f"{judged.sender.capacity}: {_why_capacity(judged)}")
    if contact.several_from:
        yield from field("", "The message names several authors: nobody is taken for its sender.")
    elif judged.sender.conflict:
        yield from field("", "Numbers of two entries of a register are stated.")


def _shown(mention: Mention) -> str:
    value = plain(mention.value)
    return f"…{value[-4:]}" if mention.kind in NEVER_REPEATED else value


def _why_capacity(judged: Judgement) -> str:
    if judged.capacity_said:
        return "said with --capacity"
    if judged.sender.employer_id is None and judged.sender.employer_agent_id is None:
        return "no number in it says so and no register was asked; --capacity says who wrote"
    return "as if the registers held the numbers above; --capacity says otherwise"


# --- what is asked -----------------------------------------------------------


def _asks(judged: Judgement, rules: Rules) -> Iterator[str]:
    yield from title("what it asks for")
    yield from field("verdict", f"{judged.verdict.verdict}: {judged.verdict.reason}")
    for finding in judged.verdict.findings:
        kind = rules.pack.type_on(finding.type, judged.day)
        if kind:
            yield from _finding(finding, kind, _parts(judged), rules)


def _finding(
    finding: Finding, kind: ServiceRequestType, parts: Mapping[str, str], rules: Rules
) -> Iterator[str]:
    yield f"  * {kind.title} ({kind.type})"
    needs = kind.match.threshold
    sure = "sure" if finding.score >= needs else "not sure"
    yield from field("score", f"{finding.score:.2f} ({sure}: {needs:.2f} are needed)")
    yield from field("rule", finding.rule)
    spans = _joined(finding.spans)
    for span in spans[:MOST_PASSAGES]:
        yield from field("words", _passage(span, parts.get(span.part, "")))
    if len(spans) > MOST_PASSAGES:
        yield from field("", f"and in {len(spans) - MOST_PASSAGES} places more")
    yield from field("rests on", cited(kind.reference, rules))
    yield from unclear(kind.type, rules)


def _passage(span: Span, text: str) -> str:
    before = text[max(0, span.start - AROUND) : span.start]
    after = text[span.end : span.end + AROUND]
    marked = f"{before}>>{text[span.start : span.end]}<<{after}"
    return f"{' '.join(plain(marked).split())} ({span.part})"


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Passages that overlap as one, in the order of the text."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.part, one.start)):
        last = joined[-1] if joined else None
        if last and last.part == span.part and span.start <= last.end:
            joined[-1] = Span(last.start, max(last.end, span.end), last.part)
        else:
            joined.append(span)
    return joined

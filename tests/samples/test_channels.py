"""Real parsers open what the channels wrote."""

from __future__ import annotations

import csv
import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import chain

import pypdfium2
import pytest
from PIL import Image, UnidentifiedImageError
from PIL.TiffImagePlugin import TiffImageFile

from mailroom.records.mail import Agency
from mailroom.samples.agencies import facts_of
from tests.samples.conftest import Made


def mails(made: Made) -> list[EmailMessage]:
    parsed = [
        email.message_from_bytes(made.path_of(one).read_bytes(), policy=email.policy.default)
        for one in made.of("email")
    ]
    return [mail for mail in parsed if isinstance(mail, EmailMessage)]


def test_emails_parse_without_defects_and_hold_text(made: Made) -> None:
    for mail in mails(made):
        assert not mail.defects
        body = mail.get_body(("plain", "html"))
        assert body is not None
        assert len(body.get_content()) > 40


def test_the_topmost_received_header_is_the_moment_of_receipt(made: Made) -> None:
    for answer, mail in zip(made.of("email"), mails(made), strict=True):
        stamp = mail.get_all("Received", [])[0].rpartition(";")[2].strip()
        assert parsedate_to_datetime(stamp) == datetime.fromisoformat(answer["received_at"])


def test_some_senders_clocks_are_wrong(made: Made) -> None:
    pairs = zip(made.of("email"), mails(made), strict=True)
    ahead = [
        parsedate_to_datetime(mail["Date"]) > datetime.fromisoformat(answer["received_at"])
        for answer, mail in pairs
    ]
    assert any(ahead)
    assert not all(ahead)


def test_bounces_automatic_replies_quotes_and_attachments_are_among_them(made: Made) -> None:
    found = mails(made)
    assert any(mail.get_content_type() == "multipart/report" for mail in found)
    assert any(mail["Auto-Submitted"] == "auto-replied" for mail in found)
    assert any("wrote:\n>" in plain_text(mail) for mail in found)
    kinds = {part.get_content_subtype() for mail in found for part in mail.iter_attachments()}
    assert {"pdf", "jpeg"} <= kinds


def plain_text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return "" if body is None else str(body.get_content())


def test_faxes_are_ccitt_tiff_with_the_tags_of_a_fax_server(made: Made) -> None:
    seen = set()
    for answer in made.of("fax"):
        if answer["damage"] or answer["duplicate_of"]:
            continue
        with Image.open(made.path_of(answer)) as fax:
            assert isinstance(fax, TiffImageFile)
            seen.add((fax.info["compression"], round(fax.info["dpi"][1]), fax.n_frames))
            assert fax.width == 1728
            for number in range(fax.n_frames):
                fax.seek(number)
                fax.load()
            zone = facts_of(Agency(answer["agency"])).zone
            local = datetime.strptime(fax.tag_v2[306], "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
            assert local == datetime.fromisoformat(answer["received_at"])
            assert fax.tag_v2[270].startswith("+")
    assert {compression for compression, _, _ in seen} == {"group3", "group4"}
    assert {down for _, down, _ in seen} == {98, 196}
    assert any(pages > 1 for _, _, pages in seen)


@pytest.mark.parametrize("agency", list(Agency))
def test_the_fax_log_names_every_fax_with_its_time(made: Made, agency: Agency) -> None:
    folder = made.folder / "mail" / agency / "fax"
    lines = (folder / "log" / "xferfaxlog").read_text(encoding="ascii").splitlines()
    rows = [line.split("\t") for line in lines]
    assert {len(row) for row in rows} == {19}
    answers = [one for one in made.of("fax") if one["agency"] == agency]
    for row, answer in zip(rows, answers, strict=True):
        zone = facts_of(agency).zone
        local = datetime.strptime(row[0], "%m/%d/%y %H:%M").replace(tzinfo=zone)
        assert row[1] == "RECV"
        assert row[4] == f"recvq/{answer['source_reference']}"
        assert local == datetime.fromisoformat(answer["received_at"])


def test_letters_open_as_pages_about_the_size_of_paper(made: Made) -> None:
    endings = set()
    for answer in made.of("letter"):
        path = made.path_of(answer)
        endings.add(path.suffix)
        if answer["damage"] or path.suffix != ".pdf":
            continue
        document = pypdfium2.PdfDocument(path)
        width, height = document[0].get_size()
        assert 590 < width < 620
        assert 780 < height < 850
        document.close()
    assert {".pdf", ".png", ".jpg"} == endings


def test_some_letters_have_a_text_layer_and_most_have_none(made: Made) -> None:
    texts = []
    for answer in made.of("letter"):
        path = made.path_of(answer)
        if path.suffix == ".pdf" and not answer["damage"]:
            document = pypdfium2.PdfDocument(path)
            texts.append(document[0].get_textpage().get_text_range().strip())
            document.close()
    assert any(texts)
    assert sum(map(bool, texts)) < len(texts) / 2


def test_the_scanners_clock_in_a_name_is_the_moment_of_receipt(made: Made) -> None:
    for answer in made.of("letter"):
        stamp = answer["source_reference"][5:20]
        zone = facts_of(Agency(answer["agency"])).zone
        local = datetime.strptime(stamp, "%Y%m%d_%H%M%S").replace(tzinfo=zone)
        assert local == datetime.fromisoformat(answer["received_at"])


def test_damaged_files_cannot_be_opened(made: Made) -> None:
    damaged = [one for one in made.answers if one["damage"]]
    assert {one["channel"] for one in damaged} == {"letter", "fax"}
    for one in damaged:
        path = made.path_of(one)
        if path.suffix == ".pdf":
            with pytest.raises(pypdfium2.PdfiumError):
                pypdfium2.PdfDocument(path)
        else:
            with pytest.raises((UnidentifiedImageError, OSError)), Image.open(path) as fax:
                fax.load()


def test_calls_are_in_files_by_local_day_and_exports_overlap(made: Made) -> None:
    for agency in Agency:
        ids: list[str] = []
        for path in sorted((made.folder / "mail" / agency / "telephone").glob("calls_*.csv")):
            with path.open(encoding="utf-8", newline="") as stream:
                rows = list(csv.DictReader(stream))
            ids += [row["call_id"] for row in rows]
            day = f"{datetime.fromisoformat(rows[-1]['called_at']):%Y%m%d}"
            assert path.name == f"calls_{day}.csv"
        answered = [
            one["source_reference"] for one in made.of("telephone") if one["agency"] == agency
        ]
        assert sorted(set(ids)) == sorted(answered)
        assert len(ids) > len(set(ids))


def test_call_times_are_local_without_zone(made: Made) -> None:
    received = {one["source_reference"]: one["received_at"] for one in made.of("telephone")}
    for agency in Agency:
        files = (made.folder / "mail" / agency / "telephone").glob("*.csv")
        lines = chain.from_iterable(path.read_text("utf-8").splitlines()[1:] for path in files)
        for row in csv.reader(lines):
            local = datetime.fromisoformat(row[1])
            assert local.tzinfo is None
            moment = local.replace(tzinfo=facts_of(agency).zone).astimezone(UTC)
            assert moment == datetime.fromisoformat(received[row[0]])

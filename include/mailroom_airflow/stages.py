"""The tasks of process_mail, and those that more than one DAG has."""

from __future__ import annotations

from mailroom_airflow.tasks import Counts, holder, moment, share_numbers, step


@step(minutes=2)
def shares() -> list[int]:
    """The workers a stage is mapped over."""
    return share_numbers()


@step(minutes=30)
def read(share: int) -> Counts:
    """Bytes to text and pages."""
    from mailroom.steps import process_mail

    return process_mail.read(share, moment(), holder=holder())


@step(minutes=20)
def identify(share: int) -> Counts:
    """Text to sender, capacity, case."""
    from mailroom.steps import process_mail

    return process_mail.identify(share, moment(), holder=holder())


@step(minutes=20)
def classify(share: int) -> Counts:
    """Text to the types of service request it asks for."""
    from mailroom.steps import process_mail

    return process_mail.classify(share, moment(), holder=holder())


@step(minutes=20)
def open_requests(share: int) -> Counts:
    """Types to service requests with activities and obligations."""
    from mailroom.steps import process_mail

    return process_mail.open_requests(share, moment(), holder=holder())


@step(minutes=10)
def check_service_requests() -> Counts:
    """The data-quality checkpoint after opening."""
    from mailroom.steps import check_quality

    return check_quality.check("service_requests", moment())

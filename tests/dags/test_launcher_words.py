"""What the launcher says to Airflow, as Airflow understands it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.airflow


def test_nothing_is_started_that_listens_beside_the_api_server() -> None:
    from airflow.cli.cli_parser import get_parser

    from mailroom_airflow.launch.line import PARTS

    started = [get_parser().parse_args([part, *words]) for part, words in PARTS.items()]
    serving = {one.subcommand: one.skip_serve_logs for one in started if "skip_serve_logs" in one}
    assert serving == {"scheduler": True, "triggerer": True}

"""What one DAG tells another: an asset event says that there is something to take up."""

from __future__ import annotations

from airflow.sdk import Asset

MAIL = Asset(name="mail", uri="mailroom://mail")

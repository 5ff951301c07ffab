"""One suite, run by Great Expectations over the database, and its results as rows of ours.

Great Expectations answers true or false for a rule (BOOLEAN_ONLY) and is told nothing else: its
context lives in memory, its analytics are off, and the connection string is handed to it as a name.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, column, func, insert, or_, select, table

from mailroom.errors import MachineryFault
from mailroom.quality.suites import Rule, Severity, Suite
from mailroom.store.tables import quality_results

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.expectations.expectation import Expectation

URL = "CHECKED_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one rule: how many rows it looked at and how many broke it."""

    boundary: str
    rule: Rule
    rows_checked: int
    rows_failed: int

    @property
    def passed(self) -> bool:
        """True when no row broke the rule."""
        return self.rows_failed == 0

    @property
    def blocks(self) -> bool:
        """True when what follows may not start."""
        return not self.passed and self.rule.severity is Severity.BLOCK

    @property
    def words(self) -> str:
        """What is wrong, why it matters, and what to do."""
        return (
            f"{self.boundary}: rule {self.rule.id} fails for {self.rows_failed} of "
            f"{self.rows_checked} rows ({self.rule.title}; {self.rule.why}); {self.rule.cure}"
        )


def failing_rules(suite: Suite, url: str) -> frozenset[str]:
    """Ids of the suite's rules that do not hold. `url` is the SQLAlchemy URL of role mailroom_app.

    Raises MachineryFault when the checkpoint could not be run to its end.
    """
    # Its errors and log lines may repeat the connection string: none of them travels on.
    try:
        outcome = _validate(suite, url)
    except Exception as fault:
        raise MachineryFault(
            f"{suite.boundary}: the checkpoint could not be run ({type(fault).__name__}): "
            "see whether the database answers and has every migration"
        ) from None
    failed = [one for one in outcome.results if not one.success]
    if any(_could_not_be_computed(one) for one in failed):
        raise MachineryFault(
            f"{suite.boundary}: some rules could not be computed: compare the view {suite.view} "
            "with the columns of the suite"
        )
    return frozenset(_rule_of(one) for one in failed)


def count_rows(connection: Connection, suite: Suite, failing: frozenset[str]) -> tuple[Result, ...]:
    """The results of all rules: rows looked at, and how many of them break each failing rule."""
    view = table(suite.view)
    rows = connection.execute(select(func.count()).select_from(view)).scalar_one()
    return tuple(
        Result(
            suite.boundary,
            rule,
            rows,
            _rows_failed(connection, suite, rule) if rule.id in failing else 0,
        )
        for rule in suite.rules
    )


def store(connection: Connection, results: Sequence[Result], moment: datetime) -> None:
    """One row a rule into the history of results."""
    connection.execute(
        insert(quality_results),
        [
            {
                "boundary": one.boundary,
                "rule": one.rule.id,
                "severity": one.rule.severity,
                "passed": one.passed,
                "rows_checked": one.rows_checked,
                "rows_failed": one.rows_failed,
                "checked_at": moment,
            }
            for one in results
        ],
    )


def _validate(suite: Suite, url: str) -> ExpectationSuiteValidationResult:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when it is imported
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral", runtime_environment={URL: url})
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    rules = gx.ExpectationSuite(name=suite.boundary, expectations=_expectations(suite))
    place = context.data_sources.add_postgres("mailroom", connection_string=f"${{{URL}}}")
    try:
        asset = place.add_table_asset("flags", table_name=suite.view)
        definition = gx.ValidationDefinition(
            name=suite.boundary,
            data=asset.add_batch_definition_whole_table("all"),
            suite=context.suites.add(rules),
        )
        return context.validation_definitions.add(definition).run(result_format="BOOLEAN_ONLY")
    finally:
        place.get_engine().dispose()


def _expectations(suite: Suite) -> list[Expectation]:
    return [one for rule in suite.rules for one in _of_rule(rule)]


def _of_rule(rule: Rule) -> tuple[Expectation, Expectation]:
    """The column holds nothing but what is allowed, and it holds something."""
    from great_expectations.expectations.core.expect_column_values_to_be_in_set import (
        ExpectColumnValuesToBeInSet,
    )
    from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
        ExpectColumnValuesToNotBeNull,
    )
    from great_expectations.expectations.metadata_types import FailureSeverity

    blocks = rule.severity is Severity.BLOCK
    severity = FailureSeverity.CRITICAL if blocks else FailureSeverity.WARNING
    meta = {"rule": rule.id}
    allowed = [_plain(value) for value in rule.allowed]
    return (
        ExpectColumnValuesToBeInSet(
            column=rule.column, value_set=allowed, meta=meta, severity=severity
        ),
        ExpectColumnValuesToNotBeNull(column=rule.column, meta=meta, severity=severity),
    )


def _plain(value: str | bool) -> str | bool:
    return value if isinstance(value, bool) else str(value)


def _could_not_be_computed(one: Any) -> bool:
    # When it raised, the entry is keyed by the metric that did, and not by this word.
    return bool((one.exception_info or {}).get("raised_exception", True))


def _rule_of(one: Any) -> str:
    return str(one.expectation_config.meta["rule"])


def _rows_failed(connection: Connection, suite: Suite, rule: Rule) -> int:
    """Counted in a later snapshot than the rule's: rows that were mended meanwhile are no fault."""
    held: ColumnElement[Any] = column(rule.column)
    allowed = [_plain(value) for value in rule.allowed]
    return int(
        connection.execute(
            select(func.count())
            .select_from(table(suite.view))
            .where(or_(held.is_(None), held.not_in(allowed)))
        ).scalar_one()
    )

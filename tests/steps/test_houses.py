"""Houses that outlive a test are nobody's in the environment."""

from __future__ import annotations

import os

from tests.databases import Urls
from tests.steps.conftest import Approved


def test_a_house_that_outlives_a_test_is_named_by_no_variable(
    ruled_template: Urls, approved: Approved
) -> None:
    lasting = (ruled_template.name, approved.urls.name, str(approved.folder))
    assert [
        name for name, value in os.environ.items() if any(one in value for one in lasting)
    ] == []

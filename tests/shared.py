"""Where the shared samples lie, and the mark that skips a test without them."""

from __future__ import annotations

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
SHARED = CHECKOUT.parent / "shared"
SAMPLES = SHARED / "samples"

needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the shared samples do not lie beside this checkout"
)

"""Tests of the `mailroom` command."""

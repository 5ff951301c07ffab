"""Proposed rules over stored items: what would be judged otherwise. Pure."""

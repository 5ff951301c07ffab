"""Bytes to text, pages and parts. Only `child` and `content` are meant for callers."""

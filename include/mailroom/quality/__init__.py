"""Is it still true? Rules over flags and counts at each boundary, and equations over the whole."""

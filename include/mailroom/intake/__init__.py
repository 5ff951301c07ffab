"""Taking mail off its sources: stored first, then receipted, then acknowledged at the source."""

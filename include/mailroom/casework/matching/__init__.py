"""Finding words: folding, patterns, one automaton a pack, negation. Pure."""

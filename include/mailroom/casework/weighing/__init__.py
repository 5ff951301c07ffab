"""From passages to types: which conditions hold, how sure that makes, and which types stay."""

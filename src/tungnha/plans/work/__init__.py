"""Tasks that are worked, not only stored (C1): who, how far, by when, with what result (docs/decisions/0039)."""

"""Is this helper real? Badges that are signed, checked with and without a network, and taken back (decision 0051)."""

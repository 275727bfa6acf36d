"""A locked report goes from one installation to the one above as a signed file: counts and words, never names
(docs/exchange.md, decision 0043)."""

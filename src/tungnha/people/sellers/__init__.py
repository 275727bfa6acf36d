"""Establishments and products: what counts, their steps, and lists of them read."""

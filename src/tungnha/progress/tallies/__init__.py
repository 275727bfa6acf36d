"""Counts that are kept (số cộng sẵn): true as claims come in, at every level, without a nightly job (decision 0037).

spans (pure) ← slots (what is kept) ← counted (from rows to spans) ← recount (marks, villages; locks) ← kept (what lies
above) ← reading (what pages ask). triggers says which village changed; checking compares all of it with a slow count.
"""

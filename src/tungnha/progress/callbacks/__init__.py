"""A random sample of recorded visits to call back: whether what was written down is what happened (C16).

It stands here because it reads visits (field) and belongs to inspections (outreach): rooms that do not know each other.
"""

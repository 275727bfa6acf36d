"""A unit's report on its way: written, sent, returned, accepted, locked, reopened (docs/decisions/0041-approval.md)."""

"""Questions asked beside the plan's duties (C18): asked of areas and bodies, answered in a form of their own fields,
handed on downward, chased like every report, compiled into one table (docs/decisions/0040-duties.md)."""

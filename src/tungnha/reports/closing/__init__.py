"""What ends: a report sealed, a phase closed, a year looked back on (docs/decisions/0044-compiling-levels.md)."""

"""Who is still missing, the other way about, and what runs out: people behind the figures, as worklists."""

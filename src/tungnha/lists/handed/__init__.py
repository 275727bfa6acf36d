"""A list handed out, as a table: which columns it may have, and what a unit wrote into it. Pure: no database."""

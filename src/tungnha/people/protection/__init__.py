"""Personal data: what the law asks of whoever holds it."""

"""Ways of counting as an officer sees, tries, makes and chooses them (decision 0036)."""

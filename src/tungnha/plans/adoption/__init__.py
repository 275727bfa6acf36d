"""Who has taken a plan up, item by item (C17): 166 communes of a province, the villages and units of a commune."""

"""A compiled report from what lies below it: what areas and units said, beside what is counted (decision 0044)."""

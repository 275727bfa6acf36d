"""One look each at a village, a commune, a province, the country (decision 0038)."""

"""What the review queue shows: in which order rows are asked about, both sides beside each other, how far it is."""

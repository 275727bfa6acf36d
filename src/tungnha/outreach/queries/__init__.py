"""What this room is asked: one module per noun."""

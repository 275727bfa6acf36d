"""Pages for everybody (README.md here says how one is made)."""

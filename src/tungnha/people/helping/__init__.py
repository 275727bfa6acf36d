"""Those who need more help at the door (C20)."""

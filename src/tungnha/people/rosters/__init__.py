"""An organisation's own people: who may keep them, how a file of them is read."""

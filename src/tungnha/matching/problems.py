"""What can be wrong with a file handed in."""


class UnreadableList(ValueError):
    """A file that cannot be taken as a list; the message is one sentence for the person who handed it in."""

"""What can be wrong with a file handed in."""


class UnreadableList(ValueError):
    """A file that cannot be taken as a list; the message is one sentence for the person who handed it in."""


class CannotRun(RuntimeError):
    """A run that this machine cannot do; the message is one sentence for whoever started it."""

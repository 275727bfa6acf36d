"""The family of things that go wrong in a way a person can mend. Each carries its one Vietnamese sentence.

Operations raise; `web.middleware.ProblemPages` turns what no form caught into a page, the phone's door into JSON.
"""


class Problem(Exception):
    """What is wrong, where, and what to do, in one Vietnamese sentence."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BadInput(Problem):
    """What was typed or sent in cannot be used as it is."""

    status = 400


class OutOfDate(Problem):
    """Somebody else saved first; what was typed is kept."""


class Locked(Problem):
    """The thing is closed to change (a frozen report, a closed phase)."""

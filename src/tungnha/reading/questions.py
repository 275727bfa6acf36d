"""Contradictions and gaps of a plan, asked and never settled."""

from .asked_frame import ask_about_the_rest
from .asked_reports import ask_about_reports
from .asked_targets import ask_about_targets
from .asking import Draft, Question, with_places
from .document import Document
from .sections import Node


def read_questions(doc: Document, draft: Draft, root: Node) -> list[Question]:
    """{kind, text, options, about, places}: an option is a sentence, or {text, set: [{path, value}]} where choosing
    it gives fields of finds their value; `places` holds quote and span of everything that clashes."""
    asked = [
        *ask_about_targets(doc, draft),
        *ask_about_reports(doc, draft),
        *ask_about_the_rest(doc, draft, root),
    ]
    return [with_places(question, doc, draft) for question in asked]

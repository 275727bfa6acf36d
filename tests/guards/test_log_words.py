"""Every thing the product logs can be told in Vietnamese."""

import ast
from functools import cache

import pytest

from tests.guards.test_source import PYTHON, SRC
from tungnha.people.protection import log_words

# Verbs put together when they are logged: (file, how it stands there) → what it may be.
PUT_TOGETHER: dict[tuple[str, str], set[str]] = {
    ("field/schedule/operations/agreeing.py", "verb"): {"session.agreed", "session.not_agreed"},
    ("voices/operations/difficulties.py", "VERBS[kind]"): {
        "difficulty.handed",
        "difficulty.decision_asked",
        "difficulty.decided",
        "difficulty.answered",
        "difficulty.escalated",
        "difficulty.passed_up",
        "difficulty.reopened",
        "difficulty.closed",
    },
    ("outreach/operations/themes.py", "_REMOVED[type(row)]"): {
        "theme.removed",
        "outreach_form.removed",
        "key_message.removed",
    },
    ("outreach/operations/activities.py", "verb"): {"activity.done", "activity.undone"},
    ("people/importing/results.py", "verb"): {"population.imported", "population.left"},
    ("people/operations/breaches.py", "f'breach.{step}'"): {"breach.notified", "breach.told", "breach.repaired"},
}


def constants(tree):
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def words_of(node, known):
    """The verbs an expression may be; None when it cannot be told."""
    if isinstance(node, ast.Constant):
        return {node.value}
    if isinstance(node, ast.Name) and node.id in known:
        return {known[node.id]}
    if isinstance(node, ast.IfExp):
        either = [words_of(part, known) for part in (node.body, node.orelse)]
        return None if None in either else set().union(*either)
    return None


@cache
def logged():
    return list(_logged())


def _logged():
    """(file, verb) of every call; verb is None, and the source text stands, where it is put together."""
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        if "log_event" not in text and "Event" not in text:
            continue
        tree = ast.parse(text)
        known, name = constants(tree), str(path.relative_to(SRC))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called not in ("log_event", "Event"):
                continue
            given = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "verb"), None)
            if given is None:
                continue
            yield name, words_of(given, known), ast.unparse(given)


def test_every_verb_has_its_sentence():
    wordless = {
        (file, verb)
        for file, verbs, source in logged()
        for verb in verbs or PUT_TOGETHER.get((file, source), {source})
        if verb not in log_words.SENTENCES
    }
    assert wordless == set()


def test_calls_are_found_at_all():
    found = set().union(*(verbs for _, verbs, _ in logged() if verbs))
    assert {"person.viewed", "plan.hand_down_kept", "people.exported", "unmask.limit_reached"} <= found
    assert len(found) > 60


@pytest.mark.parametrize("verb", sorted(log_words.SENTENCES))
def test_every_sentence_belongs_to_a_family(verb):
    assert log_words.family(verb) in log_words.FAMILIES
    assert log_words.SENTENCES[verb] == log_words.SENTENCES[verb].strip().rstrip(".")


def test_a_verb_not_yet_known_is_shown_all_the_same():
    assert log_words.sentence("person.no_such_thing") == "việc khác: xem, sửa người"
    assert log_words.sentence("nobody.knows") == "việc khác: nobody"


def test_figures_are_told_in_words():
    assert log_words.figures({"rows": 3, "mark": "TN-222222", "ids": [1], "other": 5, "late": True}) == (
        "số dòng 3, mã bản TN-222222"
    )

"""Habits that one file could break for all."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

SRC = Path(__file__).resolve().parents[2] / "src" / "tungnha"
PYTHON = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
CLOCK = SRC / "units" / "clock.py"
ASKS_THE_MACHINE = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("date", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
}


def calls(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            yield name, node.func.attr, node.lineno


@pytest.mark.parametrize("path", [p for p in PYTHON if p != CLOCK], ids=lambda p: str(p.relative_to(SRC)))
def test_only_the_one_clock_asks_the_machine_for_the_time(path):
    assert [(name, attr, line) for name, attr, line in calls(path) if (name, attr) in ASKS_THE_MACHINE] == []


def test_operations_ask_no_clock():
    """The time is passed in, so that what happened can be told again."""
    asking = [
        str(path.relative_to(SRC))
        for path in PYTHON
        if path.name == "operations.py" and "clock." in path.read_text(encoding="utf-8")
    ]
    assert asking == []


def test_nothing_is_loaded_from_another_host():
    pages = [*SRC.rglob("*.html"), *(p for p in SRC.rglob("*.css") if "vendor" not in p.parts)]
    foreign = [p.name for p in pages if "//cdn" in (text := p.read_text(encoding="utf-8")) or 'src="http' in text]
    assert foreign == []

"""The published schema of the result (docs/plan-draft.schema.json) holds for every result."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from tests.reading.test_reference_plans import PLANS
from tungnha import reading

from .plans import COMMUNE, WITH_COUNTS

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "plan-draft.schema.json").read_text(encoding="utf-8"))
FILES = [*sorted((ROOT / "samples" / "plans").glob("*.txt")), *sorted((ROOT / "samples" / "plans").glob("*.docx"))]
REFERENCES = sorted(PLANS.glob("*.txt")) if PLANS.exists() else []


def problems(draft) -> list[str]:
    # As it is written and read again: JSON is what is published.
    told = json.loads(json.dumps(draft, ensure_ascii=False))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:120]}" for e in validator.iter_errors(told)]


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", [*FILES, *REFERENCES], ids=lambda path: path.name[:24])
def test_every_plan_at_hand_fits(path):
    draft = reading.read(path)
    assert problems(draft) == []
    assert {"source", *SCHEMA["required"]} <= set(draft)


@pytest.mark.parametrize("text", [COMMUNE, WITH_COUNTS])
def test_plain_text_fits(text):
    assert problems(reading.read_text(text)) == []


@pytest.mark.parametrize(
    ("break_it", "where"),
    [
        (lambda d: d["targets"][0].update(due="30/6/2026"), "targets/0/due"),
        (lambda d: d["targets"][0].pop("span"), "targets/0"),
        (lambda d: d["reporting"][0].update(frequency="biweekly"), "reporting/0/frequency"),
        (lambda d: d["header"].update(date="ngày 2"), "header/date"),
        (lambda d: d["tasks"][0].update(confidence=1.4), "tasks/0"),
        (lambda d: d["source"].update(pages=0), "source/pages"),
    ],
)
def test_a_result_gone_wrong_does_not_fit(break_it, where):
    draft = copy.deepcopy(reading.read_bytes("a.txt", COMMUNE.encode()))
    break_it(draft)
    assert any(problem.startswith(where) for problem in problems(draft))


def test_a_new_key_is_no_mistake():
    draft = reading.read_text(COMMUNE)
    draft["targets"][0]["mới"] = draft["mới"] = 1
    assert problems(draft) == []

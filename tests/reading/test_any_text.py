"""Whatever the text, the answer is a draft that serialises or a refusal with a sentence."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tungnha import reading

from .plans import COMMUNE, WITH_COUNTS

PIECES = st.sampled_from(
    [
        *COMMUNE.split("\n"),
        *WITH_COUNTS.split("\n"),
        "",
        "\t\t",
        "I.",
        "1.",
        "- ",
        "100%",
        "mỗi hộ ít nhất 01",
        "Số:",
        "KẾ HOẠCH",
    ]
)
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answer(call, *args):
    try:
        return json.loads(json.dumps(call(*args), ensure_ascii=False))
    except reading.UnreadableDocument:
        return None


@calm
@given(st.text())
def test_any_text(text):
    answer(reading.read_text, text)


@calm
@given(st.lists(PIECES | st.text(max_size=30), max_size=40))
def test_any_shuffle_of_plan_lines(lines):
    draft = answer(reading.read_text, "KẾ HOẠCH\nI. MỤC ĐÍCH\nTổ chức thực hiện\n" + "\n".join(lines))
    for target in (draft or {}).get("targets", []):
        start, end = target["span"]
        assert draft["text"][start:end].strip() == target["quote"]


@calm
@given(
    st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a"]), st.sampled_from([b"", b"PK\x03\x04"])
)
def test_any_bytes(data, name, start):
    answer(reading.read_bytes, name, start + data)

"""Whatever the text: reading ends within bounded work, answers with a draft that serialises or a refusal with a
sentence, and every find's quote stands at its place.
"""

import json
import sys
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tungnha import reading
from tungnha.reading.fold import fold

from .damage import KINDS, damage
from .plans import COMMUNE, WITH_COUNTS
from .test_damage import OWN

MARKS = [
    "", "\t\t", "\f", "\f12\f", "I.", "1.", "- ", "+", "a)", "(1)", "|", "| a | b |", "|---|---|", "100%", "2026", "đ",
    "mỗi hộ ít nhất 01", "Số:", "KẾ HOẠCH", "QUYẾT ĐỊNH", "Nơi nhận:", "Phụ lục", "KT. CHỦ TỊCH", "Phần I", "Bước 1",
    "STT\tNội dung\tChủ trì\tThời gian", "đ ộng", "<b>", "&nbsp;", "**", "-----", "Kính gửi: X", "ngày 31/02/2026",
    "./.", "A" * 300, "một hai " * 60, "(", ")" * 9, "\u0302\u0303a", "\ud800", "Trang 3/9", "Điều 1.", "báo cáo",
    "trước ngày 99 hằng tháng",
]  # fmt: skip
PIECES = st.sampled_from([*COMMUNE.split("\n"), *WITH_COUNTS.split("\n"), *MARKS])
calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answer(call, *args):
    """The draft as it would be sent, or None where the text was refused with a sentence."""
    try:
        draft = call(*args)
    except reading.UnreadableDocument as refusal:
        draft, sentence = None, str(refusal)
        return None if sentence.endswith(".") else pytest.fail(f"no sentence: {sentence!r}")
    return json.loads(json.dumps(draft, ensure_ascii=True))


def quoted(value):
    """Every dict, however deep, that tells a quote and where it stands."""
    if isinstance(value, dict):
        if "quote" in value and "span" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from quoted(inner)


def spans(value, name=""):
    """Every pair of offsets, whatever it is called."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from spans(inner, key)
    elif isinstance(value, list):
        if "span" in name and len(value) == 2 and all(isinstance(x, int) for x in value):
            yield value
        else:
            for inner in value:
                yield from spans(inner, name)


def assert_well_placed(draft):
    if draft is None:
        return 0
    text, finds = draft["text"], list(quoted(draft))
    lines = text.count("\n") + 1
    for find in finds:
        start, end = find["span"]
        assert find["quote"] in text[start:end], find
        if "at" in find:
            assert 1 <= find["at"]["line"] <= lines
            begins = sum(len(line) + 1 for line in text.split("\n")[: find["at"]["line"] - 1])
            assert begins <= start <= begins + len(text.split("\n")[find["at"]["line"] - 1])
    for start, end in spans(draft):
        assert 0 <= start <= end <= len(text)
    return len(finds)


@calm
@given(st.text())
def test_any_text(text):
    assert_well_placed(answer(reading.read_text, text))


@calm
@given(st.lists(PIECES | st.text(max_size=30), max_size=40))
def test_any_shuffle_of_plan_lines(lines):
    draft = answer(reading.read_text, "KẾ HOẠCH\nI. MỤC ĐÍCH\nTổ chức thực hiện\n" + "\n".join(lines))
    assert_well_placed(draft)


@calm
@given(
    st.randoms(use_true_random=False), st.sampled_from(sorted(OWN)), st.sampled_from(["\n", "\n\n", " ", "\f", "\t"])
)
def test_any_plan_torn_and_put_together_again(rng, name, glue):
    lines = OWN[name].split("\n")
    for _ in range(rng.randint(1, 12)):
        i, j = sorted((rng.randrange(len(lines)), rng.randrange(len(lines))))
        lines[i:j] = rng.choice(([], lines[i:j][::-1], lines[i:j] * 2, [glue.join(lines[i:j])], ["".join(lines[i:j])]))
        if not lines:
            break
    assert_well_placed(answer(reading.read_text, "\n".join(lines)))


@pytest.mark.parametrize("name", sorted(OWN))
@pytest.mark.parametrize("seed", range(4))
def test_any_damaged_plan(name, seed):
    assert assert_well_placed(answer(reading.read_text, damage(OWN[name], seed, "heavy"))) >= 5


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_damage(kind):
    for name in OWN:
        assert assert_well_placed(answer(reading.read_text, KINDS[kind](OWN[name], Random(1)))) >= 5


@calm
@given(
    st.binary(max_size=300), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a"]), st.sampled_from([b"", b"PK\x03\x04"])
)
def test_any_bytes(data, name, start):
    answer(reading.read_bytes, name, start + data)


# -- bounded work -----------------------------------------------------------------------------


def work(text):
    """Steps of the reading, unlike time always the same: every call of a function, and every 20 letters folded."""
    steps = 0

    def count(frame, event, arg):
        nonlocal steps
        steps += event in ("call", "c_call")
        if event == "call" and frame.f_code is fold.__code__:
            steps += len(frame.f_locals["text"]) // 20

    sys.setprofile(count)
    try:
        answer(reading.read_text, text)
    finally:
        sys.setprofile(None)
    return steps


HEAD, REST = COMMUNE.split("I. MỤC ĐÍCH", 1)
SECTIONS, FOOT = REST.split("Trong quá trình", 1)


def grown(times):
    """The commune's plan with its sections and its annex told again and again: other numbers, other words."""
    body = "".join(
        f"I. MỤC ĐÍCH{SECTIONS}".replace("40%", f"{n % 89 + 10}%").replace("Hội Phụ nữ", f"Hội số {n}")
        for n in range(times)
    )
    foot, table = FOOT.split("Phụ lục", 1)
    rows = "".join(table.replace("Lập danh sách", f"Lập danh sách {n}") for n in range(times))
    return f"{HEAD}{body}\fTrong quá trình{foot}Phụ lục{rows}"


PLAN = "KẾ HOẠCH\nI. MỤC TIÊU\nTổ chức thực hiện\n"
NASTY = {
    "brackets": lambda n: "báo cáo (" * n,
    "bars": lambda n: "| a | b | c |\n" * n,
    "spaces": lambda n: "a     b " * n,
    "page ends": lambda n: "đi\f" * n,
    "half words": lambda n: "đ ộ n g " * n,
    "percents": lambda n: "- Đạt 45% hộ dân có mạng.\n" * n,
    "one paragraph": lambda n: "đạt 45% hộ, báo cáo UBND xã trước ngày 5/6/2026, " * n,
    "one wrapped paragraph": lambda n: "các thôn rà soát từng hộ dân trên địa bàn rồi lập danh sách và gửi\n" * n,
    "deep marks": lambda n: "1. Một:\na) Hai:\n- Ba:\n+ Bốn:\n" * n,
    "stairs": lambda n: "".join(f"{'a1'[i % 2]}) Việc:\n" for i in range(n)),
    "signatures": lambda n: "KT. CHỦ TỊCH\nNơi nhận:\n" * n,
    "columns": lambda n: "Nơi nhận:        KT. CHỦ TỊCH\n" * n,
    "plans": lambda n: "KẾ HOẠCH\nSố: 1/KH-UBND\nNơi nhận:\n" * n,
    "annexes": lambda n: "PHỤ LỤC I\nDANH MỤC\nTT\tNội dung\tChủ trì\tThời gian\n1\tHọp\tXã\tTháng 5/2026\n" * n,
}


def test_work_grows_with_the_length_of_a_plan_and_no_faster():
    work(grown(2))  # what is made once is made now
    short, long = work(grown(10)), work(grown(40))
    assert long <= 4 * short * 1.25


@pytest.mark.parametrize("name", NASTY)
def test_work_grows_no_faster_on_nasty_texts(name):
    work(PLAN + NASTY[name](20))
    short, long = work(PLAN + NASTY[name](200)), work(PLAN + NASTY[name](800))
    assert long <= 4 * short * 1.25

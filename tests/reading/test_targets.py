"""Targets found where a plan states them, and none where it only names a figure."""

import sys

import pytest

from tungnha import reading
from tungnha.reading.targets import near_pairs

from .target_cases import POSITIVE
from .target_traps import NEGATIVE

FRAME = """ỦY BAN NHÂN DÂN
XÃ NÚI XANH
Số: 12/KH-UBND
Núi Xanh, ngày 02 tháng 3 năm 2026

KẾ HOẠCH
Công tác trọng tâm trên địa bàn xã

Thực hiện Kế hoạch số 5/KH-UBND ngày 03/01/2026 của UBND tỉnh, UBND xã Núi Xanh ban hành kế hoạch như sau:

{body}

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Vàng A Páo
"""


def read(heads, lines):
    return reading.read_text(FRAME.format(body=f"{heads}\n{lines}"))


def shown(target):
    value = f"{target['value']:g}" if target["value"] < 1000 else str(target["value"])
    fields = (target["population"] or "-", target["subject"] or "-", target["due"] or "-")
    return f"{target['comparator']} {value} {target['unit']} | " + " | ".join(fields)


def counted(shown_target):
    """What decides whether a target was found at all: comparator, value, unit and due date."""
    parts = shown_target.split(" | ")
    return parts[0], parts[3]


@pytest.mark.parametrize(("heads", "lines", "expected"), POSITIVE, ids=[c[1][:60] for c in POSITIVE])
def test_targets_of_a_sentence(heads, lines, expected):
    found = [shown(t).lower() for t in read(heads, lines)["targets"]]
    assert found == [e.lower() for e in expected]


@pytest.mark.parametrize(("heads", "lines"), NEGATIVE, ids=[c[1][:60] for c in NEGATIVE])
def test_a_figure_that_is_no_target(heads, lines):
    assert [shown(t) for t in read(heads, lines)["targets"]] == []


def test_every_refused_percentage_keeps_its_words_and_a_reason():
    for heads, lines in NEGATIVE:
        if "%" not in lines:
            continue
        draft = read(heads, lines)
        assert draft["not_targets"], lines
        for refused in draft["not_targets"]:
            start, end = refused["span"]
            assert draft["text"][start:end] == refused["quote"]
            assert "%" in refused["quote"]
            assert len(refused["reason"]) > 10


def test_precision_and_recall_over_all_cases(capsys):
    right = wrong = missed = 0
    for heads, lines, expected in POSITIVE:
        left = [counted(shown(t)) for t in read(heads, lines)["targets"]]
        for wanted in map(counted, expected):
            if wanted in left:
                left.remove(wanted)
                right += 1
            else:
                missed += 1
        wrong += len(left)
    wrong += sum(len(read(heads, lines)["targets"]) for heads, lines in NEGATIVE)
    precision, recall = right / (right + wrong), right / (right + missed)
    told = f"{len(POSITIVE)} + {len(NEGATIVE)} sentences: precision {precision:.3f}, recall {recall:.3f}"
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
    assert len(POSITIVE) >= 120
    assert len(NEGATIVE) >= 120
    assert precision >= 0.97
    assert recall >= 0.97


def test_a_range_keeps_both_ends():
    (target,) = read("I. MỤC TIÊU", "- Từ 60% đến 70% hộ dân có phao cứu sinh.")["targets"]
    assert (target["value"], target["value_range"], target["value_text"]) == (60, [60, 70], "60 - 70")


def test_a_yearly_pace_is_told():
    (target,) = read("I. MỤC TIÊU", "- Tỷ lệ hộ nghèo giảm bình quân 1,5%/năm.")["targets"]
    assert (target["per"], target["direction"]) == ("năm", "reduce")


def test_an_inherited_date_says_from_where():
    (target,) = read("I. MỤC TIÊU\n1. Đến ngày 30/6/2026:", "- 45% hộ dân có mạng.")["targets"]
    assert target["inherited_from"] == "1. Đến ngày 30/6/2026:"
    (first, second) = read("I. MỤC TIÊU", "Đến hết năm 2027: 100% thôn có loa; 60% hộ dân có mạng.")["targets"]
    assert second["inherited_from"] == "Đến hết năm 2027:"
    assert first["due"] == second["due"] == "2027-12-31"


def test_text_and_annex_with_two_comparators_are_both_kept_and_asked():
    body = "I. MỤC TIÊU\n- 63,80% dân số trưởng thành có chữ ký số.\nII. NHIỆM VỤ"
    draft = read(body, "- Phấn đấu trên 63,80% dân số trưởng thành có chữ ký số.")
    assert [t["comparator"] for t in draft["targets"]] == ["=", ">"]
    assert [q["kind"] for q in draft["questions"]] == ["figures_differ"]
    assert near_pairs(draft["targets"]) == [(0, 1)]


def test_a_target_said_again_keeps_its_second_place():
    draft = read("I. MỤC TIÊU\n- 80% hộ dân có mạng.\nII. NHIỆM VỤ", "- Bảo đảm 80% hộ dân có mạng.")
    (target,) = draft["targets"]
    assert [draft["text"][a:b] for a, b in target["also"]] == ["Bảo đảm 80% hộ dân có mạng."[:-1]]

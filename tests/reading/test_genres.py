"""Documents of other genres, and plans without targets: nothing is invented. The texts are our own."""

from pathlib import Path

import pytest

from tungnha import reading
from tungnha.reading.document import open_document
from tungnha.reading.draft import compose

GENRES = Path(__file__).parent / "genres"
REFUSED = ("bao_cao", "quyet_dinh", "bai_bao", "bo_tieu_chi", "cong_van", "to_roi", "bien_ban")
# Plans: the duties they do give, by unit.
DUTIES = {
    "ke_hoach_khong_chi_tieu": {"Trạm Y tế": 2, "Phòng Kinh tế": 1, "Các thôn": 1},
    "ke_hoach_hop": {"Văn phòng Đảng ủy": 1, "Các chi bộ": 1},
}
REPORTS = {"ke_hoach_khong_chi_tieu": 1, "ke_hoach_hop": 1}


def text(name):
    return (GENRES / f"{name}.txt").read_text(encoding="utf-8")


def test_every_text_is_at_least_a_page_and_judged():
    names = {p.stem for p in GENRES.glob("*.txt")}
    assert names == {*REFUSED, *DUTIES}
    assert [n for n in names if len(text(n).split()) < 330] == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plan_is_refused_in_one_sentence(name):
    with pytest.raises(reading.UnreadableDocument) as problem:
        reading.read_text(text(name))
    said = str(problem.value)
    assert said.endswith(".")
    assert "\n" not in said


def test_a_named_kind_is_told_back():
    with pytest.raises(reading.UnreadableDocument, match="là báo cáo, không phải kế hoạch"):
        reading.read_text(text("bao_cao"))


@pytest.mark.parametrize("name", sorted(DUTIES))
def test_a_plan_without_targets_gets_none_and_keeps_its_duties(name):
    draft = reading.read_text(text(name))
    assert [t["text"] for t in draft["targets"]] == []
    assert draft["not_targets"]
    assert {a["unit"]: a["n_duties"] for a in draft["assignments"]} == DUTIES[name]
    assert len(draft["reporting"]) == REPORTS[name]
    assert (draft["tasks"], draft["appendix_targets"]) == ([], [])


@pytest.mark.parametrize("name", ["bao_cao", "quyet_dinh", "bai_bao", "bo_tieu_chi", "cong_van"])
def test_even_taken_for_a_plan_its_figures_are_no_targets(name):
    draft = compose(open_document(text(name)))
    assert [t["text"] for t in draft["targets"]] == []


def test_precision_over_all_genres():
    right = invented = 0
    for name in [*REFUSED, *DUTIES]:
        try:
            draft = reading.read_text(text(name))
        except reading.UnreadableDocument:
            continue
        wanted = DUTIES.get(name, {})
        for unit in draft["assignments"]:
            good = min(unit["n_duties"], wanted.get(unit["unit"], 0))
            right, invented = right + good, invented + unit["n_duties"] - good
        reports = REPORTS.get(name, 0)
        right += min(len(draft["reporting"]), reports)
        invented += max(0, len(draft["reporting"]) - reports)
        invented += len(draft["targets"]) + len(draft["tasks"]) + len(draft["appendix_targets"])
    assert right >= 8
    assert right / (right + invented) >= 0.95

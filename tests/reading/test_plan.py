"""A whole invented plan, read from end to end."""

import pytest

from tungnha import reading

from .plans import COMMUNE


@pytest.fixture(scope="module")
def draft():
    return reading.read_text(COMMUNE)


def only(finds, *names):
    return [tuple(find[name] for name in names) for find in finds]


def test_the_header_is_read_across_broken_lines(draft):
    header = {k: draft["header"][k] for k in ("number", "symbol", "place", "date", "doc_type", "title", "issuer")}
    assert header == {
        "number": "0045",
        "symbol": "KH-UBND",
        "place": "Kim Bồng",
        "date": "2026-03-02",
        "doc_type": "Kế hoạch",
        "title": "Phổ cập chữ ký số cho người dân trên địa bàn xã Kim Bồng năm 2026",
        "issuer": "Ủy ban nhân dân xã Kim Bồng",
    }


def test_the_basis_is_also_the_parent_plan(draft):
    assert only(draft["legal_bases"], "symbol", "date", "issuer", "role") == [
        ("12/KH-UBND", "2026-01-15", "UBND tỉnh Lạc Hà", "basis")
    ]
    assert draft["parent"]["symbol"] == "12/KH-UBND"


def test_the_scope_names_place_and_villages(draft):
    assert (draft["scope"]["place"], draft["scope"]["villages"]) == ("xã Kim Bồng", 12)


def test_targets_keep_comparator_and_inherit_their_due_date(draft):
    assert only(draft["targets"], "comparator", "value", "unit", "population", "due", "inherited_from") == [
        (">", 40, "%", "dân số trưởng thành", "2026-06-30", "1. Đến ngày 30/6/2026:"),
        (">=", 1, "người/hộ", "hộ gia đình", "2026-06-30", "1. Đến ngày 30/6/2026:"),
        ("=", 60.5, "%", "dân số trưởng thành", "2026-11-30", "Đến ngày 30/11/2026:"),
    ]


def test_units_own_line_and_inline_and_a_deadline_that_is_no_duty(draft):
    assert only(draft["assignments"], "unit", "n_duties") == [
        ("Phòng Văn hóa - Xã hội", 1),
        ("Hội Phụ nữ, Hội Nông dân xã", 1),
        ("Các thôn", 1),
    ]


def test_reports_have_period_hour_day_and_addressee(draft):
    assert only(draft["reporting"], "who", "to", "frequency", "weekday", "time", "day_of_month") == [
        ("Phòng Văn hóa - Xã hội", "UBND xã", "weekly", 5, "09:30", None),
        ("Các thôn", "UBND xã (qua Phòng Văn hóa - Xã hội)", "monthly", None, None, 18),
        ("các đơn vị", "UBND xã", "adhoc", None, None, None),
    ]


def test_a_row_cut_by_the_page_end_is_one_task(draft):
    assert only(draft["tasks"], "no", "name", "lead", "co", "due_text", "due") == [
        ("1", "Lập danh sách người chưa có", "Công an xã", "Các thôn", "Tháng 4/2026", "2026-04"),
        (
            "2",
            "Mở điểm hỗ trợ tại nhà văn hóa thôn",
            "Phòng Văn hóa - Xã hội",
            None,
            "Trước ngày 20/5/2026",
            "2026-05-20",
        ),
        ("3", "Hỗ trợ tại một cửa", "Trung tâm Phục vụ hành chính công", None, "Thường xuyên", None),
    ]


def test_recipients_and_signature(draft):
    assert draft["recipients"] == ["UBND tỉnh (để b/c)", "Các thôn", "Lưu: VT, VHXH"]
    assert {k: draft["signer"][k] for k in ("authority", "title", "name")} == {
        "authority": "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH",
        "title": "PHÓ CHỦ TỊCH",
        "name": "Lò Thị Mai",
    }


def test_skipped_sections_are_told_and_not_renumbered(draft):
    assert draft["missing_sections"] == ["II", "IV"]


def test_deadlines_are_the_dates_that_bind(draft):
    assert sorted({d["date"] for d in draft["deadlines"]}) == [
        "2026-04",
        "2026-05-20",
        "2026-06-15",
        "2026-06-30",
        "2026-11-30",
    ]


def spans_of(value):
    if isinstance(value, dict):
        if "span" in value:
            yield value
        for inner in value.values():
            yield from spans_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans_of(inner)


def test_every_find_quotes_the_text_at_its_span(draft):
    finds = [f for f in spans_of(draft) if "quote" in f]
    assert len(finds) >= 20
    assert [f for f in finds if draft["text"][f["span"][0] : f["span"][1]].strip() != f["quote"]] == []
    assert [f for f in finds if "confidence" in f and not 0 <= f["confidence"] <= 1] == []

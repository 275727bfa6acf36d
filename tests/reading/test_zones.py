"""Head, body, foot and annexes, wherever they stand and whatever stands beside the plan."""

import pytest

from tungnha import reading
from tungnha.reading.document import open_document

HEAD = """ỦY BAN NHÂN DÂN
XÃ KIM BỒNG
Số: {number}/KH-UBND
Kim Bồng, ngày 2 tháng 3 năm 2026

KẾ HOẠCH
{title} năm 2026

Căn cứ Kế hoạch số 12/KH-UBND ngày 15/01/2026 của UBND tỉnh Lạc Hà, UBND xã Kim Bồng ban hành kế hoạch:

"""
BODY = """I. MỤC ĐÍCH
1. Đưa kỹ năng số đến từng hộ.
II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội: Theo dõi, đôn đốc.
2. Các thôn: Báo cáo kết quả về UBND xã trước ngày 18 hằng tháng./.
"""
TO = """
Nơi nhận:
- UBND tỉnh (để b/c);
- Lưu: VT.
"""
SIGNED = """
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

{name}
"""
ANNEX = """
PHỤ LỤC {no}
DANH MỤC NHIỆM VỤ

STT\tNội dung\tCơ quan chủ trì\tPhối hợp\tThời gian thực hiện
1\t{task}\tTrường THCS\tCác thôn\tTháng 4/2026
2\tLập danh sách hộ\tCông an xã\tCác thôn\tTháng 5/2026
"""
LETTER = """ỦY BAN NHÂN DÂN
XÃ KIM BỒNG
Số: 99/UBND-VHXH
V/v gửi Kế hoạch chuyển đổi số
Kim Bồng, ngày 5 tháng 3 năm 2026

Kính gửi: Các thôn.

UBND xã gửi Kế hoạch số 45/KH-UBND để các thôn thực hiện./.

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH

Vi Văn Sáng

"""
DECISION = """ỦY BAN NHÂN DÂN
XÃ KIM BỒNG
Số: 321/QĐ-UBND
Kim Bồng, ngày 5 tháng 3 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số năm 2026

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;

QUYẾT ĐỊNH:

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số năm 2026.

Điều 2. Quyết định có hiệu lực từ ngày ký.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Vi Văn Sáng

KẾ HOẠCH
Chuyển đổi số năm 2026
(Ban hành kèm theo Quyết định số 321/QĐ-UBND ngày 5/3/2026 của UBND xã Kim Bồng)

"""
OWN = HEAD.format(number=45, title="Chuyển đổi số")
NAMED = SIGNED.format(name="Lò Thị Mai")
ONE = ANNEX.format(no="I", task="Mở lớp kỹ năng số")
TWO = ANNEX.format(no="II", task="Tổng kết")
PLAIN = ("45", "Lò Thị Mai", ["UBND tỉnh (để b/c)", "Lưu: VT"])
DECIDED = ("321", "Vi Văn Sáng", ["Như Điều 3", "Lưu: VT"])
TASKS = ["Mở lớp kỹ năng số", "Lập danh sách hộ"]


@pytest.mark.parametrize(
    ("text", "frame", "tasks"),
    [
        (OWN + BODY + TO + NAMED, PLAIN, []),
        (OWN + BODY + NAMED + TO, PLAIN, []),
        (OWN + BODY + TO + NAMED + ONE, PLAIN, TASKS),
        (OWN + BODY + TO + NAMED + ONE + TWO, PLAIN, [*TASKS, "Tổng kết", "Lập danh sách hộ"]),
        (OWN + BODY + ONE + TO + NAMED, PLAIN, TASKS),
        (LETTER + OWN + BODY + TO + NAMED + ONE, PLAIN, TASKS),
        (DECISION + BODY, DECIDED, []),
        (DECISION + BODY + ONE, DECIDED, TASKS),
        (DECISION + BODY.replace("II. TỔ", ONE.split("\n\n")[1] + "\nII. TỔ"), DECIDED, TASKS),
        (OWN + BODY, ("45", None, []), []),
        (OWN + BODY + ONE, ("45", None, []), TASKS),
    ],
    ids=[
        "plain", "signature first", "annex", "two annexes", "annex before the signature", "behind a letter",
        "annexed to a decision", "decision and annex", "decision and a table in the text", "unsigned",
        "unsigned with annex",
    ],
)  # fmt: skip
def test_frame_body_and_annex(text, frame, tasks):
    draft = reading.read_text(text)
    assert (draft["header"]["number"], draft["signer"]["name"], draft["recipients"]) == frame
    assert draft["header"]["title"] == "Chuyển đổi số năm 2026"
    assert [a["unit"] for a in draft["assignments"]] == ["Phòng Văn hóa - Xã hội", "Các thôn"]
    assert [(r["frequency"], r["day_of_month"]) for r in draft["reporting"]] == [("monthly", 18)]
    assert [t["name"] for t in draft["tasks"]] == tasks
    assert draft["other_document"] is None


def test_a_second_plan_in_the_file_is_kept_and_not_mixed_in():
    second = HEAD.format(number=46, title="Phòng cháy") + BODY + TO + SIGNED.format(name="Vi Văn Sáng")
    draft = reading.read_text(OWN + BODY + TO + NAMED + "\n" + second)
    assert (draft["header"]["number"], draft["signer"]["name"]) == ("45", "Lò Thị Mai")
    assert len(draft["assignments"]) == 2
    start, end = draft["other_document"]
    assert draft["text"][start:end].startswith("ỦY BAN NHÂN DÂN\nXÃ KIM BỒNG\nSố: 46/KH-UBND")


@pytest.mark.parametrize(
    "missing", ["KẾ HOẠCH\n", "Nơi nhận:\n", "KT. CHỦ TỊCH\n", "I. MỤC ĐÍCH\n", "Số: 45/KH-UBND\n"]
)
def test_a_missing_piece_costs_only_itself(missing):
    draft = reading.read_text((OWN + BODY + TO + NAMED).replace(missing, "", 1))
    assert [a["unit"] for a in draft["assignments"]] == ["Phòng Văn hóa - Xã hội", "Các thôn"]


# -- where a find stands --------------------------------------------------------------------


def test_every_find_tells_its_page_line_and_section():
    paged = (OWN + BODY + TO + NAMED + ONE).replace("II. TỔ", "\fII. TỔ").replace("\nPHỤ LỤC", "\n\f\nPHỤ LỤC")
    draft = reading.read_text(paged)
    report, (first, second) = draft["reporting"][0]["at"], draft["tasks"]
    assert (report["page"], report["section"], report["table"]) == (2, "II.2", None)
    assert draft["text"].split("\n")[report["line"] - 1].startswith("2. Các thôn")
    assert [t["at"]["page"] for t in (first, second)] == [3, 3]
    assert [(t["at"]["table"], t["at"]["row"]) for t in (first, second)] == [(1, 1), (1, 2)]
    assert draft["header"]["at"]["page"] == 1


def test_a_file_without_page_ends_tells_no_pages():
    draft = reading.read_text(OWN + BODY + TO + NAMED)
    assert {r["at"]["page"] for r in (*draft["reporting"], *draft["assignments"])} == {None}


def test_a_sentence_that_runs_over_a_page_end_begins_on_the_first_and_goes_on_on_the_next():
    doc = open_document(OWN + "I. MỤC ĐÍCH\n\nĐưa kỹ năng số đến từng hộ dân và\f\ntừng người trên địa bàn.\n")
    assert [doc.place(doc.text.index(words))["page"] for words in ("Đưa", "từng người")] == [1, 2]

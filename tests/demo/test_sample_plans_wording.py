"""The sample plans are ours: no sentence of the real plans may be in them."""

import re
import unicodedata
from pathlib import Path

import pytest

from tungnha.demo.sample_plans import FOLDER, SLUGS

REAL = Path(__file__).resolve().parents[3] / "shared" / "plans"
LONGEST = 8  # words in a row that two plans of one genre may share by chance

# What has to be the same: titles of laws and bodies, the fixed forms of official writing, headings of tables.
FIXED = [
    r"(?:kế hoạch|công văn|nghị quyết|quyết định|thông tư|chỉ thị)(?: số)? \S+(?: \S+)?,? ngày [\d/]+",
    r"trước ngày \d+ h[ằà]ng tháng(?: cuối quý)?",
    r"stt\ttên nhiệm vụ.*|tt\txã/ phường.*",
    r"phát triển khoa học,? công nghệ,? đổi mới sáng tạo,?(?: và)? (?:chuy[êể]n đổi số)?",
    r"\(?kèm theo kế hoạch số /kh-ubnd ngày / /2026 của ubnd xã\)?",
    r"ngày tháng năm 2026",
]
# A body, a service or a watchword has one name: it is one word here, and does not break a run either.
NAMES = [
    r"phòng văn h(?:óa|oá) . xã hội|phòng quản lý công nghệ thông tin|(?:bộ|sở) khoa học và công nghệ|công an xã",
    r"trung tâm phục vụ hành chính công|trung tâm dịch vụ tổng hợp|trung tâm cung ứng dịch vụ công",
    r"trung tâm công nghệ thông tin và truyền thông|tổ công nghệ số cộng đồng|tổ công tác đề án 06|đề án 06",
    r"ban chỉ đạo trung ương|ủy ban nhân dân xã|bộ chính trị|công an tỉnh|viettel khu vực thiệu hoá",
    r"doanh nghiệp bưu chính, viễn thông, công nghệ số|các doanh nghiệp viễn thông|phòng, ban chuyên môn",
    r"(?:đề nghị )?đoàn thanh niên|hội liên hiệp phụ nữ|hội nông dân|hội cựu chiến binh",
    r"mặt trận tổ quốc và các hội đoàn thể|các doanh nghiệp viễn thông . công nghệ thông tin",
    r"ủy ban mttq|thủ trưởng các cơ quan, đơn vị|các trưởng thôn, khu phố|liên đoàn lao động tỉnh|tỉnh đoàn",
    r"các phòng chuyên môn, trung tâm, trạm y tế",
    r"ứng dụng số thanh hóa|ứng dụng số \(thanhhoa\)|vneid mức độ 2|sổ sức khỏe điện tử|bình dân học vụ số",
    r"tài khoản thanh toán điện tử|người dân trong độ tuổi trưởng thành",
    r"hành động đột phá, lan tỏa kết quả|đi từng ngõ, gõ từng nhà(?:, hướng dẫn từng người)?",
]


def words(text: str) -> list[str]:
    """Plain words, with a bar where a fixed form, a cell or a paragraph ends: no run goes across it."""
    text = unicodedata.normalize("NFC", text).lower()
    text = re.sub(r"</?\w+>|\*", " ", text)
    for form in FIXED:
        text = re.sub(form, " | ", text)
    text = re.sub("|".join(NAMES), " tên_riêng ", text)
    text = re.sub(r"[\t\n]+", " | ", text)
    return re.findall(r"\||[\w%/]+(?:[.,\-/][\w%/]+)*", text)


def runs(text: str, length: int) -> set[str]:
    listed = words(text)
    spans = (listed[at : at + length] for at in range(len(listed) - length + 1))
    return {" ".join(span) for span in spans if "|" not in span}


@pytest.mark.skipif(not REAL.exists(), reason="the real plans are not beside this tree")
@pytest.mark.parametrize("slug", SLUGS)
def test_no_nine_words_in_a_row_are_those_of_a_real_plan(slug):
    ours = runs((FOLDER / f"{slug}.txt").read_text(encoding="utf-8"), LONGEST + 1)
    real = set().union(*(runs(path.read_text(encoding="utf-8"), LONGEST + 1) for path in REAL.glob("*.txt")))
    assert sorted(ours & real) == []

"""Who reports and to whom: the bodies a sentence names around its "báo cáo"."""

import re

from .fold import UPPER, fold
from .unit_names import call_end, first_verb, inline_cut, looks_like_unit, strip_call, unit_at

_TO = re.compile(
    r"\b(?:gui(?: bao cao)?(?: ve| cho| den| toi| ra| qua)?|ve(?: cho)?"
    r"|bao cao(?: ve| voi| cho| len| den| gui| qua| kip thoi| ngay| dinh ky| nhanh| truc tiep)*"
    r"|phan anh(?: ve| kip thoi| ngay| den| voi| qua)*|cho|len|den|toi|voi|trinh"
    r"|(?:trao doi|lien he)(?: voi)?|de xuat|kien nghi(?: voi)?)\s+"
)
# Where an addressee's name ends. Words that the fold makes equal to parts of names are asked for with their marks.
_TO_END = re.compile(
    r"[;.(\n]|\s(?:ket qua|tinh hinh|truoc|dinh ky|cham nhat|xem xet|tien do|(?<!ban )chi dao|(?:va )?bao cao|de nghi"
    r"|tham muu|cac noi dung|noi dung|nhung|nhieu|so lieu|danh sach|xu ly|giai quyet|huong dan|biet|co bien phap"
    r"|phoi hop|(?<!dich vu )(?<!phong )tong hop|nham"
    r"|hang (?=ngay|tuan|thang|quy|nam)|moi (?=ngay|tuan|thang|quy|nam)"
    r"|de (?=tong|bao|xem|theo|chi"
    r"|giai|kip|duoc|co|phoi|tham|xu|thong|dieu|nghien|thuc|cap|biet|phuc|nam|ra|huong|to|trinh)"
    r"|qua (?=he thong|email|thu|zalo|phan mem|truc|duong)|thong qua (?=he thong|email|phan mem)"
    r"|dong thoi|ngay (?=sau|khi)|khi (?=co|duoc|phat)|neu )"
)
_EXACT_END = re.compile(r"\s(?:về|bằng|theo|trong|vào|dưới|tại|ngày|gồm|những|để|từ|sau|và gửi|và tổng hợp)\b")
_NAME_GOES_ON = re.compile(rf"\s*[{UPPER}]\w+(?:\s\w+)?\s(?:và|-)\s[{UPPER}]")  # "Phòng Kinh tế, Hạ tầng và Đô thị"
_QUA = re.compile(r"\s*(\((?:thông )?qua[^)]*\))", re.IGNORECASE)
# How to reach the collector is no part of its name.
_PHONE = re.compile(
    r"[,;:\s-]+(?:(?:số )?điện thoại|đt|sđt|đ/c|email|e-mail|thư điện tử|hộp thư|zalo|đầu mối|liên hệ)\b[^)]*\)",
    re.IGNORECASE,
)
_STARTS = re.compile(r"(?:^|[,;:)]\s|\b(?:de nghi|yeu cau|giao|giao cho)\s|\bthi\s|\bkhi do\s)\s*(?=\S)")


def find_addressee(text: str, from_: int = 0) -> tuple[str | None, int]:
    """The body reported to with its "(qua X)"; also where its words end."""
    folded = fold(text)
    best: tuple[int, int] | None = None
    for hit in _TO.finditer(folded, from_):
        if not unit_at(text[hit.end() :]):
            continue
        rank = _rank(hit.group().strip(), folded[: hit.start()])
        if rank is not None and (best is None or rank < best[0]):
            best = (rank, hit.end())
    if best is None:
        return None, from_
    start = best[1]
    stop = _end(text, folded, start)
    name = text[start:stop].strip(" ,")
    tail = _QUA.match(text[stop:])
    if not tail:
        return name, stop
    return f"{name} {_PHONE.sub(')', tail.group(1))}", stop + tail.end()


def _rank(word: str, before: str) -> int | None:
    """ "gửi/về X" says it plainly, "báo cáo X" too, "cho/với X" only behind a report."""
    if word.startswith(("gui", "ve")) or word.endswith(" ve"):
        return 0
    if word.startswith(("bao cao", "phan anh", "trinh")):
        return 1
    if word.startswith("voi"):
        if before.rstrip().endswith(" doi"):
            return None
        return 2 if re.search(r"\bbao cao\b(?![^,;]*\bphoi hop)[^,;]{0,60}$", before) else None
    return 2


def _end(text: str, folded: str, start: int) -> int:
    at = start
    while True:
        ends = [m.start() for m in (_TO_END.search(folded, at), _EXACT_END.search(text, at)) if m]
        end = min(ends, default=len(text))
        comma = folded.find(",", at, end)
        if comma < 0:
            return end
        rest = text[comma + 1 : end]
        more = unit_at(rest.lstrip()) and not re.match(r"\s*(?:các|những)\s", rest)
        if more or _NAME_GOES_ON.match(rest):
            at = comma + 1
            continue
        return comma


def find_subject(text: str, report: int) -> str | None:
    """The unit a sentence itself names as the one who reports ("…, các đơn vị kịp thời báo cáo")."""
    folded = fold(text)
    report = min(report, len(text.rstrip(" ;.\n")))
    start_at = max(text.rfind(";", 0, report), 0)
    if start_at and first_verb(text[:start_at], call_end(text)) is None and looks_like_unit(text):
        start_at = 0  # the semicolon parts two of the subject's own names
    for hit in _STARTS.finditer(folded, start_at, max(report, 1)):
        start = hit.end()
        if hit.group().endswith("giao ") and text[start:].startswith("ban "):
            continue  # "họp giao ban"
        if start >= report or not unit_at(text[start + call_end(text[start:]) :]):
            continue
        cut = inline_cut(text[start:])
        if cut is None or start + cut[1] > report + 30 or _is_object(folded[:start]):
            continue
        name = text[start : start + cut[0]]
        if start + cut[0] <= report + 2:
            return strip_call(name.strip(" ,")) or None
    return None


def _is_object(before: str) -> bool:
    """The body is one worked with or named in a list of others ("phối hợp với Sở A, Sở B báo cáo")."""
    clause = re.split(r"[;:.]", before)[-1]
    return bool(re.search(r"\b(?:phoi hop|cung|voi|cho|huong dan|chi dao|don doc|ve|gui)\b[^,]*,\s*$", clause))


def first_unit(text: str) -> str | None:
    """No subject is said: the first body named before the addressee, as in "Báo cáo hoạt động của Tổ … gửi …"."""
    stop = re.search(r"\b(?:gui|ve|truoc|len)\b", fold(text))
    for word in re.finditer(rf"(?<=\s)(?=[{UPPER}])", text[: stop.start() if stop else len(text)]):
        if unit_at(text[word.start() :]):
            name = re.split(r"[,;.:(]|\s(?:cập nhật|báo cáo|gửi|về|trước|hằng|hàng|định kỳ)\b", text[word.start() :])[0]
            return name.strip() or None
    return None

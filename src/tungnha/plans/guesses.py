"""What is offered to the officer beside a find (a way of counting, a headline, a phase); never settled. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tungnha.identity import names

Row = Mapping[str, Any]

_OFFICIAL = r"can bo|cong chuc|vien chuc|cbcc|doan vien|hoi vien|nguoi lao dong (?:cua|thuoc)"
_ADULT = r"truong thanh|tren 15|nguoi dan|dan so|cong dan"
#: what must stand in the subject, what in the population ("" for anything) → code of the measure; the first that fits
_MEASURES: tuple[tuple[str, str, str], ...] = (
    (r"tu van.*chu ky so|chu ky so.*tu van", r"lam tthc|thu tuc|nguoi dan den", "mot-cua-tu-van"),
    (r"chu ky so.*lam sach sim|lam sach sim.*chu ky so", "", "lam-sach-sim-chu-ky-so"),
    (r"hai long", "", "hai-long"),
    (r"giam.*thoi gian (?:giai quyet|xu ly|thuc hien|lam (?:thu tuc|ho so))", "", "thu-tuc-giam-thoi-gian"),
    (r"ho so.*truc tuyen|truc tuyen.*ho so", r"^(?!.*(?:nguoi dan|ho gia dinh))", "ho-so-truc-tuyen"),
    (r"tich hop.*chu ky so|chu ky so.*tich hop", "", "chu-ky-so-tich-hop"),
    (r"chu ky so.*\bhoac\b.*chu ky dien tu", "", "chu-ky-so-hoac-dien-tu"),
    (r"chu ky so", r"hoc sinh|sinh vien", "chu-ky-so-hoc-sinh"),
    (r"chu ky so", r"^(?!.*(?:cong chuc|vien chuc)).*luc luong vu trang", "chu-ky-so-vu-trang"),
    (r"chu ky so", r"cong nhan|khu cong nghiep|lao dong.*doanh nghiep", "chu-ky-so-cong-nhan"),
    (r"vneid.*suc khoe.*ung dung so", _OFFICIAL, "can-bo-bon-tien-ich"),
    (r"(?=.*(?:ung dung so|app))(?=.*chu ky so)(?=.*thue bao)", _OFFICIAL, "can-bo-app-chu-ky-thue-bao"),
    (r"(?:ung dung so|app).*chu ky so|chu ky so.*(?:ung dung so|app)", _OFFICIAL, "can-bo-app-chu-ky"),
    (r"chu ky so", _OFFICIAL, "chu-ky-so-can-bo"),
    (r"chu ky so", _ADULT, "chu-ky-so-tren-15"),
    (r"can cuoc.*(?:muc do 2|muc 2)", "", "can-cuoc-vneid2"),
    (r"vneid.*dich vu cong|ky nang so.*vneid", r"\bho\b", "ho-ky-nang-vneid-dvc"),
    (r"thanh thao.*dich vu cong", r"\bho\b", "ho-thanh-thao"),
    (r"dich vu so co ban", r"\bho\b", "ho-dich-vu-so-co-ban"),
    (r"hoa don dien tu", r"ho kinh doanh", "ho-kinh-doanh-hoa-don"),
    (r"hoa don dien tu", r"doanh nghiep", "doanh-nghiep-hoa-don"),
    (r"khong dung tien mat", r"truong hoc|co so giao duc", "truong-thu-phi-so"),
    (r"^(?!.*(?:tuyen truyen|ho tro|huong dan)).*\b(?:ma )?qr\b", r"ho kinh doanh", "ho-kinh-doanh-qr"),
    (r"thanh toan", r"ho kinh doanh", "ho-kinh-doanh-thanh-toan"),
    (r"san (?:giao dich )?thuong mai dien tu|len san", r"ho kinh doanh", "ho-kinh-doanh-gian-hang"),
    (r"san (?:giao dich )?thuong mai dien tu|len san", r"hop tac xa|\bhtx\b", "hop-tac-xa-gian-hang"),
    (r"san (?:giao dich )?thuong mai dien tu|len san", r"co so san xuat", "co-so-san-xuat-gian-hang"),
    (r"san (?:giao dich )?thuong mai dien tu|len san", r"doanh nghiep", "doanh-nghiep-gian-hang"),
    (r"lam mau|truc tiep.*huong dan", r"\bho\b.*(?:trong|cua|moi|tung) thon", "ho-duoc-lam-mau-tung-thon"),
    (r"lam mau|truc tiep.*huong dan", r"\bho\b", "ho-duoc-lam-mau"),
    (r"zalo", r"\bho\b", "ho-nhom-zalo"),
    (r"thong tin|tuyen truyen", r"\bho\b", "ho-duoc-thong-tin"),
    (r"san (?:giao dich )?thuong mai dien tu|len san", r"", "ocop-len-san"),
    (r"(?:ho so|so) suc khoe", "", "so-suc-khoe-moi-nguoi"),
    (r"ky nang so", r"thanh vien to|to cong nghe", "to-vien-ky-nang"),
    (r"tap huan|dao tao|boi duong", r"thanh vien to|to cong nghe", "to-vien-tap-huan"),
    (r"ky nang", r"hoc sinh", "hoc-sinh-ky-nang"),
    (r"(?:xac thuc|chinh chu|lam sach).*(?:thue bao|\bsim\b)", r"thue bao|\bsim\b", "thue-bao-xac-thuc"),
    (r"(?:xac thuc|chinh chu|lam sach).*(?:thue bao|\bsim\b)", _ADULT, "nguoi-co-thue-bao"),
    (r"(?:vneid|dinh danh).*(?:muc do 2|muc 2)", _ADULT, "vneid2-tren-15"),
    (r"tai khoan (?:thanh toan|ngan hang|giao dich)", _ADULT, "tai-khoan-tren-15"),
    (r"thanh toan (?:so|khong dung tien mat|dien tu)", _ADULT, "thanh-toan-so-tren-15"),
    (r"dich vu cong truc tuyen", _ADULT, "dich-vu-cong-tren-15"),
    (r"nen tang.*(?:hoc|binh dan)", _ADULT, "bai-hoc-tren-15"),
    (r"ky nang so", _ADULT, "ky-nang-so-tren-15"),
    (r"ung dung so|app ", _ADULT, "app-tinh-tren-15"),
)


#: ways of counting whose base is everyone over 15
OF_ALL_ADULTS = (
    "chu-ky-so-tren-15", "chu-ky-so-tich-hop", "chu-ky-so-hoac-dien-tu", "app-tinh-tren-15", "ky-nang-so-tren-15",
)  # fmt: skip


#: ways of counting whose base is who came somewhere
OF_WHO_COMES = ("mot-cua-tu-van", "mot-cua-chu-ky-so", "lam-sach-sim-chu-ky-so", "hai-long")


def guess_measure(target: Row) -> str:
    """The code of the most likely way of counting; "" when none fits."""
    population = names.fold(str(target.get("population") or ""))
    if target.get("unit") not in ("%", None, "") and "/" not in str(target.get("unit")):
        population = ""  # "ít nhất 104 người trên 15 tuổi …": whom it counts stands in the sentence
    subject = names.fold(f"{target.get('subject') or ''} . {target.get('text') or ''}")
    # “100% người dân” of a row about one activity is not all adults, but may be all who come there.
    of_activity = population == "nguoi dan" and str(target.get("where") or "").startswith("task")
    for what, whom, code in _MEASURES:
        if of_activity and code not in OF_WHO_COMES:
            continue
        if re.search(what, subject) and re.search(whom, population or subject):
            return code
    return ""


def of_residents(folded: str) -> list[str]:
    """Codes of all ways of counting residents that a sentence about them speaks of; `folded` as names.fold gives it."""
    whom = "nguoi dan . thue bao" if re.search(r"\b(?:thue bao|sim)\b", folded) else "nguoi dan"
    return [code for what, who, code in _MEASURES if re.search(what, folded) and re.search(who, whom)]


def guess_role(target: Row) -> str:
    return "message" if target.get("as_message") else "target"


def own_annex_row(content: Row, area_name: str) -> Row | None:
    """The row of the target annex that speaks of this area: the one that names it, or the only one."""
    rows = content.get("appendix_targets") or []
    named = [row for row in rows if names.fold(area_name) in names.fold(str(row.get("unit") or ""))]
    if len(named) == 1:
        return dict(named[0])
    return dict(rows[0]) if len(rows) == 1 else None


def headline_index(targets: Sequence[Row], annex: Row | None) -> int | None:
    """Which target the annex's count belongs to: the rate it amounts to, said in the body before a row of tasks.

    Without an annex: the counted target of the whole population with the latest day. None when no target stands out.
    """
    counted = [(n, t) for n, t in enumerate(targets) if t.get("value") is not None and not t.get("as_message")]
    if annex and annex.get("target_2026") and annex.get("population_over_15"):
        rate = annex["target_2026"] / annex["population_over_15"] * 100
        close = [(n, t) for n, t in counted if t.get("unit") == "%" and abs(float(t["value"]) - rate) < 0.05]
        if close:
            return min(close, key=lambda nt: (nt[1].get("where") != "body", nt[1].get("comparator") == ">", nt[0]))[0]
    whole = [(guess_measure(t), n, t) for n, t in counted if guess_measure(t) in OF_ALL_ADULTS]
    if not whole:
        return None
    # These plans are about signatures first; then the latest day, then the highest level.
    return max(whole, key=lambda x: ("chu-ky-so" in x[0], x[2].get("due") or "", float(x[2]["value"]), -x[1]))[1]


def prepare_targets(targets: Sequence[Row], annex: Row | None) -> list[dict[str, Any]]:
    """What to show beside each target before an officer has decided. A row once saved keeps what she decided.

    The annex's count and starting figure belong to the headline alone; its base to all that count the same people.
    """
    head = headline_index(targets, annex)
    made = []
    for n, target in enumerate(targets):
        offered = dict(target)
        if "role" not in target:
            offered["role"] = guess_role(target)
            offered["measure"] = guess_measure(target)
            offered["headline"] = n == head
            offered["due_from"] = target.get("inherited_from") or ""
            if annex:
                offered |= _from_annex(offered, annex, n == head)
        made.append(offered)
    return made


def _from_annex(target: Row, annex: Row, headline: bool) -> dict[str, Any]:
    given: dict[str, Any] = {}
    stated = _whole(annex.get("target_2026"))
    if headline:
        given = {"stated_count": stated, "starting_count": _whole(annex.get("existing"))}
    elif target.get("stated_count") == stated:
        given = {"stated_count": None}
    if headline or target["measure"] in OF_ALL_ADULTS:
        given["stated_base"] = _whole(annex.get("population_over_15"))
    return given


def _whole(value: Any) -> int | None:
    """A cell's whole number; a dash is none."""
    return value if isinstance(value, int) else None


def guess_phase(duty: Row, has_peak: bool) -> str:
    """Daily and weekly reports belong to the peak; what is monthly or rarer goes on after it (C5)."""
    quote = names.fold(str(duty.get("quote") or ""))
    often = duty.get("frequency") in ("daily", "weekly")
    return "peak" if often and (has_peak or "cao diem" in quote) else ""


def guess_compiled(duty: Row, *, issuer_reports: bool, kind: str) -> bool:
    """Whether the report gathers what others sent: the issuing office reporting upwards, or a desk of it that
    “tổng hợp”. A union or a company sums up its own."""
    if duty.get("kind") == "difficulty":
        return False
    sums_up = "tong hop" in names.fold(str(duty.get("quote") or "")).split("bao cao")[0]
    return issuer_reports or (sums_up and kind in ("department", "committee", "steering"))


def guess_inclusive(duty: Row) -> bool | None:
    """“vào thứ 5 hằng tuần”, “đến hết ngày”: the plan's own word; None where it leaves it open."""
    quote = names.fold(str(duty.get("quote") or ""))
    if re.search(r"\bden het ngay\b|\bvao (?:thu|ngay)\b|\btrong ngay\b", quote) and "truoc" not in quote:
        return True
    return None


def has_peak(content: Row) -> bool:
    title = names.fold(str((content.get("header") or {}).get("title") or ""))
    phases = content.get("phases") or []
    return "cao diem" in title or any("cao diem" in names.fold(str(phase.get("name") or "")) for phase in phases)

"""“Các cơ quan, đơn vị”, “Công an xã; các doanh nghiệp viễn thông”: the words of a plan → bodies of the register.

Pure: it works on what it is given. Names are compared folded, without the commune's own name; a group stays a group
(`all`, `teams` …) until the plan is confirmed, so that a body added meanwhile belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Protocol

from tungnha.identity import names

#: a group of bodies → (its words on the page, the kinds in it; None for every kind)
GROUPS: dict[str, tuple[str, tuple[str, ...] | None]] = {
    "own": ("Tất cả phòng, đơn vị thuộc cơ quan ban hành", None),
    "all": ("Tất cả đơn vị phải báo cáo, kể cả các Tổ", None),
    "units": ("Tất cả đơn vị phải báo cáo, không kể các Tổ", None),
    "teams": ("Tất cả Tổ công nghệ số cộng đồng (các thôn)", ("team",)),
    "operators": ("Tất cả doanh nghiệp viễn thông", ("operator",)),
    "unions": ("Tất cả Mặt trận, đoàn thể", ("union",)),
    "schools": ("Tất cả trường học", ("school",)),
    "communes": ("Tất cả UBND xã, phường, đặc khu", ("committee",)),
    "companies": ("Tất cả doanh nghiệp khác", ("company",)),
}

_GROUP_WORDS = (
    ("own", r"(?:phong|don vi)(?:, don vi)? (?:truc )?thuoc so\b"),
    ("communes", r"(?:ubnd|uy ban nhan dan) (?:cac|cap) (?:xa|phuong)|cac dia phuong"),
    ("teams", r"to cong nghe so|to cnsc[dđ]|\bcac thon\b|truong thon|\bthon, |khu pho"),
    ("operators", r"(?:cac )?doanh nghiep (?:vien thong|vt)"),
    ("unions", r"cac (?:hoi,? )?doan the|cac to chuc chinh tri|hoi doan the"),
    ("schools", r"cac truong|co so giao duc|truong hoc"),
    ("all", r"cac (?:co quan|don vi|phong|ban,? nganh)|co quan,? don vi|tat ca cac don vi"),
)
_EXPAND = (
    (r"\bubmttq\b", "mat tran to quoc"),
    (r"\bmttq\b", "mat tran to quoc"),
    (r"\buy ban mat tran\b", "mat tran"),
    (r"\bmat tran to quoc viet nam\b", "mat tran to quoc"),
    (r"\bubnd\b", "uy ban nhan dan"),
    (r"\bkh\s*&\s*cn\b", "khoa hoc va cong nghe"),
    (r"\bql\b", "quan ly"),
    (r"\bcntt\s*&\s*cds\b", "cong nghe thong tin va chuyen doi so"),
    (r"\bcntt\b", "cong nghe thong tin"),
    (r"\bttpvhcc\b", "trung tam phuc vu hanh chinh cong"),
    (r"\bchuyen doi so\b|\bchuyen doi\b", "chuyen doi so"),
    (r"\bvh\s*-\s*xh\b|\bvhxh\b", "van hoa xa hoi"),
    (r"\bbcd\b", "ban chi dao"),
)
_BRANDS = ("viettel", "vnpt", "mobifone", "vinaphone", "vietnamobile")
_KINDS = (
    ("team", r"^to cong nghe"),
    ("operator", r"^(?:viettel|vnpt|mobifone|vinaphone|vietnamobile)|^cac doanh nghiep vien thong"),
    ("police", r"^cong an"),
    ("military", r"^(?:ban chi huy )?quan su|^ban chi huy quan su"),
    ("clinic", r"^tram y te"),
    ("school", r"^truong (?:mam non|tieu hoc|thcs|thpt|trung hoc|pho thong|mau giao)"),
    ("union", r"^(?:mat tran|uy ban mat tran|doan thanh nien|doan tncs|hoi |lien doan|cong doan|tinh doan)"),
    ("steering", r"^ban chi dao"),
    ("committee", r"^uy ban nhan dan"),
    ("party", r"^(?:dang uy|hoi dong nhan dan|hdnd|ban xay dung dang|van phong dang)"),
    ("centre", r"^trung tam"),
    ("department", r"^(?:phong|van phong|so|thanh tra|ban quan ly)\b"),
)
_GENERIC = re.compile(
    r"^(?:cac|nhung|tat ca|toan the|thu truong|nguoi dung dau|don vi|co quan|phong, ban|phong,? ban|lanh dao)\b"
    r"|^(?:phong|ban|so|hoi|truong|trung tam|don vi|hoi doan the|cac phong)$"
)


class Body(Protocol):
    """A body of the register, as far as its name goes."""

    pk: Any
    name: str
    short_name: str
    kind: str
    must_report: bool
    area: Any


@lru_cache(maxsize=20_000)  # a page matches hundreds of phrases with each body of the register
def key(text: str) -> str:
    """Folded, abbreviations written out, punctuation gone: `phong van hoa xa hoi`."""
    folded = names.fold(text)
    for short, long in _EXPAND:
        folded = re.sub(short, long, folded)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded).split())


def core(body: Body) -> str:
    """A body's name without the commune's: `Công an xã Hiệp Lực` → `cong an`."""
    return _without(key(body.name), key(body.area.name))


@lru_cache(maxsize=20_000)
def _without(own: str, place: str) -> str:
    own = re.sub(rf"\s{re.escape(place)}$", "", own)
    return re.sub(r"\s(?:xa|phuong|dac khu|tinh|thanh pho)$", "", own)


def match_units(text: str | None, bodies: Sequence[Body]) -> list[str]:
    """Which bodies and groups these words mean: primary keys as text, and names of groups."""
    if not text:
        return []
    words = key(text)
    folded = names.fold(text)
    named = [body for body in bodies if body.kind != "team" and _is_named(body, words)]
    found = [str(body.pk) for body in named if not _is_within_another(body, named, words)]
    groups = {name for name, pattern in _GROUP_WORDS if re.search(pattern, folded)}
    if "own" in groups:  # “các phòng, đơn vị thuộc Sở” are not all of the province's
        groups.discard("all")
    return [name for name in GROUPS if name in groups] + found


def _is_within_another(body: Body, named: Sequence[Body], words: str) -> bool:
    """“Phòng Quản lý Công nghệ thông tin” does not name the Phòng Quản lý Công nghệ."""
    own = core(body)
    longer = {name for other in named if own != (name := core(other)) and re.search(rf"\b{re.escape(own)}\b", name)}
    for name in longer:
        words = words.replace(name, " ")
    return bool(longer) and not _is_named(body, words)


def _is_named(body: Body, words: str) -> bool:
    brand = next((b for b in _BRANDS if key(body.name).startswith(b)), None)
    if brand and body.kind == "operator":
        return brand in words
    own = core(body)
    short = key(body.short_name)
    for name in (own, short):
        if len(name) > 3 and (hit := re.search(rf"\b{re.escape(name)}\b(?P<after> \w+)?(?P<then> \w+)?", words)):
            return _level_agrees(body, hit["after"] or "")
    return False


def _level_agrees(body: Body, after: str) -> bool:
    """“Công an tỉnh” is not the commune's; “UBND xã” not the province's."""
    provincial = body.area.kind == "province"
    if after.strip() in ("tinh", "thanh"):
        return provincial
    if after.strip() in ("xa", "phuong"):
        return not provincial
    return not provincial or body.kind not in ("committee", "police", "party", "steering")


def match_one(text: str | None, bodies: Sequence[Body]) -> str:
    """The one body a report goes to: the words before “(qua …)”."""
    before = re.sub(r"\(\s*qua.*", "", text or "", flags=re.IGNORECASE | re.DOTALL)
    found = [token for token in match_units(before, bodies) if token not in GROUPS]
    return found[0] if found else ""


def via(text: str | None) -> str:
    """“UBND xã (qua Phòng Văn hóa – Xã hội)” → “Phòng Văn hóa – Xã hội”."""
    hit = re.search(r"\(\s*qua\s+([^)]*)\)?", text or "", re.IGNORECASE)
    return hit[1].strip() if hit else ""


def expand(tokens: Iterable[str], bodies: Sequence[Body], issuer: Any, level: str = "commune") -> list[Any]:
    """The bodies behind keys and groups, each once; a group never holds the issuing body itself.

    `level` is the kind of area the plan is of: a commune's “các đơn vị” are none of the province's.
    """
    wanted = list(tokens)
    keys = {int(token) for token in wanted if token.isdigit()}
    groups = [token for token in wanted if token in GROUPS]
    found = [body for body in bodies if body.pk in keys]
    for body in bodies:
        if body.pk in keys or body.pk == issuer:
            continue
        own = "own" in groups and issuer is not None and getattr(body, "parent_id", None) == issuer
        if own or any(_in_group(body, group, level) for group in groups if group != "own"):
            found.append(body)
    return found


def _in_group(body: Body, group: str, level: str) -> bool:
    provincial = body.area.kind == "province"
    if group == "communes":
        return body.kind == "committee" and body.area.kind == "commune" and level == "province"
    if provincial != (level == "province") or not body.must_report:
        return False
    kinds = GROUPS[group][1]
    return body.kind in kinds if kinds else group == "all" or body.kind != "team"


def guess_kind(name: str) -> str:
    words = key(name)
    return next((kind for kind, pattern in _KINDS if re.search(pattern, words)), "")


def elsewhere(header: dict[str, Any], area_name: str) -> str:
    """The place a document's head names where it is not the area's own; "" where it is, or where none is named."""
    place, issuer = header.get("place") or "", header.get("issuer") or ""
    if names.fold(area_name) in names.fold(f"{place} {issuer}"):
        return ""
    of_a_place = re.search(r"\b(?:xa|phuong|dac khu|tinh|thanh pho) \w", names.fold(issuer))
    return place or (issuer if of_a_place else "")


def missing_bodies(texts: Iterable[str], bodies: Sequence[Body]) -> list[tuple[str, str]]:
    """Bodies a plan names that the register does not know, with a guessed kind; groups and persons left out."""
    found: dict[str, tuple[str, str]] = {}
    for text in texts:
        for part in _parts(text):
            kind = guess_kind(part)
            if kind in ("", "team", "committee") or _GENERIC.search(names.fold(part)) or key(part) in found:
                continue
            if not [token for token in match_units(part, bodies) if token not in GROUPS]:
                found[key(part)] = (part, kind)
    return list(found.values())


#: one office, though its name joins two bodies
_AND = re.compile(r",|(?<!Văn phòng HĐND)(?<!Văn phòng Hội đồng nhân dân) và (?=[A-ZĐ])")
_LEAD_IN = re.compile(r"^(?:Đề nghị|Giao|Trưởng|Giám đốc|đồng chí)\s+(?=[A-ZĐ])")


def _parts(text: str) -> list[str]:
    """The bodies named in a cell. A comma parts two only where the next words name a body of their own."""
    out: list[str] = []
    for chunk in re.split(r"[;\n]", text):
        whole = _LEAD_IN.sub("", chunk.strip(" .,:-–"))
        pieces = [piece.strip(" .:-–") for piece in _AND.split(whole)]
        out += pieces if len(pieces) > 1 and all(guess_kind(piece) for piece in pieces) else [whole]
    return [piece for piece in out if 3 < len(piece) <= 120]

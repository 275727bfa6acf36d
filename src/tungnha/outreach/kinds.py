"""Which kinds of activities a form of the plan means, read from its words; how a kind is called in a narrow place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tungnha.identity import names
from tungnha.outreach.models import Kind

SHORT = {
    Kind.RADIO: "Truyền thanh", Kind.ARTICLE: "Tin, bài", Kind.POST: "Zalo, Facebook", Kind.CONFERENCE: "Hội nghị",
    Kind.STUDY: "Chuyên đề", Kind.JOINED: "Lồng ghép họp", Kind.BANNER: "Băng rôn, pa nô", Kind.LAUNCH: "Phát động",
    Kind.DOOR: "Tận nhà",
}  # fmt: skip
_SIGNS: dict[str, str] = {
    Kind.RADIO: r"truyen thanh|\bloa\b|phat thanh",
    Kind.ARTICLE: r"tin bai|bao chi|trang thong tin|\bcong\b.{0,12}thong tin|ban tin",
    Kind.POST: r"zalo|facebook|mang xa hoi|fanpage",
    Kind.CONFERENCE: r"hoi nghi|hoi thao|toa dam",
    Kind.STUDY: r"chuyen de|sinh hoat",
    Kind.JOINED: r"long ghep|hop thon|cuoc hop",
    Kind.BANNER: r"bang ron|bang-ron|pa no|pano|ap phich|co dong|truc quan",
    Kind.LAUNCH: r"phat dong|ra quan",
    Kind.DOOR: r"truc tiep huong dan|tung nha|tung ho|tuyen truyen vien|tan nha",
}
# Where a plan says nothing of forms: what a commune usually does, told by who does it.
USUAL: tuple[tuple[str, ...], ...] = (
    (Kind.RADIO, Kind.ARTICLE, Kind.POST),
    (Kind.CONFERENCE, Kind.STUDY, Kind.JOINED, Kind.LAUNCH),
    (Kind.BANNER,),
    (Kind.DOOR,),
)
# People are there in person: a household may be ticked as informed; the other kinds are heard or read.
IN_PERSON = frozenset({Kind.CONFERENCE, Kind.STUDY, Kind.JOINED, Kind.LAUNCH})


def kinds_in(text: str) -> list[str]:
    """The kinds a form speaks of, in the order of the list."""
    plain = names.fold(text)
    return [kind for kind in Kind.values if re.search(_SIGNS[kind], plain)]


def called(kinds: Iterable[str]) -> str:
    """“Truyền thanh, tin, bài, Zalo, Facebook”: a form named after its kinds."""
    words = ", ".join(SHORT[Kind(kind)] for kind in kinds)
    return words[:1] + words[1:].lower().replace("zalo", "Zalo").replace("facebook", "Facebook") if words else ""

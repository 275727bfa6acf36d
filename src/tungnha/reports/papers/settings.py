"""How a body writes: what was set for it, and until then what its name and kind tell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from tungnha.drafting.bodies import in_full, issuer_lines
from tungnha.drafting.dates import VIETNAM
from tungnha.drafting.document import Letterhead, Signature
from tungnha.drafting.form import form
from tungnha.drafting.letters import Sender
from tungnha.reports.models import OfficeForm, Signer
from tungnha.reports.rules import superior_lines
from tungnha.units.models import Area, Organisation

SHORT_OF_KIND = {"committee": "UBND", "steering": "BCĐ", "department": "", "party": "ĐU"}
HEADS = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


@dataclass(frozen=True)
class HowWritten:
    """What a paper of a body begins with, and who signs it. `is_set`: an officer has said so."""

    superior: str
    issuer: str
    in_prose: str
    place: str
    symbol: str
    unit: str = ""
    archive: str = "VT"
    address: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    one_series: bool = False
    signer_lines: tuple[str, ...] = ()
    signer_name: str = ""
    concurrent: str = ""
    is_set: bool = False
    has_signer: bool = field(default=False)


def how_written(organisation: Organisation, on: date) -> HowWritten:
    """The settings of the body as of a day; a likely answer where nothing was set."""
    found = OfficeForm.objects.filter(organisation=organisation).first()
    made = _likely(organisation) if found is None else _as_set(found)
    signer = signer_on(organisation, on)
    if signer is None:
        return made
    return replace(
        made, signer_lines=tuple(signer.lines), signer_name=signer.name, concurrent=signer.concurrent, has_signer=True
    )


def _as_set(found: OfficeForm) -> HowWritten:
    return HowWritten(
        superior=found.superior, issuer=found.issuer, in_prose=found.in_prose, place=found.place, symbol=found.symbol,
        unit=found.unit, archive=found.archive, address=tuple(found.address), recipients=tuple(found.recipients),
        one_series=found.one_series, is_set=True,
    )  # fmt: skip


def _likely(organisation: Organisation) -> HowWritten:
    """From its name and kind. A People's Committee stands under nobody on paper; its bodies stand under it."""
    area = organisation.area
    commune = area.parent if area.kind == Area.Kind.VILLAGE and area.parent is not None else area
    full = in_full(organisation.name)
    province = area.full_name if area.kind == Area.Kind.PROVINCE else area.province.full_name
    short = SHORT_OF_KIND.get(organisation.kind, "") or _initials(organisation)
    return HowWritten(
        superior=superior_lines(
            organisation.kind, commune.full_name, province, is_province_body=area.kind == Area.Kind.PROVINCE,
        ),
        issuer=issuer_lines(organisation.name), in_prose=full, place=commune.name, symbol=short,
        unit="VHXH" if organisation.kind == "committee" else "", archive="VT, VHXH" if short == "UBND" else "VT",
        signer_lines=HEADS if organisation.kind == "committee" else (),
    )  # fmt: skip


def _initials(organisation: Organisation) -> str:
    """`Phòng Văn hóa - Xã hội` → `VHXH`, `Sở Khoa học và Công nghệ` → `SKHCN`: a guess to be put right once."""
    name = re.sub(r"\s(xã|phường|đặc khu|tỉnh|thành phố)\b.*", "", organisation.name)  # whose it is
    words = [word for word in name.replace("-", " ").split() if word not in ("và", "của")]
    if words and words[0] in ("Phòng", "Trường"):
        words = words[1:]
    letters = "".join(word if word.isupper() else word[0] for word in words)
    bare = "".join(one for one in unicodedata.normalize("NFD", letters) if not unicodedata.combining(one))
    return bare.upper()[:30] or "CQ"


def signer_on(organisation: Organisation, on: date) -> Signer | None:
    """The first of those who may sign on that day."""
    rows = Signer.objects.filter(organisation=organisation, from_on__lte=on)
    return next((one for one in rows if one.to_on is None or on <= one.to_on), None)


def symbol_for(how: HowWritten, kind: str) -> str:
    """`TB-UBND`; a công văn has no code of its kind: `UBND-VHXH`."""
    code = form().kinds[kind].code
    if code:
        return f"{code}-{how.symbol}"
    return f"{how.symbol}-{how.unit}" if how.unit else how.symbol


def sender_for(organisation: Organisation, kind: str, at: datetime, *, contact: str = "", unit: str = "") -> Sender:
    """Who writes and who signs, for the letters of `drafting`; number and day stay blank. `unit`: the short form of the
    part of the office that drafts, where it is not the usual one: it stands in a công văn's symbol and where a copy is
    kept."""
    day = at.astimezone(VIETNAM)
    how = how_written(organisation, day.date())
    if unit:
        how = replace(how, unit=unit, archive=f"VT, {unit}")
    return Sender(
        letterhead=Letterhead(
            issuer=how.issuer, superior=how.superior, place=how.place, symbol=symbol_for(how, kind), year=day.year,
            address=how.address,
        ),
        signature=Signature(how.signer_lines, how.signer_name, how.concurrent or None),
        in_prose=how.in_prose, archive=how.archive, contact=contact,
    )  # fmt: skip


def over_default(front: dict[str, Any], organisation: Organisation, on: date) -> tuple[dict[str, Any], str]:
    """What a plan tells of a report's form, with what the office has set laid over it; and the signer's name."""
    how = how_written(organisation, on)
    if how.is_set:
        front = front | {
            "superior": how.superior, "issuer": how.issuer, "place": how.place, "archive": how.archive,
            "recipients": list(how.recipients) or front["recipients"],
        }  # fmt: skip
    if how.has_signer:
        front = front | {"signer_lines": list(how.signer_lines), "concurrent": how.concurrent}
    return front, how.signer_name

"""The letter to those who have not yet done what an item asks (công văn đôn đốc triển khai), as a draft in Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tungnha.drafting import OfficialDocument, write_docx
from tungnha.drafting.dates import short_date
from tungnha.drafting.document import Annex, Block, Letterhead, Paragraph, Signature
from tungnha.drafting.letters.parts import NAMES_ON_PAGE_ONE, Sender, lower_first, out_of, unit_table
from tungnha.drafting.numbers import in_prose
from tungnha.drafting.text import one_line
from tungnha.outreach.queries.addresses import with_address
from tungnha.plans.lower import committee_of, higher_plan, in_full, issuer_lines
from tungnha.plans.models import AdoptionItem, Plan
from tungnha.units.models import Area, Organisation

Asks = AdoptionItem.Asks
DEEDS = {
    Asks.PLAN: "ban hành kế hoạch triển khai", Asks.FIGURE: "điều chỉnh chỉ tiêu trong kế hoạch theo mức được giao",
    Asks.DAY: "tổ chức {name}", Asks.GROUP: "thành lập {name}", Asks.CONTACT: "cử đầu mối",
}  # fmt: skip
SEND = {
    Asks.PLAN: "gửi kế hoạch đã ban hành", Asks.FIGURE: "gửi kế hoạch đã điều chỉnh", Asks.DAY: "gửi kết quả",
    Asks.GROUP: "gửi quyết định thành lập", Asks.CONTACT: "gửi họ tên, chức vụ, điện thoại công vụ của đầu mối",
}  # fmt: skip


@dataclass(frozen=True)
class Lacking:
    """Who lacks one item, of how many, on which day it was counted."""

    plan: Plan
    item: AdoptionItem
    names: Sequence[str]
    total: int
    on: date


def docx_of(lacking: Lacking) -> bytes:
    return write_docx(with_address(document_of(lacking), lacking.plan.campaign))


def document_of(lacking: Lacking) -> OfficialDocument:
    sender, many = sender_of(lacking.plan, lacking.on), len(lacking.names) > NAMES_ON_PAGE_ONE
    title = f"Danh sách đơn vị chưa {deed(lacking.item)}"
    return OfficialDocument(
        letterhead=sender.letterhead, kind="", subject=f"đôn đốc {deed(lacking.item)}",
        addressees=("Các đơn vị có tên trong danh sách kèm theo",) if many else tuple(lacking.names),
        body=_body(lacking, sender, many=many), recipients=(), archive=sender.archive, signature=sender.signature,
        annexes=(Annex(title, (unit_table(lacking.names),)),) if many else (), issuer_in_prose=sender.in_prose,
    )  # fmt: skip


def sender_of(plan: Plan, on: date) -> Sender:
    """The plan's own body: its committee has nobody above it on paper, a department its committee."""
    body, area = plan.organisation, plan.campaign.area
    under = body.kind not in (Organisation.Kind.COMMITTEE, Organisation.Kind.PARTY)
    tail = plan.symbol.replace(" ", "").partition("-")[2] or "UBND"
    return Sender(
        letterhead=Letterhead(
            issuer=issuer_lines(body.name), superior=committee_of(area) if under else "",
            symbol="UBND-VHXH" if tail == "UBND" and area.kind == Area.Kind.COMMUNE else tail,
            place=plan.place or area.name, year=on.year,
        ),
        signature=Signature(tuple(plan.signer_lines) or ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        in_prose=in_full(body.name), archive="VT",
    )  # fmt: skip


def _about(title: str) -> str:
    """`Thực hiện Mô hình …` → `về thực hiện Mô hình …`, in the middle of a sentence; an abbreviation stays as it is."""
    words = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    return words if words.startswith("về ") else f"về {words}"


def deed(item: AdoptionItem) -> str:
    """`ban hành kế hoạch triển khai`, `tổ chức hội nghị liên ngành`."""
    return DEEDS[Asks(item.asks)].format(name=item.name[:1].lower() + item.name[1:])


def _body(lacking: Lacking, sender: Sender, *, many: bool) -> tuple[Block, ...]:
    us, item = sender.in_prose, lacking.item
    above = higher_plan(lacking.plan)
    number = f" số {above.number}/{above.symbol}" if above.number else ""
    day = f" ngày {short_date(above.issued_on)}" if above.issued_on else ""
    who = (
        "các đơn vị có tên trong danh sách kèm theo"
        if many
        else ", ".join(lower_first(one_line(name)) for name in lacking.names)
    )
    due = f" trước ngày {short_date(item.due_on)}" if item.due_on and item.due_on >= lacking.on else ""
    left = len(lacking.names)
    return (
        Paragraph(
            f"Thực hiện {above.kind}{number}{day} của {us} {_about(above.about)}, đến ngày"
            f" {short_date(lacking.on)} có {out_of(lacking.total - left, lacking.total)} đơn vị đã {deed(item)};"
            f" còn {in_prose(left)} đơn vị chưa thực hiện: {who}."
        ),
        Paragraph(f"Để việc triển khai đồng bộ, đúng tiến độ, {us} đề nghị các đơn vị chưa thực hiện:"),
        Paragraph(f"1. Khẩn trương {deed(item)}{due}.", bold=(due.strip(),) if due else ()),
        Paragraph(
            f"2. {SEND[Asks(item.asks)][:1].upper()}{SEND[Asks(item.asks)][1:]} về {us} ngay sau khi hoàn thành."
        ),
        Paragraph(f"3. Nếu có khó khăn, vướng mắc, kịp thời phản ánh về {us} để được hướng dẫn, giải quyết."),
        Paragraph(f"{us} đề nghị các đơn vị quan tâm, thực hiện./."),
    )

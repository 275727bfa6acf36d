"""An issued paper that is wrong is never touched: a later one takes it back, replaces it or puts it right.

Nghị định 30/2020/NĐ-CP, Điều 18: wrong in substance, it is replaced by one of the same kind; wrong in form, it is put
right by a letter (công văn); a notice takes it back, and who has it sends the paper back and deletes the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from tungnha.drafting.document import Block, OfficialDocument, Paragraph, Prompt
from tungnha.drafting.form import form
from tungnha.drafting.text import sentence_case
from tungnha.reports.models import Paper, PaperChange
from tungnha.reports.papers import settings, standing
from tungnha.reports.papers.front import document_of
from tungnha.reports.papers.operations import draft_paper, only_writer
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

Way = PaperChange.Way
MOST_WHY = 300


@transaction.atomic
def draft_change(*, paper: Paper, way: str, why: str, by: Member, at: datetime) -> Paper:
    """The draft of the paper that changes an issued one. Asked for again, it is the same draft. Nothing changes until
    the draft is issued; put aside, nothing ever does."""
    earlier = Paper.objects.select_for_update(of=("self",)).select_related("organisation", "area").get(pk=paper.pk)
    only_writer(by, earlier.organisation)
    words = _checked(earlier, way, why)
    draft = draft_paper(
        organisation=earlier.organisation, kind=KIND[way](earlier), document=DRAFT[way](earlier, words, at), by=by,
        at=at, campaign=earlier.campaign, source=f"change:{way}:{earlier.pk}",
    )  # fmt: skip
    if standing.change_by(draft) is None:
        PaperChange.objects.create(earlier=earlier, later=draft, way=way, why=words, at=at, by=by)
        log_event("paper.change_drafted", about=earlier, by=by, at=at, way=way, later=draft.pk)
    return draft


def _checked(earlier: Paper, way: str, why: str) -> str:
    if way not in Way.values:
        raise BadInput("Xin chọn thu hồi, thay thế hay đính chính.")
    if not earlier.is_issued:
        raise BadInput("Dự thảo thì sửa hoặc bỏ; chỉ văn bản đã ban hành mới thu hồi, thay thế, đính chính.")
    if (now := standing.standing_of(earlier)).ended is not None:
        raise Locked(f"Văn bản này không còn hiệu lực: {standing.lower(now.words)}.")
    before = standing.change_by(earlier)
    if before is not None and before.way == Way.WITHDRAW and way != Way.CORRECT:
        raise BadInput(
            f"Đây là thông báo thu hồi văn bản {before.earlier.full_symbol}. Muốn dùng lại nội dung cũ, xin ban hành "
            "văn bản mới."
        )
    words = " ".join(why.split())[:MOST_WHY]
    if not words:
        raise BadInput("Xin ghi vì sao: lý do này được ghi vào văn bản và ở lại trong sổ.")
    return words


# --- what is drafted -------------------------------------------------------------------------------------------------


def _withdrawal(earlier: Paper, why: str, at: datetime) -> OfficialDocument:
    us, name = earlier.front.get("in_prose") or earlier.organisation.name, standing.name_of(earlier)
    return _written(earlier, "notice", f"Thu hồi {standing.lower(_short(earlier))}", at, (
        Paragraph(f"{us} thông báo thu hồi {name}."),
        Paragraph(f"Lý do: {_sentence(why)}"),
        Paragraph(
            "Các cơ quan, đơn vị, cá nhân đã nhận văn bản nêu trên gửi lại bản giấy, hủy bản điện tử và không sử dụng "
            f"văn bản ấy kể từ ngày ký Thông báo này. {us} thông báo để các cơ quan, đơn vị biết, thực hiện./."
        ),
    ))  # fmt: skip


def _correction(earlier: Paper, why: str, at: datetime) -> OfficialDocument:
    us, name = earlier.front.get("in_prose") or earlier.organisation.name, standing.name_of(earlier)
    return _written(earlier, "letter", f"đính chính {standing.lower(_short(earlier))}", at, (
        Paragraph(f"{us} đã ban hành {name}."),
        Paragraph(f"Do {standing.lower(_sentence(why))}"),
        Prompt("Tại trang, mục, dòng nào; đã viết “…”, nay đính chính là “…”"),
        Paragraph(f"{us} đính chính để các cơ quan, đơn vị biết, thực hiện./."),
    ))  # fmt: skip


def _replacement(earlier: Paper, why: str, at: datetime) -> OfficialDocument:
    """The same paper once more, to be put right, with the line that says what it replaces before its last one."""
    base, kind = document_of(earlier), earlier.get_kind_display()
    line = Paragraph(f"{kind} này thay thế {standing.name_of(earlier)}.")
    return replace(base, form=form().version, body=(*base.body[:-1], line, *base.body[-1:]))


def _written(earlier: Paper, kind: str, about: str, at: datetime, body: tuple[Block, ...]) -> OfficialDocument:
    """To everybody who has the earlier one."""
    sender, front = settings.sender_for(earlier.organisation, kind, at), earlier.front
    had = tuple(front.get("addressees", ())), tuple(front.get("recipients", ()))
    addressees = (had[0] or had[1]) if kind == "letter" else ()
    recipients = tuple(dict.fromkeys((*had[0], *had[1]))) if kind == "notice" else had[1]
    return OfficialDocument(
        letterhead=sender.letterhead, kind=form().kinds[kind].title, body=body, addressees=addressees,
        subject=about if kind == "letter" else sentence_case(about), recipients=recipients, archive=sender.archive,
        signature=sender.signature, issuer_in_prose=sender.in_prose,
    )  # fmt: skip


def _short(paper: Paper) -> str:
    return f"{paper.get_kind_display()} số {standing.with_day(paper)}"


def _sentence(why: str) -> str:
    return why if why.endswith((".", "!", "?", "”")) else f"{why}."


KIND: dict[str, Callable[[Paper], str]] = {
    Way.WITHDRAW: lambda _: "notice",
    Way.CORRECT: lambda _: "letter",
    Way.REPLACE: lambda earlier: earlier.kind,
}
DRAFT: dict[str, Callable[[Paper, str, datetime], OfficialDocument]] = {
    Way.WITHDRAW: _withdrawal,
    Way.CORRECT: _correction,
    Way.REPLACE: _replacement,
}

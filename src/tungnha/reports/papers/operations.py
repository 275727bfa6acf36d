"""What is done about papers: drafted, reworded, put aside, issued; how an office writes, and who signs."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from tungnha.drafting import OfficialDocument, write_docx, write_pdf
from tungnha.drafting.problems import DraftingProblem
from tungnha.reports.models import Abbreviation, OfficeForm, Paper, PaperWords, Signer
from tungnha.reports.operations.shared import day_of
from tungnha.reports.papers import numbering, sealing, standing
from tungnha.reports.papers.front import document_of, fields_of
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate, Problem

WRITERS = (Role.OFFICER, Role.PROVINCE_OFFICER)


# --- papers ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def draft_paper(
    *, organisation: Organisation, kind: str, document: OfficialDocument, by: Member, at: datetime,
    campaign: Campaign | None = None, source: str = "",
) -> Paper:  # fmt: skip
    """A document becomes a paper its office can reword. From one `source` there is one open draft: asked for again, it
    is the same one, with what an officer wrote into it."""
    only_writer(by, organisation)
    _may_be(kind)
    if source:
        open_one = Paper.objects.filter(
            organisation=organisation, source=source, issued_at=None, put_aside_at=None
        ).first()
        if open_one is not None:
            return open_one
    paper: Paper = Paper.objects.create(
        organisation=organisation, area=_desk_area(organisation), campaign=campaign, kind=kind, source=source[:80],
        drafted_at=at, drafted_by=by, **fields_of(document),
    )  # fmt: skip
    _keep(paper, by=by, at=at)
    log_event("paper.drafted", about=paper, by=by, at=at, kind=kind)
    return paper


@transaction.atomic
def save_paper(
    *, paper: Paper, version: int, words: str, front: dict[str, Any], subject: str, symbol: str, signer_name: str,
    by: Member, at: datetime,
) -> Paper:  # fmt: skip
    """Save what was written. Raises OutOfDate when somebody saved since `version`; what was typed stays in the form."""
    locked = _lock(paper, by=by)
    if locked.version != version:
        raise OutOfDate(
            "Có người vừa lưu văn bản này trước. Phần vừa gõ vẫn ở dưới; xin mở bản mới ở thẻ khác, đối chiếu rồi lưu."
        )
    locked.words, locked.subject, locked.symbol, locked.signer_name = words, subject, symbol, signer_name
    locked.front = locked.front | front
    locked.version += 1
    locked.save(update_fields=["words", "subject", "symbol", "signer_name", "front", "version"])
    _keep(locked, by=by, at=at)
    log_event("paper.saved", about=locked, by=by, at=at, version=locked.version)
    return locked


@transaction.atomic
def issue_paper(
    *, paper: Paper, issued_on: date, by: Member, at: datetime, number: int | None = None, version: int | None = None
) -> Paper:
    """Number, day and file, all or nothing: the next number of the series, or the one the clerk has given."""
    locked = _lock(paper, by=by)
    if version is not None and locked.version != version:
        raise OutOfDate("Văn bản vừa được sửa. Xin tải lại trang, đọc bản mới rồi hãy ban hành.")
    if issued_on > day_of(at):
        raise BadInput("Ngày ban hành không thể sau hôm nay; xin xem lại.")
    if not locked.signer_name.strip() or not locked.front.get("signer_lines"):
        raise BadInput("Chưa có người ký hoặc thẩm quyền ký. Xin ghi ở phần Thể thức rồi ban hành.")
    change = standing.check_still_fits(locked, issued_on)
    taken = numbering.take_number(
        organisation=locked.organisation, kind=locked.kind, on=issued_on, number=number, paper=locked, by=by, at=at
    )
    locked.number, locked.issued_on = taken.number, issued_on
    locked.issued_at, locked.issued_by = at, by
    locked.version += 1
    _write_files(locked)
    locked.save()
    log_event(
        "paper.issued", about=locked, by=by, at=at, kind=locked.kind, version=locked.version,
        **sealing.sums_of(locked),
    )  # fmt: skip
    if change is not None:
        log_event("paper.changed", about=change.earlier, by=by, at=at, way=change.way, later=locked.pk)
    return locked


def _write_files(paper: Paper) -> None:
    """The Word file and the PDF of this moment, each with its sum: what is given out later is these bytes."""
    document = document_of(paper)
    try:
        files = {"file": (write_docx(document), "docx"), "pdf": (write_pdf(document), "pdf")}
    except DraftingProblem as problem:
        raise BadInput(str(problem)) from problem
    for name, (data, ending) in files.items():
        sums = "sha256" if name == "file" else "pdf_sha256"
        setattr(paper, sums, hashlib.sha256(data).hexdigest())
        getattr(paper, name).save(f"van-ban-{paper.pk}.{ending}", ContentFile(data), save=False)


@transaction.atomic
def put_aside(*, paper: Paper, by: Member, at: datetime) -> None:
    """A draft nobody wants: it leaves the list and is kept."""
    locked = _lock(paper, by=by)
    locked.put_aside_at = at
    locked.save(update_fields=["put_aside_at"])
    log_event("paper.put_aside", about=locked, by=by, at=at)


def _lock(paper: Paper, *, by: Member) -> Paper:
    locked: Paper = (
        Paper.objects.select_for_update(of=("self",)).select_related("organisation", "area").get(pk=paper.pk)
    )
    only_writer(by, locked.organisation)
    if locked.is_issued:
        raise Locked(
            "Văn bản này đã ban hành, không sửa được nữa. Có sai sót thì đính chính, thay thế hoặc thu hồi bằng một "
            "văn bản mới."
        )
    if locked.put_aside_at is not None:
        raise Locked("Dự thảo này đã bỏ. Xin soạn văn bản mới.")
    return locked


def _keep(paper: Paper, *, by: Member, at: datetime) -> None:
    PaperWords.objects.create(
        paper=paper, version=paper.version, words=paper.words, front=paper.front, saved_at=at, saved_by=by
    )


def _may_be(kind: str) -> None:
    if kind not in Paper.Kind.values:
        raise BadInput("Không có loại văn bản này.")


def _desk_area(organisation: Organisation) -> Area:
    """Papers lie with the desk of the commune or province, also those of a village's team."""
    area: Area = organisation.area
    return area.parent if area.kind == Area.Kind.VILLAGE and area.parent is not None else area


def only_writer(by: Member, organisation: Organisation) -> None:
    """The officer of the very area the body belongs to: a province's officer writes for no commune."""
    if not by.has_role(*WRITERS) or by.area_id != _desk_area(organisation).pk:
        raise Problem("Việc này chỉ cán bộ phụ trách của chính địa bàn làm được.")


# --- how an office writes --------------------------------------------------------------------------------------------


@transaction.atomic
def save_office(*, organisation: Organisation, by: Member, at: datetime, **told: Any) -> OfficeForm:
    """How the body writes from now on. Papers drafted before keep what they began with."""
    only_writer(by, organisation)
    kept, _ = OfficeForm.objects.update_or_create(
        organisation=organisation, defaults={**told, "saved_at": at, "saved_by": by}
    )
    log_event("paper.office_saved", about=kept, by=by, at=at)
    return kept


@transaction.atomic
def add_signer(
    *, organisation: Organisation, lines: list[str], name: str, from_on: date, by: Member, at: datetime,
    concurrent: str = "", to_on: date | None = None, by_paper: str = "",
) -> Signer:  # fmt: skip
    """Who may sign. By delegation (TUQ.) only for a time and by a paper that says so: the decree asks for both."""
    only_writer(by, organisation)
    if not lines or not name.strip():
        raise BadInput("Cần ghi cả thẩm quyền ký và họ tên người ký.")
    if to_on is not None and to_on < from_on:
        raise BadInput("Ngày thôi ký phải sau ngày bắt đầu; xin xem lại.")
    if lines[0].upper().startswith("TUQ.") and (to_on is None or not by_paper.strip()):
        raise BadInput("Ký thừa ủy quyền (TUQ.) phải có thời hạn và văn bản ủy quyền; xin ghi cả hai.")
    made: Signer = Signer.objects.create(
        organisation=organisation, lines=lines, name=name.strip(), concurrent=concurrent, from_on=from_on, to_on=to_on,
        by_paper=by_paper, order=Signer.objects.filter(organisation=organisation).count(),
    )  # fmt: skip
    log_event("paper.signer_added", about=made, by=by, at=at)
    return made


@transaction.atomic
def end_signer(*, signer: Signer, on: date, by: Member, at: datetime) -> None:
    """The last day somebody signs. Papers signed before stay."""
    only_writer(by, signer.organisation)
    if on < signer.from_on:
        raise BadInput("Ngày thôi ký phải sau ngày bắt đầu; xin xem lại.")
    signer.to_on = on
    signer.save(update_fields=["to_on"])
    log_event("paper.signer_ended", about=signer, by=by, at=at)


@transaction.atomic
def choose_signer(*, signer: Signer, by: Member, at: datetime) -> None:
    """Put first whom new papers offer."""
    only_writer(by, signer.organisation)
    others = [one for one in Signer.objects.filter(organisation=signer.organisation) if one.pk != signer.pk]
    for order, one in enumerate([signer, *others]):
        one.order = order
    Signer.objects.bulk_update([signer, *others], ["order"])
    log_event("paper.signer_chosen", about=signer, by=by, at=at)


@transaction.atomic
def save_abbreviation(*, organisation: Organisation, name: str, short: str, by: Member, at: datetime) -> Abbreviation:
    """One short form for one unit; the same short form again renames the unit it stands for."""
    only_writer(by, organisation)
    kept, _ = Abbreviation.objects.update_or_create(organisation=organisation, short=short, defaults={"name": name})
    log_event("paper.abbreviation_saved", about=kept, by=by, at=at)
    return kept


@transaction.atomic
def record_number(
    *, organisation: Organisation, kind: str, number: int, on: date, what: str, by: Member, at: datetime
) -> None:
    """A number the clerk gave to a paper written elsewhere: it is taken here too, and leaves no gap."""
    only_writer(by, organisation)
    _may_be(kind)
    if on > day_of(at):
        raise BadInput("Ngày ban hành không thể sau hôm nay; xin xem lại.")
    taken = numbering.take_number(organisation=organisation, kind=kind, number=number, on=on, what=what, by=by, at=at)
    log_event("paper.number_recorded", about=taken, by=by, at=at, kind=kind)

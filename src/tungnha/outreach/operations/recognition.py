"""What is done about recognition: proposed with figures, looked at, decided; a way of working approved, copied."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tungnha.drafting.dates import short_date
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.outreach import figures
from tungnha.outreach.models import Commendation, CommendationStep, GoodPractice, PracticeCopy
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

Step = CommendationStep.Step
LEAST_WORDS = 10
# After a step which others may follow; "" is a proposal nobody has looked at.
AFTER: dict[str, frozenset[str]] = {
    "": frozenset({Step.AGREED, Step.OBJECTED, Step.TAKEN_BACK}),
    Step.OBJECTED: frozenset({Step.AGREED, Step.TAKEN_BACK}),
    Step.AGREED: frozenset({Step.DECIDED, Step.REFUSED, Step.OBJECTED, Step.TAKEN_BACK}),
    Step.DECIDED: frozenset(),
    Step.REFUSED: frozenset(),
    Step.TAKEN_BACK: frozenset(),
}


@transaction.atomic
def propose(
    *, area: Area, campaign: Campaign, of: Area | Organisation, person_name: str, form: str, why: str, by: Member,
    at: datetime, key: uuid.UUID | None = None,
) -> Commendation:  # fmt: skip
    """Propose to praise, with the figures of the place as they stand. Sent twice, it is the same one."""
    said = _said(why, 1000)
    if len(said) < LEAST_WORDS:
        raise BadInput("Thành tích là gì? Xin ghi vài câu: đã làm gì, được gì.")
    key = key or uuid.uuid4()
    lines = figures.of_place(campaign, of, at.date())
    try:
        with transaction.atomic():
            made: Commendation = Commendation.objects.create(
                area=area, campaign=campaign, village=of if isinstance(of, Area) else None,
                organisation=of if isinstance(of, Organisation) else None, person_name=_said(person_name, 120),
                form=form, why=said, figures_on=at.date(), key=key, made_at=at, made_by=by,
                figures=[{"name": line.name, "value": line.value, "url": line.url} for line in lines],
            )  # fmt: skip
    except IntegrityError:
        return Commendation.objects.get(key=key)
    log_event("commendation.proposed", about=made, by=by, at=at, count=len(lines))
    return made


@transaction.atomic
def say(
    *, commendation: Commendation, step: str, by: Member, at: datetime, words: str = "", paper_number: str = "",
    signed_on: date | None = None,
) -> CommendationStep:  # fmt: skip
    """One step of the way to a decision. Raises BadInput for one that cannot follow, a decision without its paper."""
    held = Commendation.objects.select_for_update(of=("self",)).get(pk=commendation.pk)
    last = held.steps.order_by("-id").first()
    if step not in AFTER[last.step if last else ""]:
        raise BadInput("Đề nghị này đã ở bước khác: xin tải lại trang rồi xem.")
    said = _said(words, 500)
    if step in (Step.OBJECTED, Step.REFUSED) and not said:
        raise BadInput("Xin ghi vì sao, để nơi đề nghị biết.")
    if step == Step.DECIDED:
        if not paper_number.strip() or signed_on is None:
            raise BadInput("Quyết định khen cần số và ngày ký.")
        if signed_on > at.date():
            raise BadInput(f"Ngày ký {short_date(signed_on)} chưa đến: xin xem lại.")
    made: CommendationStep = CommendationStep.objects.create(
        commendation=held, step=Step(step), words=said, at=at, by=by,
        paper_number=paper_number.strip()[:60] if step == Step.DECIDED else "",
        signed_on=signed_on if step == Step.DECIDED else None,
    )  # fmt: skip
    log_event("commendation.step_said", about=held, by=by, at=at, step=str(step))
    return made


@transaction.atomic
def name_practice(
    *, area: Area, campaign: Campaign, of: Area | Organisation, title: str, words: str, proof: str, since_on: date,
    figure: str, by: Member, at: datetime, key: uuid.UUID | None = None,
) -> GoodPractice:  # fmt: skip
    """Tell of a good way of working. `figure`: the key of the figure its effect shows in, or ""."""
    if since_on > at.date():
        raise BadInput(f"Ngày {short_date(since_on)} chưa đến: xin ghi ngày đã bắt đầu làm.")
    if not title.strip() or len(words.strip()) < LEAST_WORDS or not proof.strip():
        raise BadInput("Xin ghi đủ: tên cách làm, làm thế nào, bằng chứng ở đâu.")
    known = {line.key: line.name for line in figures.of_place(campaign, area, at.date())} if figure else {}
    if figure and figure not in known:
        raise BadInput("Chỉ tiêu đã chọn không có trong kế hoạch này: xin chọn lại.")
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            made: GoodPractice = GoodPractice.objects.create(
                area=area, campaign=campaign, village=of if isinstance(of, Area) else None,
                organisation=of if isinstance(of, Organisation) else None, title=_said(title, 160),
                words=hide_typed_numbers(words.strip())[:3000], proof=_said(proof, 500), since_on=since_on,
                figure=figure, figure_name=known.get(figure, "")[:200], key=key, made_at=at, made_by=by,
            )  # fmt: skip
    except IntegrityError:
        return GoodPractice.objects.get(key=key)
    log_event("practice.named", about=made, by=by, at=at)
    return made


@transaction.atomic
def decide_practice(*, practice: GoodPractice, approved: bool, why: str, by: Member, at: datetime) -> None:
    """Approve a practice to be copied, or not, once."""
    held = GoodPractice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if held.decided_at is not None:
        raise BadInput("Cách làm này đã được xét rồi.")
    if not approved and not why.strip():
        raise BadInput("Xin ghi vì sao chưa nhân rộng, để nơi nêu biết.")
    held.decided_at, held.decided_by, held.approved, held.decided_why = at, by, approved, _said(why, 500)
    held.save(update_fields=["decided_at", "decided_by", "approved", "decided_why"])
    log_event("practice.decided", about=held, by=by, at=at, approved=approved)


@transaction.atomic
def copy_practice(
    *, practice: GoodPractice, village: Area, from_on: date, words: str, by: Member, at: datetime
) -> PracticeCopy:
    """A village begins to do as another does."""
    held = GoodPractice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if not held.approved:
        raise BadInput("Cách làm này chưa được đồng ý nhân rộng.")
    if held.village_id == village.pk:
        raise BadInput(f"Cách làm này là của chính {village.full_name}.")
    if from_on > at.date():
        raise BadInput(f"Ngày {short_date(from_on)} chưa đến: xin ghi ngày đã bắt đầu làm theo.")
    if from_on < held.since_on:
        raise BadInput("Ngày làm theo trước ngày nơi nêu bắt đầu làm: xin xem lại.")
    if held.copies.filter(village=village, ended_on=None).exists():
        raise BadInput(f"{village.title} đã được ghi là làm theo.")
    made: PracticeCopy = PracticeCopy.objects.create(
        practice=held, village=village, from_on=from_on, words=_said(words, 300), made_at=at, made_by=by
    )
    log_event("practice.copied", about=held, by=by, at=at)
    return made


@transaction.atomic
def end_copy(*, copy: PracticeCopy, by: Member, at: datetime) -> None:
    if PracticeCopy.objects.filter(pk=copy.pk, ended_on=None).update(ended_on=at.date(), ended_by=by):
        log_event("practice.copy_ended", about=copy.practice, by=by, at=at)


def _said(text: str, most: int) -> str:
    return hide_typed_numbers(" ".join(text.split()))[:most]

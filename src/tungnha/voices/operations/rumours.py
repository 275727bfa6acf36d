"""Rumours and fraud: heard in several places they become one, are answered by whoever is competent, approved, sent to
all villages, confirmed, asked after. Nobody who said or passed one on is kept anywhere."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate
from tungnha.voices.models import Rumour, RumourAnswer, RumourPlace, RumourReport
from tungnha.voices.operations import routing, telling
from tungnha.voices.rules import texts, wording
from tungnha.voices.rules.likeness import MAYBE, SAME, likeness

ANSWER_DAYS = 2  # working days: a rumour is quick
STILL_THE_SAME = timedelta(days=120)  # what was last heard longer ago is another story
MOST_WORDS, MOST_TITLE = 1000, 200


@transaction.atomic
def report(
    *, area: Area, words: str, by: Member, at: datetime, kind: str = Rumour.Kind.RUMOUR, where: str = "talk",
    key: uuid.UUID | None = None, made_at: datetime | None = None,
) -> RumourReport:  # fmt: skip
    """Take in that something is told in a village. Joined to the story it tells, in whatever spelling, or a new one;
    an officer may part them. `by` is only in the log."""
    if key is not None and (there := RumourReport.objects.filter(pk=key).first()) is not None:
        return there
    commune = area.commune or area
    words = wording.without_anybody(words, commune)[:MOST_WORDS]
    if not words.strip():
        raise BadInput("Mời kể vài chữ: người ta đồn gì, hay kẻ gian nói gì.")
    Area.objects.select_for_update(of=("self",), no_key=True).get(pk=commune.pk)  # two at once are one story
    when = min(made_at or at, at)
    found = alike(commune, words, at)
    share = found[0][1] if found and found[0][1] >= SAME else 100
    story = found[0][0] if found and found[0][1] >= SAME else _new(commune, kind, words, when, at)
    row = RumourReport.objects.create(
        pk=key or uuid.uuid4(), rumour=story, area=area, words_text=words,
        where=where if where in RumourReport.Where.values else "other", likeness=share, made_at=when, stored_at=at,
    )  # fmt: skip
    if when > story.last_at or story.over_at is not None:
        story.last_at, story.over_at = max(when, story.last_at), None
        story.save(update_fields=["last_at", "over_at"])
    log_event("rumour.heard", about=story, by=by, at=at, kind=story.kind)
    return row


def _new(commune: Area, kind: str, words: str, when: datetime, at: datetime) -> Rumour:
    bodies = list(Organisation.objects.filter(area=commune, kind=Organisation.Kind.POLICE, valid_to=None)[:2])
    return Rumour.objects.create(
        area=commune, kind=kind if kind in Rumour.Kind.values else Rumour.Kind.RUMOUR, title=_title(words),
        owner=bodies[0] if len(bodies) == 1 else None, first_at=when, last_at=when,
        due_at=routing.due_after(commune, at, ANSWER_DAYS),
    )  # fmt: skip


def _title(words: str) -> str:
    return words if len(words) <= MOST_TITLE else words[: MOST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def alike(commune: Area, words: str, at: datetime, *, but: Rumour | None = None) -> list[tuple[Rumour, int]]:
    """Stories of the commune that this may be, the likest first, from MAYBE on: by its title or by any telling."""
    rows = Rumour.objects.filter(area=commune, merged_into=None, last_at__gte=at - STILL_THE_SAME)
    found = []
    for story in rows.prefetch_related("reports"):
        if but is not None and story.pk == but.pk:
            continue
        tellings = [story.title, *(one.words_text for one in story.reports.all())]
        share = max(likeness(words, telling) for telling in tellings)
        if share >= MAYBE:
            found.append((story, share))
    return sorted(found, key=lambda one: (-one[1], one[0].pk))


@transaction.atomic
def merge(*, rumour: Rumour, into: Rumour, by: Member, at: datetime) -> Rumour:
    """An officer says these are one. All its reports go along; it stays, pointing there."""
    held = {row.pk: row for row in Rumour.objects.select_for_update().filter(pk__in=(rumour.pk, into.pk))}
    gone, kept = held[rumour.pk], held[into.pk]
    if gone.pk == kept.pk or gone.area_id != kept.area_id:
        raise BadInput("Mời chọn một tin khác của cùng xã để gộp.")
    if gone.merged_into_id or kept.merged_into_id:
        raise OutOfDate("Một trong hai tin vừa được gộp: mời tải lại trang.")
    RumourReport.objects.filter(rumour=gone).update(rumour=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    kept.first_at, kept.last_at = min(kept.first_at, gone.first_at), max(kept.last_at, gone.last_at)
    kept.save(update_fields=["first_at", "last_at"])
    log_event("rumour.merged", about=kept, by=by, at=at)
    return kept


@transaction.atomic
def part(*, report: RumourReport, by: Member, at: datetime) -> Rumour:
    """An officer says this one is another story."""
    row = RumourReport.objects.select_for_update(of=("self",)).select_related("rumour__area").get(pk=report.pk)
    if row.rumour.reports.count() < 2:
        raise BadInput("Tin này chỉ có một lần nghe thấy, không có gì để tách.")
    story = _new(row.rumour.area, row.rumour.kind, row.words_text, row.made_at, at)
    row.rumour, row.likeness = story, 100
    row.save(update_fields=["rumour", "likeness"])
    log_event("rumour.parted", about=story, by=by, at=at)
    return story


@transaction.atomic
def hand_to(*, rumour: Rumour, to: Organisation | None, by: Member, at: datetime) -> Rumour:
    """Who writes the answer; None: the desk."""
    row: Rumour = Rumour.objects.select_for_update().get(pk=rumour.pk)
    if to is not None and to.area_id != row.area_id:
        raise BadInput(f"“{to.name}” không thuộc xã này: mời chọn đơn vị khác.")
    row.owner, row.due_at = to, routing.due_after(row.area, at, ANSWER_DAYS)
    row.save(update_fields=["owner", "due_at"])
    log_event("rumour.handed", about=row, by=by, at=at)
    return row


@transaction.atomic
def write_answer(
    *, rumour: Rumour, words: str, by: Member, at: datetime, script: str = "", zalo: str = ""
) -> RumourAnswer:
    """A draft of the answer, with script and group text proposed where none is given. Sent nowhere before somebody
    approves it. An answer that went out is followed by another version, never changed."""
    row: Rumour = Rumour.objects.select_for_update(of=("self",)).select_related("area", "owner").get(pk=rumour.pk)
    if row.merged_into_id:
        raise OutOfDate("Tin này vừa được gộp vào tin khác: mời mở tin ấy.")
    words, script, zalo = (
        wording.without_anybody(one, row.area) if one.strip() else "" for one in (words, script, zalo)
    )
    if not words:
        raise BadInput("Mời viết câu đáp: sự thật là gì, bà con nên làm gì.")
    who = row.owner.name if row.owner else row.area.title
    latest = row.answers.order_by("-version").first()
    made = {
        "words": words[:1500],
        "script": (script or texts.script(row, words, who))[:3000],
        "zalo": (zalo or texts.zalo(row, words, who))[:1500],
        "written_at": at, "written_by": by,
    }  # fmt: skip
    if latest is not None and latest.approved_at is None:
        for name, value in made.items():
            setattr(latest, name, value)
        latest.save(update_fields=list(made))
        answer = latest
    else:
        answer = RumourAnswer.objects.create(rumour=row, version=latest.version + 1 if latest else 1, **made)
    log_event("rumour.answer_written", about=row, by=by, at=at, version=answer.version)
    return answer


@transaction.atomic
def approve(*, answer: RumourAnswer, by: Member, at: datetime) -> RumourAnswer:
    """From now on it is on the page and the phones of every village that stands. Twice is once."""
    held: RumourAnswer = (
        RumourAnswer.objects.select_for_update(of=("self",)).select_related("rumour__area").get(pk=answer.pk)
    )
    if held.approved_at is not None:
        return held
    if held.rumour.merged_into_id:
        raise OutOfDate("Tin này vừa được gộp vào tin khác: mời mở tin ấy.")
    held.approved_at, held.approved_by = at, by
    held.save(update_fields=["approved_at", "approved_by"])
    villages = Area.objects.villages().filter(parent=held.rumour.area).standing_on(at.date())
    RumourPlace.objects.bulk_create([RumourPlace(answer=held, area=village) for village in villages])
    telling.of_answer(held, villages, by, at)
    log_event("rumour.answer_sent", about=held.rumour, by=by, at=at, version=held.version, areas=len(villages))
    return held


@transaction.atomic
def confirm(
    *, place: RumourPlace, by: Member, at: datetime, how: str = "", still_heard: bool | None = None
) -> RumourPlace:
    """A village says that it was read out and whether it is still heard there. Said twice, the first `how` stays, the
    latest `still_heard` counts."""
    row: RumourPlace = RumourPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if how and how not in RumourPlace.How.values:
        raise BadInput("Mời chọn đã báo bằng cách nào.")
    if not how and still_heard is None:
        raise BadInput("Mời chọn đã báo bằng cách nào, hoặc còn nghe hay không.")
    if how and row.confirmed_at is None:
        row.how, row.confirmed_at, row.confirmed_by = how, at, by
    if still_heard is not None:
        row.still_heard, row.still_at = still_heard, at
    row.save(update_fields=["how", "confirmed_at", "confirmed_by", "still_heard", "still_at"])
    log_event("rumour.confirmed", about=row, by=by, at=at, how=how)
    return row


@transaction.atomic
def end(*, rumour: Rumour, by: Member, at: datetime) -> Rumour:
    """No longer heard. Heard again, it is open again."""
    row: Rumour = Rumour.objects.select_for_update().get(pk=rumour.pk)
    if row.over_at is None:
        row.over_at = at
        row.save(update_fields=["over_at"])
        log_event("rumour.ended", about=row, by=by, at=at)
    return row

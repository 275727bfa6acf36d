"""A file from below: verified, held against what is owed, taken in once. What does not enter stays aside, sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from tungnha.plans.models import Duty, Plan, Target
from tungnha.progress import queries as progress
from tungnha.reports import figures
from tungnha.reports.exchange import content, envelope, keys
from tungnha.reports.exchange.envelope import Message, NotTaken
from tungnha.reports.models import FileState, Obligation, OtherKey, OwnKey, PlanMatch, ReceivedFile, Submission
from tungnha.reports.operations import NewFigure, steps, submit
from tungnha.reports.sending import rules
from tungnha.reports.sending.copies import canonical
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Problem
from tungnha.units.sealed import SealedStream, seal_bytes

MOST_UNKNOWN, UNKNOWN_SPAN = 30, timedelta(minutes=10)  # files without a good signature that are kept, over the network
MOST_KNOWN, KNOWN_SPAN = 120, timedelta(hours=1)  # new files of one registered key
CLOCK_MAY_DIFFER = timedelta(minutes=10)


class TooMany(Problem):
    status = 429

    def __init__(self) -> None:
        super().__init__("Máy chủ đang nhận quá nhiều tệp: xin gửi lại sau 10 phút.")


class NotYet(NotTaken):
    """A good file that an officer has to look at first."""


def place() -> Path:
    return Path(settings.DATA_DIR) / "exchange"


def file_of(row: ReceivedFile) -> Path:
    return place() / f"{row.area.code}-{row.sha256}.sealed"


def bytes_of(row: ReceivedFile) -> bytes:
    with SealedStream(file_of(row)) as stream:
        return stream.read()


def area_for(data: bytes) -> Area | None:
    """Whose desk a file over the network is for: the one it names, else the highest that takes files at all."""
    own = OwnKey.objects.select_related("area")
    try:
        named = own.filter(public=str(envelope.opened(data).body.get("to"))).first()
    except NotTaken:
        named = None
    found = named or own.filter(ended_at=None).order_by("area__path").first()
    return found.area if found is not None else None


def receive(data: bytes, *, area: Area, way: str, by: Member | None, at: datetime) -> ReceivedFile:
    """Take a file in, or say why not: `state` and `why` of the row. The same bytes again change nothing once taken; a
    file that was not taken is looked at anew. Raises TooMany."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = ReceivedFile.objects.filter(area=area, sha256=sha256).select_related("area", "key").first()
    if known is None:
        if way == ReceivedFile.Way.NET:
            _limit(data, area, at)
        known = _keep(data, sha256, area=area, way=way, by=by, at=at)
    elif known.state == FileState.TAKEN:
        log_event("exchange.came_again", about=known, by=by, at=at)
        return known
    return look(known, data, by=by, at=at)


def _limit(data: bytes, area: Area, at: datetime) -> None:
    """Whoever shows a good signature is not kept out by the rubbish of others."""
    rows = ReceivedFile.objects.filter(area=area, way=ReceivedFile.Way.NET)
    try:
        public = envelope.opened(data).public
    except NotTaken:
        public = ""
    if OtherKey.objects.filter(area=area, public=public, ended_at=None).exists():
        many = rows.filter(public=public, received_at__gt=at - KNOWN_SPAN).count() >= MOST_KNOWN
    else:
        many = rows.filter(key=None, received_at__gt=at - UNKNOWN_SPAN).count() >= MOST_UNKNOWN
    if many:
        log_event("exchange.limited", about=area, by=None, at=at)
        raise TooMany


def _keep(data: bytes, sha256: str, *, area: Area, way: str, by: Member | None, at: datetime) -> ReceivedFile:
    """The bytes first, then the row: nothing of what came is lost. Two deliveries at once are one row."""
    row = ReceivedFile(
        area=area, sha256=sha256, size=len(data), way=way, state=FileState.WAITING, code="new", received_at=at, by=by
    )
    if not file_of(row).exists():
        seal_bytes(file_of(row), data)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return ReceivedFile.objects.select_related("area", "key").get(area=area, sha256=sha256)
    return row


@transaction.atomic
def look(row: ReceivedFile, data: bytes, *, by: Member | None, at: datetime) -> ReceivedFile:
    """Verify and take one file that was not taken yet."""
    row = ReceivedFile.objects.select_for_update(of=("self",)).select_related("area", "key").get(pk=row.pk)
    if row.state == FileState.TAKEN:
        return row
    try:
        row.submission = _enter(row, data, by=by, at=at)
        row.state, row.code, row.why = FileState.TAKEN, "", ""
    except NotYet as problem:
        row.state, row.code, row.why = FileState.WAITING, problem.code, problem.sentence[:600]
    except NotTaken as problem:
        row.state, row.code, row.why = FileState.REFUSED, problem.code, problem.sentence[:600]
    row.save()
    if row.submission is not None:
        log_event(
            "exchange.taken", about=row, by=by, at=at, number=row.number, submission=row.submission_id, way=row.way
        )
    else:
        log_event("exchange.set_aside", about=row, by=by, at=at, code=row.code, state=row.state, way=row.way)
    return row


def _enter(row: ReceivedFile, data: bytes, *, by: Member | None, at: datetime) -> Submission:
    message = envelope.opened(data)
    row.public = message.public
    key = _key_of(message, row.area)
    row.key = key
    content.check_report(message.body)
    body = message.body
    row.body, row.number, row.period = body, body["number"], body["period"]
    row.made_at = datetime.fromisoformat(body["made_at"])
    _check_for_us(body, key)
    _check_number(row, key)
    owed = _owed(body, key)
    _check_order(row, owed)
    return _take(row, owed, by=by or key.made_by, at=at)


def _key_of(message: Message, area: Area) -> OtherKey:
    rows = OtherKey.objects.select_for_update(of=("self",)).select_related("organisation__area", "made_by__area")
    key: OtherKey | None = rows.filter(area=area, public=message.public).first()  # a sender's files come one by one
    if key is None:
        raise NotTaken(
            "unknown_key",
            "Tệp ký bằng khóa chưa đăng ký ở đây. Nếu đúng của đơn vị mình quản lý, xin gọi điện nghe đọc dãy số của "
            "khóa, đăng ký rồi bấm “Thử nhận lại”.",
        )
    if key.ended_at is not None:
        raise NotTaken(
            "revoked", f"Khóa này của {key.organisation.name} đã bị thu hồi; tệp ký bằng khóa ấy không được nhận."
        )
    return key


def _check_for_us(body: Mapping[str, Any], key: OtherKey) -> None:
    if not OwnKey.objects.filter(area=key.area_id, public=body["to"]).exists():
        raise NotTaken("not_for_us", "Tệp này lập để gửi một nơi khác, không phải nơi đây: xin chuyển đúng nơi nhận.")
    if body["from"]["area"] != key.organisation.area.code:
        raise NotTaken(
            "other_area",
            f"Tệp nói về địa bàn mã {body['from']['area']}, còn khóa ký là của {key.organisation.name}. Không nhận.",
        )


def _check_number(row: ReceivedFile, key: OtherKey) -> None:
    """Two files under one number: one of them is not what the sender thinks it is."""
    same = ReceivedFile.objects.filter(
        area=row.area_id, key__organisation=key.organisation_id, number=row.number, state=FileState.TAKEN
    ).exclude(pk=row.pk)
    if same.exists():
        last = (
            ReceivedFile.objects.filter(area=row.area_id, key__organisation=key.organisation_id, state=FileState.TAKEN)
            .order_by("-number")
            .values_list("number", flat=True)
            .first()
        )
        raise NotTaken(
            "number_used",
            f"Đã nhận một tệp khác mang số {row.number} của {key.organisation.name} (đã nhận đến số {last}). Xin nơi "
            "gửi lập lại tệp; có thể máy của họ đã khôi phục từ bản sao lưu cũ.",
        )


# --- which plan, which duty, which period ----------------------------------------------------------------------------


def mark_of_plan(body: Mapping[str, Any]) -> str:
    """What the sender's plan and kind of report are known by once an officer has said what they answer."""
    said = {"plan": [body["plan"]["symbol"], body["plan"]["issued_on"]], "frequency": body["duty"]["frequency"]}
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def candidates(body: Mapping[str, Any], key: OtherKey) -> list[Obligation]:
    """What the unit owes us for that period, whichever plan and duty."""
    rows = Obligation.objects.filter(
        organisation=key.organisation_id, duty__plan__campaign__area=key.area_id, duty__compiled=False,
        period=body["period"], closed_at=None,
    )  # fmt: skip
    return list(rows.select_related("duty__plan__campaign", "organisation").order_by("duty__order", "duty"))


def _owed(body: Mapping[str, Any], key: OtherKey) -> Obligation:
    """The one thing owed that a file answers: by what an officer said before, else by symbol and date of our plan."""
    found = candidates(body, key)
    if not found:
        raise NotTaken(
            "no_period",
            f"{key.organisation.name} không phải nộp báo cáo nào cho kỳ {body['period']} ở đây. Xin xem lại kỳ, hoặc "
            "đặt chế độ báo cáo cho kỳ ấy rồi bấm “Thử nhận lại”.",
        )
    said = PlanMatch.objects.filter(organisation=key.organisation_id, mark=mark_of_plan(body)).first()
    if said is not None:
        chosen = [one for one in found if one.duty_id == said.duty_id]
    else:
        chosen = [one for one in found if _is_above(one.duty.plan, body["above"])]
    if len(chosen) == 1:
        first, last = _days(body)
        if last < chosen[0].starts_on or chosen[0].ends_on < first:  # a first period begins with its plan: days differ
            raise NotTaken("other_days", "Ngày đầu, ngày cuối trong tệp không thuộc kỳ này: xin nơi gửi xem lại tệp.")
        return chosen[0]
    raise NotYet(
        "choose", "Chưa rõ tệp này trả lời kế hoạch, chế độ báo cáo nào ở đây: xin chọn một lần, lần sau máy nhớ."
    )


def _days(body: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(body["starts_on"]), date.fromisoformat(body["ends_on"])


def _is_above(plan: Plan, said: Mapping[str, Any]) -> bool:
    """Both the symbol and the date: numbers begin anew each year."""
    on = plan.issued_on.isoformat() if plan.issued_on else None
    return (
        bool(plan.number)
        and on is not None
        and _bare(plan.full_symbol) == _bare(said["symbol"])
        and on == said["issued_on"]
    )


def _bare(symbol: str) -> str:
    return "".join(symbol.split()).lstrip("0").casefold()


@transaction.atomic
def choose(*, row: ReceivedFile, duty: Duty, by: Member, at: datetime) -> ReceivedFile:
    """An officer says what a file answers: remembered for this plan of the sender, and the file is looked at again."""
    keys.only_own_desk(by, row.area)
    if row.body is None or row.key is None:
        raise BadInput("Tệp này chưa xác minh được nên chưa ghép với kế hoạch nào.")
    if duty.pk not in {one.duty_id for one in candidates(row.body, row.key)}:
        raise BadInput("Đơn vị này không phải nộp báo cáo đó cho kỳ trong tệp. Xin chọn lại.")
    PlanMatch.objects.create(
        duty=duty, organisation=row.key.organisation, mark=mark_of_plan(row.body), at=at, by=by
    )  # fmt: skip
    log_event("exchange.matched", about=row, by=by, at=at, duty=duty.pk)
    return look(row, bytes_of(row), by=by, at=at)


def _check_order(row: ReceivedFile, owed: Obligation) -> None:
    """What a unit says last counts; a file that was long on its way does not push a newer one aside."""
    newer = ReceivedFile.objects.filter(
        submission__obligation=owed, number__gt=row.number, key__organisation=owed.organisation_id
    ).first()
    if newer is not None:
        raise NotTaken(
            "older",
            f"Kỳ này đã nhận tệp số {newer.number}, mới hơn tệp số {row.number} này. Số liệu mới được giữ nguyên.",
        )


# --- taking ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One figure of a file beside the target of ours that counts the same, if there is one."""

    row: Mapping[str, Any]
    target: Target | None


def lines_of(body: Mapping[str, Any], plan: Plan | None) -> list[Line]:
    ours = {}
    if plan is not None:
        targets = figures.one_of_each_measure(progress.targets().filter(plan=plan))
        ours = {content.mark_of(t.measure): t for t in targets if t.measure is not None}
    return [Line(row, ours.get(row["mark"])) for row in body["figures"]]


def _take(row: ReceivedFile, owed: Obligation, *, by: Member, at: datetime) -> Submission:
    """The file becomes the unit's report, at the instant it came: a first one, or a correction beside the first."""
    assert row.body is not None
    words = row.body["words"]
    stated = [
        NewFigure(line.target, line.row["count"], line.row["base"])
        for line in lines_of(row.body, owed.duty.plan)
        if line.target is not None
    ]
    latest = steps.latest_of(steps.held(owed.pk))
    if latest is not None and latest.state == rules.LOCKED:
        _ask_to_open(latest, row, by=by, at=at)
        raise NotYet(
            "locked",
            "Kỳ này đã khóa. Tệp được giữ lại; nếu cần sửa, xin mở lại báo cáo của đơn vị rồi bấm “Thử nhận lại”.",
        )
    try:
        return submit(
            obligation=owed, figures=stated, by=by, at=row.received_at,
            narrative="\n".join(text for part in ("situation", "outreach") if (text := words.get(part, ""))),
            shortcomings=words.get("assessment", ""), difficulties=words.get("difficulties", ""),
            proposals=words.get("proposals", ""), next_tasks=words.get("next_tasks", ""),
        )  # fmt: skip
    except Problem as problem:
        raise NotTaken("not_fit", f"Tệp có chữ ký đúng nhưng báo cáo chưa nhận được: {problem.sentence}") from problem


def _ask_to_open(latest: Submission, row: ReceivedFile, *, by: Member, at: datetime) -> None:
    last = latest.steps.order_by("-pk").first()
    if last is None or last.act != rules.ASK:
        steps.take(
            latest, rules.ASK, None, by=by, at=at, why=f"Đơn vị gửi tệp trao đổi số {row.number}, có số liệu mới."
        )


def clock_words(row: ReceivedFile) -> str:
    """What is to be said of the hour in the file beside the hour it came."""
    if row.made_at is None or row.made_at <= row.received_at + CLOCK_MAY_DIFFER:
        return ""
    ahead = row.made_at - row.received_at
    hours = round(ahead.total_seconds() / 3600, 1)
    return (
        f"Giờ ghi trong tệp chạy trước giờ ở đây {str(hours).replace('.', ',')} giờ: đồng hồ máy nơi gửi sai. Đúng hạn "
        "hay muộn tính theo lúc tệp đến đây."
    )

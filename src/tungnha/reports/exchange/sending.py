"""A frozen report becomes a signed file and goes upward: carried by hand, or over HTTPS and tried until it arrives."""

from __future__ import annotations

import http.client
import json
import logging
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tungnha.plans.models import Plan
from tungnha.reports.closing import sealing
from tungnha.reports.exchange import answers, content, envelope, keys
from tungnha.reports.exchange.envelope import NotTaken
from tungnha.reports.models import Answer, Destination, KeptList, OtherKey, OwnKey, Report, SendTry, SentFile
from tungnha.reports.operations.shared import only_desk
from tungnha.reports.words import people_in
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

LOG = logging.getLogger(__name__)
DOOR, ASK_DOOR = "/trao-doi/gui/", "/trao-doi/hoi/"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PATIENCE = 20  # seconds
AGAIN = "Máy sẽ tự gửi lại; cũng có thể tải tệp về, mang đi."
FIRST_WAIT, LONGEST_WAIT, MOST_TRIES = timedelta(minutes=5), timedelta(hours=6), 60


def destination_of(plan: Plan) -> Destination | None:
    rows = Destination.objects.filter(plan=plan).select_related("key__organisation", "plan__campaign__area")
    return rows.first()


@transaction.atomic
def set_destination(
    *, plan: Plan, key: OtherKey, url: str, above_symbol: str, above_on: date | None, by: Member, at: datetime
) -> Destination:
    """Where the reports of a plan go from now on. `url`: the address of the installation above; blank: by hand."""
    keys.only_own_desk(by, plan.campaign.area)
    if key.ended_at is not None:
        raise BadInput("Khóa của nơi nhận đã bị thu hồi: xin đăng ký khóa mới của nơi đó trước.")
    made: Destination = Destination.objects.create(
        plan=plan, key=key, url=checked_url(url), above_symbol=" ".join(above_symbol.split())[:60], above_on=above_on,
        at=at, by=by,
    )  # fmt: skip
    log_event("exchange.destination_set", about=plan, by=by, at=at, over_net=bool(made.url))
    return made


def checked_url(text: str) -> str:
    """`https://host`; without TLS only to this very machine, in a rehearsal."""
    text = text.strip().rstrip("/")
    if not text:
        return ""
    try:
        parts = urllib.parse.urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    own = host in LOOPBACK and parts.scheme == "http" and not settings.PRODUCTION
    if not host or (parts.scheme != "https" and not own) or parts.path or parts.query or parts.username:
        raise BadInput("Địa chỉ máy chủ cấp trên phải có dạng https://ten-may-chu, không có gì phía sau. Xin xem lại.")
    return text


# --- making the file -------------------------------------------------------------------------------------------------


@transaction.atomic
def make_file(*, report: Report, by: Member, at: datetime, kept: Collection[str] = ()) -> SentFile:
    """The signed file of a frozen report, with the lists that prove it kept here. Asked again, it is the same file;
    after the key was changed, or for another receiver, a further one. `kept`: names of people in the words that may
    go, as an officer has said; the others are hidden."""
    only_desk(by, report.area, *keys.WRITERS)
    destination, own = _ready(report)
    Area.objects.select_for_update().get(pk=report.area_id)  # numbers are given one after the other
    to = destination.key.organisation
    if (before := made_before(report)) is not None:
        return before
    number = (SentFile.objects.filter(to=to).aggregate(last=Max("number"))["last"] or 0) + 1
    body, lists = content.build(report, destination, number=number, to=destination.key.public, at=at, kept=kept)
    text = envelope.sign(body, own.private)
    sent: SentFile = SentFile.objects.create(
        report=report, destination=destination, to=to, number=number, content=text,
        sha256=envelope.opened(text.encode()).sha256, at=at, by=by,
    )  # fmt: skip
    for one in lists:
        rows = json.dumps({"salt": one.salt, "ids": one.ids}, separators=(",", ":"))
        KeptList.objects.create(
            sent=sent, measure=one.measure, on=one.on, count=len(one.ids), root=one.root, kept=rows
        )  # fmt: skip
    named = people_in(report)
    log_event(
        "exchange.file_made", about=sent, by=by, at=at, number=number, report=report.pk,
        names_hidden=sum(name not in kept for name in named), names_kept=sum(name in kept for name in named),
    )  # fmt: skip
    return sent


def preview(*, report: Report, by: Member, at: datetime, kept: Collection[str] = ()) -> dict[str, Any]:
    """What the file would say, before it is signed; nothing is written. Raises BadInput where none can be made."""
    only_desk(by, report.area, *keys.WRITERS)
    destination, _ = _ready(report)
    body, _ = content.build(report, destination, number=1, to=destination.key.public, at=at, kept=kept)
    return body


def made_before(report: Report) -> SentFile | None:
    """The file that `make_file` would give again, if there is one."""
    destination, own = destination_of(report.plan), keys.own_key(report.area)
    if destination is None or own is None:
        return None
    rows = SentFile.objects.filter(report=report, destination__key=destination.key_id)
    return next((one for one in rows if envelope.opened(one.content.encode()).public == own.public), None)


def _ready(report: Report) -> tuple[Destination, OwnKey]:
    """Everything a file needs, or the sentence that says what is missing."""
    if not report.is_frozen:
        raise BadInput("Báo cáo chưa chốt: chốt rồi mới lập tệp gửi lên cấp trên.")
    if problems := sealing.problems_of_report(report):
        raise BadInput(f"Báo cáo không còn nguyên vẹn ({problems[0]}) nên không lập tệp: xin báo phụ trách dữ liệu.")
    destination = destination_of(report.plan)
    if destination is None:
        raise BadInput("Kế hoạch này chưa có nơi nhận báo cáo: xin ghi nơi nhận ở trang “Trao đổi với cấp trên” trước.")
    if destination.key.ended_at is not None:
        raise BadInput("Khóa của nơi nhận đã bị thu hồi: xin đăng ký khóa mới rồi ghi lại nơi nhận.")
    own = keys.own_key(report.area)
    if own is None:
        raise BadInput("Nơi đây chưa có khóa để ký tệp: xin tạo khóa ở trang “Trao đổi với cấp trên” trước.")
    return destination, own


# --- over the network ------------------------------------------------------------------------------------------------


class Away(Exception):
    """The other side cannot be reached just now; the sentence says how."""


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None  # a report goes where the officer said, or nowhere


_opener = urllib.request.build_opener(_Stays)


def _post(url: str, text: str) -> dict[str, Any]:
    """What the other side answered. Raises Away where there is no answer, or none of ours."""
    request = urllib.request.Request(
        url, data=text.encode(), headers={"Content-Type": "application/octet-stream"}, method="POST"
    )
    try:
        status, data, is_whole = _answered(request)
    except (OSError, ValueError, http.client.HTTPException) as problem:
        LOG.info("the office above is not reached: %s", type(problem).__name__)
        raise Away(f"Chưa nối được với máy chủ cấp trên. {AGAIN}") from None
    try:
        said = json.loads(data)
        if isinstance(said, dict) and said.get("tungnha") == 1:
            return said
    except (ValueError, RecursionError):
        pass
    if not is_whole:
        raise Away(f"Đường truyền đứt giữa chừng, chưa rõ cấp trên đã nhận hay chưa. {AGAIN}")
    if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Away(f"Máy chủ cấp trên đang trục trặc (mã {status}). {AGAIN}")
    raise Away("Địa chỉ này có trả lời nhưng không phải máy chủ Từng Nhà: xin xem lại địa chỉ nơi nhận.")


def _answered(request: urllib.request.Request) -> tuple[int, bytes, bool]:
    """(status, what was said, whether all of it came)."""
    try:
        answer: Any = _opener.open(request, timeout=PATIENCE)
    except urllib.error.HTTPError as problem:
        answer = problem
    with answer:
        data = answer.read(envelope.MOST_BYTES + 1)
        stated = answer.headers.get("Content-Length", "")
    return answer.status, data, not stated.isdecimal() or len(data) >= min(int(stated), envelope.MOST_BYTES + 1)


def send(*, sent: SentFile, by: Member | None, at: datetime) -> SendTry:
    """Try once. Whatever comes of it is written down; a signed answer is kept."""
    url = (destination_of(sent.report.plan) or sent.destination).url
    if not url:
        raise BadInput("Nơi nhận chưa có địa chỉ máy chủ: xin tải tệp về, mang đi; hoặc ghi địa chỉ ở phần nơi nhận.")
    arrived, why = False, ""
    try:
        said = _post(url + DOOR, sent.content)
        why = str(said.get("why", ""))[:300]
        if said.get("answer"):
            taken = answers.take_answer(str(said["answer"]).encode(), area=sent.report.area, by=by, at=at)
            arrived, why = True, answers.said_in(taken)["why"][:300]
    except Away as problem:
        why = str(problem)
    except NotTaken as problem:
        why = problem.sentence
    made: SendTry = SendTry.objects.create(sent=sent, at=at, arrived=arrived, why=why)
    log_event("exchange.sent", about=sent, by=by, at=at, arrived=arrived, number=sent.number)
    return made


def ask_above(*, area: Area, url: str, key: OtherKey, by: Member | None, at: datetime) -> int:
    """Fetch all answers of the office above: how many say something new. Raises BadInput where it is not reached."""
    own = keys.own_key(area)
    if own is None or not url:
        raise BadInput("Chưa có khóa hoặc chưa có địa chỉ máy chủ cấp trên nên chưa hỏi qua mạng được.")
    before = Answer.objects.filter(sent__report__area=area).count()
    try:
        said = _post(url + ASK_DOOR, envelope.sign(answers.ask_body(key.public, at), own.private))
    except Away as problem:
        raise BadInput(str(problem)) from problem
    if said.get("why"):
        raise BadInput(str(said["why"])[:300])
    for text in said.get("answers", []):
        answers.take_answer(str(text).encode(), area=area, by=by, at=at)
    return Answer.objects.filter(sent__report__area=area).count() - before


def retry(at: datetime) -> int:
    """Files that were sent over the network and have not arrived are sent again: every hour by `tungnha tick`, each
    time after a longer pause. How many arrived."""
    arrived = 0
    waiting = SentFile.objects.filter(tries__isnull=False, answers=None).distinct()
    for sent in waiting.select_related("report__area", "report__plan", "destination"):
        tries = list(sent.tries.order_by("at"))
        pause = min(FIRST_WAIT * 2 ** min(len(tries), 20), LONGEST_WAIT)
        newest = SentFile.objects.filter(report__plan=sent.report.plan_id, report__period=sent.report.period).first()
        if len(tries) >= MOST_TRIES or at - tries[-1].at < pause or newest != sent:
            continue
        arrived += send(sent=sent, by=None, at=at).arrived
    return arrived

"""Citizens' feedback: taken in without a name, answered, followed by a code; and what the official app counts."""

from __future__ import annotations

import csv
import io
import re
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.crypto import salted_hmac

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate
from tungnha.voices.models import AppMonth, Difficulty, Feedback, OfficialApp
from tungnha.voices.operations import difficulties, routing, telling
from tungnha.voices.rules import wording

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L: read aloud and copied by hand
CODE_LENGTH = 10  # 49 bits
MOST_WORDS = 1000
ANSWER_DAYS = 5  # working days


@dataclass(frozen=True)
class Sent:
    """`code`: told once, to the sender. Only its hash is kept."""

    row: Feedback
    code: str


@transaction.atomic
def send(*, commune: Area, village: Area | None, kind: str, words: str, form: uuid.UUID, at: datetime) -> Sent:
    """Take one in. `form`: the id the page was given; pressing twice is one, under the same code."""
    code = code_of(form)
    there = Feedback.objects.filter(pk=form).first()
    if there is not None:
        return Sent(there, code)
    words = wording.clean(words, commune)[:MOST_WORDS]
    if not words:
        raise BadInput("Mời viết vài chữ cho xã biết.")
    if kind not in Feedback.Kind.values:
        raise BadInput("Mời chọn một việc trong các việc đã nêu.")
    if village is not None and village.parent_id != commune.pk:
        raise BadInput("Mời chọn thôn trong danh sách.")
    row = Feedback.objects.create(
        pk=form, commune=commune, village=village, kind=kind, words_text=words, code_hash=hash_of(code), came_at=at,
        due_at=routing.due_after(commune, at, ANSWER_DAYS),
    )  # fmt: skip
    log_event("feedback.came", about=row, by=None, at=at, kind=kind)
    telling.of_feedback(row, at)
    return Sent(row, code)


def new_form() -> uuid.UUID:
    """The id of one page of the form."""
    return uuid.UUID(bytes=secrets.token_bytes(16), version=4)


def code_of(form: uuid.UUID) -> str:
    """The code that belongs to one page of the form: made of its id and the server's key, so that the same page sent
    again shows the same code, and nobody else can work it out."""
    number = int(salted_hmac("tungnha.voices.code", form.hex, algorithm="sha256").hexdigest(), 16)
    found = []
    for _ in range(CODE_LENGTH):
        number, place = divmod(number, len(LETTERS))
        found.append(LETTERS[place])
    return "".join(found)


def shown(code: str) -> str:
    """As it is printed: ABCDE-FGHJK."""
    return f"{code[:5]}-{code[5:]}"


def read_code(text: str) -> str:
    """A typed code without spaces and dashes, in capitals; "" for what cannot be one."""
    code = re.sub(r"[\s\-–.]", "", text).upper()
    return code if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else ""


def hash_of(code: str) -> str:
    return salted_hmac("tungnha.voices.feedback", code, algorithm="sha256").hexdigest()


def followed(code: str) -> Feedback | None:
    """What belongs to a code."""
    found = read_code(code)
    return Feedback.objects.filter(code_hash=hash_of(found)).select_related("commune").first() if found else None


@transaction.atomic
def answer(*, feedback: Feedback, words: str, by: Member, at: datetime, not_ours: bool = False) -> Feedback:
    """Say it back to whoever holds the code. `not_ours`: it is none of the campaign's, and the words say where to."""
    row = _hold(feedback)
    words = hide_typed_numbers(words.strip())[:MOST_WORDS]
    if not words:
        raise BadInput("Mời viết câu trả lời: người gửi sẽ đọc bằng mã của họ.")
    row.state = Feedback.State.NOT_OURS if not_ours else Feedback.State.ANSWERED
    row.answer_text, row.answered_at, row.answered_by = words, at, by
    row.save(update_fields=["state", "answer_text", "answered_at", "answered_by"])
    log_event("feedback.answered", about=row, by=by, at=at, state=row.state)
    return row


@transaction.atomic
def raise_as_difficulty(*, feedback: Feedback, subject: str, by: Member, at: datetime) -> Difficulty:
    """Hand what a citizen wrote to whoever can solve it. The citizen's own clock runs on."""
    row = _hold(feedback)
    if row.difficulty_id is not None:
        raise BadInput("Phản ánh này đã được nêu thành khó khăn rồi.")
    made = difficulties.raise_difficulty(
        area=row.village or row.commune, subject=subject, words=row.words_text, by=by, at=at, made_at=row.came_at,
        said_by=Difficulty.SaidBy.CITIZEN,
    )  # fmt: skip
    row.difficulty = made
    row.save(update_fields=["difficulty"])
    return made


def _hold(feedback: Feedback) -> Feedback:
    rows = Feedback.objects.select_for_update(of=("self",), no_key=True).select_related("commune", "village")
    row: Feedback = rows.get(pk=feedback.pk)
    if row.state != Feedback.State.WAITING:
        raise OutOfDate("Phản ánh này vừa có người trả lời: mời tải lại trang.")
    return row


# -- the app of the authorities


@transaction.atomic
def name_app(*, area: Area, name: str, url: str, hotline: str, how_to: str, by: Member, at: datetime) -> OfficialApp:
    """Where an area wants everything else reported."""
    if not name.strip() or not how_to.strip():
        raise BadInput("Mời ghi tên ứng dụng và cách gửi, mỗi bước một dòng.")
    if url.strip():
        try:
            URLValidator(schemes=["https", "http"])(url.strip())
        except ValidationError as problem:
            raise BadInput("Địa chỉ phải bắt đầu bằng https://, ví dụ https://phananh.example.vn.") from problem
    row = OfficialApp.objects.create(
        area=area, name=" ".join(name.split())[:80], url=url.strip(), hotline=" ".join(hotline.split())[:20],
        how_to=how_to.strip()[:1500], at=at, by=by,
    )  # fmt: skip
    log_event("feedback.app_named", about=row, by=by, at=at)
    return row


def app_of(area: Area) -> OfficialApp | None:
    """What stands in an area: said of the nearest, the latest word."""
    rows = OfficialApp.objects.filter(area__path__in=area.ancestor_paths())
    return rows.order_by("-area__path", "-at", "-pk").first()


@transaction.atomic
def state_month(
    *, area: Area, month: date, sent: int, answered: int, on_time: int, source: str, by: Member, at: datetime,
    organisation: Organisation | None = None, how: str = AppMonth.How.TYPED,
) -> AppMonth:  # fmt: skip
    """What the app counted in a month. A second word about a month stands beside the first; the latest counts."""
    month = month.replace(day=1)
    said = f"tháng {month.month}/{month.year}"
    if month > at.date():
        raise BadInput(f"Chưa đến {said}: mời xem lại tháng.")
    if not 0 <= on_time <= answered <= sent:
        raise BadInput(
            f"Số liệu {said} không khớp: gửi đến {sent}, đã trả lời {answered}, đúng hạn {on_time}. Số đã trả lời "
            "không thể lớn hơn số gửi đến, số đúng hạn không thể lớn hơn số đã trả lời."
        )
    if not source.strip():
        raise BadInput("Mời ghi nguồn: số liệu lấy ở đâu, ngày nào.")
    row = AppMonth.objects.create(
        area=area, organisation=organisation, month=month, sent=sent, answered=answered, on_time=on_time,
        source=" ".join(source.split())[:200], how=how, at=at, by=by,
    )  # fmt: skip
    log_event("feedback.month_stated", about=row, by=by, at=at, period=f"{month:%Y-%m}", how=how)
    return row


COLUMNS = {
    "month": ("tháng", "thang", "kỳ"), "sent": ("gửi đến", "tiếp nhận", "đã gửi", "tổng số"),
    "answered": ("đã trả lời", "đã xử lý"), "on_time": ("đúng hạn",),
}  # fmt: skip
MOST_ROWS = 200


@transaction.atomic
def import_months(
    *, area: Area, text: str, source: str, by: Member, at: datetime, organisation: Organisation | None = None
) -> list[AppMonth]:
    """A file of the app: CSV or columns pasted out of a sheet, a month a line. All of it or nothing: BadInput says
    which line is wrong and how."""
    rows = _table(text)
    made = []
    for number, row in rows:
        try:
            made.append(
                state_month(area=area, source=source, by=by, at=at, organisation=organisation, how=AppMonth.How.FILE,
                            **_month_row(row))
            )  # fmt: skip
        except BadInput as problem:
            raise BadInput(f"Dòng {number}: {problem.sentence}") from problem
    return made


def _table(text: str) -> list[tuple[int, Mapping[str, str]]]:
    text = text.lstrip("\ufeff").strip()
    first = text.split("\n", 1)[0]
    separator = next((one for one in ("\t", ";") if one in first), ",")
    lines = list(csv.reader(io.StringIO(text), delimiter=separator))
    if len(lines) < 2 or len(lines) > MOST_ROWS:
        raise BadInput(f"Cần một dòng tên cột và từ 1 đến {MOST_ROWS} dòng, mỗi tháng một dòng.")
    places = _places(lines[0])
    return [
        (number, {name: line[place].strip() if place < len(line) else "" for name, place in places.items()})
        for number, line in enumerate(lines[1:], 2) if any(cell.strip() for cell in line)
    ]  # fmt: skip


def _places(heads: Sequence[str]) -> dict[str, int]:
    """Which column is which, the most exact heading first: “trả lời đúng hạn” is not “trả lời”."""
    found: dict[str, int] = {}
    for name in ("on_time", "answered", "sent", "month"):
        for place, head in enumerate(heads):
            if place not in found.values() and any(word in head.lower() for word in COLUMNS[name]):
                found[name] = place
                break
        else:
            raise BadInput(f"Không thấy cột “{COLUMNS[name][0]}”. Cần bốn cột: tháng, gửi đến, đã trả lời, đúng hạn.")
    return found


def _month_row(row: Mapping[str, str]) -> dict[str, Any]:
    month = re.fullmatch(r"(?:tháng\s*)?(\d{1,2})\s*[/\-.]\s*(\d{4})|(\d{4})-(\d{2})(?:-\d{2})?", row["month"].lower())
    if month is None:
        raise BadInput(f"không đọc được tháng “{row['month'][:20]}”, mời ghi như 5/2026.")
    number, year = (int(month[1]), int(month[2])) if month[1] else (int(month[4]), int(month[3]))
    if not 1 <= number <= 12 or year < 2020:
        raise BadInput(f"không có tháng {number}/{year}.")
    counts: dict[str, Any] = {"month": date(year, number, 1)}
    for name in ("sent", "answered", "on_time"):
        digits = re.sub(r"[.\s\u00a0]", "", row[name])
        if not digits.isdecimal() or len(digits) > 8:
            raise BadInput(f"cột “{COLUMNS[name][0]}” phải là số, đang ghi “{row[name][:20]}”.")
        counts[name] = int(digits)
    return counts

"""The letter that asks units for a report they have not sent (công văn đôn đốc)."""

from dataclasses import dataclass
from datetime import datetime

from tungnha.drafting.dates import deadline, moment
from tungnha.drafting.document import DRAFT, Annex, Block, OfficialDocument, Paragraph
from tungnha.drafting.letters.parts import NAMES_ON_PAGE_ONE, Sender, lower_first, out_of, unit_table, via
from tungnha.drafting.numbers import in_prose
from tungnha.drafting.text import one_line


@dataclass(frozen=True)
class ReminderLetter:
    """`missing` had sent nothing when it was counted. `send_by` is the last hour they are given."""

    sender: Sender
    report_name: str  # kết quả đợt cao điểm phổ cập chữ ký số công cộng tuần từ ngày … đến ngày …
    due_at: datetime
    counted_at: datetime
    expected: int
    missing: tuple[str, ...]
    send_by: datetime | None = None
    plan_reference: str = ""
    recipients: tuple[str, ...] = ()
    draft_mark: str = DRAFT

    @property
    def is_overdue(self) -> bool:
        return self.counted_at >= self.due_at


def reminder_letter(letter: ReminderLetter) -> OfficialDocument:
    many = len(letter.missing) > NAMES_ON_PAGE_ONE
    return OfficialDocument(
        letterhead=letter.sender.letterhead,
        kind="",
        subject=f"đôn đốc gửi báo cáo {one_line(letter.report_name)}",
        addressees=("Các cơ quan, đơn vị có tên trong danh sách kèm theo",) if many else letter.missing,
        body=body(letter, many=many),
        recipients=letter.recipients,
        archive=letter.sender.archive,
        signature=letter.sender.signature,
        annexes=(Annex("Danh sách đơn vị chưa gửi báo cáo", (unit_table(letter.missing),)),) if many else (),
        issuer_in_prose=letter.sender.in_prose,
        draft_mark=letter.draft_mark,
    )


def body(letter: ReminderLetter, *, many: bool) -> tuple[Block, ...]:
    us, place = letter.sender.in_prose, via(letter.sender.contact)
    due, last = deadline(letter.due_at), deadline(letter.send_by or letter.due_at)
    following = f"Thực hiện {one_line(letter.plan_reference)}, các" if letter.plan_reference else "Các"
    who = (
        "các đơn vị có tên trong danh sách kèm theo"
        if many
        else ", ".join(lower_first(one_line(unit)) for unit in letter.missing)
    )
    urgent = "khẩn trương hoàn thành báo cáo, gửi" if letter.is_overdue else "hoàn thành báo cáo, gửi"
    return (
        Paragraph(
            f"{following} cơ quan, đơn vị gửi báo cáo {one_line(letter.report_name)} về {us}{place} trước {due}.",
            bold=(f"trước {due}",),
        ),
        Paragraph(
            f"Đến {moment(letter.counted_at)}, có {out_of(letter.expected - len(letter.missing), letter.expected)} "
            f"đơn vị đã gửi báo cáo; còn {in_prose(len(letter.missing))} đơn vị chưa gửi: {who}."
        ),
        Paragraph(f"Để kịp thời tổng hợp, báo cáo theo quy định, {us} đề nghị các đơn vị chưa gửi báo cáo:"),
        Paragraph(f"1. Cử người phụ trách {urgent} về {us}{place} trước {last}.", bold=(f"trước {last}",)),
        Paragraph(
            "2. Báo cáo đủ các nội dung theo mẫu. Nội dung không phát sinh thì ghi số 0; "
            "nội dung chưa thống kê được thì ghi “chưa có số liệu” và nêu rõ lý do."
        ),
        Paragraph(
            f"3. Trường hợp có khó khăn, vướng mắc, kịp thời phản ánh về {us}{place} để được hướng dẫn, giải quyết."
        ),
        Paragraph(f"{us} đề nghị các cơ quan, đơn vị quan tâm, thực hiện./."),
    )

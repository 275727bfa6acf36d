"""The log of what was done in an area, filtered and page by page. It is only ever read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, resolve, reverse

from tungnha.people.forms.unmask import purpose_words
from tungnha.people.models import Person
from tungnha.people.protection import log_words
from tungnha.units import clock
from tungnha.units.models import Event, Member
from tungnha.units.scope import visible_to

MOST = 5000  # rows in one file
# Where the thing an event is about can be opened, and what it is called.
ABOUT: dict[str, tuple[str, str]] = {
    "people.Person": ("người", "people:person"),
    "people.Household": ("hộ", "people:household"),
    "people.PersonChange": ("thay đổi của một người", ""),
    "people.Identifier": ("số định danh", ""),
    "people.Telephone": ("số điện thoại", ""),
    "people.PopulationFile": ("tệp dân cư", "people:import-result"),
    "people.RegisterNote": ("lời báo về sổ", "people:note"),
    "people.Export": ("tệp đã lấy ra", ""),
    "people.Need": ("người cần hỗ trợ thêm", ""),
    "people.RosterEntry": ("dòng danh sách của đơn vị", ""),
    "people.RosterQuestion": ("điều cần xác nhận", ""),
    "people.RosterFile": ("tệp của đơn vị", ""),
    "people.Establishment": ("cơ sở", "people:establishment"),
    "people.Product": ("sản phẩm", "people:product"),
    "people.ProductListing": ("gian hàng của sản phẩm", ""),
    "people.SellerFile": ("tệp cơ sở", ""),
    "people.RightsRequest": ("yêu cầu của người dân", "people:rights-request"),
    "people.ProcessingRecord": ("hồ sơ xử lý", "people:processing"),
    "people.ProtectionCheck": ("lần kiểm tra", ""),
    "people.ConsentNotice": ("mẫu xin đồng ý", "people:consent-notice"),
    "people.Consent": ("lần đồng ý", ""),
    "people.Restriction": ("lần hạn chế dùng thông tin", ""),
    "people.Breach": ("sự cố", "people:breach"),
    "people.Retention": ("lần hết hạn giữ", "people:retention"),
    "people.Erasure": ("lần xóa thông tin", ""),
    "ledger.Claim": ("ghi nhận", ""),
    "ledger.CountClaim": ("số liệu không kèm tên", ""),
    "ledger.Standing": ("điều ghi nhận đang tính", ""),
    "ledger.Measure": ("cách tính chỉ tiêu", ""),
    "lists.Agreement": ("thỏa thuận giao nhận", ""),
    "lists.IncomingList": ("danh sách", "lists:list"),
    "lists.HandedList": ("danh sách giao đơn vị", "lists:handed-list"),
    "lists.HandedReturn": ("lần trả lời danh sách được giao", ""),
    "field.SupportSession": ("buổi hỗ trợ", "field:session"),
    "field.Equipment": ("máy móc, thiết bị", ""),
    "people.Place": ("địa điểm", ""),
    "units.MemberNotice": ("thông báo", ""),
    "units.Badge": ("thẻ thành viên", ""),
    "units.BadgeKey": ("khóa ký thẻ", ""),
    "field.Device": ("điện thoại của Tổ", ""),
    "field.JoinCode": ("mã cho điện thoại vào Tổ", ""),
    "field.PhoneOperation": ("việc gửi từ điện thoại", ""),
    "field.SyncEpoch": ("lần bắt đầu lại việc gửi nhận", ""),
    "field.LeaderMessage": ("lời nhắn của Tổ trưởng", ""),
    "field.DeskVisit": ("lượt khách", ""),
    "field.QueueTicket": ("số thứ tự", ""),
    "field.TypedSeries": ("số liệu theo dõi", "field:series-one"),
    "outreach.Theme": ("chủ đề tuyên truyền", ""),
    "outreach.OutreachForm": ("hình thức tuyên truyền", ""),
    "outreach.KeyMessage": ("khẩu hiệu, thông điệp", ""),
    "outreach.Activity": ("hoạt động tuyên truyền", "outreach:activity"),
    "outreach.ActivityPart": ("phần việc tuyên truyền", "outreach:part"),
    "outreach.PartResult": ("kết quả một phần việc tuyên truyền", ""),
    "outreach.SiteEntry": ("một lần ghi ở nơi niêm yết", ""),
    "outreach.ReadyText": ("lời soạn sẵn", "outreach:text"),
    "outreach.TextTemplate": ("lời mẫu", ""),
    "outreach.News": ("tin", "outreach:news-one"),
    "outreach.Material": ("tài liệu", "outreach:material"),
    "outreach.PlanAddress": ("địa chỉ của kế hoạch", ""),
    "outreach.PlanLink": ("đường dẫn của kế hoạch", ""),
    "outreach.Posting": ("đợt treo, niêm yết", "outreach:posting"),
    "outreach.PostedSite": ("nơi treo, niêm yết", "outreach:site"),
    "outreach.Offer": ("ưu đãi của doanh nghiệp", "outreach:offer"),
    "outreach.TrainingProgramme": ("chương trình tập huấn", "outreach:programme"),
    "outreach.Course": ("lớp tập huấn", "outreach:course"),
    "outreach.ZaloGroup": ("nhóm Zalo của thôn", ""),
    "voices.Difficulty": ("khó khăn", "voices:difficulty"),
    "voices.SubjectRule": ("cách chia khó khăn", ""),
    "voices.Feedback": ("phản ánh", "voices:feedback-one"),
    "voices.OfficialApp": ("ứng dụng phản ánh", ""),
    "voices.AppMonth": ("số liệu ứng dụng phản ánh", ""),
    "voices.Rumour": ("tin đồn", "voices:rumour"),
    "voices.RumourPlace": ("thôn nhận lời đáp", ""),
    "voices.OpinionNote": ("ý kiến dư luận", ""),
    "outreach.Inspection": ("lần kiểm tra", "outreach:inspection"),
    "progress.CallBackSample": ("mẫu gọi lại", "progress:call-back"),
    "outreach.Commendation": ("đề nghị khen", "outreach:commendation"),
    "outreach.GoodPractice": ("cách làm hay", "outreach:practice"),
    "outreach.FundSource": ("nguồn kinh phí", "outreach:money-source"),
    "outreach.SupportNorm": ("mức hỗ trợ", ""),
    "outreach.TeamPayment": ("khoản chi cho Tổ", ""),
    "outreach.Gift": ("hiện vật được cho", ""),
    "outreach.ZaloHousehold": ("hộ trong nhóm Zalo", ""),
    "outreach.Finding": ("điều phải khắc phục", ""),
    "outreach.ChecklistItem": ("điều cần xem", ""),
    "outreach.PracticeCopy": ("lần làm theo", ""),
    "progress.CallBack": ("lượt gọi lại", ""),
    "field.Visit": ("lượt đến nhà", ""),
    "field.HouseholdInformed": ("lần báo cho hộ", ""),
    "field.SellerVisit": ("lượt đến cơ sở", ""),
    "plans.Plan": ("kế hoạch", "plans:plan"),
    "plans.PlanVersion": ("bản của kế hoạch", ""),
    "plans.PlanDocument": ("văn bản kế hoạch", ""),
    "plans.Draft": ("bản rà soát", ""),
    "plans.Task": ("nhiệm vụ", "plans:work-task"),
    "plans.TaskEntry": ("lời ghi về nhiệm vụ", ""),
    "plans.TaskExtension": ("lần xin gia hạn", ""),
    "plans.AdoptionItem": ("mục triển khai", ""),
    "plans.Question": ("điều kế hoạch để ngỏ", ""),
    "plans.Proposal": ("kiến nghị", ""),
    "plans.Target": ("chỉ tiêu", "progress:target"),
    "plans.Duty": ("chế độ báo cáo", ""),
    "reports.Report": ("báo cáo", "reports:report"),
    "reports.LockedCopy": ("bản báo cáo đã khóa", ""),
    "reports.NamedList": ("danh sách kèm báo cáo", ""),
    "reports.PhaseClosing": ("lần chốt đợt", "reports:closing-kept"),
    "reports.PhaseReopening": ("lần mở lại đợt", ""),
    "reports.OwnKey": ("khóa trao đổi", ""),
    "reports.OtherKey": ("khóa của nơi khác", ""),
    "reports.Destination": ("nơi nhận tệp báo cáo", ""),
    "reports.SentFile": ("tệp báo cáo đã lập", "reports:exchange-sent"),
    "reports.ReceivedFile": ("tệp báo cáo nhận được", "reports:exchange-received"),
    "reports.EvaluationWeights": ("trọng số đánh giá", ""),
    "reports.Paper": ("văn bản", "reports:paper"),
    "reports.OfficeForm": ("thể thức của cơ quan", ""),
    "reports.Signer": ("người ký", ""),
    "reports.Abbreviation": ("chữ viết tắt", ""),
    "reports.NumberSeries": ("sổ số", ""),
    "reports.TakenNumber": ("số văn bản", ""),
    "reports.Submission": ("báo cáo nộp", ""),
    "reports.Obligation": ("kỳ báo cáo", "reports:obligation"),
    "reports.Excuse": ("lần miễn báo cáo", ""),
    "reports.CalendarFeed": ("địa chỉ lịch", ""),
    "reports.Request": ("báo cáo nhanh", "reports:request"),
    "reports.RequestAsk": ("nơi được hỏi", "reports:answer"),
    "reports.RequestAnswer": ("câu trả lời", ""),
    "progress.BaseChoice": ("số phải tính", ""),
    "units.Member": ("người dùng", "units:setup-member"),
    "units.User": ("người dùng", ""),
    "units.Organisation": ("đơn vị", "units:setup-organisation"),
    "units.Area": ("địa bàn", ""),
    "units.Campaign": ("đợt", ""),
    "units.Group": ("tổ", "units:setup-group"),
    "units.DayOff": ("ngày nghỉ", ""),
}


@dataclass(frozen=True)
class Asked:
    """What of the log is asked for; nothing asked for is everything."""

    member: int | None = None
    family: str = ""
    since: date | None = None
    until: date | None = None
    about: str = ""
    about_id: str = ""
    before: int | None = None  # only rows older than this one


@dataclass(frozen=True)
class Line:
    """One event in words."""

    id: int
    at: datetime
    who: str
    role: str
    what: str
    about: str
    url: str
    figures: str
    person: int | None = None


def events_of(reader: Member, asked: Asked) -> QuerySet[Any]:
    """Events done by members of the reader's area, latest first."""
    rows = Event.objects.filter(area_path__startswith=reader.area.path).order_by("-id")
    if asked.member is not None:
        rows = rows.filter(member_id=asked.member)
    if asked.family:
        rows = rows.filter(_of_family(asked.family))
    if asked.since:
        rows = rows.filter(at__gte=_midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.about:
        rows = rows.filter(about=asked.about)
    if asked.about_id:
        rows = rows.filter(about_id=asked.about_id)
    if asked.before is not None:
        rows = rows.filter(id__lt=asked.before)
    return rows


def _of_family(family: str) -> Q:
    """Events of a family, and of those that are called the same (group, groups)."""
    label, found = log_words.FAMILIES.get(family), Q(verb__startswith=f"{family}.")
    for other, words in log_words.FAMILIES.items():
        if words == label:
            found |= Q(verb__startswith=f"{other}.")
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.now().tzinfo)


def lines_of(events: Sequence[Event], reader: Member) -> list[Line]:
    """Events in words. A person is named only to who may see that person."""
    members = Member.objects.select_related("user").in_bulk({e.member_id for e in events if e.member_id})
    wanted = {int(e.about_id) for e in events if e.about == "people.Person"}
    persons = visible_to(Person.objects.all(), reader).in_bulk(wanted)
    return [_line(event, members, persons, reader) for event in events]


def _line(event: Event, members: dict[int, Member], persons: dict[int, Person], reader: Member) -> Line:
    member = members.get(event.member_id or 0)
    person = persons.get(int(event.about_id)) if event.about == "people.Person" else None
    purpose = event.data.get("purpose") if event.verb.endswith(".unmasked") else ""
    figures = [log_words.figures(event.data), f"để {purpose_words(purpose).lower()}" if purpose else ""]
    return Line(
        id=event.pk, at=event.at, who=member.user.full_name if member else "", role=event.actor,
        what=log_words.sentence(event.verb), about=_about(event, person), url=_url(event, person, reader),
        figures=", ".join(part for part in figures if part), person=person.pk if person else None,
    )  # fmt: skip


def _about(event: Event, person: Person | None) -> str:
    if person is not None:
        return person.full_name
    name = thing(event.about)
    return f"{name} số {event.about_id}" if name and event.about_id.isdecimal() else name


def thing(label: str) -> str:
    """What a model is called on pages; a thing without a word is shown by its sentence alone."""
    return ABOUT.get(label, ("", ""))[0]


def _url(event: Event, person: Person | None, reader: Member) -> str:
    """The page of the thing, for whom it opens. A person out of sight has no link."""
    _, route = ABOUT.get(event.about, ("", ""))
    if not route or (event.about == "people.Person" and person is None):
        return ""
    try:
        url = reverse(route, args=[event.about_id])
    except NoReverseMatch:
        return ""
    roles = getattr(resolve(url).func, "roles", None)  # what @only lets in
    return url if roles is None or reader.has_role(*roles) else ""


def people_who_did(reader: Member) -> QuerySet[Any]:
    """The members of the reader's area, past ones too: the log speaks of them as well."""
    rows = Member.objects.filter(Q(area__path__startswith=reader.area.path)).select_related("user")
    return rows.order_by("user__full_name", "id")

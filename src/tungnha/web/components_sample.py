"""Made-up content for the page that shows all parts: the commune of Nà Hạ does not exist."""

from datetime import date, datetime

from django import forms
from django.core.paginator import Paginator

from tungnha.units.typed import WholeNumberField


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 5, day, hour, minute)


class VisitForm(forms.Form):
    """Every kind of input once."""

    household = forms.CharField(label="Họ tên chủ hộ", help_text="Viết đủ họ, chữ đệm và tên như trên thẻ căn cước.")
    visited_on = forms.DateField(label="Ngày đến nhà", widget=forms.DateInput(attrs={"type": "date"}))
    people = WholeNumberField(label="Số người trên 15 tuổi", min_value=0)
    village = forms.ChoiceField(label="Thôn", choices=[("", "Chọn thôn"), ("1", "Nà Hạ"), ("2", "Bản Lầu")])
    services = forms.MultipleChoiceField(
        label="Đã hướng dẫn việc gì",
        choices=[("sig", "Chữ ký số"), ("vneid", "VNeID mức 2"), ("ssk", "Sổ sức khỏe điện tử")],
        widget=forms.CheckboxSelectMultiple,
    )
    channel = forms.ChoiceField(
        label="Nhắn cho gia đình bằng cách nào",
        choices=[("zalo", "Zalo"), ("call", "Gọi điện"), ("none", "Không cần nhắn")],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(label="Ghi thêm", widget=forms.Textarea, required=False)
    paper = forms.FileField(label="Danh sách ký nhận", help_text="Tệp .xlsx hoặc .csv, không quá 20 MB.")
    agreed = forms.BooleanField(label="Gia đình đồng ý để Tổ ghi lại kết quả")


COLUMNS = [
    {"key": "name", "label": "Thôn", "link": "url"},
    {"key": "base", "label": "Người trên 15 tuổi", "kind": "count"},
    {"key": "now", "label": "Có chữ ký số", "kind": "count"},
    {"key": "value", "label": "Đạt tỷ lệ", "kind": "percent"},
    {"key": "change", "label": "Tăng trong tuần", "kind": "delta"},
    {"key": "status", "label": "Báo cáo tuần", "kind": "status"},
]


def _village(name, base, now, change, level, status) -> dict:
    value = None if now is None else now / base * 100
    return {"name": name, "base": base, "now": now, "value": value, "change": change, "level": level,
            "status": status, "url": "#map"}  # fmt: skip


VILLAGES = [
    _village("Nà Hạ", 612, 398, 31, "reached", "sent"),
    _village("Bản Lầu", 488, 279, 12, "on_path", "sent"),
    _village("Khu phố Đồng Tâm", 731, 344, 18, "on_path", "late"),
    _village("Phiêng Luông", 356, 121, 4, "behind", "sent"),
    _village("Thôn Nước Hai", 402, 97, 0, "behind", "due"),
    _village("Khuổi Slưn", 210, 14, -1, "far", "missing"),
    _village("Pác Nghiên", 187, None, None, None, "missing"),
    _village("Tổ dân phố Trần Phú", 544, 301, 22, "on_path", "locked"),
]
TOTAL = {"name": "Toàn xã (7/8 thôn có số liệu)", "base": 3530, "now": 1554, "value": 44.02, "change": 86}

POINTS = [
    (date(2026, 5, 25), 340), (date(2026, 5, 28), 368), (date(2026, 6, 4), 512), (date(2026, 6, 11), 640),
    (date(2026, 6, 18), None), (date(2026, 6, 25), 905), (date(2026, 7, 2), 1058), (date(2026, 7, 9), 1190),
]  # fmt: skip
MILESTONES = [(date(2026, 7, 31), 1918, "35%"), (date(2026, 10, 31), 3496, "63,80%")]

ROWS = [
    {"title": "Báo cáo tuần của thôn Khuổi Slưn", "url": "#rows", "meta": "Hạn: 10 giờ 00 thứ Năm, 28/5/2026",
     "status": "missing"},
    {"title": "Nộp danh sách cấp chữ ký số", "url": "#rows", "meta": "VNPT gửi 25 dòng, 23 dòng đã nhận",
     "status": "ask", "status_label": "2 dòng cần hỏi"},
    {"title": "Thống nhất số người trên 15 tuổi với Công an xã", "url": "#rows", "meta": "Phòng Văn hóa – Xã hội",
     "status": "reached", "status_label": "Đã xong"},
]  # fmt: skip

EVENTS = [
    {"at": at(28, 9, 10), "title": "Thôn Bản Lầu gửi báo cáo tuần", "by": "Lò Thị Mai", "tone": "ok"},
    {"at": at(28, 9, 42), "title": "Phòng Văn hóa – Xã hội trả lại để sửa", "tone": "warn",
     "text": "Số tăng trong tuần (12) không khớp với danh sách gửi kèm (9 người)."},
    {"at": at(28, 10, 7), "title": "Khu phố Đồng Tâm gửi muộn 7 phút", "by": "Hoàng Văn Hùng", "tone": "problem"},
]  # fmt: skip

SOURCE = [
    {"text": "I. MỤC TIÊU"},
    {"id": "line-1", "find": 1, "text": "Đến ngày 31/7/2026, tối thiểu 35% người dân trưởng thành có chữ ký số."},
    {"id": "line-2", "find": 2, "text": "Đến ngày 31/10/2026, đạt 63,80% dân số trưởng thành (3.496 người)."},
    {"text": "II. CHẾ ĐỘ BÁO CÁO"},
    {"id": "line-3", "find": 3, "text": "Các thôn báo cáo trước 10h00 thứ Năm hằng tuần."},
]
FINDS = [
    {"number": 1, "anchor": "line-1", "label": "Chỉ tiêu chữ ký số, mốc 31/7/2026", "value": "≥ 35,00%",
     "url": "#review"},
    {"number": 2, "anchor": "line-2", "label": "Chỉ tiêu chữ ký số, mốc 31/10/2026", "value": "63,80% · 3.496 người",
     "question": "Chỗ khác trong văn bản viết “> 64%”. Lấy số nào?", "url": "#review", "action": "Trả lời"},
    {"number": 3, "anchor": "line-3", "label": "Báo cáo tuần", "value": "10 giờ 00 thứ Năm", "url": "#review"},
]  # fmt: skip

OUTCOMES = [
    ("done", "Đã làm xong", "Có chữ ký số ngay tại nhà", "ok", "check"),
    ("again", "Hẹn lại ngày khác", "Chủ hộ bận, thiếu giấy tờ", "warn", "calendar"),
    ("absent", "Không ai ở nhà", "", "calm", "door"),
    ("refused", "Gia đình chưa muốn làm", "", "problem", "cross"),
]

FACTS = [
    {"label": "Chủ trì", "value": "Phòng Văn hóa – Xã hội"},
    {"label": "Phối hợp", "value": "Công an xã, VNPT, Đoàn Thanh niên"},
    {"label": "Hạn", "value": "trước 31/7/2026", "note": "hiểu là hết ngày 30/7/2026"},
    {"label": "Kết quả phải có", "value": ""},
]

NAV = [
    {"url": "#", "label": "Hôm nay", "icon": "home"},
    {"url": "#", "label": "Kế hoạch", "icon": "plan"},
    {"url": "#", "label": "Tiến độ", "icon": "path"},
    {"url": "#", "label": "Báo cáo", "icon": "report", "badge": 3},
    {"url": "#", "label": "Dân cư", "icon": "people", "current": True, "pages": [
        {"url": "#", "label": "Nhân khẩu", "current": True},
        {"url": "#", "label": "Danh sách gửi đến", "badge": 2},
    ]},
]  # fmt: skip
BAR = [
    {"url": "#", "label": "Nhà cần đến", "icon": "door", "current": True, "badge": 12},
    {"url": "#", "label": "Đã đến", "icon": "check"},
    {"url": "#", "label": "Khó khăn", "icon": "voice"},
    {"url": "#", "label": "Tôi", "icon": "person"},
]
TABS = [
    {"url": "#", "label": "Tổng quan", "current": True},
    {"url": "#", "label": "Nhiệm vụ", "badge": 16},
    {"url": "#", "label": "Báo cáo", "badge": 4},
]
PILLS = [{"label": "Tất cả", "url": "#pills", "current": True}, {"label": "Chưa đến", "url": "#pills"},
         {"label": "Cần hỏi", "url": "#pills"}]  # fmt: skip
CRUMBS = [{"label": "Hôm nay", "url": "#"}, {"label": "Kế hoạch 217", "url": "#"}, {"label": "Các thành phần"}]


def page_of_households():
    return Paginator(range(1, 1184), 50).page(4)


def everything() -> dict:
    bad = VisitForm({"household": "", "people": "-3", "village": "1", "visited_on": "2026-05-28", "channel": "zalo"})
    return {
        "nav": NAV, "bar": BAR, "crumbs": CRUMBS, "place_name": "Xã Nà Hạ",
        "campaign_name": "Cao điểm chữ ký số, từ 25/5 đến 31/10/2026", "member_name": "Lò Thị Mai",
        "member_role": "Cán bộ Phòng Văn hóa – Xã hội", "logout_url": "#", "rehearsal_clock": at(28, 10, 0),
        "columns": COLUMNS, "villages": VILLAGES, "total": TOTAL, "points": POINTS, "milestones": MILESTONES,
        "today": date(2026, 7, 9), "rows": ROWS, "events": EVENTS, "source": SOURCE, "finds": FINDS,
        "outcome_choices": OUTCOMES, "facts": FACTS, "tabs": TABS, "pills": PILLS, "bad_form": bad,
        "form": VisitForm(auto_id="new_%s"), "households": page_of_households(), "moment": at(28, 10, 0),
        "trend": [12, 18, 17, None, 31, 44, 52], "waiting_count": 3, "hotline": "0900.000.000",
    }  # fmt: skip

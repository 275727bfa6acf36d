"""Why a figure is no target of the plan: each refusal with a reason an officer can judge."""

import re
from dataclasses import dataclass

from .figures import Figure
from .fold import fold
from .segments import Segment
from .standing import AIM, AWARD, GROUND, MONEY, SCORE, STATUS, WHO

_REACH = 600  # characters of a sentence looked at on either side of a figure

# -- the place it stands in

_BY_STANDING = {
    STATUS: "nằm ở phần đánh giá, thực trạng: là kết quả đã có",
    MONEY: "nằm ở phần kinh phí: là cơ cấu hoặc mức chi",
    AWARD: "nằm ở phần thi đua, khen thưởng",
    SCORE: "nằm ở phần chấm điểm, xếp loại",
    WHO: "nằm ở phần đối tượng, thành phần",
    GROUND: "nằm ở phần căn cứ, sự cần thiết",
}

AIM_WORD = re.compile(
    r"\b(?:phan dau|muc tieu|chi tieu|dam bao|bao dam|yeu cau|hoan thanh|nang|duy tri|dat|quyet tam|giu vung|phai)\b"
)
ORDER = re.compile(
    r"(?:số hóa|số hoá|cấp|tiêm(?: phòng| chủng)?|tập huấn|kiểm tra|xử lý|triển khai|thực hiện|cung cấp|khám|rà soát"
    r"|thu gom|giải quyết|quản lý|giám sát|đào tạo"
    r"|bồi dưỡng|phủ sóng|cài đặt|tích hợp|kiểm soát|hướng dẫn|lắp đặt|trang bị|đôn đốc|vận động|hỗ trợ|đưa"
    r"|ký cam kết|khôi phục)(?!\w)"
)
_STRONG_AIM = re.compile(
    r"\b(?:phan dau|muc tieu|chi tieu (?:den|nam|la)|quyet tam|nang .{0,40} len|(?:den|trong|het) nam 20\d\d)\b"
)


@dataclass(frozen=True)
class Case:
    """What the rules look at: folded words around a figure."""

    standing: str | None
    figure: Figure
    before: str  # of its segment
    after: str
    sentence: str  # the whole sentence
    lead: str  # before the colon above it
    upto: str  # what opens the sentence, and its own words up to the figure
    quoted: bool
    aside: bool
    first: bool  # the number comes before whom it counts
    past: bool
    subject: bool
    said_before: str  # as written, lower case, like the two below
    said_after: str
    said_upto: str
    share: bool  # "chiếm"
    said_lead: str

    @property
    def near(self) -> str:
        return self.before[-45:]


def case_of(
    text: str, low: str, folded: str, segment: Segment, standing: str | None, past: bool, first: bool, subject: bool
) -> Case:
    figure = segment.figure
    a, b = segment.sentence
    a, b = max(a, figure.at - _REACH), min(b, figure.end + _REACH)
    upto = text[a : figure.at]
    quoted = upto.count("“") > upto.count("”") or upto.count('"') % 2 == 1
    lead = folded[segment.lead[0] : segment.lead[1]] if segment.lead else ""
    return Case(
        standing=standing,
        figure=figure,
        before=folded[segment.start : figure.start],
        after=folded[figure.end : segment.end],
        sentence=folded[a:b],
        lead=lead,
        upto=f"{folded[slice(*segment.opening)]} {folded[segment.start : figure.start]}",
        quoted=quoted,
        aside=segment.aside,
        first=first,
        past=past,
        subject=subject,
        said_before=low[segment.start : figure.start],
        said_after=low[figure.end : segment.end],
        said_upto=f"{low[slice(*segment.opening)]} {low[segment.start : figure.start]}",
        share=bool(re.search(r"(?<!\w)chiếm(?!\w)", low[segment.start : figure.at])),
        said_lead=low[slice(*segment.lead)] if segment.lead else "",
    )


# -- what the words around it are about

# Matched on the text as written (lower case): "đã" is not "Đá", "phạt" not "phát", "giá" not "gia".
_NOW = re.compile(
    r"(?<!\w)(?:hiện (?:nay|tại|có|trạng)|đến nay|tính đến|đến (?:thời điểm|ngày|hết tháng|tháng)\b[^,;:]{0,30}(?:đã"
    r"|đạt được)(?!\w)"
    r"|mới (?:đạt|có|được|chỉ)|(?<!chứng )(?<!địa )chỉ (?:đạt|có|còn|mới)|thực tế|qua (?:rà soát|kiểm tra|khảo sát"
    r"|đánh giá)"
    r"|theo (?:khảo sát|thống kê|số liệu|báo cáo|đánh giá)|cùng kỳ(?! năm)|kết quả (?:năm|là|đạt)|đầu năm"
    r"|năm (?:trước|ngoái|qua)|vừa qua|ước (?:đạt|thực hiện)"
    r"|cả nước|trong (?:0?\d+ tháng|quý [iv]+) (?:đầu )?năm)(?!\w)"
)
_DONE = re.compile(
    r"(?<!\w)(?<!sau khi )(?<!những )đã (?:đạt|có|được|tiêm|cấp|thực hiện|hoàn thành|triển khai)(?!\w)[^,;:]{0,30}$"
)
_NOW_AFTER = re.compile(r"^\s*[^,;.]{0,60}(?<!\w)(?:đã có|đã được|chưa (?:qua|được|có)|còn thấp|còn cao)(?!\w)")
# Outside the aims: a share told beside the count it comes from, an extreme, a copula, a comparison of two groups.
_TOLD = re.compile(
    r"(?<!\w)(?:có|được|cho|là) [\d.]+(?:/[\d.]+)? \w[^;:]{0,70},\s*(?:đạt|bằng|chiếm)(?: tỷ lệ)?\s*$"
    r"|(?<!\w)\d+/\d+ \w[^;:]{0,50},?\s*đạt(?: tỷ lệ)?\s*$"
    r"|(?<!\w)(?:cao nhất|thấp nhất|tuần qua|tháng qua|phê bình|lệch|tỷ lệ lỗi)(?!\w)[^,;:]{0,40}$"
    r"|(?<!\w)tỷ lệ [^,;:]{3,60} là\s*$"
)
_COMPARED = re.compile(r"\s*so với (?!năm|cùng kỳ|tháng|quý|kế hoạch|chỉ tiêu|quy định|\d)")
_ONLY = re.compile(r"(?:^|\W)(?:chỉ|mới|còn|gần|có tới|có đến|hiện)\s*$")
_CONDITION = re.compile(
    r"\b(?:truong hop|neu|hop le khi|(?<!du )dieu kien (?:tham gia|ho tro|de|duoc|xet|cong nhan|tien quyet)|chi khi"
    r"|du dieu kien khi|doi tuong duoc (?:huong|ho tro)|ngưỡng|nguong|cu (?:moi |giam |tang |vuot ))\b"
    r"|(?:^|[,;:]\s*)\W*khi\b|\b(?:don vi|dia phuong|noi|thon|xa|phuong|to|ho|nguoi|truong|lop)(?: \w+)? nao\b"
    r"|\bkhi (?:co|dat|ty le)\b"
)
_ELIGIBLE = re.compile(r"\b(?:ton thuong(?: co the)?|khuyet tat|thuong tat|suy giam kha nang)\b[^,;]{0,30}$")
_THEN = re.compile(
    r"\b(?:thi|moi duoc|phai bao cao|phai giai trinh|can to chuc|bi |khong duoc|duoc (?:huong|uu tien|ho tro|de nghi"
    r"|xem xet|to chuc|cong nhan|bo tri))\b"
)
_WHO_HAS = re.compile(
    r"\b(?:don vi|dia phuong|nhung noi|noi|thon|ban|ap|khu pho|xa|phuong|hoc vien|nguoi|ho|co so|doanh nghiep|chi bo"
    r"|chi hoi|to chuc|ca nhan|tap the"
    r"|dang bo|lop|truong)\b[^,;:]{0,20}\b(?:co|co ty le|dat|nghi|vang|vuot)\b"
)
# "Những nơi có tỷ lệ tiêm dưới 70% phải …": which of them must, not what they must reach.
_WHICH = re.compile(
    r"\b(?:nhung|cac|doi voi)\b[^,;:.]{0,50}\bco (?:ty le|so|muc)\b[^,;:]{0,40}$|\bnhung noi\b[^,;:]{0,50}$"
)
_MUST = re.compile(r"\b(?:phai|can|thi|se bi|tap trung|khan truong|to chuc|bi )\b")
_EFFECT = re.compile(
    r"(?<!\w)(?:giúp|gây|gây ra|làm|có thể|sẽ) (?:giảm|tăng)(?!\w)[^,;:]{0,15}$|(?<!\w)gây ra(?!\w)[^,;:]{0,15}$"
)
_PRIZE = re.compile(
    r"(?<!\w)(?:khen|bình xét|bình bầu|bình chọn|giải thưởng|giải (?:nhất|nhì|ba)|kỷ niệm chương"
    r"|chiến sĩ thi đua)(?!\w)"
)
_GRADE = re.compile(r"\b(?:xep loai|hoan thanh xuat sac|xuat sac)\b")
_POINTS = re.compile(
    r"\b(?:thang diem|cham diem|tru (?:\d|diem)|cong diem|tinh diem|diem (?:toi da|thuc hanh|thi|ly thuyet|cong|tru"
    r"|chuan)|tong (?:so )?diem|so diem)\b"
)
_POINTS_AFTER = re.compile(
    r"^[^;]{0,40}?\b\d+(?:[.,]\d+)? diem\b(?! (?:cau|den|ho tro|truong|phat|ban|tiep|giao|sinh))"
)
_SUBSTANCE_BEFORE = re.compile(
    r"(?<!\w)(?:clo\w*|chlor\w*|cloramin\w*|nồng độ|hàm lượng|dung dịch|độ ẩm|độ mặn|oxy|ethanol|i-?ốt|iodine|javel"
    r"|hóa chất|hoá chất|thuốc|\w+ocid|pha(?: loãng)?"
    r"|phân (?:npk|đạm|lân|kali|bón)|đạm|kali)(?!\w)[^,;:]{0,30}$"
)
_SUBSTANCE_AFTER = re.compile(r"^\s*(?:ec|sc|wp|wg|sl|đạm|lân|kali|clo|hoạt chất|để phun|phun|nhỏ mũi)(?!\w)")
_SPIRIT = re.compile(r"(?<!\w)cồn\s*(?:y tế\s*)?$")
_HARM = (
    r"(?:thiet hai|sap|toc mai|mat trang|hu hong|hu hai|bi ngap|ngap trang|bi chay|dap nat|lu cuon|vui lap|do nga"
    r"|chet rai rac|bi (?:anh huong|mat))"
)
_HARM_BEFORE = re.compile(rf"\b{_HARM}\b[^,;:]{{0,30}}$")
_HARM_AFTER = re.compile(rf"\b{_HARM}\b")
_TECH_BEFORE = re.compile(
    r"(?<!\w)(?:công suất|mực nước|độ dốc|(?<!đôn )dốc|tốc độ(?! tăng| phát triển| giải ngân)|băng thông|tích nước"
    r"|lưu lượng|nhiệt độ|dung tích"
    r"|dung lượng|lượng mưa|độ phân giải|pin|tần suất|độ sáng)(?!\w)[^,;:]{0,40}$"
)
_TECH_AFTER = re.compile(
    r"^\s*(?:pin|công suất|dung tích|dung lượng|độ phân giải|băng thông|lưu lượng|hiệu suất|phụ tải|độ ẩm)(?!\w)"
)
_UPTIME = re.compile(r"\b(?:thoi gian hoat dong|uptime)\b[^,;:]{0,20}$")
_SLOGAN = re.compile(
    r"\b(?:khau hieu|thong diep|bang ron|pano|ap phich|noi dung tuyen truyen|tuyen truyen (?:ve )?(?:loi ich|tac hai"
    r"|nguy co))\b"
)
_MESSAGE = re.compile(r"\b(?:tuyen truyen|pho bien|quan triet)\b[^,;:]{0,20}\b(?:muc tieu|chi tieu)\b")
_MONEY_WORD = (
    r"(?:kinh phí|chi phí|phí|lệ phí|học phí|viện phí|giá trị|mức (?:đóng|lương|hỗ trợ|chi|phí)|lương|tiền|đơn giá"
    r"|giá(?: vé| cước| thành| bán)?|gói cước"
    r"|lãi suất|thuế|vốn|ngân sách|dự toán|số tiền|số thu|nguồn (?:thu|vốn)|tổng (?:mức|vốn|chi|kinh phí|dự toán)"
    r"|quỹ (?:phòng|vốn|lương|khen)|hợp đồng|trợ cấp)"
)
_MONEY_AFTER = re.compile(rf"^\s*(?:số |tổng (?:số )?|các |của |trên )?{_MONEY_WORD}(?!\w)")
_MONEY_BEFORE = re.compile(
    r"(?<!\w)(?:lãi suất|thuế suất|thuế|mức (?:phạt|đóng|hưởng|hỗ trợ|chi|trích|điều tiết)|vốn(?! đầu tư)|ngân sách"
    r"|đối ứng|tạm ứng|trích|chi trả|giảm giá|khuyến mại|khuyến mãi"
    r"|chiết khấu|phân bổ|kinh phí|miễn(?: giảm)?|tặng|phạt|chi (?:tập huấn|cho|thường xuyên)|dự phòng"
    r"|vay)(?!\w)[^,;:]{0,30}$"
)
_SPENT = re.compile(
    r"\b(?:giai ngan|thu (?:thue|ngan sach|no)|thu hoi|quyet toan|bao phu|tham gia|tuan thu|tiet kiem|cat giam"
    r"|thanh toan|doanh thu|huy dong)\b"
)
_LAW = re.compile(
    r"\b(?:luat|nghi dinh|thong tu|quyet dinh|nghi quyet|quy chuan|tieu chuan|van ban|de an|chuong trinh"
    r"|ke hoach)\b[^;:]{0,80}\b(?:quy dinh|de ra|xac dinh|neu(?: ro)?|huong dan)\b|\bquy dinh (?:ty le|giam"
    r"|toi thieu|muc|khong)|\btheo (?:luat|nghi dinh|thong tu)\b"
)
_METHOD_AFTER = re.compile(
    r"^\s*(?:số (?:phiếu|mẫu|tiết|buổi)|thời (?:gian|lượng)|lý thuyết|thực hành|là nữ|nữ|mẫu|người ngoài|là )(?!\w)"
)
_METHOD_BEFORE = re.compile(
    r"(?<!\w)(?:dành|cơ cấu|trong đó(?: có)?|gồm)\s*(?:ít nhất|tối thiểu|trên|khoảng)?\s*$"
    r"|(?<!\w)(?:lấy mẫu|phúc tra|ngẫu nhiên|bốc thăm|xác suất|hậu kiểm|thẩm định lại)(?!\w)[^,;:]{0,25}$"
)


def refusal(case: Case) -> str | None:
    """The reason why a figure is no target, or None where it may be one."""
    for rule in _RULES:
        reason = rule(case)
        if reason:
            return reason
    return None


def _by_place(case: Case) -> str | None:
    if case.standing == STATUS and not case.past and re.search(r"\bphan dau\b", case.upto):
        return None
    return _BY_STANDING.get(case.standing or "")


def _by_quotation(case: Case) -> str | None:
    if case.quoted:
        return "nằm trong ngoặc kép: là khẩu hiệu, thông điệp hoặc tên gọi"
    if _EFFECT.search(case.said_before):
        return "là lời giải thích tác dụng, tác hại"
    if _SLOGAN.search(case.upto) and not _MESSAGE.search(case.upto) and "phan dau" not in case.upto:
        return "là nội dung tuyên truyền, khẩu hiệu"
    return None


def _by_points(case: Case) -> str | None:
    strict = case.standing != AIM
    if _POINTS_AFTER.match(case.after) or (strict and _POINTS.search(case.sentence)):
        return "là cách cho điểm"
    return None


def _by_condition(case: Case) -> str | None:
    if _CONDITION.search(f"{case.lead}: {case.before}" if case.lead else case.upto) and not _STRONG_AIM.search(
        case.before
    ):
        return "là điều kiện, không phải mức phải đạt"
    if _ELIGIBLE.search(case.before):
        return "là điều kiện để được hưởng"
    limit = case.figure.comparator != "=" or "qua" in case.before[-12:]
    if case.standing != AIM and limit and _WHO_HAS.search(case.before) and _THEN.search(case.after + " "):
        return "là điều kiện, không phải mức phải đạt"
    if limit and _WHICH.search(case.before) and _MUST.search(case.after) and "phan dau" not in case.upto:
        return "là điều kiện, không phải mức phải đạt"
    if case.standing != AIM and "nghi qua" in case.before:
        return "là điều kiện, không phải mức phải đạt"
    return None


def _by_prize(case: Case) -> str | None:
    if _PRIZE.search(case.said_upto + case.said_after) and case.standing != AIM:
        return "là tỷ lệ, số lượng khen thưởng, giải thưởng"
    if case.figure.comparator in ("<=", "<") and _GRADE.search(case.sentence):
        return "là mức khống chế khi bình xét, xếp loại"
    return None


def _by_substance(case: Case) -> str | None:
    if _SPIRIT.search(case.said_before) or _SUBSTANCE_AFTER.match(case.said_after):
        return "là nồng độ, hàm lượng"
    if _SUBSTANCE_BEFORE.search(case.said_before) and not AIM_WORD.search(case.near):
        return "là nồng độ, hàm lượng"
    return None


def _by_technique(case: Case) -> str | None:
    if _TECH_AFTER.match(case.said_after) or _TECH_BEFORE.search(case.said_before):
        return "là thông số kỹ thuật"
    if case.standing != AIM and _UPTIME.search(case.before):
        return "là thông số kỹ thuật"
    return None


def _by_harm(case: Case) -> str | None:
    if _HARM_BEFORE.search(case.before):
        return "là mức thiệt hại"
    if (
        case.figure.value < 100
        and case.standing != AIM
        and _HARM_AFTER.search(case.sentence)
        and not AIM_WORD.search(case.before)
    ):
        return "là mức thiệt hại"
    return None


_FEE = re.compile(
    r"\b(?:muc (?:thu|dong|phi)|gia dich vu|hoc phi|vien phi|le phi|don gia|gia ve)\b[^.]{0,80}\d[\d.]*\s?(?:dong|d)\b"
)


def _by_money(case: Case) -> str | None:
    if case.standing != AIM and _FEE.search(case.sentence.split("%", 1)[0]):
        return "là tỷ lệ kinh phí, mức hỗ trợ, phí hoặc giá"
    if _SPENT.search(case.before) or _SPENT.search(case.after[:40]):
        return None
    words = case.said_before
    aimed = (
        case.standing == AIM
        and (
            AIM_WORD.search(case.before)
            or re.search(r"(?<!\w)(?:giảm|bố trí|chi cho|dành|huy động)(?!\w)", words)
            or case.figure.comparator in (">", ">=")
        )
        and not re.search(r"(?<!\w)(?:hỗ trợ|lãi suất|vay|phạt|thuế suất)(?!\w)", words)
    )
    if _MONEY_AFTER.match(case.said_after) and not aimed:
        return "là tỷ lệ kinh phí, mức hỗ trợ, phí hoặc giá"
    if (
        _MONEY_BEFORE.search(case.said_before)
        and not aimed
        and not (case.first and case.figure.value == 100 and case.subject and "ngan sach" not in case.before)
    ):
        return "là tỷ lệ kinh phí, mức hỗ trợ, phí hoặc giá"
    if "ngan sach" in case.before and "ho tro" in case.before:
        return "là tỷ lệ kinh phí, mức hỗ trợ, phí hoặc giá"
    if re.search(r"\bgiam\b[^,;]{0,12}$", case.before) and re.match(
        r"\s*(?:giá|phí|lệ phí|cước)(?!\w)", case.said_after
    ):
        return "là tỷ lệ kinh phí, mức hỗ trợ, phí hoặc giá"
    return None


def _by_law(case: Case) -> str | None:
    if case.standing == AIM:
        return None
    law = _LAW.search(case.upto)
    if (
        law
        and not _STRONG_AIM.search(case.upto[law.end() :].replace("den nam", ""))
        and not re.search(r"\bphan dau\b", case.upto)
    ):
        return "là quy định của văn bản khác được nhắc lại"
    return None


def _by_state(case: Case) -> str | None:
    if case.past:
        return "nói về thời gian đã qua: là kết quả đã có"
    wanted = case.figure.comparator in (">", ">=") or AIM_WORD.search(case.upto.replace("dat", ""))
    if (
        case.share
        and not wanted
        and not (case.standing == AIM and not re.search(r"\b(?:hien|toan \w+ co)\b|\d (?:ho|nguoi)\b", case.upto))
    ):
        return "là số liệu hiện có, không phải mức phải đạt"
    said = f"{case.said_lead}: {case.said_before}" if case.said_lead else case.said_upto
    hits = list(_NOW.finditer(said))
    if hits and not _STRONG_AIM.search(fold(said[hits[-1].start() :])):
        return "là số liệu hiện có, không phải mức phải đạt"
    if _DONE.search(case.said_before) and not AIM_WORD.search(case.near[-20:].replace("dat", "")):
        return "là số liệu hiện có, không phải mức phải đạt"
    if case.standing != AIM and not re.search(r"\b(?:phan dau|muc tieu|chi tieu)\b", case.upto):
        if _TOLD.search(case.said_before):
            return "là số liệu hiện có, không phải mức phải đạt"
        if _COMPARED.match(case.said_after):
            return "là so sánh giữa hai nhóm"
    if re.search(r"\b(?:bang|dat)\s*$", case.before) and re.match(r"\s*cung ky\b", case.after):
        return "là so sánh với kỳ trước"
    if _ONLY.search(case.said_before) and case.standing != AIM:
        return "là số liệu hiện có, không phải mức phải đạt"
    if case.first and case.standing != AIM and _NOW_AFTER.match(case.said_after) and not AIM_WORD.search(case.before):
        return "là số liệu hiện có, không phải mức phải đạt"
    if re.match(r"\s*so voi\b", case.upto) and case.standing != AIM:
        return "là so sánh với kỳ trước"
    if (
        re.search(r"\bso voi (?:tuan|thang|quy|nam|ky|cung ky)\b", case.after[:40])
        and case.standing != AIM
        and not AIM_WORD.search(case.upto)
    ):
        return "là so sánh với kỳ trước"
    return None


def _by_aside(case: Case) -> str | None:
    if not case.aside:
        return None
    if re.search(
        r"\b(?:phan dau|muc tieu|it nhat|toi thieu|chi tieu)\b",
        case.before + case.figure.comparator.replace(">=", " it nhat "),
    ):
        return None
    if case.standing == AIM and re.search(r"20\d\d", case.before):
        return None
    return "là số ghi thêm trong ngoặc"


def _by_method(case: Case) -> str | None:
    if re.search(r"(?<!\w)(?:ứng trực|trực ban|trực chiến|huy động)(?!\w)", case.said_before) and re.match(
        r"\s*(?:quân số|lực lượng|phương tiện)(?!\w)", case.said_after
    ):
        return "là lệnh huy động, trực của lực lượng"
    if case.standing == AIM or re.search(r"\b(?:giam|rut ngan|phan dau|dam bao|bao dam)\b[^,;]*$", case.before):
        return None
    if _METHOD_AFTER.match(case.said_after) or _METHOD_BEFORE.search(case.said_before):
        return "là tỷ lệ chỉ cách làm, cơ cấu"
    return None


def _by_silence(case: Case) -> str | None:
    """Outside the aims a figure must be given as one: a word that asks, all of a group, or "N% + whom + what"."""
    if case.standing == AIM or case.figure.value == 100:
        return None
    asked = AIM_WORD.search(case.upto) or case.figure.comparator in (">=", ">")
    # "- 60% thôn có …" opens a line; "Tiêm phòng cho 80% đàn …", "đôn đốc 95% hộ … kê khai" give an order.
    before = case.said_before.strip(" -+•,:")
    plain = case.first and ((case.subject and before in ("", "và", "còn", "với")) or bool(ORDER.match(before)))
    if (
        asked
        or plain
        or re.search(r"\b(?:ty|ti) le\b", case.upto)
        or re.search(r"\b(?:giam|rut ngan|tang)\b", case.before)
    ):
        return None
    return "không thấy lời giao chỉ tiêu (phấn đấu, bảo đảm, đạt, ít nhất …)"


_RULES = (
    _by_place, _by_quotation, _by_points, _by_condition, _by_prize, _by_substance, _by_technique, _by_harm, _by_money,
    _by_law, _by_state, _by_aside, _by_method, _by_silence,
)  # fmt: skip

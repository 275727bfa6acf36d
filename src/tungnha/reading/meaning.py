"""What a target's words mean: whom it counts (population) and what they shall have or do (subject)."""

import re
from dataclasses import dataclass

from .fold import fold
from .standing import Place
from .unit_names import first_verb

# Words that open what a population shall have or do. Marks are asked for: "mở" is no "mổ", "dùng" no "đúng".
_VERBS = (
    "hài lòng|thanh toán bằng|liên thông|sinh hoạt trên|"
    "được|đươc|đuợc|chưa|có|đạt|sử dụng|thực hiện|biết|nắm vững|tham gia|kích hoạt|hoàn thành|cài đặt|tích hợp|hiểu"
    "|tiếp cận|đăng ký"
    "|có thể|phải|cần|lên|giao dịch|kết nối|ứng dụng|đẩy mạnh|triển khai|mở|bố trí|nộp|xử lý|số hóa|số hoá"
    "|trên môi trường"
    "|tiếp nhận|giải quyết|thông thạo|thành thạo|tổ chức|xây dựng|ban hành|cập nhật|cung cấp|áp dụng|vào cuộc"
    "|thường xuyên"
    "|quán triệt|duy trì|chấp hành|làm|dùng|thành lập|phủ sóng|lắp|lắp đặt|ký|không|bị|trở thành|học|bán|nhận|lập"
    "|khởi nghiệp"
    "|gửi|đảm bảo|bảo đảm|nhằm|đều|cam kết|trang bị|tuân thủ|vận hành|khai thác|phân loại|tiêm|uống|tốt nghiệp|đã"
    "|hưởng ứng"
    "|treo|niêm yết|công khai|đưa|kê khai|chuyển|gắn|mang|mặc|đội|mua|trồng|nuôi trồng theo|hành nghề|thanh toán qua"
)
_VERB = re.compile(rf"(?<!\w)(?:{_VERBS})(?!\w)")
# Where a scan lost its marks, only words that mean nothing else unmarked.
_VERB_FOLDED = re.compile(
    r"(?<!\w)(?:duoc|dat|su dung|thuc hien|biet|tham gia|kich hoat|hoan thanh|cai dat|tich hop|tiep can|phai)(?!\w)"
)
_WEAK = re.compile(r"(?<!\w)(?:qua|dưới dạng|ở dạng)(?!\w)")
# A word that opens a predicate is part of a name after these ("cơ quan", "đủ điều kiện", "người đến làm thủ tục").
_PART_OF_NAME = re.compile(
    r"(?:\b(?:cơ|vận|luân|di|đủ|để|tới|chưa|đã|mới|bằng|số|tư|hợp|trực|nơi|người|phụ nữ|đến|đi|khi|do|sẽ|đang|từng"
    r"|sau khi"
    r"|trước khi|trường|khoa|mất|tái|đại|trung|tiểu"
    r"|dạy|tự|dịch vụ|hoạt động|diện tích|từ|quỹ|khả năng|hình thức|giao dịch|bên|đường|vùng|diện|khu vực|phí|chi phí"
    r"|thời gian|hiệu quả|nhu cầu)|\d)\s*$"
)
_ALWAYS = {"được", "phải", "đều", "đạt", "sử dụng", "thực hiện", "biết", "cần", "cài đặt", "tích hợp", "kích hoạt"}
_NOT_AFTER = {
    "có": re.compile(r"\s+(?:quan|sở|đủ điều kiện|điều kiện|liên quan|cấu|thai|công|nguy cơ|con|uy tín)\b"),
    "được": re.compile(
        r"\s+(?:giao|phân công|phân cấp|phê duyệt|công nhận(?=\s+(?:năm|trong))|phát hiện)\b(?![^,;]*\bđược\b)"
    ),
    "không": re.compile(r"\s+(?:gian|khí|cần thiết|dùng tiền mặt|chuyên trách|giấy)\b"),
    "tổ chức": re.compile(r"\s*(?:,|và|chính trị|đoàn|hội|tín dụng|xã hội|kinh tế|$)"),
    "làm": re.compile(r"\s+(?:việc|thủ tục|nghề|tthc|công tác|chủ|trưởng)\b"),
    "học": re.compile(r"\s+(?:sinh|viên|bạ|kỳ|phần|đường|phí|tập|liệu)\b"),
    "ký": re.compile(r"\s+(?:túc|hiệu)\b"),
    "đội": re.compile(r"\s+(?:ngũ|viên|tự quản|xung kích|tuyển)\b"),
    "gắn": re.compile(r"\s+với\b"),
    "chuyển": re.compile(r"\s+(?:đổi|nhượng|giao)\b"),
    "triển khai": re.compile(r"\s*$"),
    "bán": re.compile(r"\s+(?:lẻ|hàng(?!\s+(?:trên|qua))|đảo|trú|buôn)\b"),
    "nhận": re.compile(r"\s+thức\b"),
    "lập": re.compile(r"\s+trình\b"),
    "mang": re.compile(r"\s+thai\b"),
    "sử dụng": re.compile(r"\s+đất\b"),
    "giải quyết": re.compile(r"\s+(?:thủ tục|TTHC)\b"),
    "lên": re.compile(r"(?!)"),
}
# "tàu cá có chiều dài từ 15 m được lắp …": "có" only describes whom it counts; the predicate is still to come.
_DESCRIBES = re.compile(
    r"\s+(?:chiều dài|công suất|quy mô|độ tuổi|đông|hoàn cảnh|nhu cầu|phát sinh|vốn|trụ sở|sử dụng|từ \d|trên \d"
    r"|dưới \d|thẩm quyền|yêu cầu|đăng ký"
    r"|hoạt động|trình độ|thu nhập|diện tích)(?!\w).*(?<!\w)(?:được|phải|đều)(?!\w)"
)
# "người dân có thẻ bảo hiểm y tế tích hợp sổ sức khỏe …": what they hold only says who they are.
_HOLDS = re.compile(
    r"\s+(?:thẻ|sổ|bệnh|con|đất|nhà|tàu|xe|vườn|rừng|ao|doanh thu|giấy phép|giấy chứng nhận|hợp đồng|điện thoại"
    r"|máy tính"
    r"|sản phẩm|trẻ|trang trại|bằng lái)(?!\w)[^,;]*?(?<!\w)(?<!để )(?<!và )(?<!biết )(?:được|phải|đều|tích hợp|cài đặt"
    r"|kích hoạt|sử dụng|đăng ký|tham gia|kê khai|nộp|liên thông|cập nhật|thực hiện|ký)(?!\w)"
)
# Nouns too: "90% giao dịch phí, lệ phí được thanh toán …".
_NOUNISH = {"giao dịch", "ứng dụng", "kết nối", "đăng ký", "tổ chức", "dịch vụ", "thanh toán bằng", "học"}
_ADJACENT = {"lên": re.compile(r"(?:trở|tuổi|\d)\s*$"), "không": re.compile(r"thanh toán\s*$")}


def _marked(text: str) -> str:
    low = text.lower()
    return low if len(low) == len(text) else text


def split_predicate(text: str, acted: bool = False) -> tuple[str, str] | None:
    """ "dân số trưởng thành có chữ ký số" → (population, predicate); None when no verb opens a predicate.

    `acted`: something is done to them already ("khôi phục 100% diện tích bị ngập"), so "bị" only describes.
    """
    marked = _marked(text)
    for hit in _VERB.finditer(marked):
        word, before = hit.group(), marked[: hit.start()]
        if _joined(word, before, marked[hit.end() :]):
            continue
        if word in ("bị", "đã") and (acted or re.search(r"(?<!\w)(?:được|có|phải|đều)(?!\w)", marked[hit.end() :])):
            continue
        return text[: hit.start()].strip(" ,"), text[hit.start() :].strip(" ,")
    for hit in _VERB_FOLDED.finditer(fold(text)) if marked == fold(text) else ():
        return text[: hit.start()].strip(" ,"), text[hit.start() :].strip(" ,")
    for hit in _WEAK.finditer(marked):
        if hit.start() > 2 and not re.search(r"(?:thông|hàng|tàu|vừa)\s*$", marked[: hit.start()]):
            return text[: hit.start()].strip(" ,"), text[hit.start() :].strip(" ,")
    return None


def _joined(word: str, before: str, after: str) -> bool:
    """Whether a verb is part of a name, or one of several joined by commas."""
    if word in _NOT_AFTER and _NOT_AFTER[word].match(after):
        return True
    if before.count('"') % 2 or before.count("“") > before.count("”"):
        return True
    if word == "có" and (_DESCRIBES.match(after) or _HOLDS.match(after)):
        return True
    if word in _NOUNISH and not before.strip() and re.search(r"(?<!\w)(?:được|phải|đều)(?!\w)", after):
        return True
    if word in ("sử dụng", "thực hiện", "tham gia") and re.search(r"(?<!\w)(?:người|tái)\s*$", before):
        return True
    if word in _ADJACENT and _ADJACENT[word].search(before):
        return True
    if word not in _ALWAYS and _PART_OF_NAME.search(before) and word not in ("có", "không", "bị", "chưa"):
        return True
    if word == "có" and re.search(r"(?:\bnếu|\bđã|\bchưa|\bmới|\bnơi|\bkhông|\bkhi|\bđể)\s*$", before):
        return not before.strip().endswith(("chưa", "đã"))
    if word in ("đạt", "cần") and re.search(r"(?:\bnhu|\bchưa|\bkhông|\bbiểu)\s*$", before):
        return True
    return word in ("tổ chức", "thực hiện", "dùng", "làm", "mở") and bool(re.search(r",\s*$", before))


def clean_population(text: str) -> str:
    """Whom a target counts, without the words that only count ("tổng số", "các", "của")."""
    text = re.sub(r"\s+", " ", text).strip(" ,.:–-")
    while True:
        hit = re.match(
            r"(?:(?:về|tính trên|trong tổng số|trên tổng số|số lượng|tổng số|tổng(?= đàn| diện tích)"
            r"|số(?= \S+ )(?! hóa| hoá| liệu)|các"
            r"|của|trên|những|người là"
            r"|toàn bộ|tất cả|đối với|cho|đối tượng là)\s+)",
            text, re.IGNORECASE,
        )  # fmt: skip
        if not hit or len(text) <= hit.end() + 1:
            break
        text = text[hit.end() :]
    text = _OUT_OF.sub("", re.sub(r"\s+so với(?!\w).*$", "", text))
    text = re.sub(r"\s+(?:đã|sẽ|đều|thì|là|và|hoặc|trong năm|hằng năm)$", "", text)
    return text.strip(" ,.:–-")


_DATE = (
    r"(?:(?:den|truoc|trong|vao|het|tu|ke tu|cuoi|dau|cham nhat|toi|thoi diem)\s+)*(?:(?:het|cuoi|dau|truoc)\s+)?"
    r"(?:ngay\s+)?(?:\d{1,2}/\d{1,2}(?:/20\d\d)?|\d{1,2}/20\d\d"
    r"|(?:ngay\s+\d{1,2}\s+)?(?:thang|quy)\s+(?:\d{1,2}|[iv]{1,3})(?:\s*(?:/|nam|nam:)?\s*20\d\d)?"
    r"|(?:cac )?nam\s+(?:20\d\d|nay|sau)"
    r"|giai doan\s+20\d\d\s*-\s*20\d\d|(?:hang|moi) nam|20\d\d)"
)
_OUT_OF = re.compile(r"\s*/\s*tổng số(?!\w).*$|\s+(?:trên|trong) tổng số(?!\w).*$", re.IGNORECASE)
_DATED = re.compile(rf"\s+(?:truoc|den|trong|het|vao|cham nhat)\s+{_DATE}$")


def undated(text: str) -> str:
    """A phrase without the date at its end, which is a field of its own."""
    hit = _DATED.search(fold(text))
    return text[: hit.start()].strip(" ,") if hit and hit.start() > 3 else text


_EMPTY_START = re.compile(
    r"(?:(?:phải|đều|được|có|đạt|thực hiện(?= \S+ )|trang bị|cần|đã|sẽ|nhằm|để|là|và|thì)\s+)+(?=\S)", re.IGNORECASE
)


def clean_subject(text: str) -> str:
    """What is to be had or done, without the helping words before it and the dangling ones after."""
    text = _OUT_OF.sub("", re.sub(r"\s+", " ", text).strip(" ,.:;"))
    hit = _EMPTY_START.match(text)
    text = text[hit.end() :] if hit and len(text) > hit.end() + 1 else text
    text = re.sub(r"\s+(?:tại|cho|của|với|đến|và|về|hoặc|đối với|ở mức|là|để|trong|cho các|từ|(?<!trở )lên)$", "", text)
    return text.strip(" ,.:;")


# Of short words only the one with its own marks helps: "có", not "cơ (sở)"; "đạt", not "đất"; "cả", not "ca".
_LEADING_FOLDED = re.compile(
    rf"^(?:[-+•*,:]\s*|(?:phan dau|quyet tam|tung buoc|tiep tuc|muc tieu(?: la)?|chi tieu|trong do|cu the(?: la"
    rf"| nhu sau)?|theo do|it nhat"
    rf"|toi thieu|toan (?:tinh|xa|phuong|thanh pho|huyen)(?= co| dat|,|\s*$)|tren dia ban(?: \w+){{0,3}}(?=,)"
    rf"|{_DATE}(?![/\d]))(?!\w)\s*)"
)
_LEADING_MARKED = re.compile(r"^(?:đảm bảo|bảo đảm|đạt|dat|yêu cầu|nhằm|có|và|với|riêng|còn|cả|để|thì|là)(?!\w)\s*")
_TRAILING_FOLDED = re.compile(
    rf"(?:^|[\s,:(–-])(?:phan dau|chiem|duy tri|on dinh|binh quan|trung binh|o muc|ty le|ti le|khoang|it nhat"
    rf"|toi thieu|giu vung|hang nam|moi nam"
    rf"|tuong ung|tuong duong|tu [\d.,]+\s?%[^%,;]{{0,30}}|{_DATE})$"
)
_TRAILING_MARKED = re.compile(
    r"(?:^|[\s,:(–-])(?:đối với|đạt|dat|đat|là|(?<!trở )lên|được|tăng|giảm|còn|từ|trên|dưới|hơn|xuống|mức|tới|đến"
    r"|phải|sẽ"
    r"|nâng|cả|cho"
    r"|với|bằng|đảm bảo|bảo đảm|hoàn thành"
    r"(?=$)|và|có)$"
)
_AFTER = re.compile(
    rf"^\s*(?:tro len|tro xuong|tro di|hoac hon|/\s?(?:nam|thang|quy)|(?:moi|hang) (?:nam|thang|quy)|so voi\b[^,;]*"
    rf"|(?:vao )?{_DATE}(?![/\d])"
    rf"|theo (?:ke hoach|quy dinh|chi tieu|chuan|tieu chi|muc)[^,;]*|ke hoach(?: (?:giao|de ra))?\s*$|(?:cho"
    rf"|trong) ca giai doan|nua|"
    rf"trong tong so\s*$|[,.;:“”\"])\s*"
)


def strip_leading(text: str) -> str:
    """A phrase without the aiming words and dates it opens with."""
    text = text.strip(" ,:")
    while text:
        hit = _LEADING_FOLDED.match(fold(text)) or _LEADING_MARKED.match(_marked(text))
        if not hit or hit.end() == 0:
            break
        text = text[hit.end() :].strip(" ,:")
    return text


def strip_trailing(text: str) -> str:
    """A phrase without the words that lead from it to its number ("đạt", "tăng lên", "năm 2026 đạt")."""
    text = text.strip(" ,:(–-")
    while text:
        hit = _TRAILING_FOLDED.search(fold(text)) or _TRAILING_MARKED.search(_marked(text))
        if not hit:
            break
        text = text[: hit.start()].strip(" ,:(–-")
    return text


def strip_after(text: str) -> str:
    """What follows a number, without "trở lên", "/năm", "so với …", "vào năm …"."""
    while True:
        hit = _AFTER.match(fold(text))
        if not hit or hit.end() == 0:
            return text.strip(" ,.")
        text = text[hit.end() :]


_ACTION = re.compile(
    r"(?:số hóa|số hoá|cấp|tiêm(?: phòng| chủng)?|tập huấn|kiểm tra|xử lý|triển khai|thực hiện|cung cấp|khám|rà soát"
    r"|tuyên truyền|thu gom|giải"
    r" quyết|quản lý|giám sát|đào tạo|bồi dưỡng|phủ sóng|cài đặt|tích hợp|kiểm soát|bao phủ|hướng dẫn|lắp đặt"
    r"|trang bị)(?!\w)",
    re.IGNORECASE,
)


def rate_first(before: str) -> tuple[str, str]:
    """Words before a number that ends its clause: "Tỷ lệ dân số có chữ ký số đạt" → (population, subject)."""
    folded = fold(before)
    rate = list(re.finditer(r"\b(?:ty|ti) (?:le|trong)\b", folded))
    rest = before[rate[-1].end() :] if rate and strip_trailing(before[rate[-1].end() :]) else strip_leading(before)
    rest = strip_trailing(rest)
    if not rest:
        return "", ""
    pleased = re.match(r"((?:mức độ|chỉ số|tỷ lệ|sự)?\s*hài lòng)(?: chung)? của (?:các\s+)?(.+)$", rest, re.IGNORECASE)
    if pleased:
        return clean_population(pleased.group(2)), pleased.group(1)
    action = None if rate else _ACTION.match(rest)
    if action:
        for_whom = re.search(r"\s(?:cho|đến|tới)\s(?:các\s)?", rest)
        if for_whom:
            return clean_population(rest[for_whom.end() :]), clean_subject(rest[: for_whom.start()])
        if not rate and action.end() < len(rest) and action.group().lower() in ("số hóa", "số hoá", "thu gom", "xử lý"):
            return clean_population(rest[action.end() :]), action.group()
        return clean_population(rest), clean_subject(rest)
    if re.match(r"(?:quá hạn|trễ hạn)", rest):
        return clean_population(rest), clean_subject(rest)
    parts = split_predicate(rest) or _plain_parts(rest)
    if parts and parts[0] and len(parts[1].split()) >= 2:
        return clean_population(parts[0]), clean_subject(parts[1])
    return clean_population(rest), clean_population(rest)


def _plain_parts(rest: str) -> tuple[str, str] | None:
    """ "hồ sơ nộp trực tuyến" is split at its verb; two nouns without one stay together."""
    hit = re.search(r"\s(?=(?:nộp|tiêm|dùng|trực tuyến nộp)\s)", rest)
    return (rest[: hit.start()], rest[hit.start() :].strip()) if hit and hit.start() > 3 else None


_CHANGE = re.compile(r"(?:^|\s)(cat giam|giam|rut ngan|tiet kiem|keo giam|tang|giam thieu|han che)(?: (?:duoc|them))?$")


def _changed(before: str, after: str, bare: bool) -> tuple[str, str] | None:
    """ "cắt giảm 30% thời gian …", "doanh thu tăng 25%": what changes is both counted and the aim."""
    trimmed = before.rstrip()
    hit = _CHANGE.search(fold(trimmed))
    if not hit:
        return None
    verb = trimmed[hit.start(1) :].split(" được")[0].lower()
    if bare and len(verb) < len(trimmed.strip()) and fold(verb) not in ("cat giam", "rut ngan", "tiet kiem"):
        rest = clean_population(re.sub(r"^.*\b[Tt]ỷ lệ\s+", "", strip_trailing(strip_leading(trimmed[: hit.start(1)]))))
        if re.search(r"\b[Tt](?:ỷ|ỉ) lệ\b", trimmed) or not rest:
            return (rest, rest) if rest else None
        parts = _plain_parts(rest)
        return (parts[0] if parts else rest), f"{verb} {rest}"
    if bare:
        return None
    what = clean_population(re.split(r"\s+(?:so với|vào năm|đến năm|trong năm)\b", after)[0])
    return (what, f"{verb} {what}") if what else None


@dataclass
class Meaning:
    """Whom a figure counts and what for. `form`: "first" (number, population, predicate), "last" (… đạt N%), "bare"."""

    population: str
    subject: str
    form: str
    part: bool = False  # "trong đó …": a part of the figure before
    order: str = ""  # the order given before the number ("hỗ trợ"), where nothing says more


# What follows only says to what end: "…, không để dịch lây lan", "…, góp phần …".
_ASIDE = re.compile(
    r"(?<=\w),\s*(?:không để|không xảy ra|bảo đảm|đảm bảo|góp phần|nhằm|để|tạo|hướng tới|phấn đấu|qua đó|từng bước"
    r"|làm cơ sở)(?!\w)"
)


def meaning_of(before: str, after: str, lead: str) -> Meaning:
    """The meaning of a figure from the words of its segment: before it, after it, and before the colon above it."""
    rest = _ASIDE.split(strip_after(after))[0].strip(" ,") or strip_after(after)
    rest = re.sub(r"\s+trở (?:lên|xuống)$", "", rest)
    head = strip_trailing(strip_leading(re.sub(r"^\s*(?:\d+\.|[a-zđ]\))\s*", "", lead)))
    changed = _changed(before, rest, not rest)
    if changed:
        return Meaning(changed[0], clean_subject(changed[1]), "first" if rest else "last")
    stripped = strip_trailing(strip_leading(before))
    rated = bool(re.search(r"\b(?:ty|ti) le\b|\bmuc do\b", fold(stripped)))
    of_all = (
        bool(stripped)
        and not _ACTION.match(stripped)
        and re.fullmatch(r"(?:trên |trong )?tổng (?:đàn|số|diện tích)", rest)
    )
    if not rest or of_all or (rated and not split_predicate(rest)):
        core = before if stripped else lead
        population, subject = rate_first(core)
        return Meaning(population, subject, "last" if population else "bare")
    parts = split_predicate(rest, acted=bool(stripped)) or (None if strip_leading(before) else _by_duty_verb(rest))
    if parts and len(parts[0]) < 2:
        # "50% sử dụng được …": whom it counts was said before.
        return Meaning(clean_population(stripped) if stripped else "", clean_subject(parts[1]), "first")
    population = clean_population(parts[0] if parts else rest)
    subject = clean_subject(parts[1]) if parts else ""
    if parts and fold(parts[1]) in ("thuc hien", "trien khai", "tham gia thuc hien") and head:
        subject = clean_subject(head)
    order = ""
    if not subject:
        subject = clean_subject(stripped) or clean_subject(_verb_before(before))
        if not subject and re.search(r"hoàn thành\s*$", before.lower()):
            subject = "hoàn thành"
        if len(subject.split()) == 1 and fold(subject) in ("cap", "co", "giam"):
            subject = f"{subject} {population}"
        if _EMPTY_LEAD.fullmatch(fold(subject)):
            order, subject = subject, ""
    return Meaning(undated(population), undated(subject or clean_subject(_topic(head))), "first", order=order)


def _by_duty_verb(rest: str) -> tuple[str, str] | None:
    """ "thôn, tổ dân phố kiện toàn Tổ …": a verb that only opens duties of units."""
    at = first_verb(rest)
    return (rest[:at].strip(" ,"), rest[at:].strip(" ,")) if at and len(rest[at:].split()) > 2 else None


_EMPTY_LEAD = re.compile(r"(?:chi dao|quyet liet|yeu cau|thuc hien|huong dan|ho tro|va|voi|cho|trong do|,|\s)*")


def _verb_before(before: str) -> str:
    """ "…, hoàn thành 100% …": the action named before the last comma."""
    hit = re.search(r"^(.*?),?\s*(?:phấn đấu|đảm bảo|bảo đảm)\s*$", before.strip(" ,-+"), re.IGNORECASE)
    return hit.group(1) if hit else ""


def _topic(head: str) -> str:
    return "" if re.match(r"(?:ve|chi tieu|muc tieu)\b", fold(head)) else head


COUNTED = (
    "triệu đồng", "tỷ đồng",
    "lượt người", "lượt", "tổ hợp tác", "đồng hồ", "chương trình", "cơ sở dữ liệu", "bộ dữ liệu", "trang",
    "thành viên", "người", "lao động", "đại diện", "mô hình", "câu lạc bộ", "hội nghị", "lớp",
    "điểm", "buổi", "tổ", "đội", "sản phẩm", "cán bộ", "đồng chí", "chuyên mục", "dịch vụ", "hợp tác xã",
    "doanh nghiệp", "cuộc", "đợt", "khóa", "bài", "hộ", "tin bài", "đoàn viên", "hội viên", "đảng viên", "học sinh",
    "học viên", "chuyên đề", "cơ sở", "khu", "thôn", "xã", "nền tảng", "tuyến", "bình", "cây", "công trình", "dự án",
    "nhà", "gói", "sáng kiến", "video", "phóng sự", "ha",
)  # fmt: skip


def thing_of(noun: str) -> str:
    """The counted noun of "ít nhất 01 Tổ công nghệ …"; unknown nouns are taken by their first word, or up to "viên"."""
    member = re.match(r"\w+(?: \w+)? viên\b", noun)
    if member:
        return member.group()
    low = fold(noun)
    known = sorted((w for w in COUNTED if re.match(rf"{fold(w)}(?!\w)", low)), key=len)
    return noun[: len(known[-1])] if known else noun.split()[0]


def heading_subject(place: Place) -> str:
    """The subject a heading names, for bullets that only say whom ("- 100% công chức.")."""
    if place.topic:
        return place.topic
    for head in place.heads:
        words = head.text.split(":", 1)[0] if len(head.text) > 120 else head.text
        folded = fold(words)
        if len(words) > 160 or re.search(
            r"\b(?:muc tieu|chi tieu|yeu cau|nhiem vu|noi dung|cong tac|to chuc|giai phap)\b", folded
        ):
            continue
        words = strip_trailing(strip_leading(words))
        if len(words.strip(" :.")) > 5 and not re.fullmatch(rf"[\W\d]*(?:{_DATE})?\W*", folded):
            return words.strip(" :.")
    return ""

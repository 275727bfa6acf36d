"""The names of units: whether words start one, where one ends and its duty begins, which a joint one holds.

No list of verbs or of offices is ever complete, so a name is found by its form first: its head noun ("Sở", "Ban",
"Trưởng thôn"), the colon behind it, and the first word that can only be a verb.
"""

import re

from .fold import UPPER, fold

_CALL = re.compile(
    r"^(?:(?:ubnd|uy ban nhan dan|chu tich ubnd|chu tich uy ban nhan dan|ban chi dao|dang uy|ban thuong vu)\b"
    r"[^,;:.]{0,40}?\s(?=(?:de nghi|giao|yeu cau|uy quyen)\s))?"
    r"(?:(?:kinh |tran trong )?de nghi|giao(?: cho| nhiem vu cho| trach nhiem cho)?|yeu cau|phan cong(?: cho)?"
    r"|(?:trach nhiem|nhiem vu)(?: thuc hien)? cua|doi voi|uy quyen(?: cho)?|ve phia)\s*:?\s+"
    r"(?:(?:cac )?dong chi\s+|d/c\s+)?"
)
_MANY = r"(?:(?:cac|nhung|tat ca|toan the|mot so|dong chi|d/c|lanh dao|tap the|ban lanh dao)\s+)*"
UNIT_START = (
    rf"{_MANY}(?:ubnd|uy ban|uy nhan|hdnd|hoi dong|ubmttq\w*|ub mttq\w*|mttq\w*|mat tran"
    r"|ldld|hlhpn|hccb|hnd|bhxh|nhcsxh|chqs|ttvh|tt (?=y te|van hoa|phuc vu|cung ung|dich vu|hanh chinh)"
    r"|van phong|phong(?! trao| chong| ngua)|ban(?! hanh)|bch|bchqs|bqp|bql"
    r"|so(?! hoa| lieu)|trung tam|cong an|dang uy|dang bo|tinh uy|thanh uy|huyen uy|cap uy|chi bo|chi uy|bi thu"
    r"|truong(?! hop)|pho|thu truong|thanh vien|hoi(?! nghi| thao)|doan(?! ket)|tinh doan|thanh doan|xa doan"
    r"|lien doan|lien minh|lien hiep|hiep hoi|cong doan|cau lac bo|tram|benh vien|to(?! chuc)"
    r"|to chuc(?= chinh| doan| hoi| ctxh| xa hoi| tin dung| cung cap| ca nhan|, ca nhan| dang| thanh vien|,? doan the)"
    r"|thon|khu pho|khu dan cu|khu|xom|ap|bon|buon|lang|khom|tdp|to dan pho|doanh nghiep|ngan hang"
    r"|vnpt|viettel|mobifone|vinaphone|fpt|evn|buu dien|buu chinh|cong ty|tap doan|chi nhanh|chi cuc|chi hoi"
    r"|chi doan|chi doi|lien doi|cuc|tong cuc|vien"
    r"|co quan|don vi(?! nao)|nganh|xa(?! hoi)|phuong(?! thuc| phap| tien| an| cham| huong)|thi tran|thi xa|dac khu"
    r"|huyen|quan(?= huyen|, huyen)|tinh(?! hinh)|thanh pho|bao(?! cao| dam| ve| hiem)|bao hiem|bhxh|dai|kho bac|thue"
    r"|quan su|bo doi|bo tu lenh|bo chi huy|bo(?! tri| sung| phan mot cua duoc)|bo phan|thuong truc|chu tich"
    r"|giam doc|can bo|cong chuc|vien chuc|quy(?! dinh| trinh| hoach| mo| che| dat)|hop tac xa|htx|ho kinh doanh"
    r"|nha truong|nha may|nha thau|toa an|nguoi dung dau|nguoi co uy tin|gia lang|nguoi dan|nhan dan|ho gia dinh"
    r"|co so(?! du lieu| ha tang)|don bien phong|cac don|dia phuong|tieu ban|tong cong ty|tong giam doc|hai quan"
    r"|hai doi|canh sat|dang vien|luc luong|dan quan|trang thong tin|cong thong tin|mam non|tieu hoc|thcs|thpt|dong chi"
    r"|y te|cap xa|cap tinh|cap tham quyen|cap co tham quyen|vphdnd|vp|thanh tra|trai|hat kiem lam|kiem lam"
    r"|dien luc|chanh|to truong|hieu truong|ke toan|doi|cum|khoi|nhom"
    r"|chu (?=tau|co so|ho|doanh|dau tu|rung|vuon|trang trai|nha|phuong tien|nuoi|dien tich"
    r"|nguon|thau|khu)|ngu dan"
    r"|cang|hoc vien|dai hoc|cao dang|thu vien|vien kiem sat|lanh dao|ong|ba|ttyt|tyt|ttpvhcc|ttdvth"
    r"|dieu duong|cong tac vien|tinh nguyen vien|doan vien|hoi vien|pho ban|truong ban|ub|cac ban|cho)\b"
)
# Short words that mean a unit only with their own marks: "Sở", not "số"; "Tỉnh", not "tình".
_EXACT = {
    "so": ("sở",), "tinh": ("tỉnh",), "to": ("tổ",), "ban": ("ban", "bản"), "hoi": ("hội",), "phong": ("phòng",),
    "vien": ("viện", "viễn"), "cuc": ("cục",), "dai": ("đài",), "bao": ("báo", "bảo"), "quy": ("quỹ",), "bo": ("bộ",),
    "tram": ("trạm",), "xa": ("xã",), "lang": ("làng",), "ap": ("ấp",), "truong": ("trường", "trưởng"), "khu": ("khu",),
    "pho": ("phó", "phố"), "nganh": ("ngành",), "thue": ("thuế",), "trai": ("trại",), "doan": ("đoàn",),
    "phuong": ("phường",), "huyen": ("huyện",), "chi": ("chi",), "bon": ("bon",), "vp": ("vp",), "thon": ("thôn",),
    "doi": ("đội",), "cum": ("cụm",), "khoi": ("khối",), "nhom": ("nhóm",), "chanh": ("chánh",), "chu": ("chủ",),
    "ong": ("ông",), "ba": ("bà",), "cang": ("cảng",), "cho": ("chợ",), "don": ("đơn", "đồn"), "ub": ("ub",),
    "quan": ("quân", "quận"), "can": ("cán",), "dong": ("đồng",), "hai": ("hải",), "thanh": ("thành", "thanh"),
    "khom": ("khóm",), "xom": ("xóm",), "buon": ("buôn",), "thu": ("thủ", "thư"), "dang": ("đảng",), "cap": ("cấp",),
    "lanh": ("lãnh",), "luc": ("lực",), "dia": ("địa",), "nguoi": ("người",),
}  # fmt: skip
_UNIT = re.compile(UNIT_START)
_PREFIX = re.compile(_MANY)
# "Đơn vị chủ trì: …" is a label of a task, "Cơ quan thường trực: …" of a committee; neither is a unit's heading.
_LABEL = re.compile(
    r"^(?:(?:cac )?(?:co quan|don vi|bo phan|nguoi|luc luong|thanh phan|cap|can bo))\s+(?:chu tri|phoi hop|thuc hien"
    r"|tham muu|thuong truc|dau moi|chiu trach nhiem|tham gia|theo doi|phu trach|trinh|soan thao|ban hanh)"
    r"(?:[ ,/]+(?:va )?(?:thuc hien|tham muu|phoi hop|chinh|to chuc))*\s*(?::|$)"
)

# Verbs that start duties, as folded words; single syllables are told apart by their marks (_SINGLE).
_VERBS = (
    "chu tri|chi dao|theo doi|can cu|cung ung|xay dung|chiu trach nhiem|chiu su|co trach nhiem|co nhiem vu|co ke hoach"
    "|co van ban|co phuong an|co bien phap|tang cuong|kien toan|phoi hop|dong chu tri|tham muu|huong dan"
    "|trien khai|day manh|tong hop|thuc hien|bo tri|tuyen truyen|chu dong|phat huy|ra soat|thuong xuyen|cung cap"
    "|bao dam|dam bao|ho tro|kiem tra|kiem soat|don doc|lam dau moi|quan triet|tiep tuc|nghien cuu|tich cuc"
    "|phan cong|ban hanh|nam bat|tham gia|van dong|dua tin|bam sat|khan truong|huy dong|kip thoi|phan anh|dinh ky"
    "|bao cao"
    "|to chuc(?! chinh| doan| hoi| xa| tin dung| dang| thanh vien| tuong| khac| trong| lien quan| cung cap"
    "| kinh te|,)|tap trung|nghiem tuc|quan tam|lap (?:ke hoach|to|du toan|bao cao|bien ban)|lap danh sach"
    "|lap phuong an|truc tiep|gui bao cao|du kien|cap nhat|dang ky|dang tai|tao dieu kien|can nhac|dong hanh"
    "|long ghep|dieu hanh|de xuat|giam sat|phan bo|uu tien|can doi|thanh lap"
    "|cu (?:can bo|nguoi|vien chuc|cong chuc|doan vien|thanh vien|lanh dao|nhan vien|giao vien|dai dien"
    "|luc luong|dau moi)|tiep nhan|thu thap|thong ke|danh gia|tham dinh|thanh kiem tra|thanh tra viec"
    "|khuyen khich|giai quyet|giai ngan|phat hien|ngan chan|phong ngua|chap hanh|khac phuc|khoi phuc|duy tri"
    "|nang cao|cai thien|hoan thien|hoan thanh|xem xet|xu ly|dieu tra|phu trach|phat dong|phat song|chuan bi"
    "|san sang|ra quan|niem yet|cong khai|van hanh|tap huan|lap ho so|quyet dinh|theo chuc nang|theo nhiem vu"
    "|theo pham vi|theo tham quyen|trong pham vi|tren co so|ngay sau khi|sau khi|gop phan|nhan rong|giu vung"
    "|giu gin|quan ly chat|quan ly tot|quan ly viec|tuan tra|tich hop|bien soan|tiep can|trinh ubnd|trinh uy ban"
    "|trinh hdnd|trinh cap|lien he|ky cam ket|ky ket|vao cuoc|lay y kien|gan trach nhiem|lam tot|lam viec voi"
    "|hang nam|hang thang|hang tuan|hang quy|dua noi dung|dua vao|dua chi tieu|lanh dao(?=,)|lanh dao viec"
    "|lanh dao cac|lanh dao to chuc|lanh dao thuc hien|lanh dao ubnd|quy dinh cu the|tang thoi luong|tu to chuc"
    "|tu ra soat|doi moi|mo chuyen|xac dinh|ap dung|thong tin kip thoi|thong tin den"
    "|thong tin ve(?= so| ubnd| uy ban| phong| ban| cong an)|cam ket|phan dau"
    "|gioi thieu|khai thac|su dung"
    "|tra loi|phan loai|cong bo|kiem ke|thu gom|ve sinh|ung pho|so tan|truc ban|cap phat|mua sam"
)
_SINGLE = r"(?:là|cần|phải|sẽ|mở|tăng|đưa|giữ|giúp|gửi|nộp|dành|lấy|góp|thông báo)(?=\s)"
_VERB = re.compile(rf"(?<![\w\-])(?:{_VERBS})\b")
_SINGLE_VERB = re.compile(rf"(?<![\w\-]){_SINGLE}")
# Words of names that look like verbs: "Ban Chỉ đạo", "Tổ triển khai", "đơn vị phối hợp", "Trung tâm cung cấp…".
_NAME_BEFORE = re.compile(
    r"(?:\bban|\bto|(?<!van )\bphong|\btrung tam|\bbo phan|\bduoc|\bnhom|\bdich vu|\bdoi|\bchi cuc|\bcuc"
    r"|\bgiao duc|\bto cong tac|\btruong doan|\bdon vi(?= phoi hop| thuc hien| chu tri))\s*$"
)
# "Văn phòng đăng ký đất đai" is a name, "Văn phòng theo dõi tiến độ" an order.
_OFFICE_NAME = re.compile(r"van phong (?:dang ky|dieu phoi|ho tro|tiep|tu van|phuc vu|quan ly)")
_HAMLET = re.compile(r"\b[Bb]ản\s*$")  # folded it is "ban"
# "doanh nghiệp cung cấp dịch vụ", "cán bộ phụ trách": the verb belongs to the name when another one follows.
_NOUN_BEFORE = re.compile(
    r"\b(?:doanh nghiep|don vi|co quan|to chuc|ca nhan|can bo|cong chuc|vien chuc|luc luong|co so|nguoi|tram|nganh"
    r"|dao tao|cong ty|ngan hang|thanh vien|dong chi|phong, ban|hop tac xa)(?:\s+(?:nha nuoc|tai cho|viec))?\s*$"
)
_NOUN_VERB = re.compile(
    r"(?:cung cap|quan ly|phu trach|tham gia|su dung|ho tro|phoi hop|giup|tham muu|lam|khai thac|su nghiep"
    r"|thuc hien nhiem|thuc thi|tiep nhan|giai quyet|dang ky|van hanh|lien quan|chu tri|thu gom)\b"
)
_AND_OF_NAME = re.compile(r"(?<!\w)và\s+$")
# Verbs that also end names ("Các đơn vị phối hợp thực hiện", "Tổ công tác triển khai Đề án 06").
_MAYBE_NAME = re.compile(
    r"(?:trien khai|thuc hien|ho tro|phoi hop|huong dan|cung cap|giam sat|tham gia|su dung|quan ly|phu trach|khai thac"
    r"|van hanh|to chuc)\b[^,:.;]{0,45}$"
)


# Small words that unit names are made of; two others in a row, outside a list, are a verb nobody thought of.
_NAME_WORDS = frozenset(
    re.findall(
        r"\w+",
        "an ap ban bao biem bien binh bo bon buon buu cac cao cap cau chap chat che chi chien chinh cho chu chua "
        "chuc chung chuyen co con cong cu cua cuc cum cung cuu da dac dai dan dang dao dau de den dia dich diem "
        "dien do doan doanh don dong du duc duoi duong em ga gia giam giang giao hai han hang hanh hat hiem hiep "
        "hieu ho hoa hoang hoc hoi hop hung huong huu huyen ich it ke khach khai kham khau khi kho khoa khoang "
        "khoi khom khu khuyen kich kiem kien kinh ky lac lai lam lang lanh lao lap le lien lieu linh lop luat luc "
        "luoi luong ly mac mai mam mat mau may mien moi mon mua nam nang ngan nganh nghe nghi nghiep ngoai ngu "
        "nguoi nguon nha nhan nhanh nhat nhiem nho nhom nhuong noi non nong nu nuoc o phan phap phat phi phien "
        "phim pho phong phu phuc phuong qua quan quoc quy quyen rung sach san sat sinh so soat song su suc tac "
        "tai tam tan tang tap tau tay te thai tham than thang thanh the thi thich thiet thon thong thu thue thuoc "
        "thuong thuy tich tien tin tinh to toa toan tong tra trach trai tram trang tre tri trien trinh tro trong "
        "truc trung truong truyen tu tuc tung tuong tuyen ty uong uy va van vat ve ven vi viec vien viet vinh vo "
        "voi von vu vuc vung xa xay xe xom xu xuat xuc y yeu yte ",
    )
)


def _unknown_verb(text: str, from_: int) -> int | None:
    """Where two small words stand that no unit's name is made of, not as an item of a list."""
    words = list(re.finditer(r"\S+", text[from_:]))
    for before, a, b in zip(words, words[1:], words[2:], strict=False):
        pair = [w.group().strip(",.;:()") for w in (a, b)]
        if not all(p.islower() and p.isalpha() and fold(p) not in _NAME_WORDS for p in pair):
            continue
        if before.group()[-1] in ",;:(-–" or fold(before.group()) in ("va", "cac", "cua", "thuoc", "ve", "hoac", "tai"):
            continue
        return from_ + a.start()
    return None


def call_end(text: str) -> int:
    """Where the unit starts behind "Đề nghị", "Giao", "Trách nhiệm của"; 0 when none of them is there."""
    hit = _CALL.match(fold(text))
    return hit.end() if hit else 0


def strip_call(name: str) -> str:
    """ "Đề nghị Đoàn thanh niên:" → "Đoàn thanh niên"."""
    name = name[call_end(name) :].strip().rstrip(":;.,").strip()
    return re.sub(r"^[ĐđD]/?(?:ồng chí|c)\s+(?=\S)", "", name)


def unit_at(text: str) -> bool:
    """Whether a text starts with a word that names a unit."""
    text = text[:300]  # asked at many places of one long text: only what stands first matters
    folded = fold(text)
    hit = _UNIT.match(folded)
    if not hit or _LABEL.match(folded):
        return False
    prefix = _PREFIX.match(folded)
    rest = text[prefix.end() if prefix else 0 :].split()
    if not rest:  # "Lãnh đạo", "Đồng chí" alone: the prefix itself is the name
        return True
    word = rest[0].strip(",.:;").lower()
    if fold(word) in ("ong", "ba") and not (len(rest) > 1 and rest[1][:1].isupper() and rest[0][:1].isupper()):
        return False
    return word in _EXACT.get(fold(word), (word,))


def looks_like_unit(text: str) -> bool:
    return unit_at(text[call_end(text) :])


def _verbs(text: str, from_: int) -> list[int]:
    folded = fold(text)
    found = [m.start() for m in _VERB.finditer(folded, from_)]
    found += [m.start() for m in _SINGLE_VERB.finditer(text, from_)]
    return sorted(set(found))


def starts_with_verb(text: str) -> bool:
    """ "Phối hợp với …", "Tham mưu …": how a duty starts and a name does not."""
    return bool(_VERB.match(fold(text)) or re.match(_SINGLE, text[:1].lower() + text[1:]))


def first_verb(text: str, from_: int = 0) -> int | None:
    """Where the first verb of a duty starts inside "unit + verb …"; names that hold such words are skipped."""
    folded = fold(text)
    found = _verbs(text, from_)
    for i, at in enumerate(found):
        if at == 0 or at == from_ or not text[at].islower():
            continue
        before = folded[:at]
        if not re.search(r"[\s,)]$", text[:at]) or (_NAME_BEFORE.search(before) and not _HAMLET.search(text[:at])):
            continue
        if re.search(r"\b(?:co lien quan|lien quan|va|,)\s*$", before) and at - from_ < 12:
            continue
        if before.endswith("van phong ") and _OFFICE_NAME.match(folded, at - len("van phong ")):
            continue
        if _AND_OF_NAME.search(text[from_:at]):
            continue  # "Phòng Phổ biến và theo dõi thi hành pháp luật": no duty starts with "và"
        later = [x for x in found[i + 1 :] if x - at < 90 and ";" not in text[at:x] and "." not in text[at:x]]
        if later and _NOUN_BEFORE.search(before) and _NOUN_VERB.match(folded[at:]):
            continue
        return at
    return None


_KIND_OF_MANY = re.compile(
    r"(?:(?:giam doc|thu truong|lanh dao|chu tich|truong)\s+)?(?:cac|cac don vi|cac co quan)\s+(?:so|ban|phong|xa"
    r"|phuong|nganh|don vi|co quan|hoi|truong|thon|chi cuc|trung tam|doan the|ban quan ly)[^:.;]{0,40}:\s*"
)


def _after_kind(text: str) -> int:
    """Where the names start in "Các sở: Tư pháp, Tài chính, Xây dựng", whose colon ends no name; 0 elsewhere."""
    hit = _KIND_OF_MANY.match(fold(text))
    rest = text[hit.end() :] if hit else ""
    named = re.match(rf"[{UPPER}][^,;:.]{{1,50}}(?:,|\s(?:và|-)\s[{UPPER}])", rest)
    return hit.end() if hit and named and not starts_with_verb(rest) else 0


def own_line(text: str, has_children: bool) -> bool:
    """A heading that is nothing but a unit's name."""
    text = text.strip()
    base = call_end(text)
    kind = base + _after_kind(text[base:])
    if kind > base:
        return not re.search(r"[:.]", text[kind:].rstrip(" :")) and first_verb(text, kind) is None and len(text) < 260
    if not looks_like_unit(text) or len(text) > 260:
        return False
    verb = first_verb(text, call_end(text))
    if text.endswith(":"):
        return verb is None or bool(_MAYBE_NAME.match(fold(text[verb:].rstrip(": "))) and verb > len(text) - 40)
    if verb is not None and not (has_children and len(text) < 130 and _MAYBE_NAME.match(fold(text[verb:]))):
        return False
    bare = re.sub(r"\([^)]*\)", "", text[call_end(text) :])
    return ":" not in bare and (not bare.rstrip().endswith((".", ";")) or (len(text) < 60 and text.endswith(".")))


def inline_cut(text: str) -> tuple[int, int] | None:
    """(end of the unit's name, start of its duty) for "unit: duty" or "unit verb …"."""
    base = call_end(text)
    if not unit_at(text[base:]):
        return None
    kind = _after_kind(text[base:])
    verb = first_verb(text, base + kind)
    colon = text.find(":", base + kind)
    if colon > 0 and (verb is None or colon < verb) and colon < 260:
        return colon, colon + 1
    unknown = _unknown_verb(text[: verb if verb is not None else 200], base + kind)
    verb = unknown if unknown is not None else verb
    if verb is None:
        return None
    name = re.sub(r"[\s,]+$", "", text[:verb])
    return (len(name), verb) if len(name) <= 320 else None


_OPENING = re.compile(
    r"^(?:can cu|tren co so|theo|de|nham|sau khi|ngay sau khi|trong thoi gian|hang nam|hang thang|dinh ky)\b"
    r"[^;:.]{3,200}?,\s+"
    r"(?:(?:kinh )?de nghi\s+|yeu cau\s+|giao\s+)?"
)


def after_opening(text: str) -> int | None:
    """Where the unit starts in "Căn cứ Kế hoạch này, các sở, ban, ngành xây dựng …"."""
    folded = fold(text)
    hit = _OPENING.match(folded)
    while hit:
        if unit_at(text[hit.end() :]) and inline_cut(text[hit.end() :]):
            return hit.end()
        again = re.compile(r"[^;:.]{3,160}?,\s+(?:(?:kinh )?de nghi\s+|yeu cau\s+|giao\s+)?").match(folded, hit.end())
        hit = again
    return None


def split_units(name: str) -> list[str]:
    """The units a joint heading may be split into; offered, never done."""
    bare = re.sub(r"\([^)]*\)", lambda m: " " * len(m.group()), name)
    bounds = [0]
    if re.match(rf"(?:[{UPPER}]\w*\s){{2,4}}-\s", name):
        return []  # a person and the offices he holds
    for hit in re.finditer(r"\s*;\s*(?:và\s+)?|\s*,\s+(?:và\s+)?|\s+và\s+", bare):
        rest = name[hit.end() :]
        before = name[bounds[-1] : hit.start()]
        part = re.split(r"[,;]|\svà\s", rest)[0]
        if hit.group().strip() == "và" and re.match(r"(?:van phong|vp)\b", fold(before)) and re.match(r"u", fold(rest)):
            continue
        listed = rest[:1].isupper() or fold(rest).startswith("cac ") or (before[:1].islower() and " " in part.strip())
        sure = ";" in hit.group() or (unit_at(rest) and listed)
        alone = not unit_at(before) and re.match(rf"[{UPPER}]", rest) and re.match(rf"[{UPPER}]", before)
        if sure or alone:
            bounds += [hit.start(), hit.end()]
    bounds.append(len(name))
    parts = [name[a:b].strip(" ,;") for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    parts = [p for p in parts if p]
    return parts if len(parts) >= 2 else []

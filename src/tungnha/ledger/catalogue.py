"""The services and measures the product knows from the start: data, which a commune may add to.

Sources: the five kinds of plans it was built for; TT 08/2026/TT-BKHCN (the four lawful channels of verifying a
telephone subscriber); the levels of VNeID; "biết làm, làm được, làm thành thạo" of Bình dân học vụ số.
"""

from __future__ import annotations

from typing import Any

from tungnha.ledger.models import Measure, Service, ServiceLevel

HAS = ("có",)
SKILL = ("biết làm", "làm được", "làm thành thạo")
SUBSCRIBER_CHANNELS = ["ứng dụng VNeID", "ứng dụng của nhà mạng", "cửa hàng nhà mạng", "điểm ủy quyền"]

# code, name, short name, counts, kind, levels, more
SERVICES: tuple[tuple[str, str, str, str, str, tuple[str, ...], dict[str, Any]], ...] = (
    ("chu-ky-so", "Chữ ký số công cộng", "Chữ ký số", "person", "state", ("có", "đã tích hợp", "đang sử dụng"),
     {"wheres": ["ứng dụng VNeID", "ứng dụng của nhà cung cấp"], "providers": ["VNPT", "Viettel", "MobiFone"],
      "expires": True}),
    ("chu-ky-dien-tu", "Chữ ký điện tử cá nhân", "Chữ ký điện tử", "person", "state", HAS, {}),
    ("app-tinh", "Ứng dụng số của tỉnh (App Thanh Hóa)", "Ứng dụng tỉnh", "person", "state", HAS, {}),
    ("thue-bao", "Thuê bao di động đã xác thực", "Thuê bao", "telephone", "state", HAS,
     {"channels": SUBSCRIBER_CHANNELS, "source": "Thông tư 08/2026/TT-BKHCN"}),
    ("vneid", "Tài khoản định danh VNeID", "VNeID", "person", "state", ("mức 1", "mức 2"), {}),
    ("can-cuoc", "Thẻ căn cước", "Căn cước", "person", "state", HAS, {"expires": True}),
    ("so-suc-khoe", "Sổ sức khỏe điện tử", "Sổ sức khỏe", "person", "state", HAS, {"wheres": ["ứng dụng VNeID"]}),
    ("tai-khoan", "Tài khoản thanh toán", "Tài khoản", "person", "state", HAS, {}),
    ("dich-vu-cong", "Dịch vụ công trực tuyến", "DVC", "person", "state", ("có tài khoản", *SKILL), {}),
    ("thanh-toan-so", "Thanh toán không dùng tiền mặt", "Thanh toán số", "person", "state", SKILL, {}),
    ("ky-nang-so", "Kỹ năng số cơ bản", "Kỹ năng số", "person", "state", SKILL, {}),
    ("bai-hoc-so", "Bài học trên nền tảng học số", "Bài học số", "person", "event", ("đã học",), {}),
    ("dao-tao-so", "Khóa đào tạo kỹ năng số", "Đào tạo", "person", "event", ("đã dự", "đạt"), {}),
    ("duoc-thong-tin", "Được thông tin, tuyên truyền", "Được thông tin", "household", "event", ("đã nghe",), {}),
    ("duoc-lam-mau", "Được làm mẫu, hướng dẫn tại nhà", "Được làm mẫu", "household", "event", ("đã làm mẫu",), {}),
    ("duoc-tu-van", "Được tư vấn, hỗ trợ tại bộ phận một cửa", "Được tư vấn", "person", "event", ("đã tư vấn",), {}),
    # Sellers (C21, docs/decisions/0021-sellers.md): what was done for them, then what they do themselves.
    ("co-so-tuyen-truyen", "Cơ sở được tuyên truyền bán hàng số, thanh toán số", "Được tuyên truyền", "establishment",
     "event", ("đã tuyên truyền",), {}),
    ("co-so-ho-tro", "Cơ sở được hỗ trợ, hướng dẫn tại chỗ", "Được hỗ trợ", "establishment", "event",
     ("đã hỗ trợ",), {}),
    ("ban-hang-so", "Thanh toán không dùng tiền mặt khi bán hàng (mã QR)", "Mã QR", "establishment", "state",
     ("đang dùng",), {}),
    ("san-tmdt", "Bán hàng trên sàn thương mại điện tử", "Trên sàn", "establishment", "state",
     ("có tài khoản", "có gian hàng", "có đơn hàng", "tự đóng gói, giao hàng"), {}),
    ("hoa-don-dien-tu", "Hóa đơn điện tử", "Hóa đơn điện tử", "establishment", "state", ("đang dùng",), {}),
    ("cam-ket-ban-hang", "Ký cam kết bán hàng số, thanh toán số", "Cam kết", "establishment", "event",
     ("đã ký",), {}),
    ("thu-phi-so", "Trường thu học phí, các khoản thu không dùng tiền mặt", "Thu phí số", "establishment", "state",
     ("đang dùng",), {}),
    ("nhom-zalo", "Có người trong nhóm Zalo của thôn", "Nhóm Zalo", "household", "state", HAS, {}),
    ("wifi-cong-cong", "Wi-Fi công cộng miễn phí", "Wi-Fi", "place", "state", HAS, {}),
    ("len-san", "Sản phẩm trên sàn thương mại điện tử", "Lên sàn", "product", "state", ("có gian hàng",), {}),
)  # fmt: skip


def has(service: str, level: int = 1) -> dict[str, Any]:
    return {"service": service, "level": level}


def has_number(service: str = "thue-bao") -> dict[str, Any]:
    """Of one of a person's telephone numbers."""
    return {"service": service, "level": 1, "by": "telephone"}


# A shop that was helped on the spot was told as well; one that adopted by itself was not.
TOLD = {"any": [has("co-so-tuyen-truyen"), has("co-so-ho-tro")]}
ADULTS = "Số người trên 15 tuổi cư trú tại địa bàn"
ELIGIBLE = "Số hộ kinh doanh đủ điều kiện đang hoạt động"
SIGNATURE_WORDS = "Số người có chữ ký số còn hiệu lực trong nhóm"
# code, name, numerator, denominator, counts, group, rule
PLAIN: tuple[tuple[str, str, str, str, str, str, dict[str, Any]], ...] = (
    ("chu-ky-so-tren-15", "Người trên 15 tuổi có chữ ký số công cộng", SIGNATURE_WORDS,
     "Số người trên 15 tuổi cư trú tại địa bàn", "person", "adult15", has("chu-ky-so")),
    ("chu-ky-so-can-bo", "Cán bộ, công chức, viên chức, người lao động có chữ ký số", SIGNATURE_WORDS,
     "Số cán bộ, công chức, viên chức, người lao động của các đơn vị", "person", "official", has("chu-ky-so")),
    ("chu-ky-so-vu-trang", "Cán bộ, chiến sĩ lực lượng vũ trang có chữ ký số", "Số đơn vị báo cáo (không kèm tên)",
     "Quân số do đơn vị báo cáo", "person", "armed_forces", has("chu-ky-so")),
    ("chu-ky-so-hoc-sinh", "Công chức, viên chức, sinh viên, học sinh có chữ ký số", "Số đơn vị báo cáo",
     "Tổng số do trường, đơn vị báo cáo", "person", "pupil", has("chu-ky-so")),
    ("chu-ky-so-cong-nhan", "Công nhân, lao động doanh nghiệp có chữ ký số", "Số doanh nghiệp báo cáo",
     "Số lao động do doanh nghiệp báo cáo", "person", "worker", has("chu-ky-so")),
    ("chu-ky-so-tich-hop", "Người trên 15 tuổi đã tích hợp chữ ký số trên VNeID hoặc ứng dụng ký số",
     "Số người có chữ ký số ở mức đã tích hợp trở lên", "Số người trên 15 tuổi cư trú tại địa bàn", "person",
     "adult15", has("chu-ky-so", 2)),
    ("chu-ky-so-hoac-dien-tu", "Người trên 15 tuổi có chữ ký số hoặc chữ ký điện tử cá nhân",
     "Số người có ít nhất một trong hai loại", "Số người trên 15 tuổi cư trú tại địa bàn", "person", "adult15",
     {"any": [has("chu-ky-so"), has("chu-ky-dien-tu")]}),
    ("app-tinh-tren-15", "Người trên 15 tuổi đã cài ứng dụng số của tỉnh", "Số người đã cài",
     "Số người trên 15 tuổi cư trú tại địa bàn", "person", "adult15", has("app-tinh")),
    ("ky-nang-so-tren-15", "Người trên 15 tuổi có kỹ năng số cơ bản", "Số người từ mức làm được trở lên",
     "Số người trên 15 tuổi cư trú tại địa bàn", "person", "adult15", has("ky-nang-so", 2)),
    ("can-bo-bon-tien-ich", "Cán bộ có VNeID mức 2, Sổ sức khỏe, ứng dụng tỉnh và đã dự đào tạo",
     "Số người có đủ cả bốn", "Số cán bộ, người lao động của đơn vị", "person", "official",
     {"all": [has("vneid", 2), has("so-suc-khoe"), has("app-tinh"), has("dao-tao-so")]}),
    ("can-bo-app-chu-ky", "Cán bộ, đoàn viên, hội viên đã cài ứng dụng tỉnh và có chữ ký số",
     "Số người có đủ cả hai", "Số cán bộ, người lao động của đơn vị", "person", "official",
     {"all": [has("app-tinh"), has("chu-ky-so")]}),
    ("to-vien-ky-nang", "Thành viên Tổ công nghệ số cộng đồng nắm vững kỹ năng số", "Số thành viên làm thành thạo",
     "Số thành viên Tổ", "person", "team_member", has("ky-nang-so", 3)),
    ("hoc-sinh-ky-nang", "Học sinh trung học được trang bị kỹ năng số", "Số trường báo cáo",
     "Số học sinh do trường báo cáo", "person", "pupil", has("ky-nang-so")),
    ("ho-duoc-thong-tin", "Hộ được thông tin, tuyên truyền về chuyển đổi số", "Số hộ đã được thông tin",
     "Số hộ trên địa bàn", "household", "household", has("duoc-thong-tin")),
    ("ho-duoc-lam-mau", "Hộ được làm mẫu, hướng dẫn tại nhà", "Số hộ đã được làm mẫu", "Số hộ trên địa bàn",
     "household", "household", has("duoc-lam-mau")),
    ("ho-thanh-thao", "Hộ có ít nhất một thành viên thành thạo dịch vụ công và thanh toán số",
     "Số hộ có một người thành thạo cả hai", "Số hộ trên địa bàn", "household", "household",
     {"all": [has("dich-vu-cong", 4), has("thanh-toan-so", 3)]}),
    ("ho-dich-vu-so-co-ban", "Hộ có ít nhất một người dùng được dịch vụ số cơ bản", "Số hộ có một người làm được",
     "Số hộ trên địa bàn", "household", "household", has("ky-nang-so", 2)),
    ("ho-ky-nang-vneid-dvc", "Hộ có ít nhất một thành viên có kỹ năng số, VNeID và tài khoản dịch vụ công",
     "Số hộ có một người đủ cả ba", "Số hộ trên địa bàn", "household", "household",
     {"all": [has("ky-nang-so"), has("vneid"), has("dich-vu-cong")]}),
    ("so-suc-khoe-moi-nguoi", "Người dân có sổ sức khỏe điện tử", "Số người có sổ", "Toàn bộ nhân khẩu cư trú",
     "person", "all", has("so-suc-khoe")),
    ("can-cuoc-vneid2", "Công dân có căn cước và tài khoản định danh mức 2", "Số người có cả hai",
     "Toàn bộ nhân khẩu cư trú", "person", "all", {"all": [has("can-cuoc"), has("vneid", 2)]}),
    ("ho-kinh-doanh-thanh-toan", "Hộ kinh doanh đủ điều kiện được tuyên truyền, hỗ trợ thanh toán số",
     "Số hộ kinh doanh đã được tuyên truyền hoặc hỗ trợ", ELIGIBLE, "establishment", "household_business", TOLD),
    ("ho-kinh-doanh-ho-tro", "Hộ kinh doanh đủ điều kiện được hỗ trợ, hướng dẫn tại chỗ",
     "Số hộ kinh doanh đã được hỗ trợ tại chỗ", ELIGIBLE, "establishment", "household_business", has("co-so-ho-tro")),
    ("ho-kinh-doanh-qr", "Hộ kinh doanh đủ điều kiện thanh toán không dùng tiền mặt (mã QR)",
     "Số hộ kinh doanh đang dùng mã QR", ELIGIBLE, "establishment", "household_business", has("ban-hang-so")),
    ("ho-kinh-doanh-gian-hang", "Hộ kinh doanh đủ điều kiện có gian hàng trên sàn thương mại điện tử",
     "Số hộ kinh doanh có gian hàng trở lên", ELIGIBLE, "establishment", "household_business", has("san-tmdt", 2)),
    ("ho-kinh-doanh-don-hang", "Hộ kinh doanh đủ điều kiện có đơn hàng trên sàn thương mại điện tử",
     "Số hộ kinh doanh có đơn hàng trở lên", ELIGIBLE, "establishment", "household_business", has("san-tmdt", 3)),
    ("ho-kinh-doanh-hoa-don", "Hộ kinh doanh đủ điều kiện dùng hóa đơn điện tử",
     "Số hộ kinh doanh đang dùng hóa đơn điện tử", ELIGIBLE, "establishment", "household_business",
     has("hoa-don-dien-tu")),
    ("ho-kinh-doanh-cam-ket", "Hộ kinh doanh đủ điều kiện ký cam kết", "Số hộ kinh doanh đã ký cam kết", ELIGIBLE,
     "establishment", "household_business", has("cam-ket-ban-hang")),
    ("doanh-nghiep-gian-hang", "Doanh nghiệp có gian hàng trên sàn thương mại điện tử",
     "Số doanh nghiệp có gian hàng trở lên", "Số doanh nghiệp đang hoạt động trên địa bàn", "establishment",
     "enterprise", has("san-tmdt", 2)),
    ("doanh-nghiep-hoa-don", "Doanh nghiệp dùng hóa đơn điện tử", "Số doanh nghiệp đang dùng hóa đơn điện tử",
     "Số doanh nghiệp đang hoạt động trên địa bàn", "establishment", "enterprise", has("hoa-don-dien-tu")),
    ("hop-tac-xa-gian-hang", "Hợp tác xã có gian hàng trên sàn thương mại điện tử",
     "Số hợp tác xã có gian hàng trở lên", "Số hợp tác xã đang hoạt động trên địa bàn", "establishment",
     "cooperative", has("san-tmdt", 2)),
    ("co-so-san-xuat-gian-hang", "Cơ sở sản xuất có gian hàng trên sàn thương mại điện tử",
     "Số cơ sở sản xuất có gian hàng trở lên", "Số cơ sở sản xuất đang hoạt động trên địa bàn", "establishment",
     "workshop", has("san-tmdt", 2)),
    ("truong-thu-phi-so", "Trường học thu các khoản không dùng tiền mặt", "Số trường đang thu không dùng tiền mặt",
     "Số trường học trên địa bàn", "establishment", "school", has("thu-phi-so")),
    ("ocop-len-san", "Sản phẩm OCOP trên sàn thương mại điện tử", "Số sản phẩm có gian hàng và địa chỉ",
     "Số sản phẩm OCOP", "product", "ocop", has("len-san")),
    ("can-bo-app-chu-ky-thue-bao",
     "Cán bộ, đoàn viên, hội viên, thành viên Tổ có ứng dụng tỉnh, chữ ký số và thuê bao đã xác thực",
     "Số người có đủ cả ba (thuê bao: ít nhất một số đã xác thực)",
     "Số cán bộ, người lao động, đoàn viên, hội viên, thành viên Tổ theo danh sách các đơn vị", "person", "unit_people",
     {"all": [has("app-tinh"), has("chu-ky-so"), has_number()]}),
    ("thue-bao-xac-thuc", "Số thuê bao di động đã xác thực thông tin",
     "Số thuê bao đã xác thực (hai số của một người là hai)",
     "Số thuê bao đang dùng của người cư trú tại địa bàn", "telephone", "all", has("thue-bao")),
    ("nguoi-co-thue-bao", "Người trên 15 tuổi có thuê bao đã xác thực", "Số người có ít nhất một số đã xác thực",
     ADULTS, "person", "adult15", has_number()),
    ("ho-nhom-zalo", "Hộ có người trong nhóm Zalo của thôn", "Số hộ có ít nhất một người trong nhóm",
     "Số hộ trên địa bàn", "household", "household", has("nhom-zalo")),
    ("to-vien-tap-huan", "Thành viên Tổ công nghệ số cộng đồng được tập huấn đạt yêu cầu", "Số thành viên đã học đạt",
     "Số thành viên Tổ", "person", "team_member", has("dao-tao-so", 2)),
    ("vneid2-tren-15", "Người trên 15 tuổi có tài khoản định danh mức 2", "Số người có tài khoản mức 2", ADULTS,
     "person",     "adult15", has("vneid", 2)),
    ("tai-khoan-tren-15", "Người trên 15 tuổi có tài khoản thanh toán", "Số người có tài khoản", ADULTS, "person",
     "adult15", has("tai-khoan")),
    ("thanh-toan-so-tren-15", "Người trên 15 tuổi thanh toán không dùng tiền mặt", "Số người từ mức làm được trở lên",
     ADULTS, "person", "adult15", has("thanh-toan-so", 2)),
    ("dich-vu-cong-tren-15", "Người trên 15 tuổi dùng được dịch vụ công trực tuyến", "Số người từ mức làm được trở lên",
     ADULTS, "person", "adult15", has("dich-vu-cong", 3)),
    ("so-suc-khoe-tren-15", "Người trên 15 tuổi có sổ sức khỏe điện tử", "Số người có sổ", ADULTS, "person", "adult15",
     has("so-suc-khoe")),
    ("bai-hoc-tren-15", "Người trên 15 tuổi đã học trên nền tảng học số", "Số người đã học", ADULTS, "person",
     "adult15",     has("bai-hoc-so")),
    ("nha-van-hoa-wifi", "Nhà văn hóa có Wi-Fi công cộng", "Số nhà văn hóa có Wi-Fi", "Số nhà văn hóa trên địa bàn",
     "place", "culture_house", has("wifi-cong-cong")),
)  # fmt: skip
# What lies in no village, or asks for more than a service of a thing: the fields of the measure, whole.
WHOLE: tuple[dict[str, Any], ...] = (
    {"code": "ho-duoc-lam-mau-tung-thon", "name": "Hộ trong từng thôn được làm mẫu, hướng dẫn tại nhà",
     "numerator": "Số hộ đã được làm mẫu", "denominator": "Số hộ của thôn; thôn nào đạt thì tính thôn ấy",
     "counts": "household", "group": "household", "rule": has("duoc-lam-mau"), "each": "village"},
    {"code": "mot-cua-tu-van", "name": "Người đến làm thủ tục được tư vấn chữ ký số",
     "numerator": "Số lượt được tư vấn", "denominator": "Số lượt người đến làm thủ tục từ khi kế hoạch bắt đầu",
     "counts": "visit", "group": "visitor", "way": "flow", "source": {"flow": "desk", "asks": "advised"}},
    {"code": "mot-cua-chu-ky-so", "name": "Người đến làm thủ tục được cấp chữ ký số",
     "numerator": "Số lượt được cấp chữ ký số", "denominator": "Số lượt người đến làm thủ tục từ khi kế hoạch bắt đầu",
     "counts": "visit", "group": "visitor", "way": "flow",
     "source": {"flow": "desk", "asks": "served", "service": "chu-ky-so"}},
    {"code": "lam-sach-sim-chu-ky-so", "name": "Người đến làm sạch SIM được mời cấp chữ ký số",
     "numerator": "Số lượt được mời cấp chữ ký số, làm ngay hay chưa",
     "denominator": "Số lượt người đến buổi hỗ trợ để xác thực thuê bao, từ khi kế hoạch bắt đầu",
     "counts": "visit", "group": "visitor", "way": "flow",
     "source": {"flow": "session", "among": "thue-bao", "asks": "offered", "service": "chu-ky-so"}},
    {"code": "hai-long", "name": "Người dân hài lòng khi được phục vụ", "numerator": "Số lượt bấm mặt cười",
     "denominator": "Số lượt bấm chọn mức hài lòng từ khi kế hoạch bắt đầu", "counts": "visit", "group": "visitor",
     "way": "flow", "source": {"flow": "faces", "asks": "happy"}},
    {"code": "thu-tuc-giam-thoi-gian", "name": "Cắt giảm thời gian giải quyết thủ tục hành chính",
     "numerator": "Tổng thời gian đã giảm của các thủ tục đang theo dõi",
     "denominator": "Tổng thời gian giải quyết các thủ tục ấy ở lần đo đầu", "counts": "figure", "group": "",
     "way": "series", "source": {"as": "less"}},
    {"code": "ho-so-truc-tuyen", "name": "Hồ sơ thủ tục hành chính nộp trực tuyến",
     "numerator": "Tỷ lệ ở lần đo gần nhất", "denominator": "100%", "counts": "figure", "group": "", "way": "series",
     "source": {"as": "level", "series": "Tỷ lệ hồ sơ nộp trực tuyến"}},
)  # fmt: skip
NAMES = ("code", "name", "numerator", "denominator", "counts", "group", "rule")
MEASURES = (*(dict(zip(NAMES, row, strict=True)) for row in PLAIN), *WHOLE)


def load() -> None:
    """Bring the catalogue into the database. What an officer changed since is left as she has it."""
    for order, (code, name, short, counts, kind, levels, more) in enumerate(SERVICES):
        service, is_new = Service.objects.get_or_create(
            code=code,
            defaults={"name": name, "short_name": short, "counts": counts, "kind": kind, "order": order, **more},
        )
        if is_new:
            ServiceLevel.objects.bulk_create(
                ServiceLevel(service=service, rank=rank, name=level) for rank, level in enumerate(levels, 1)
            )
    known = set(Measure.objects.values_list("code", flat=True))
    Measure.objects.bulk_create(Measure(**row) for row in MEASURES if row["code"] not in known)

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
     {"wheres": ["ứng dụng VNeID", "ứng dụng của nhà cung cấp"], "providers": ["VNPT", "Viettel", "MobiFone"]}),
    ("chu-ky-dien-tu", "Chữ ký điện tử cá nhân", "Chữ ký điện tử", "person", "state", HAS, {}),
    ("app-tinh", "Ứng dụng số của tỉnh (App Thanh Hóa)", "Ứng dụng tỉnh", "person", "state", HAS, {}),
    ("thue-bao", "Thuê bao di động đã xác thực", "Thuê bao", "telephone", "state", HAS,
     {"channels": SUBSCRIBER_CHANNELS, "source": "Thông tư 08/2026/TT-BKHCN"}),
    ("vneid", "Tài khoản định danh VNeID", "VNeID", "person", "state", ("mức 1", "mức 2"), {}),
    ("can-cuoc", "Thẻ căn cước", "Căn cước", "person", "state", HAS, {}),
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
    ("ban-hang-so", "Hộ kinh doanh thanh toán không dùng tiền mặt", "QR bán hàng", "establishment", "state",
     ("được tuyên truyền", "được hỗ trợ", "đang dùng"), {}),
    ("len-san", "Sản phẩm trên sàn thương mại điện tử", "Lên sàn", "product", "state", ("có gian hàng",), {}),
)  # fmt: skip


def has(service: str, level: int = 1) -> dict[str, Any]:
    return {"service": service, "level": level}


SIGNATURE_WORDS = "Số người có chữ ký số còn hiệu lực trong nhóm"
# code, name, numerator, denominator, counts, group, rule
MEASURES: tuple[tuple[str, str, str, str, str, str, dict[str, Any]], ...] = (
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
     "Số hộ kinh doanh đã được hỗ trợ", "Số hộ kinh doanh đủ điều kiện", "establishment", "household_business",
     has("ban-hang-so")),
    ("ocop-len-san", "Sản phẩm OCOP trên sàn thương mại điện tử", "Số sản phẩm có gian hàng và địa chỉ",
     "Số sản phẩm OCOP", "product", "ocop", has("len-san")),
    ("mot-cua-tu-van", "Người đến làm thủ tục được tư vấn chữ ký số", "Số người được tư vấn", "Số người đến trong kỳ",
     "person", "visitor", has("duoc-tu-van")),
)  # fmt: skip


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
    Measure.objects.bulk_create(
        Measure(code=code, name=name, numerator=up, denominator=down, counts=counts, group=group, rule=rule)
        for code, name, up, down, counts, group, rule in MEASURES
        if code not in known
    )

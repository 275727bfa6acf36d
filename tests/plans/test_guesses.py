import pytest

from tungnha.plans.guesses import (
    guess_compiled,
    guess_measure,
    guess_phase,
    headline_index,
    own_annex_row,
    prepare_targets,
)

ADULTS = "dân số trưởng thành"
HOUSES = "hộ gia đình"
OFFICIALS = "cán bộ, công chức, viên chức, hội viên, đoàn viên, người lao động"


@pytest.mark.parametrize(
    ("subject", "population", "code"),
    [
        ("chữ ký số công cộng", ADULTS, "chu-ky-so-tren-15"),
        ("cài đặt chữ ký số", "người dân trong độ tuổi trưởng thành", "chu-ky-so-tren-15"),
        ("chữ ký số công cộng", "công chức, viên chức, người lao động thuộc UBND các xã", "chu-ky-so-can-bo"),
        ("chữ ký số công cộng", "cán bộ, chiến sĩ lực lượng vũ trang", "chu-ky-so-vu-trang"),
        ("chữ ký số công cộng và được tuyên truyền", "công chức, viên chức, sinh viên, học sinh", "chu-ky-so-hoc-sinh"),
        ("chữ ký số công cộng", "công nhân tại các Khu công nghiệp", "chu-ky-so-cong-nhan"),
        ("tích hợp chữ ký số công cộng trên ứng dụng VNeID", ADULTS, "chu-ky-so-tich-hop"),
        ("chữ ký số hoặc chữ ký điện tử cá nhân", ADULTS, "chu-ky-so-hoac-dien-tu"),
        ("làm TTHC phải được tư vấn, cài đặt chữ ký số", "người dân đến", "mot-cua-tu-van"),
        ("cài đặt ứng dụng số (ThanhHoa); cài đặt chữ ký số", OFFICIALS, "can-bo-app-chu-ky"),
        ("kích hoạt VNeID mức độ 2, Sổ sức khỏe điện tử và Ứng dụng số", "CBCCVC của Sở", "can-bo-bon-tien-ich"),
        ("cài đặt Ứng dụng số", "người dân trong độ tuổi trưởng thành", "app-tinh-tren-15"),
        ("kỹ năng số cơ bản", ADULTS, "ky-nang-so-tren-15"),
        ("nắm vững các kỹ năng số cơ bản", "thành viên Tổ công nghệ số cộng đồng", "to-vien-ky-nang"),
        ("kiến thức, kỹ năng số để phục vụ học tập", "học sinh trung học", "hoc-sinh-ky-nang"),
        ("sử dụng thành thạo dịch vụ công trực tuyến và thanh toán", HOUSES, "ho-thanh-thao"),
        ("có khả năng sử dụng dịch vụ số cơ bản", HOUSES, "ho-dich-vu-so-co-ban"),
        ("kỹ năng số cơ bản, có tài khoản VNeID và tài khoản dịch vụ công", HOUSES, "ho-ky-nang-vneid-dvc"),
        ("thông tin, tuyên truyền các chương trình", "hộ dân trên địa bàn", "ho-duoc-thong-tin"),
        ("trực tiếp làm mẫu, hướng dẫn", "hộ gia đình trong thôn", "ho-duoc-lam-mau-tung-thon"),
        ("được làm mẫu", HOUSES, "ho-duoc-lam-mau"),
        ("cài ứng dụng số; cấp chữ ký số; xác thực thông tin thuê bao", OFFICIALS, "can-bo-app-chu-ky-thue-bao"),
        ("cắt giảm thời gian giải quyết thủ tục hành chính", "thủ tục hành chính", "thu-tuc-giam-thoi-gian"),
        ("cắt giảm ít nhất 30% thời gian làm thủ tục hành chính", "thủ tục", "thu-tuc-giam-thoi-gian"),
        ("tham gia nhóm Zalo của thôn", HOUSES, "ho-nhom-zalo"),
        ("mức độ hài lòng khi giải quyết thủ tục", "người dân", "hai-long"),
        ("hỗ trợ áp dụng thanh toán không dùng tiền mặt", "hộ kinh doanh đủ điều kiện", "ho-kinh-doanh-thanh-toan"),
        ("lên các sàn giao dịch thương mại điện tử", "sản phẩm OCOP", "ocop-len-san"),
        ("có gian hàng trên sàn thương mại điện tử", "hộ kinh doanh", "ho-kinh-doanh-gian-hang"),
        ("sử dụng mã QR để thanh toán", "hộ kinh doanh đủ điều kiện", "ho-kinh-doanh-qr"),
        ("được tuyên truyền, hỗ trợ thanh toán bằng mã QR", "hộ kinh doanh đủ điều kiện", "ho-kinh-doanh-thanh-toan"),
        ("sử dụng hóa đơn điện tử", "hộ kinh doanh", "ho-kinh-doanh-hoa-don"),
        ("hồ sơ sức khỏe điện tử", "người dân", "so-suc-khoe-moi-nguoi"),
        ("Căn cước và tài khoản định danh mức độ 2", "công dân trên địa bàn", "can-cuoc-vneid2"),
        ("giải quyết thủ tục hành chính so với quy định", "thời gian", ""),
        ("trồng cây xanh", "các thôn", ""),
    ],
)
def test_a_way_of_counting_is_offered_from_the_words_of_the_target(subject, population, code):
    assert guess_measure({"subject": subject, "population": population, "text": ""}) == code


def test_of_a_row_about_one_activity_only_those_who_come_there_are_offered():
    row = {
        "subject": "cấp chữ ký số trong hoạt động làm sạch SIM",
        "population": "người dân",
        "text": "",
        "where": "task 4",
    }
    assert guess_measure(row) == "lam-sach-sim-chu-ky-so"
    assert guess_measure(row | {"subject": "cấp chữ ký số tại phiên chợ"}) == ""


def target(value, comparator="=", where="body", subject="chữ ký số công cộng", stated=None):
    return {
        "text": "", "subject": subject, "population": ADULTS, "value": value, "unit": "%", "where": where,
        "comparator": comparator, "stated_count": stated, "due": None,
    }  # fmt: skip


ANNEX = {"unit": "Xã Mẫu Sơn", "existing": 340, "population_over_15": 5480, "target_2026": 3496}
TARGETS = [
    target(35),
    target(63.8, stated=3496),
    target(63.8, ">", "task 8", stated=3496),
    target(64, ">", "task 9", subject="tích hợp chữ ký số công cộng"),
]


def test_the_annexs_count_belongs_to_the_target_of_the_body_that_it_amounts_to():
    shown = prepare_targets(TARGETS, ANNEX)
    assert [(t["headline"], t.get("stated_count"), t.get("starting_count"), t["stated_base"]) for t in shown] == [
        (False, None, None, 5480),
        (True, 3496, 340, 5480),
        (False, None, None, 5480),
        (False, None, None, 5480),
    ]


def test_a_target_an_officer_saved_keeps_what_she_decided():
    saved = target(63.8, ">", stated=3496) | {"role": "indicator", "measure": "", "headline": True}
    assert prepare_targets([saved], ANNEX) == [saved]


def test_without_an_annex_the_target_of_all_adults_leads():
    assert headline_index([target(100, subject="trồng cây"), target(35), target(63.8)], None) == 2
    assert headline_index([target(100, subject="trồng cây")], None) is None


def test_signatures_lead_before_skills_of_the_same_people():
    skills = target(100, subject="kỹ năng số cơ bản")
    assert headline_index([target(40), skills], None) == 0


def test_a_desk_compiles_what_others_sent_and_a_union_sums_up_its_own():
    duty = {"quote": "tổng hợp kết quả, báo cáo UBND xã"}
    assert [
        guess_compiled(duty, issuer_reports=False, kind="department"),
        guess_compiled(duty, issuer_reports=False, kind="union"),
        guess_compiled({"quote": "báo cáo Sở"}, issuer_reports=True, kind="committee"),
        guess_compiled(duty | {"kind": "difficulty"}, issuer_reports=True, kind="committee"),
    ] == [True, False, True, False]


def test_the_annex_row_is_the_one_that_names_the_area_or_the_only_one():
    other = {"unit": "Xã Khác", "existing": 1}
    found = [
        own_annex_row({"appendix_targets": rows}, "Mẫu Sơn") for rows in ([other, ANNEX], [other], [], [other] * 2)
    ]
    assert found == [ANNEX, other, None, None]


def test_weekly_reports_belong_to_the_peak_and_monthly_ones_go_on():
    assert [guess_phase({"frequency": f}, has_peak=True) for f in ("daily", "weekly", "monthly", "once")] == [
        "peak", "peak", "", "",
    ]  # fmt: skip
    assert guess_phase({"frequency": "weekly"}, has_peak=False) == ""

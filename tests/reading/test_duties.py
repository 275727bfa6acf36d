# ruff: noqa: E501 (one case a line)
"""Who reports to whom, how often and by when, wherever a plan says it."""

import pytest

from tungnha import reading

FRAME = """KẾ HOẠCH
Triển khai sổ tay số năm 2026

Thực hiện Kế hoạch số 5/KH-UBND ngày 03/01/2026 của UBND tỉnh, UBND xã Mường Lát ban hành kế hoạch như sau:

I. MỤC ĐÍCH
Phục vụ người dân.

{body}

Nơi nhận:
- Lưu: VT.

CHỦ TỊCH

Lường Văn Ban
"""


def told(duty):
    when = [
        duty["frequency"],
        f"mỗi {duty['interval']}" if duty.get("interval") else "",
        f"thứ {duty['weekday']}" if duty["weekday"] else "",
        str(duty["day_of_month"] or ""),
        str(duty["months"] or ""),
        duty["time"] or "",
        duty["due"] or "",
    ]
    said = " ".join(w for w in when if w)
    return f"{'khó: ' if duty.get('kind') else ''}{duty['who'] or '?'} > {duty['to'] or '?'}: {said}"


def reports(body):
    return [told(d) for d in reading.read_text(FRAME.format(body=body))["reporting"]]


# In the duties of "1. Công an xã": the unit is the one who reports.
OF_A_UNIT = [
    ("Báo cáo kết quả về UBND xã trước ngày 20 hằng tháng.", ["UBND xã: monthly 20"]),
    (
        "Báo cáo kết quả về UBND xã (qua Phòng Kinh tế) trước ngày 20 hàng tháng.",
        ["UBND xã (qua Phòng Kinh tế): monthly 20"],
    ),
    (
        "Báo cáo UBND xã thông qua Phòng Kinh tế trước ngày 20 hàng tháng.",
        ["UBND xã thông qua Phòng Kinh tế: monthly 20"],
    ),
    (
        "Gửi báo cáo về Sở Y tế trước ngày 21 hàng tháng cuối quý để tổng hợp, báo cáo UBND tỉnh.",
        ["Sở Y tế: quarterly 21 [3, 6, 9, 12]"],
    ),
    ("Định kỳ hằng quý, tổng hợp báo cáo UBND tỉnh.", ["UBND tỉnh: quarterly"]),
    ("Hằng tuần (trước 10h00 thứ Năm) tổng hợp, báo cáo UBND xã.", ["UBND xã: weekly thứ 4 10:00"]),
    ("Trước 16 giờ 00 thứ Sáu gửi báo cáo tuần về Sở Y tế.", ["Sở Y tế: weekly thứ 5 16:00"]),
    ("Báo cáo nhanh về Sở Y tế trước 15h30’ hằng ngày.", ["Sở Y tế: daily 15:30"]),
    (
        "Tổng hợp, báo cáo UBND tỉnh trước ngày 01/6 và 15/11 hằng năm.",
        ["UBND tỉnh: yearly 1 [6]", "UBND tỉnh: yearly 15 [11]"],
    ),
    (
        "Báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12 về Sở Nội vụ.",
        ["Sở Nội vụ: yearly 15 [6]", "Sở Nội vụ: yearly 15 [12]"],
    ),
    ("Định kỳ 6 tháng, năm báo cáo Sở Tư pháp kết quả thực hiện.", ["Sở Tư pháp: yearly [6]", "Sở Tư pháp: yearly"]),
    ("Hằng năm báo cáo Sở Nội vụ kết quả thực hiện trước ngày 10 tháng 12.", ["Sở Nội vụ: yearly 10 [12]"]),
    (
        "Báo cáo kết quả về Văn phòng UBND xã trước ngày 20/7/2026 để tổng hợp, báo cáo Chủ tịch UBND xã.",
        ["Văn phòng UBND xã: once 2026-07-20"],
    ),
    ("Tổng kết, báo cáo UBND tỉnh trước ngày 15/12.", ["UBND tỉnh: once 2026-12-15"]),
    (
        "Báo cáo sơ kết trước ngày 15/6/2026, tổng kết trước ngày 10/12/2026 về Đảng ủy xã.",
        ["Đảng ủy xã: once 2026-06-15", "Đảng ủy xã: once 2026-12-10"],
    ),
    ("Báo cáo tổng kết trong tháng 12/2026 gửi Sở Y tế.", ["Sở Y tế: once 2026-12"]),
    (
        "Báo cáo nhanh về Sở Y tế trước 15 giờ hằng ngày; báo cáo tổng kết trước ngày 15/11/2026.",
        ["Sở Y tế: daily 15:00", "Sở Y tế: once 2026-11-15"],
    ),
    ("Định kỳ hằng tuần hoặc đột xuất tổng hợp, báo cáo UBND xã kết quả.", ["UBND xã: weekly", "UBND xã: adhoc"]),
    ("Báo cáo UBND tỉnh định kỳ hằng quý và đột xuất.", ["UBND tỉnh: quarterly", "UBND tỉnh: adhoc"]),
    ("Báo cáo hằng tháng hoặc đột xuất khi có yêu cầu về UBND xã.", ["UBND xã: monthly", "UBND xã: adhoc"]),
    ("Báo cáo đột xuất khi có yêu cầu của UBND tỉnh.", ["?: adhoc"]),
    ("Báo cáo UBND tỉnh khi có yêu cầu.", ["UBND tỉnh: adhoc"]),
    ("Theo dõi, đôn đốc; tổng hợp, báo cáo UBND tỉnh theo quy định.", ["UBND tỉnh: unspecified"]),
    ("Tham mưu báo cáo định kỳ và đột xuất theo quy định.", ["?: unspecified"]),
    ("Định kỳ báo cáo UBND xã kết quả thực hiện.", ["UBND xã: unspecified"]),
    ("Thực hiện nghiêm chế độ thông tin, báo cáo định kỳ, đột xuất theo quy định.", ["?: unspecified"]),
    ("Tổng hợp kết quả thực hiện về Ban Chỉ đạo xã (qua Trạm Y tế).", ["Ban Chỉ đạo xã (qua Trạm Y tế): unspecified"]),
    ("Theo dõi, kiểm tra, tổng hợp báo cáo kết quả thực hiện.", ["?: unspecified"]),
    (
        "Vào ngày 15 và 30 hàng tháng báo cáo về Sở Nông nghiệp và Môi trường.",
        ["Sở Nông nghiệp và Môi trường: monthly 15", "Sở Nông nghiệp và Môi trường: monthly 30"],
    ),
    ("Trước ngày 05 của tháng đầu quý sau báo cáo Sở Tài chính.", ["Sở Tài chính: quarterly 5 [1, 4, 7, 10]"]),
    (
        "Hằng tháng đánh giá kết quả, báo cáo Đảng ủy (qua Ban Xây dựng Đảng) trước ngày 20.",
        ["Đảng ủy (qua Ban Xây dựng Đảng): monthly 20"],
    ),
    ("Tổng hợp số liệu, báo cáo UBND xã vào 16h30 thứ Sáu hằng tuần.", ["UBND xã: weekly thứ 5 16:30"]),
    (
        "Gửi kết quả về Ngân hàng Nhà nước chi nhánh Khu vực 5 trước ngày 25 hằng tháng.",
        ["Ngân hàng Nhà nước chi nhánh Khu vực 5: monthly 25"],
    ),
    ("Báo cáo Giám đốc Sở và UBND tỉnh về kết quả trước ngày 25 hằng tháng.", ["Giám đốc Sở và UBND tỉnh: monthly 25"]),
    (
        "Báo cáo kết quả cho Hội đồng Phổ biến, giáo dục pháp luật tỉnh trước ngày 25 hằng tháng.",
        ["Hội đồng Phổ biến: monthly 25"],
    ),
    ("Trong vòng 05 ngày sau khi kết thúc đợt ra quân, báo cáo kết quả về UBND xã.", ["UBND xã: unspecified"]),
    ("Sau khi kết thúc mỗi lớp, báo cáo kết quả về UBND xã.", ["UBND xã: adhoc"]),
    ("Chậm nhất 02 giờ kể từ khi xảy ra sự cố, báo cáo về UBND xã.", ["UBND xã: adhoc"]),
    (
        "Báo cáo tình hình về Sở Y tế trước 07 giờ 00 và 16 giờ 00 hằng ngày.",
        ["Sở Y tế: daily 07:00", "Sở Y tế: daily 16:00"],
    ),
    (
        "Các báo cáo quý, năm gửi Sở Y tế trước ngày 14 của tháng cuối kỳ.",
        ["Sở Y tế: quarterly 14 [3, 6, 9, 12]", "Sở Y tế: yearly 14 [12]"],
    ),
    ("Báo cáo ngay về Sở Y tế khi có yêu cầu.", ["Sở Y tế: adhoc"]),
    ("Định kỳ trước ngày 20/6 và 20/12 báo cáo Sở Y tế.", ["Sở Y tế: yearly 20 [6]", "Sở Y tế: yearly 20 [12]"]),
    ("Hằng ngày, tổng hợp số liệu báo cáo Chủ tịch UBND xã.", ["Chủ tịch UBND xã: daily"]),
    ("Tham mưu UBND xã báo cáo tổng kết trước ngày 10/7/2026.", ["?: once 2026-07-10"]),
    (
        "Báo cáo Phòng Kinh tế, Hạ tầng và Đô thị trước ngày 10/7/2026.",
        ["Phòng Kinh tế, Hạ tầng và Đô thị: once 2026-07-10"],
    ),
    (
        "Gửi báo cáo về Sở Y tế trước ngày 25/5/2026 (đối với báo cáo 6 tháng) và trước ngày 25/10/2026 (đối với báo cáo năm).",
        ["Sở Y tế: once 2026-05-25", "Sở Y tế: once 2026-10-25"],
    ),
    ("Theo dõi, kiểm tra và định kỳ báo cáo Sở Y tế kết quả thực hiện theo quy định.", ["Sở Y tế: unspecified"]),
    ("Xây dựng báo cáo hằng năm trình UBND tỉnh báo cáo Bộ Y tế.", ["UBND tỉnh: yearly"]),
    ("Cấp định danh.\n- Thời gian báo cáo: trước ngày 20 hằng tháng về UBND xã.", ["UBND xã: monthly 20"]),
    ("Đôn đốc các sở thực hiện, định kỳ báo cáo UBND tỉnh.", ["UBND tỉnh: unspecified"]),
    ("Kịp thời báo cáo, đề xuất UBND tỉnh giải quyết khó khăn, vướng mắc phát sinh.", ["khó UBND tỉnh: adhoc"]),
    ("Báo cáo kết quả gửi về Trạm Y tế ngay sau khi kết thúc đợt.", ["Trạm Y tế: unspecified"]),
    ("Lập báo cáo tháng gửi Sở Y tế trước ngày 20.", ["Sở Y tế: monthly 20"]),
    ("Cung cấp số liệu cho Phòng Kinh tế vào ngày 15 hằng tháng.", ["Phòng Kinh tế: monthly 15"]),
    ("Cung cấp thông tin cho Phòng Kinh tế khi lập quy hoạch.", []),
    (
        "6 tháng, 1 năm báo cáo Ban Chấp hành Đảng bộ xã.",
        ["Ban Chấp hành Đảng bộ xã: yearly [6]", "Ban Chấp hành Đảng bộ xã: yearly"],
    ),
    ("Báo cáo về Trạm Y tế ngay khi phát hiện ca bệnh.", ["Trạm Y tế: adhoc"]),
    (
        "Báo cáo UBND xã hằng tuần; trường hợp phát hiện ca bệnh phải báo cáo ngay về Trạm Y tế.",
        ["UBND xã: weekly", "Trạm Y tế: adhoc"],
    ),
    (
        "Báo cáo UBND tỉnh kết quả 6 tháng đầu năm trước ngày 15/6 và cả năm 2026 trước ngày 15/12.",
        ["UBND tỉnh: once 2026-06-15", "UBND tỉnh: once 2026-12-15"],
    ),
    (
        "Báo cáo kết quả về Sở Y tế (qua Phòng Nghiệp vụ, điện thoại 0999.000.000) trước ngày 20 hằng tháng.",
        ["Sở Y tế (qua Phòng Nghiệp vụ): monthly 20"],
    ),
    ("Xây dựng báo cáo sơ kết 6 tháng, gửi UBND tỉnh trước ngày 20/6/2026.", ["UBND tỉnh: once 2026-06-20"]),
    ("Nếu có khó khăn, vướng mắc, kịp thời báo cáo UBND xã để chỉ đạo.", ["khó UBND xã: adhoc"]),
    ("Kịp thời báo cáo UBND tỉnh những khó khăn, vướng mắc phát sinh.", ["khó UBND tỉnh: adhoc"]),
    # not a report of this unit's
    ("Bồi dưỡng đội ngũ báo cáo viên, tuyên truyền viên.", []),
    ("Cung cấp số liệu phục vụ công tác tổng hợp, báo cáo.", []),
    ("Phối hợp với Trạm Y tế trong công tác báo cáo.", []),
    ("Tham mưu, báo cáo UBND tỉnh xem xét, quyết định.", []),
    ("Lập dự toán kinh phí, báo cáo UBND xã bố trí theo quy định.", []),
    ("Sử dụng dữ liệu số thay vì báo cáo giấy.", []),
    ("Vận hành hệ thống báo cáo của tỉnh.", []),
    ("Đôn đốc các thôn báo cáo đúng mẫu.", []),
    ("Theo dõi, đôn đốc các sở, ngành, địa phương thực hiện chế độ báo cáo trên hệ thống.", []),
    ("Hằng năm, lập dự toán gửi Sở Tài chính tổng hợp, báo cáo UBND tỉnh.", []),
    ("Theo báo cáo của Sở Y tế, toàn xã có 2 ca bệnh.", []),
    ("Xây dựng kế hoạch chi tiết gửi Sở Y tế trước ngày 15/4/2026.", []),
    ("Gửi danh sách học viên trước ngày 03/6/2026 về Trạm Y tế.", []),
    ("Tiếp nhận phản ánh của người dân.", []),
    ("Hướng dẫn người dân phản ánh hiện trường qua ứng dụng.", []),
    ("Thống kê thiệt hại, gửi Sở Tài chính trước ngày 18/10/2026.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), OF_A_UNIT)
def test_reports_among_a_units_duties(sentence, expected):
    body = f"V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- {sentence}\n2. Trạm Y tế\n- Khám bệnh."
    wanted = [f"khó: Công an xã > {e[4:]}" if e.startswith("khó ") else f"Công an xã > {e}" for e in expected]
    assert reports(body) == wanted


# Below the numbered units, or in a section without units: the sentence names who reports.
LOOSE = [
    (
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị kịp thời phản ánh về UBND xã (qua Phòng Kinh tế) để xem xét./.",
        ["khó: các cơ quan, đơn vị > UBND xã (qua Phòng Kinh tế): adhoc"],
    ),
    (
        "Trong quá trình triển khai nếu có vướng mắc đề nghị các đơn vị phản ánh kịp thời về Sở Y tế để điều chỉnh./.",
        ["khó: các đơn vị > Sở Y tế: adhoc"],
    ),
    (
        "Yêu cầu các thôn khẩn trương triển khai. Quá trình thực hiện nếu phát sinh vướng mắc, báo cáo về UBND xã để giải quyết./.",
        ["khó: các thôn > UBND xã: adhoc"],
    ),
    (
        "Trong quá trình tổ chức thực hiện, nếu cần sửa đổi, bổ sung Kế hoạch, các sở, ban, ngành chủ động đề xuất, gửi Sở Nội vụ tổng hợp, trình UBND tỉnh quyết định./.",
        ["khó: các sở, ban, ngành > Sở Nội vụ: adhoc"],
    ),
    (
        "Trường hợp có khó khăn, vướng mắc, các địa phương báo cáo Ủy ban nhân dân tỉnh (thông qua Sở Y tế) xem xét, chỉ đạo./.",
        ["khó: các địa phương > Ủy ban nhân dân tỉnh (thông qua Sở Y tế): adhoc"],
    ),
    (
        "Các sở, ban, ngành, UBND các xã gửi báo cáo về Sở Nội vụ trước ngày 15/11 hằng năm để tổng hợp.",
        ["Các sở, ban, ngành, UBND các xã > Sở Nội vụ: yearly 15 [11]"],
    ),
    (
        "Định kỳ hằng quý, các thôn báo cáo kết quả về UBND xã trước ngày 20 tháng cuối quý.",
        ["các thôn > UBND xã: quarterly 20 [3, 6, 9, 12]"],
    ),
    (
        "Đề nghị các cơ quan, đơn vị báo cáo kết quả về UBND xã trước ngày 10/12/2026.",
        ["các cơ quan, đơn vị > UBND xã: once 2026-12-10"],
    ),
    (
        "Các thôn báo cáo về Phòng Kinh tế trước ngày 20 hằng tháng, Phòng Kinh tế tổng hợp, báo cáo UBND xã trước ngày 25 hằng tháng.",
        ["Các thôn > Phòng Kinh tế: monthly 20", "Phòng Kinh tế > UBND xã: monthly 25"],
    ),
    (
        "Tổ công nghệ số gửi số liệu về UBND xã trước ngày 20 tháng cuối quý để tổng hợp, báo cáo gửi Sở Y tế trước ngày 25 tháng cuối quý.",
        ["Tổ công nghệ số > UBND xã: quarterly 20 [3, 6, 9, 12]", "UBND xã > Sở Y tế: quarterly 25 [3, 6, 9, 12]"],
    ),
    (
        "Trong quá trình thực hiện, trường hợp có vướng mắc, các đơn vị chủ động trao đổi với Trạm Y tế (bà Hà, số điện thoại 0900.111.222) để được hướng dẫn./.",
        ["khó: các đơn vị > Trạm Y tế: adhoc"],
    ),
    (
        "Yêu cầu Thủ trưởng các sở, ngành; Chủ tịch UBND các xã nghiêm túc triển khai; định kỳ 6 tháng (trước ngày 15/6) báo cáo UBND tỉnh.",
        ["Thủ trưởng các sở, ngành; Chủ tịch UBND các xã > UBND tỉnh: yearly 15 [6]"],
    ),
    (
        "Trước ngày 25 của tháng cuối quý, các thôn báo cáo UBND xã kết quả.",
        ["các thôn > UBND xã: quarterly 25 [3, 6, 9, 12]"],
    ),
    ("Các thôn căn cứ Kế hoạch triển khai, có vướng mắc trao đổi với Trạm Y tế.", ["khó: Các thôn > Trạm Y tế: adhoc"]),
    ("Yêu cầu các đơn vị triển khai nghiêm túc; báo cáo đột xuất khi có sự cố./.", ["các đơn vị > ?: adhoc"]),
    ("Trên đây là Kế hoạch, yêu cầu các đơn vị thực hiện./.", []),
    ("Kế hoạch này thay thế các báo cáo trước đây.", []),
]


@pytest.mark.parametrize(("sentence", "expected"), LOOSE)
def test_reports_in_closing_words(sentence, expected):
    body = f"V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Cấp định danh.\n2. Trạm Y tế\n- Khám bệnh.\n\n{sentence}"
    assert reports(body) == expected


@pytest.mark.parametrize(("sentence", "expected"), LOOSE)
def test_the_same_in_a_numbered_item(sentence, expected):
    body = f"V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Cấp định danh.\n2. Trạm Y tế\n- Khám bệnh.\n3. {sentence}"
    assert reports(body) == expected


REGIME = [
    (
        "IV. CHẾ ĐỘ BÁO CÁO\nCác thôn báo cáo về UBND xã trước ngày 14 hằng tháng; báo cáo năm trước ngày 01/12 hằng năm.",
        ["Các thôn > UBND xã: monthly 14", "Các thôn > UBND xã: yearly 1 [12]"],
    ),
    (
        "IV. CHẾ ĐỘ THÔNG TIN, BÁO CÁO\n1. Các sở, ban, ngành gửi báo cáo về Sở Y tế.\n- Báo cáo quý: trước ngày 20 tháng cuối quý.\n- Báo cáo 6 tháng: trước ngày 15/6.\n- Báo cáo năm: trước ngày 10/12.",
        [
            "Các sở, ban, ngành > Sở Y tế: quarterly 20 [3, 6, 9, 12]",
            "Các sở, ban, ngành > Sở Y tế: yearly 15 [6]",
            "Các sở, ban, ngành > Sở Y tế: yearly 10 [12]",
        ],
    ),
    (
        "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Cấp định danh.\n2. Chế độ báo cáo: Các thôn gửi báo cáo tháng về UBND xã trước ngày 20.",
        ["Các thôn > UBND xã: monthly 20"],
    ),
    (
        "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Cấp định danh.\n2. Chế độ báo cáo\n- Hằng tuần: trước 10h00 thứ Sáu, các thôn báo cáo UBND xã.\n- Tổng kết: trước ngày 10/12/2026.",
        ["các thôn > UBND xã: weekly thứ 5 10:00", "các thôn > UBND xã: once 2026-12-10"],
    ),
    (
        "IV. CHẾ ĐỘ BÁO CÁO\n1. Báo cáo thường xuyên: Các thôn, đơn vị báo cáo về Trạm Y tế vào 16h00 hằng ngày.\n2. Báo cáo đột xuất: khi có tình huống khẩn cấp, các đơn vị báo cáo ngay về UBND xã.",
        ["Các thôn, đơn vị > Trạm Y tế: daily 16:00", "các đơn vị > UBND xã: adhoc"],
    ),
    (
        "II. CÁCH LÀM\n- Các thôn hướng dẫn người dân; báo cáo kết quả gửi Trạm Y tế trước ngày 21 hằng tháng.",
        ["Các thôn > Trạm Y tế: monthly 21"],
    ),
    ("II. NHIỆM VỤ\n- Bước 4. Tổng hợp kết quả, định kỳ báo cáo cấp có thẩm quyền.", []),
    ("II. YÊU CẦU\n- Việc báo cáo phải trung thực, kịp thời.", []),
]


@pytest.mark.parametrize(("body", "expected"), REGIME)
def test_reports_in_sections_of_their_own(body, expected):
    assert reports(body) == expected


def test_reports_in_task_tables():
    body = (
        "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Cấp định danh.\n\n"
        "STT\tNhiệm vụ\tChủ trì\tKết quả\tThời gian hoàn thành\n"
        "1\tRa quân\tCông an xã\tBáo cáo gửi Sở Y tế vào thứ 5 hằng tuần\tTháng 5/2026\n"
        "2\tBáo cáo kết quả, tiến độ\tCác thôn\tSố liệu\tTrước ngày 20 hàng tháng\n"
        "3\tTổng hợp, báo cáo kết quả\tTrạm Y tế\tBáo cáo\tTrước ngày 15/12/2026\n"
        "4\tBáo cáo sơ kết\tTrạm Y tế\tBáo cáo\tTháng 6/2026\n"
        "5\tTập huấn báo cáo viên\tTrạm Y tế\tBáo cáo\tTrước ngày 15/10/2026\n"
    )
    assert reports(body) == [
        "Công an xã > Sở Y tế: weekly thứ 4",
        "Các thôn > ?: monthly 20",
        "Trạm Y tế > ?: once 2026-12-15",
        "Trạm Y tế > ?: once 2026-06",
    ]


def test_a_unit_told_twice_to_report_keeps_one_open_duty():
    body = (
        "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Tổng hợp, báo cáo theo quy định.\n- Là đầu mối báo cáo UBND xã kết quả thực hiện.\n"
        "2. Trạm Y tế\n- Tổng hợp, báo cáo theo quy định.\n- Báo cáo UBND xã trước ngày 20 hằng tháng."
    )
    assert reports(body) == ["Công an xã > UBND xã: unspecified", "Trạm Y tế > UBND xã: monthly 20"]


def test_every_duty_quotes_its_clause():
    draft = reading.read_text(FRAME.format(body=REGIME[1][0]))
    for duty in draft["reporting"]:
        start, end = duty["span"]
        assert draft["text"][start:end] == duty["quote"]
        assert "trước ngày" in duty["quote"]


def test_a_day_that_no_calendar_has_is_asked_about_and_not_mended():
    body = "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Báo cáo kết quả về UBND xã trước ngày 31/6/2026."
    draft = reading.read_text(FRAME.format(body=body))
    asked = [(q["text"], q["about"]) for q in draft["questions"] if q["kind"] == "impossible_date"]
    assert asked == [("Lịch không có ngày “31/6/2026”; kế hoạch muốn nói ngày nào?", ["reporting.0"])]
    assert reports(body) == ["Công an xã > UBND xã: once"]
    assert draft["deadlines"] == []

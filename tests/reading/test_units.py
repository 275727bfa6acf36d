# ruff: noqa: E501 (one case a line)
"""Who does what: every form in which plans give units their duties."""

import pytest

from tungnha import reading
from tungnha.reading.unit_names import first_verb, inline_cut, split_units, starts_with_verb, unit_at

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
IN_SECTION = "V. TỔ CHỨC THỰC HIỆN\n\n"


def assigned(body):
    return [(a["unit"], a["n_duties"]) for a in reading.read_text(FRAME.format(body=body))["assignments"]]


OWN_LINE = [
    ("1. Phòng Kinh tế\n- Lập dự toán.\n- Cấp kinh phí.", [("Phòng Kinh tế", 2)]),
    ("1. Phòng Kinh tế:\n- Lập dự toán.", [("Phòng Kinh tế", 1)]),
    ("1.Sở Tài chính\nCân đối ngân sách.", [("Sở Tài chính", 1)]),
    ("1) Sở Tài chính\na) Cân đối ngân sách;\nb) Hướng dẫn thanh toán.", [("Sở Tài chính", 2)]),
    ("1. Đề nghị Hội Nông dân xã\n- Vận động hội viên.", [("Hội Nông dân xã", 1)]),
    ("1. Đề nghị: Hội Nông dân xã\n- Vận động hội viên.", [("Hội Nông dân xã", 1)]),
    ("1. Kính đề nghị Ban Xây dựng Đảng:\n- Chỉ đạo các chi bộ.", [("Ban Xây dựng Đảng", 1)]),
    ("1. Trách nhiệm của Sở Xây dựng\n- Thẩm định hồ sơ.", [("Sở Xây dựng", 1)]),
    ("1. Đối với UBND các xã\n- Lập danh sách.", [("UBND các xã", 1)]),
    ("1. Giao Công an xã\n- Cấp định danh.", [("Công an xã", 1)]),
    (
        "1. Đoàn Thanh niên, Hội Phụ nữ xã; Hội Cựu chiến binh xã\n- Ra quân.",
        [("Đoàn Thanh niên, Hội Phụ nữ xã; Hội Cựu chiến binh xã", 1)],
    ),
    (
        "1. Phòng Văn hóa - Xã hội (Cơ quan thường trực)\n- Tham mưu.\n- Tổng hợp.",
        [("Phòng Văn hóa - Xã hội (Cơ quan thường trực)", 2)],
    ),
    (
        "1. Các cơ sở dạy nghề, doanh nghiệp tham gia đào tạo\nBảo đảm chất lượng.",
        [("Các cơ sở dạy nghề, doanh nghiệp tham gia đào tạo", 1)],
    ),
    (
        "1. Các bệnh viện công lập và ngoài công lập\nThu dung người bệnh.",
        [("Các bệnh viện công lập và ngoài công lập", 1)],
    ),
    ("1. Ban Quản lý chương trình nước sạch\nCấp nước.", [("Ban Quản lý chương trình nước sạch", 1)]),
    (
        "1- Đảng ủy Quân sự xã\n- Huấn luyện dân quân.\n2- Ban Tuyên giáo chủ trì viết bài.",
        [("Đảng ủy Quân sự xã", 1), ("Ban Tuyên giáo", 1)],
    ),
    ("1. Phòng Tổng hợp và kiểm soát thủ tục\n- Lập sổ.\n- Nhắc việc.", [("Phòng Tổng hợp và kiểm soát thủ tục", 2)]),
    ("1. Các sở: Y tế, Nội vụ, Tư pháp\n- Cử người.\n- Viết bài.", [("Các sở: Y tế, Nội vụ, Tư pháp", 2)]),
    (
        "1. Các trường: Tiểu học Bãi Dâu, Mầm non Hoa Sim tổ chức ngoại khóa.",
        [("Các trường: Tiểu học Bãi Dâu, Mầm non Hoa Sim", 1)],
    ),
    ("1. Các sở, ban, ngành: Tuyên truyền, vận động cán bộ.", [("Các sở, ban, ngành", 1)]),
    ("1. Các chủ vườn cam kết không đốt rác.", [("Các chủ vườn", 1)]),
    # The closing words stand below a lettered last point, or open with "Căn cứ …".
    (
        "1. Trạm Y tế\na) Lập danh sách.\nb) Gửi tin về xã hằng tuần.\nYêu cầu thủ trưởng các đơn vị thực hiện nghiêm túc./.",
        [("Trạm Y tế", 2)],
    ),
    ("1. Văn phòng đăng ký đất đai khu vực cập nhật sổ.", [("Văn phòng đăng ký đất đai khu vực", 1)]),
    ("1. Giao Văn phòng theo dõi tiến độ, nhắc việc chậm.\nKế hoạch này được dán tại nhà văn hóa.", [("Văn phòng", 1)]),
    ("1. Trạm Y tế\nLập danh sách.\nCăn cứ Kế hoạch này, các thôn xây dựng lịch riêng./.", [("Trạm Y tế", 1)]),
    ("1. Ủy ban bầu cử xã\nLập danh sách.", [("Ủy ban bầu cử xã", 1)]),
    ("1. Công an xã\nChủ trì cấp định danh.\nLàm sạch dữ liệu.", [("Công an xã", 2)]),
    (
        "1. Công an xã\n- Cấp định danh:\n+ Đợt 1 tại thôn;\n+ Đợt 2 tại trụ sở.\n- Làm sạch dữ liệu.",
        [("Công an xã", 2)],
    ),
    ("1. Các chi bộ:\n+ Quán triệt.\n+ Kiểm tra.\n+ Báo cáo.", [("Các chi bộ", 3)]),
    ("1. Công an xã\nThực hiện các nhiệm vụ sau:\n- Cấp định danh.\n- Làm sạch dữ liệu.", [("Công an xã", 2)]),
    ("1. Sở Khoa học và\n\nCông nghệ\n\n- Chủ trì.\n- Đôn đốc.", [("Sở Khoa học và Công nghệ", 2)]),
    (
        "1. Đề nghị Ủy ban Mặt trận Tổ quốc xã,\n\nLiên đoàn Lao động khu vực\n\n- Vận động đoàn viên.",
        [("Ủy ban Mặt trận Tổ quốc xã, Liên đoàn Lao động khu vực", 1)],
    ),
    ("1. Phòng Kinh tế\n- Cấp kinh phí.\n- Thời gian thực hiện: Trước 30/6/2026.", [("Phòng Kinh tế", 1)]),
    ("a) Công an xã\n- Cấp định danh.\nb) Trạm Y tế\n- Khám bệnh.", [("Công an xã", 1), ("Trạm Y tế", 1)]),
    ("đ) Công an xã\n- Cấp định danh.\ne) Trạm Y tế\n- Khám bệnh.", [("Công an xã", 1), ("Trạm Y tế", 1)]),
    (
        "1. Phân công nhiệm vụ\n1.1. Công an xã\n- Cấp định danh.\n1.2. Trạm Y tế\n- Khám bệnh.\n2. Kinh phí\n- Ngân sách xã.",
        [("Công an xã", 1), ("Trạm Y tế", 1)],
    ),
    (
        "1. Các phòng chuyên môn\n1.1. Phòng Kinh tế\n- Cấp kinh phí.\n1.2. Phòng Văn hóa - Xã hội\n- Tổng hợp.",
        [("Phòng Kinh tế", 1), ("Phòng Văn hóa - Xã hội", 1)],
    ),
    (
        "1. Công an xã\n- Cấp định danh.\n4. Trạm Y tế\n- Khám bệnh.\n4. Các thôn\n- Vận động.",
        [("Công an xã", 1), ("Trạm Y tế", 1), ("Các thôn", 1)],
    ),
    (
        "1. Công an xã\n- Cấp định danh.\n2. Trạm Y tế\n- Khám bệnh.\n3. Già làng, người có uy tín\n- Vận động.",
        [("Công an xã", 1), ("Trạm Y tế", 1), ("Già làng, người có uy tín", 1)],
    ),
    (
        "1. Công an xã\n- Cấp định danh.\n2. Trạm Y tế\n- Khám bệnh.\n3. Nhà mạng Sao Mai\n- Lắp trạm.",
        [("Công an xã", 1), ("Trạm Y tế", 1), ("Nhà mạng Sao Mai", 1)],
    ),
    ("Công an xã\n\n- Cấp định danh.\n- Tuần tra.\n\nTrạm Y tế\n\n- Khám bệnh.", [("Công an xã", 2), ("Trạm Y tế", 1)]),
    ("Công an xã:\n\nCấp định danh.\n\nTrạm Y tế:\n\nKhám bệnh.", [("Công an xã", 1), ("Trạm Y tế", 1)]),
    (
        "1. Cấp tỉnh\n- Sở Y tế: Chủ trì.\n- Sở Nội vụ: Phối hợp.\n2. Cấp xã\n- Trạm Y tế: Khám bệnh.\n- UBND xã: Chỉ đạo.",
        [("Sở Y tế", 1), ("Sở Nội vụ", 1), ("Trạm Y tế", 1), ("UBND xã", 1)],
    ),
    ("1. UBMTTQVN xã\n- Giám sát.\n2. TT Y tế khu vực\n- Khám.", [("UBMTTQVN xã", 1), ("TT Y tế khu vực", 1)]),
    ("1. Công an xã\n- Cấp định danh.\n- Trưởng thôn vận động.\n- Các tổ rà soát.", [("Công an xã", 3)]),
    ("- Công an xã:\n+ Cấp định danh.\n+ Tuần tra.\n- Trạm Y tế:\n+ Khám bệnh.", [("Công an xã", 2), ("Trạm Y tế", 1)]),
]
INLINE = [
    ("1. Công an xã: Cấp định danh; tuần tra.", [("Công an xã", 1)]),
    (
        "1. Phòng Kinh tế, Hạ tầng và Đô thị: Đối soát.\n2. Các thôn: Rà soát.",
        [("Phòng Kinh tế, Hạ tầng và Đô thị", 1), ("Các thôn", 1)],
    ),
    ("1. Công an xã chủ trì cấp định danh, phối hợp các thôn.", [("Công an xã", 1)]),
    ("1. Giao Sở Y tế chủ trì, phối hợp với các đơn vị triển khai.", [("Sở Y tế", 1)]),
    ("1. Giao cho Văn phòng UBND tỉnh theo dõi, đôn đốc.", [("Văn phòng UBND tỉnh", 1)]),
    ("1. Yêu cầu Thủ trưởng các sở, ban, ngành tổ chức thực hiện.", [("Thủ trưởng các sở, ban, ngành", 1)]),
    ("1. Ủy ban nhân dân xã giao Phòng Kinh tế làm đầu mối tổng hợp.", [("Phòng Kinh tế", 1)]),
    ("1. Đề nghị Đảng ủy các xã lãnh đạo, chỉ đạo triển khai.", [("Đảng ủy các xã", 1)]),
    ("1. Trưởng Công an xã chỉ đạo cán bộ hướng dẫn người dân.", [("Trưởng Công an xã", 1)]),
    (
        "1. Chánh Văn phòng UBND tỉnh, Giám đốc các sở căn cứ nhiệm vụ thực hiện.",
        [("Chánh Văn phòng UBND tỉnh, Giám đốc các sở", 1)],
    ),
    (
        "1. Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã chịu trách nhiệm.",
        [("Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã", 1)],
    ),
    ("1. Các cơ quan, đơn vị, địa phương xây dựng kế hoạch chi tiết.", [("Các cơ quan, đơn vị, địa phương", 1)]),
    ("1. Đồng chí Phó Chủ tịch UBND xã trực tiếp chỉ đạo.", [("Phó Chủ tịch UBND xã", 1)]),
    ("1. Ban Chỉ huy Quân sự xã huy động dân quân tham gia.", [("Ban Chỉ huy Quân sự xã", 1)]),
    ("1. Bộ Chỉ huy Bộ đội Biên phòng tỉnh kiểm soát tàu cá.", [("Bộ Chỉ huy Bộ đội Biên phòng tỉnh", 1)]),
    ("1. Đồn Biên phòng Cửa Lạch tuần tra, kiểm soát trên biển.", [("Đồn Biên phòng Cửa Lạch", 1)]),
    ("1. Hiệu trưởng các trường học tổ chức dạy kỹ năng số.", [("Hiệu trưởng các trường học", 1)]),
    ("1. Bệnh viện Đa khoa Lạc Hà bố trí giường bệnh.", [("Bệnh viện Đa khoa Lạc Hà", 1)]),
    (
        "1. Báo và Phát thanh, truyền hình tỉnh tăng thời lượng tuyên truyền.",
        [("Báo và Phát thanh, truyền hình tỉnh", 1)],
    ),
    ("1. Công ty Điện lực Lạc Hà khẩn trương cấp điện.", [("Công ty Điện lực Lạc Hà", 1)]),
    (
        "1. Ngân hàng Chính sách xã hội chi nhánh tỉnh giải ngân kịp thời.",
        [("Ngân hàng Chính sách xã hội chi nhánh tỉnh", 1)],
    ),
    ("1. VNPT, Viettel, MobiFone trên địa bàn: cử nhân viên trực.", [("VNPT, Viettel, MobiFone trên địa bàn", 1)]),
    (
        "1. Các doanh nghiệp cung cấp dịch vụ viễn thông bảo đảm đường truyền.",
        [("Các doanh nghiệp cung cấp dịch vụ viễn thông", 1)],
    ),
    ("1. Ban Quản lý các khu công nghiệp vận động doanh nghiệp tham gia.", [("Ban Quản lý các khu công nghiệp", 1)]),
    ("1. Tổ công tác triển khai Đề án 06 xã kiểm tra từng thôn.", [("Tổ công tác triển khai Đề án 06 xã", 1)]),
    ("1. Các thành viên Ban Chỉ đạo kiểm tra địa bàn phụ trách.", [("Các thành viên Ban Chỉ đạo", 1)]),
    ("1. Sở Khoa học và Công nghệ là cơ quan thường trực, theo dõi.", [("Sở Khoa học và Công nghệ", 1)]),
    ("1. Sở Nội vụ có trách nhiệm:\n- Thẩm định.\n- Trình duyệt.", [("Sở Nội vụ", 2)]),
    (
        "1. Sở Nông nghiệp và Môi trường chỉ đạo Chi cục Thủy sản thực hiện các nội dung sau:\n- Kiểm đếm tàu.\n- Cấp phép.",
        [("Sở Nông nghiệp và Môi trường", 2)],
    ),
    ("1. Công an xã (Tổ trưởng Tổ Đề án 06) rà soát dữ liệu.", [("Công an xã (Tổ trưởng Tổ Đề án 06)", 1)]),
    (
        "1. Mặt trận Tổ quốc, Hội Nông dân, Hội Phụ nữ, Đoàn Thanh niên, Hội Cựu chiến binh, Hội Người cao tuổi, trường học, "
        "trạm y tế, chợ, hợp tác xã và các thôn tuyên truyền, vận động người dân.",
        [
            (
                "Mặt trận Tổ quốc, Hội Nông dân, Hội Phụ nữ, Đoàn Thanh niên, Hội Cựu chiến binh, Hội Người cao tuổi, "
                "trường học, trạm y tế, chợ, hợp tác xã và các thôn",
                1,
            )
        ],
    ),
    ("- Công an xã: Cấp định danh.\n- Trạm Y tế: Khám bệnh.", [("Công an xã", 1), ("Trạm Y tế", 1)]),
    ("Giao Phòng Kinh tế chủ trì thực hiện.\n\nGiao Công an xã phối hợp.", [("Phòng Kinh tế", 1), ("Công an xã", 1)]),
    ("Phòng Kinh tế: Cấp kinh phí.\n\nCông an xã: Tuần tra.", [("Phòng Kinh tế", 1), ("Công an xã", 1)]),
    (
        "1. Căn cứ Kế hoạch này, các sở, ban, ngành và UBND các xã xây dựng kế hoạch của mình.",
        [("các sở, ban, ngành và UBND các xã", 1)],
    ),
    ("1. Ban Thường vụ Đảng ủy phân công đồng chí Phó Bí thư chỉ đạo.", [("Ban Thường vụ Đảng ủy", 1)]),
    ("1. Hội Nông dân\n- Phân công hội viên nòng cốt giúp người cao tuổi.", [("Hội Nông dân", 1)]),
    (
        "1. Công an xã hướng dẫn người dân.\n- Giao Trạm Y tế làm đầu mối.",
        [("Công an xã", 2), ("Trạm Y tế", 1)],
    ),
]


@pytest.mark.parametrize(("body", "expected"), OWN_LINE + INLINE)
def test_units_and_their_duties(body, expected):
    assert assigned(IN_SECTION + body) == expected


@pytest.mark.parametrize(
    "heading",
    [
        "V. TỔ CHỨC THỰC HIỆN",
        "V. PHÂN CÔNG NHIỆM VỤ",
        "V. PHÂN CÔNG TRÁCH NHIỆM",
        "V. TRÁCH NHIỆM THỰC HIỆN",
        "V. TRÁCH NHIỆM CỦA CÁC CƠ QUAN, ĐƠN VỊ",
        "V. NỘI DUNG THỰC HIỆN",
        "V. TỔ CHỨC TRIỂN KHAI",
        "V. KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN",
        "V. NHIỆM VỤ CỤ THỂ CỦA CÁC ĐƠN VỊ",
        "PHẦN THỨ BA\nTỔ CHỨC THỰC HIỆN",
        "Phần thứ ba. TỔ CHỨC THỰC HIỆN",
        "V- TỔ CHỨC THỰC HIỆN",
        "C. TỔ CHỨC THỰC HIỆN",
        "V. NHIỆM VỤ, GIẢI PHÁP\n1. Nâng cao nhận thức\nTuyên truyền rộng rãi.\n2. Phân công nhiệm vụ",
        "V. GIẢI PHÁP\n2.3. Phân công nhiệm vụ:",
        "TỔ CHỨC THỰC HIỆN",
    ],
)
def test_units_are_found_under_any_heading(heading):
    low = "2." in heading
    first, second = ("a)", "b)") if low else ("1.", "2.")
    body = f"{heading}\n{first} Công an xã\n- Cấp định danh.\n{second} Trạm Y tế\n- Khám bệnh.\n- Cấp thuốc."
    assert assigned(body) == [("Công an xã", 1), ("Trạm Y tế", 2)]


def test_a_unit_of_two_sections_keeps_both_entries_and_says_so():
    body = (
        "II. NỘI DUNG THỰC HIỆN\n1. Công an xã\n- Cấp định danh.\n2. Trạm Y tế\n- Khám bệnh.\n"
        "III. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Theo dõi.\n- Tổng hợp."
    )
    found = reading.read_text(FRAME.format(body=body))["assignments"]
    assert [(a["unit"], a["n_duties"], a.get("again", False)) for a in found] == [
        ("Công an xã", 1, False),
        ("Trạm Y tế", 1, False),
        ("Công an xã", 2, True),
    ]


def test_units_only_in_a_table():
    body = "V. TỔ CHỨC THỰC HIỆN\n\nSTT\tĐơn vị\tNhiệm vụ\n1\tCông an xã\tCấp định danh\n2\tTrạm Y tế\tKhám bệnh\n"
    assert assigned(body) == [("Công an xã", 1), ("Trạm Y tế", 1)]


@pytest.mark.parametrize(
    "body",
    [
        "II. NỘI DUNG\n1. Đoàn kết toàn dân\n- Vận động.\n2. Tổ chức hội thi\n- Thi viết.\n3. Hội nghị chuyên đề\n- Họp.",
        "II. NỘI DUNG\n1. Ban hành quy chế\n- Soạn.\n2. Báo cáo viên cơ sở\n- Tập huấn.\n3. Số hóa hồ sơ\n- Quét.",
        "II. NỘI DUNG\n1. Phòng, chống dịch\n- Khử khuẩn.\n2. Phương thức truyền thông\n- Loa.\n3. Bố trí nhân lực\n- Trực.",
        "II. NHIỆM VỤ\n1. Số hóa\n- Đơn vị chủ trì: Công an xã.\n- Cơ quan phối hợp: Trạm Y tế.\n- Thời gian: Quý II/2026.",
        "II. NHIỆM VỤ\n1. Số hóa\nb) Cơ quan thực hiện:\n- Đơn vị chủ trì: Công an xã.\n2. Lưu trữ\nb) Cơ quan thực hiện:\n- Đơn vị chủ trì: Trạm Y tế.",
        "II. ĐỐI TƯỢNG\n1. Cán bộ, công chức xã\n- Cơ bản.\n2. Người dân\n- Nâng cao.",
        "II. NỘI DUNG TUYÊN TRUYỀN\n1. Đối với cán bộ, công chức\n- Học.\n2. Đối với người dân\n- Xem.",
        "II. NỘI DUNG\n1. Người dân\n- Được hỗ trợ.\n2. Doanh nghiệp\n- Được tư vấn.\n3. Cán bộ, công chức\n- Được học.",
        "II. NỘI DUNG\n1. Cấp tỉnh\n- Mở lớp.\n2. Cấp xã\n- Mở lớp.",
        "V. TỔ CHỨC THỰC HIỆN\n1. Kinh phí\n- Ngân sách xã.\n2. Chế độ báo cáo\n- Các thôn báo cáo hằng tháng.",
        "V. TỔ CHỨC THỰC HIỆN\nTrong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về UBND xã./.",
    ],
)
def test_what_only_looks_like_a_unit_is_none(body):
    assert assigned(body) == []


def test_closing_words_are_no_duty_of_the_last_unit():
    body = (
        "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\n- Cấp định danh.\n- Tuần tra.\n\n"
        "Trên đây là Kế hoạch của xã.\n\nYêu cầu các đơn vị thực hiện nghiêm túc; có vướng mắc thì báo cáo UBND xã./."
    )
    assert assigned(body) == [("Công an xã", 2)]


def test_closing_words_end_the_duties_that_are_plain_paragraphs():
    body = (
        "V. TỔ CHỨC THỰC HIỆN\n1. Công an xã\nCấp định danh.\n\nTuần tra.\n\nTrên đây là Kế hoạch, yêu cầu thực hiện.\n\n"
        "(Chi tiết tại phụ lục kèm theo)"
    )
    assert assigned(body) == [("Công an xã", 2)]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Công an xã; Trạm Y tế", ["Công an xã", "Trạm Y tế"]),
        ("Đoàn Thanh niên, Hội Phụ nữ xã", ["Đoàn Thanh niên", "Hội Phụ nữ xã"]),
        ("Sở Giáo dục và Đào tạo, Sở Y tế", ["Sở Giáo dục và Đào tạo", "Sở Y tế"]),
        ("VNPT, Viettel, MobiFone", ["VNPT", "Viettel", "MobiFone"]),
        ("Mặt trận Tổ quốc và các hội nghề nghiệp", ["Mặt trận Tổ quốc", "các hội nghề nghiệp"]),
        ("Sở Nông nghiệp và Môi trường", []),
        ("Văn phòng HĐND và UBND xã", []),
        ("Sở Khoa học và Công nghệ", []),
        ("Phòng Văn hóa - Xã hội", []),
        ("Công an xã", []),
        ("UBND các xã, phường", []),
        (
            "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường",
            ["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã, phường"],
        ),
        ("Lê Thị Mận - Phó Chủ tịch UBND xã, Phó Trưởng ban", []),
        ("Thủ trưởng các cơ quan, đơn vị", []),
    ],
)
def test_a_split_of_a_joint_name_is_offered(name, parts):
    assert split_units(name) == parts


@pytest.mark.parametrize(
    ("text", "is_unit"),
    [
        ("Sở Y tế", True), ("sở y tế", True), ("Số liệu", False), ("Tổ công nghệ số", True), ("Tổ chức lớp", False),
        ("Tổ chức đoàn thể", True), ("Tổ chức chính trị - xã hội", True), ("Đoàn Thanh niên", True),
        ("Đoàn kết", False), ("Hội Nông dân", True), ("Hội nghị", False), ("Ban Chỉ đạo", True), ("Ban hành", False),
        ("Tỉnh đoàn", True), ("Tình hình", False), ("Đội Thuế liên xã", True), ("Đối với người dân", False),
        ("Đổi mới", False), ("Ông Lò Văn Ón", True), ("Bà con nông dân", False), ("Chợ Cống", True), ("Cho vay", False),
        ("Phòng Kinh tế", True), ("Trưởng thôn", True), ("Trường hợp", False),
        ("Bảo hiểm xã hội", True), ("Bảo đảm", False), ("Báo cáo", False), ("Báo Lạc Hà", True),
        ("Đơn vị chủ trì: Sở Y tế", False), ("Cơ quan phối hợp:", False), ("Quỹ tín dụng", True), ("Quy định", False),
        ("Khu phố 3", True), ("Chủ tàu cá", True), ("Chủ trì", False), ("Môi trường", False), ("", False),
    ],
)  # fmt: skip
def test_words_that_start_a_unit(text, is_unit):
    assert unit_at(text) is is_unit


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ban Chỉ đạo xã kiểm tra", "Ban Chỉ đạo xã"),
        ("Trung tâm Cung ứng dịch vụ công phối hợp", "Trung tâm Cung ứng dịch vụ công"),
        ("Các đơn vị phối hợp tổ chức lễ phát động", "Các đơn vị phối hợp"),
        ("Sở Y tế:", "Sở Y tế"),
        ("Công an tỉnh, căn cứ chức năng", "Công an tỉnh"),
        ("Phó Chủ tịch UBND xã phụ trách văn hóa chỉ đạo", "Phó Chủ tịch UBND xã"),
        ("Sở Y tế", None),
        ("Chủ trì họp", None),
    ],
)
def test_where_a_name_ends(text, name):
    cut = inline_cut(text)
    assert (text[: cut[0]] if cut else None) == name


def test_verbs():
    assert starts_with_verb("Phối hợp với các thôn")
    assert starts_with_verb("Cử cán bộ")
    assert not starts_with_verb("Công an xã")
    assert first_verb("Công an xã") is None


def test_a_plan_without_any_heading_or_mark():
    plan = """THÔN GÒ DỨA
KẾ HOẠCH
Dọn chợ quý III năm 2026

Theo Kế hoạch số 9/KH-UBND ngày 02/6/2026 của UBND xã, thôn làm kế hoạch như sau.

Thôn có 120 hộ. Thôn phấn đấu đến hết ngày 30/9/2026 có 80% hộ phân loại rác.

Trưởng thôn lập danh sách từng nhà, ghi sổ.

Chi hội Nông dân thu gom vỏ chai; hằng tuần báo cáo Trưởng thôn.

TRƯỞNG THÔN

Lâm Văn Tần
"""
    draft = reading.read_text(plan)
    assert [(a["unit"], a["n_duties"]) for a in draft["assignments"]] == [("Trưởng thôn", 1), ("Chi hội Nông dân", 1)]
    assert [(t["value"], t["due"]) for t in draft["targets"]] == [(80, "2026-09-30")]
    assert draft["signer"]["name"] == "Lâm Văn Tần"

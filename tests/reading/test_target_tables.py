"""Tables whose rows are targets, and those that only look like it."""

from .test_targets import read, shown

YEARS = """STT\tChỉ tiêu\tĐơn vị tính\tThực hiện năm 2025\tNăm 2026\tNăm 2030\tCơ quan chủ trì
I\tChính quyền số\t\t\t\t\t
1\tTỷ lệ hồ sơ nộp trực tuyến\t%\t61,5\t80\t100\tVăn phòng
2\tSố dịch vụ công trực tuyến toàn trình\tdịch vụ\t120\t1.250\t2.000\tVăn phòng
3\tTỷ lệ người dân có chữ ký số\t%\t12\t≥ 35,5\t> 60\tCông an xã
4\tMô hình thôn thông minh\tmô hình\t-\t03\t-\tPhòng Văn hóa - Xã hội
5\tThứ hạng chuyển đổi số\tHạng\t20\t15\t10\tPhòng Văn hóa - Xã hội"""


def targets(lines, heads="I. MỤC TIÊU"):
    return [shown(t) for t in read(heads, lines)["targets"]]


def test_a_target_for_each_year_and_none_for_the_past_or_a_rank():
    assert targets(YEARS) == [
        "= 80 % | hồ sơ | nộp trực tuyến | 2026-12-31",
        "= 100 % | hồ sơ | nộp trực tuyến | 2030-12-31",
        "= 1250 dịch vụ | dịch vụ công trực tuyến toàn trình | dịch vụ công trực tuyến toàn trình | 2026-12-31",
        "= 2000 dịch vụ | dịch vụ công trực tuyến toàn trình | dịch vụ công trực tuyến toàn trình | 2030-12-31",
        ">= 35.5 % | người dân | chữ ký số | 2026-12-31",
        "> 60 % | người dân | chữ ký số | 2030-12-31",
        "= 3 mô hình | Mô hình thôn thông minh | Mô hình thôn thông minh | 2026-12-31",
    ]


def test_a_row_says_where_its_date_comes_from_and_quotes_itself():
    draft = read("I. MỤC TIÊU", YEARS)
    first = draft["targets"][0]
    assert (first["inherited_from"], first["value_text"]) == ("Năm 2026", "80")
    assert draft["text"][first["span"][0] : first["span"][1]] == first["quote"]


def test_targets_as_sentences_beside_who_leads():
    lines = """TT\tMục tiêu\tĐơn vị chủ trì
1\t100% hồ sơ công việc được xử lý trên môi trường mạng\tVăn phòng
2\tTrên 90% hộ dân có Internet đến hết năm 2027\tPhòng Kinh tế"""
    assert targets(lines) == [
        "= 100 % | hồ sơ công việc | xử lý trên môi trường mạng | -",
        "> 90 % | hộ dân | Internet | 2027-12-31",
    ]


def test_a_row_with_its_own_deadline_is_a_target_and_no_task():
    lines = """TT\tNội dung chỉ tiêu\tChỉ tiêu năm 2026\tCơ quan chủ trì\tThời gian hoàn thành
1\tTỷ lệ văn bản được ký số\t100%\tVăn phòng\tTháng 6/2026"""
    draft = read("I. MỤC TIÊU", lines)
    assert [shown(t) for t in draft["targets"]] == ["= 100 % | văn bản | ký số | 2026-06-30"]
    assert draft["tasks"] == []


def test_years_in_a_second_head_row_and_a_range():
    lines = """STT\tTên chỉ tiêu\tĐơn vị\tLộ trình thực hiện\t
\t\t\t2026\t2027
1\tTỷ lệ phủ sóng 5G\t%\t60 - 70\t90"""
    assert targets(lines) == [
        ">= 60 % | phủ sóng 5G | phủ sóng 5G | 2026-12-31",
        "= 90 % | phủ sóng 5G | phủ sóng 5G | 2027-12-31",
    ]


def test_the_same_target_in_text_and_table_is_one():
    lines = "TT\tChỉ tiêu\tĐVT\tNăm 2026\n1\tTỷ lệ hộ dân có Internet\t%\t80"
    draft = read("I. MỤC TIÊU NĂM 2026\n- Tỷ lệ hộ dân có Internet đạt 80%.\nII. PHỤ LỤC CHỈ TIÊU", lines)
    (target,) = draft["targets"]
    assert len(target["also"]) == 1


def test_rows_of_places_are_annex_figures():
    lines = """STT\tXã, phường\tTổng dân số\tChỉ tiêu năm 2026 (%)\tSố người
1\tXã Núi Xanh\t5.480\t62,40\t3.420
2\tXã Suối Bạc\t4.210\t60,00\t2.526"""
    draft = read("II. NHIỆM VỤ", lines)
    assert draft["targets"] == []
    assert len(draft["appendix_targets"]) == 2


def test_a_scoring_sheet_is_no_table_of_targets():
    lines = (
        "STT\tTiêu chí\tĐiểm tối đa\n1\tTỷ lệ hồ sơ trực tuyến đạt 80%\t10\n2\tTỷ lệ thanh toán trực tuyến đạt 70%\t5"
    )
    assert targets(lines, "II. CHẤM ĐIỂM") == []


def test_a_task_table_with_a_column_of_aims_keeps_its_tasks():
    lines = """STT\tMục tiêu, nhiệm vụ\tChủ trì\tThời gian
1\tSố hóa hồ sơ lưu trữ\tVăn phòng\tQuý III/2026
2\tLắp mạng không dây tại nhà văn hóa\tPhòng Kinh tế\t30/9/2026"""
    assert targets(lines, "II. NHIỆM VỤ") == []

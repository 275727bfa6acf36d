from types import SimpleNamespace

import pytest

from tungnha.plans.whom import elsewhere, expand, guess_kind, match_one, match_units, missing_bodies, via

COMMUNE = SimpleNamespace(name="Mẫu Sơn", kind="commune")
VILLAGE = SimpleNamespace(name="1", kind="village")
PROVINCE = SimpleNamespace(name="Mẫu", kind="province")


def body(pk, name, kind, area=COMMUNE, must_report=True):
    return SimpleNamespace(pk=pk, name=name, short_name="", kind=kind, area=area, must_report=must_report)


BODIES = [
    body(1, "UBND xã Mẫu Sơn", "committee", must_report=False),
    body(2, "Phòng Văn hóa - Xã hội", "department"),
    body(3, "Phòng Kinh tế", "department"),
    body(4, "Công an xã Mẫu Sơn", "police"),
    body(5, "VNPT Mẫu Sơn", "operator"),
    body(6, "Tổ công nghệ số cộng đồng thôn 1", "team", VILLAGE),
    body(7, "Sở Khoa học và Công nghệ", "department", PROVINCE),
    body(8, "Công an tỉnh Mẫu", "police", PROVINCE),
    body(9, "Mặt trận Tổ quốc xã", "union"),
]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Phòng Văn hoá – Xã hội", ["2"]),
        ("Phòng VH-XH", ["2"]),
        ("Trưởng Công an xã", ["4"]),
        ("Công an tỉnh", ["8"]),
        ("Ủy ban nhân dân xã", ["1"]),
        ("UBND tỉnh", []),
        ("UBMTTQ Việt Nam xã", ["9"]),
        ("Doanh nghiệp VNPT, Viettel địa bàn", ["5"]),
        ("Các cơ quan, đơn vị", ["all"]),
        ("Công an xã; các doanh nghiệp viễn thông", ["operators", "4"]),
        ("Các Thôn và Tổ công nghệ số cộng đồng", ["teams"]),
        ("Sở Khoa học và Công nghệ", ["7"]),
        ("", []),
        (None, []),
    ],
)
def test_the_words_of_a_plan_find_their_bodies(words, found):
    assert match_units(words, BODIES) == found


def room(pk, name, parent=20):
    made = body(pk, name, "department", PROVINCE)
    made.parent_id = parent
    return made


OFFICE = [
    body(20, "Sở Khoa học và Công nghệ", "department", PROVINCE), room(21, "Phòng Quản lý Công nghệ"),
    room(22, "Phòng Quản lý Công nghệ thông tin và Chuyển đổi số"), room(23, "Công an tỉnh", None),
]  # fmt: skip


def test_a_room_whose_name_begins_like_a_longer_one_is_not_named_by_it():
    assert match_units("Phòng QL CNTT&CĐS", OFFICE) == ["22"]
    assert match_units("Phòng Quản lý Công nghệ; Phòng QL CNTT&CĐS", OFFICE) == ["21", "22"]
    assert match_units("Phòng Quản lý Công nghệ", OFFICE) == ["21"]


def test_the_rooms_of_an_office_are_not_all_bodies_of_its_province():
    tokens = match_units("Các phòng, đơn vị thuộc sở", OFFICE)
    assert tokens == ["own"]
    assert [one.pk for one in expand(tokens, OFFICE, 20, "province")] == [21, 22]
    assert [one.pk for one in expand(["all"], OFFICE, 20, "province")] == [21, 22, 23]


def test_a_report_goes_to_the_body_before_the_one_it_goes_through():
    words = "UBND xã (qua Phòng Văn hóa – Xã hội)"
    assert (match_one(words, BODIES), via(words)) == ("1", "Phòng Văn hóa – Xã hội")


def test_a_group_holds_all_that_must_report_and_never_the_issuer():
    assert [b.pk for b in expand(["all"], BODIES, issuer=2)] == [3, 4, 5, 6, 9]
    assert [b.pk for b in expand(["units", "7"], BODIES, issuer=None)] == [7, 2, 3, 4, 5, 9]
    assert [b.pk for b in expand(["teams", "operators"], BODIES, issuer=None)] == [5, 6]


def test_the_front_is_known_by_either_name_and_the_office_of_council_and_committee_is_one():
    known = [body(1, "Ủy ban MTTQ Việt Nam xã", "union"), body(2, "Văn phòng HĐND và UBND xã", "department")]
    for words in ("Ủy ban Mặt trận Tổ quốc xã", "Mặt trận Tổ quốc Việt Nam xã", "UBMTTQ xã"):
        assert match_units(words, known) == ["1"], words
    assert missing_bodies(["Văn phòng HĐND và UBND xã", "Đề nghị Ủy ban MTTQ và các đoàn thể"], known) == []
    assert missing_bodies(["Văn phòng HĐND và UBND xã"], []) == [("Văn phòng HĐND và UBND xã", "department")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Phòng Kinh tế", "department"),
        ("Ban Chỉ huy quân sự xã", "military"),
        ("Trung tâm Phục vụ hành chính công", "centre"),
        ("Viettel Khu vực Mẫu", "operator"),
        ("Hội Liên hiệp phụ nữ xã", "union"),
        ("Trường Mầm non Hoa Sen", "school"),
        ("Phó Giám đốc Nguyễn Văn A", ""),
    ],
)
def test_a_kind_is_guessed_from_the_name(name, kind):
    assert guess_kind(name) == kind


def test_bodies_the_register_does_not_know_are_proposed_once_and_groups_are_not():
    texts = [
        "Công an xã, Ban Chỉ huy quân sự xã",
        "Ban Chỉ huy quân sự xã",
        "Các cơ quan, đơn vị",
        "Đề nghị Đoàn thanh niên, Hội Liên hiệp phụ nữ xã",
        "Phòng Văn hóa – Xã hội; Trung tâm Dịch vụ tổng hợp",
    ]
    assert missing_bodies(texts, BODIES) == [
        ("Ban Chỉ huy quân sự xã", "military"),
        ("Đoàn thanh niên", "union"),
        ("Hội Liên hiệp phụ nữ xã", "union"),
        ("Trung tâm Dịch vụ tổng hợp", "centre"),
    ]


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ({"issuer": "ỦY BAN NHÂN DÂN XÃ MẪU SƠN", "place": "Mẫu Sơn"}, ""),
        ({"issuer": "UBND xã Mẫu Sơn", "place": None}, ""),
        ({"issuer": "UBND xã", "place": ""}, ""),
        ({}, ""),
        ({"issuer": "UBND xã", "place": "Như Thanh"}, "Như Thanh"),
        ({"issuer": "Ủy ban nhân dân xã Quảng Ngọc", "place": None}, "Ủy ban nhân dân xã Quảng Ngọc"),
        ({"issuer": "UBND TỈNH THANH HÓA", "place": "Thanh Hóa"}, "Thanh Hóa"),
    ],
)
def test_a_plan_whose_head_names_another_place_is_noticed(header, named):
    assert elsewhere(header, "Mẫu Sơn") == named

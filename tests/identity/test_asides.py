"""What stands around a name is taken off for comparing and never lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tungnha.identity.asides import Written, bare, take_apart, year_in_name
from tungnha.identity.names import compare, tidy


@pytest.mark.parametrize(
    ("written", "apart"),
    [
        ("Nguyễn Văn A", Written("Nguyễn Văn A")),
        ("", Written("")),
        ("Bà Nguyễn Thị Hoa", Written("Nguyễn Thị Hoa", "Bà")),
        ("bà Hoa", Written("Hoa", "bà")),
        ("Bà. Hoa", Written("Hoa", "Bà")),
        ("Cô Nguyễn Hoa", Written("Nguyễn Hoa", "Cô")),
        ("Anh Đào", Written("Anh Đào")),
        ("ông", Written("ông")),
        ("Ông Cao Thắng", Written("Ông Cao Thắng")),
        ("Ông Thị Hoa", Written("Ông Thị Hoa")),
        ("Đồng chí Lê Văn Nam", Written("Lê Văn Nam", "Đồng chí")),
        ("Đồng Văn Nam", Written("Đồng Văn Nam")),
        ("PGS.TS. Lê Văn Nam", Written("Lê Văn Nam", "PGS.TS")),
        ("Ông/Bà Lê Văn Nam", Written("Lê Văn Nam", "Ông/Bà")),
        ("NGUYỄN VĂN A (1950)", Written("NGUYỄN VĂN A", year=1950)),
        ("Nguyễn Văn A [SN: 1950]", Written("Nguyễn Văn A", year=1950)),
        ("Nguyễn Văn A, sinh năm 1950", Written("Nguyễn Văn A", year=1950)),
        ("Nguyễn Văn A - 12/3/1950", Written("Nguyễn Văn A", year=1950)),
        ("Nguyễn Văn A (1950) 1950", Written("Nguyễn Văn A", year=1950)),
        ("Nguyễn Văn A (1950) 1951", Written("Nguyễn Văn A")),
        ("Nguyễn Văn A 1801", Written("Nguyễn Văn A")),
        ("Nguyễn Văn A (SN 50)", Written("Nguyễn Văn A", aside="SN 50")),
        ("Nguyễn Văn A (con ông B) [tổ 4]", Written("Nguyễn Văn A", aside="con ông B; tổ 4")),
        ("bà: Nguyễn Thị Hoa (vợ ông Hùng, 1950)", Written("Nguyễn Thị Hoa", "bà", 1950, "vợ ông Hùng")),
    ],
)
def test_a_name_is_taken_apart(written, apart):
    assert take_apart(written) == apart
    assert bare(written) == apart.name
    assert year_in_name(written) == apart.year


@pytest.mark.parametrize(
    ("written", "sex"),
    [("Bà Lê Thị Hoa", "female"), ("ông Lê Nam Anh", "male"), ("Cụ Lê Văn Nam", None), ("Lê Nam", None)],
)
def test_a_title_hints_at_the_sex(written, sex):
    assert take_apart(written).title_sex == sex


@pytest.mark.parametrize(
    ("written", "may_be"),
    [("Bà Nguyễn Văn Hùng", True), ("bà Hùng", True), ("Bà Lê Đình Nam", True), ("Bà Nguyễn Thị Hoa", False),
     ("Ông Nguyễn Văn Hùng", False), ("Nguyễn Văn Hùng", False)],
)  # fmt: skip
def test_a_woman_may_be_called_by_her_husbands_name(written, may_be):
    assert take_apart(written).may_be_husbands_name is may_be


def test_that_doubt_stands_in_the_reason_two_names_agree():
    doubt = "cùng họ tên; nhưng “bà” đứng trước có thể là gọi theo tên chồng"
    assert compare("Bà Nguyễn Văn Hùng", "Nguyễn Văn Hùng").words == doubt
    assert compare("Bà Nguyễn Văn Hùng", "bà Nguyễn Văn Hùng").words == "cùng họ tên"
    assert compare("Bà Lê Thị Hoa", "Lê Thị Hoa").words == "cùng họ tên"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Nguyễn Văn A", ()),
        ("Hùng", ("Chỉ có một chữ: thiếu họ hoặc tên.",)),
        ("Nguyễn Văn 4", ("Trong họ tên có chữ số.",)),
        (
            "bà Hùng (1950, tổ 4)",
            (
                "Đã bỏ “bà” trước họ tên.",
                "“bà Hùng” có thể là gọi theo tên chồng; hãy hỏi họ tên khai sinh.",
                "Năm 1950 ghi cạnh tên có thể là năm sinh.",
                "Phần trong ngoặc “1950, tổ 4” không thuộc họ tên.",
                "Chỉ có một chữ: thiếu họ hoặc tên.",
            ),
        ),
    ],
)
def test_it_says_what_was_taken_off_and_what_is_odd(written, said):
    assert take_apart(written).explain() == said


@settings(max_examples=200)
@given(st.text(max_size=40) | st.text(alphabet="bàôngnguyễn thịhoa().,-[]1950/đ", max_size=40))
def test_any_text_can_be_taken_apart_and_explained(text):
    apart = take_apart(text)
    assert apart.name == bare(text) == bare(tidy(text))
    assert all(sentence.endswith(".") for sentence in apart.explain())

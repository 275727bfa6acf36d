import pytest

from tungnha.identity.sexes import read_sex, show_sex


@pytest.mark.parametrize(
    ("written", "sex"),
    [("Nam", "male"), (" NAM ", "male"), ("M", "male"), ("Nữ", "female"), ("nu", "female"), ("F", "female"),
     ("1", None), (0, None), ("", None), (None, None), ("khác", None)],
)  # fmt: skip
def test_read_sex(written, sex):
    assert read_sex(written) == sex


def test_show_sex():
    assert (show_sex("male"), show_sex("female")) == ("Nam", "Nữ")

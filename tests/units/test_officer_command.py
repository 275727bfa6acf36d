"""`tungnha officer`: the way in to a commune that has nobody yet."""

import io

import pytest

from tungnha import cli
from tungnha.units.login import find_user
from tungnha.units.models import Member, Organisation

pytestmark = pytest.mark.django_db(transaction=False)

GOOD = "mot mat khau dai"


@pytest.fixture
def officer(monkeypatch, capsys):
    def run(*arguments, password=GOOD):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        code = cli.main(["officer", "--commune", "01960", "--password-stdin", *arguments])
        said = capsys.readouterr()
        return code, said.out or said.err

    return run


def test_the_first_officer_of_a_commune_can_log_in(officer):
    code, said = officer("--name", "Hoàng Thị Mai", "--phone", "0912 000 101")
    assert (code, said.splitlines()[0]) == (0, "Hoàng Thị Mai là cán bộ phụ trách của xã Hiệp Lực, tỉnh Thái Nguyên.")
    member = Member.objects.get()
    assert (member.role, member.area.code, member.organisation.name) == ("officer", "01960", "Phòng Văn hóa - Xã hội")
    assert find_user("0912000101").check_password(GOOD)
    assert [(one.name, one.kind, one.must_report) for one in Organisation.objects.order_by("order")] == [
        ("UBND xã Hiệp Lực", "committee", False),
        ("Phòng Văn hóa - Xã hội", "department", False),
    ]


@pytest.mark.parametrize(
    ("arguments", "password", "sentence"),
    [
        (("--name", "Mai", "--commune", "1960", "--phone", "0912000101"), GOOD, "Có phải: 01960 (xã Hiệp Lực"),
        (("--name", "Mai", "--phone", "12345"), GOOD, "Số điện thoại này không đúng"),
        (("--name", "Mai"), GOOD, "Cần số điện thoại hoặc thư điện tử"),
        (("--name", " ", "--phone", "0912000101"), GOOD, "Chưa có họ và tên của cán bộ"),
        (("--name", "Mai", "--email", "mai"), GOOD, "“mai” không phải là thư điện tử"),
        (("--name", "Mai", "--phone", "0912000101"), "ngan", "Mật khẩu cần ít nhất 10 ký tự"),
        (("--name", "Mai", "--phone", "0912000101"), "", "Mật khẩu cần ít nhất 10 ký tự"),
    ],
)
def test_each_mistake_is_one_sentence_and_stores_nothing(officer, arguments, password, sentence):
    code, said = officer(*arguments, password=password)
    assert code == 2
    assert sentence in said
    assert len(said.strip().splitlines()) == 1
    assert (Member.objects.count(), Organisation.objects.count()) == (0, 0)


def test_a_commune_that_has_an_officer_lets_her_do_it(officer):
    officer("--name", "Hoàng Thị Mai", "--phone", "0912000101")
    code, said = officer("--name", "Nông Văn Bình", "--phone", "0912000102")
    assert (code, "Xã Hiệp Lực đã có cán bộ phụ trách" in said, Member.objects.count()) == (2, True, 1)


def test_two_typings_that_differ_make_no_officer(monkeypatch, capsys):
    typed = iter([GOOD, "mot mat khau khac"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(typed))
    assert cli.main(["officer", "--commune", "01960", "--name", "Mai", "--phone", "0912000101"]) == 2
    assert "Hai lần nhập mật khẩu không giống nhau" in capsys.readouterr().err
    assert Member.objects.count() == 0

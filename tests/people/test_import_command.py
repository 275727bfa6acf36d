"""`tungnha import-people`, as whoever runs the server types it."""

import argparse

import pytest

from tests.people.files import LINES, changed, workbook
from tungnha.people import import_command, importing
from tungnha.people.models import Person, PopulationFile
from tungnha.units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(members, commune, villages, at_tuesday, tmp_path, capsys):
    def typed(data, *more):
        path = tmp_path / "so-ho.xlsx"
        path.write_bytes(data)
        parser = argparse.ArgumentParser()
        import_command.add_arguments(parser)
        words = [str(path), "--commune", commune.code, "--as-of", "2026-05-20", *more] if data else list(more)
        code = import_command.run(parser.parse_args(words))
        said = capsys.readouterr()
        return code, said.out + said.err

    return typed


def test_a_file_is_imported_and_the_counts_are_printed(run, members):
    code, said = run(workbook([*LINES, changed(LINES[0], name="", code="H9")]))
    assert (code, "6 dòng người = 5 thêm + 0 cập nhật + 0 không đổi + 1 chưa nhận; 2 hộ mới." in said) == (0, True)
    assert Event.objects.get(verb="population.imported").member_id == members.mai.pk


def test_what_the_file_leaves_open_is_asked_for_in_the_words_of_the_command(run):
    lines = [changed(LINES[0], village="Xóm Núi", stay="KT3"), LINES[1]]
    code, said = run(workbook(lines))
    assert (code, PopulationFile.objects.count()) == (2, 0)
    assert '--answer "Xóm Núi=…"' in said
    assert '--residence "KT3=…"' in said
    code, _ = run(workbook(lines), "--answer", "Xóm Núi=Thôn 2", "--residence", "KT3=temporary")
    giap = Person.objects.get(full_name="Phan Văn Giáp")
    assert (code, giap.household.village.name, giap.residence) == (0, "2", "temporary")


@pytest.mark.parametrize(("more", "sentence"), [
    (("--columns", "ten=C"), "“ten=C” không rõ"),
    (("--answer", "Xóm=Thôn 9"), "“Thôn 9” không phải thôn nào của xã"),
    (("--residence", "KT3=vang"), "“vang” không rõ"),
])  # fmt: skip
def test_what_cannot_be_used_is_one_sentence(run, more, sentence):
    code, said = run(workbook(), *more)
    assert (code, sentence in said, Person.objects.count()) == (2, True, 0)


def test_columns_may_be_named_by_their_letters(run):
    code, _ = run(workbook(), "--columns", "relation=D,house=L")
    assert (code, Person.objects.get(full_name="Lê Thị Hoa").household.house) == (0, "")


def test_a_file_cut_off_is_gone_on_with(run, commune, members, at_tuesday):
    assert run(b"", "--resume", "--commune", commune.code) == (2, "Xã này không có tệp nào đang nhập dở.\n")
    file = importing.receive_file(
        area=commune, name="x.xlsx", data=workbook(), source="Công an xã", as_of_on=at_tuesday.date(), by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
    importing.choose_columns(file=file, columns=file.columns, by=members.mai, at=at_tuesday)
    importing.begin(file=file, by=members.mai, at=at_tuesday)  # and the process died
    code, _ = run(b"", "--resume", "--commune", commune.code)
    assert (code, Person.objects.count()) == (0, 5)

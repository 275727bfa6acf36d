"""An import in parts: stopped, cut off, gone on with, left as it is; what lies on the disk meanwhile."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload

from tests.people.files import HEADER, LINES, changed, workbook
from tungnha.people import importing
from tungnha.people.importing import reading, results, running, store
from tungnha.people.models import Household, ImportPart, Person, PersonChange, PopulationFile, SenderLayout
from tungnha.units import protection, uploads
from tungnha.units.problems import BadInput, Locked
from tungnha.units.sealed import SealedFile, SealedStream, SealedWriter, StreamWriter, seal_bytes

pytestmark = pytest.mark.django_db
State = PopulationFile.State
MANY = [
    changed(LINES[n % 2], code=f"H{n // 2:02d}", name=f"Phan {'Văn' if n % 2 == 0 else 'Thị'} Số {chr(65 + n)}",
            number=f"0190800009{n:02d}" if n % 2 == 0 else "", phone="")
    for n in range(20)
]  # fmt: skip


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Ten households of two: five parts; and every file is one that is worked on beside the request."""
    monkeypatch.setattr(reading, "ROWS_OF_A_PART", 4)
    monkeypatch.setattr(running, "PAUSE", 0)
    monkeypatch.setattr(importing, "SMALL_ROWS", 0)


@pytest.fixture
def receive(members, commune, villages, at_tuesday):
    def take(data, name="so-ho.xlsx", **more):
        file = importing.receive_file(
            area=commune, name=name, data=data, source="Công an xã", as_of_on=date(2026, 5, 20), by=members.mai,
            at=at_tuesday, **more,
        )  # fmt: skip
        importing.choose_columns(file=file, columns=file.columns, by=members.mai, at=at_tuesday)
        work(file)
        assert file.state == State.CHECKED
        return file

    return take


def work(file):
    handle = store.take_lock(file)
    assert handle is not None
    running.work(file.pk, handle)
    file.refresh_from_db()


def begin(file, by, at):
    importing.begin(file=file, by=by, at=at)


def work_until(file, parts):
    """The officer presses Dừng while so many parts are written."""
    real, done = running._store_part, []

    def store_part(held, *args):
        real(held, *args)
        done.append(held)
        if len(done) == parts:
            PopulationFile.objects.filter(pk=held.pk).update(stop_asked=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "_store_part", store_part)
        work(file)


def agree(file):
    """Parts, counts and the register say the same."""
    parts = list(ImportPart.objects.filter(file=file))
    added = [pk for part in parts for pk in results.ids_of(part.added)]
    assert file.next_part == len(parts)
    assert file.counts.get("added", 0) == len(set(added)) == len(added) == Person.objects.count()
    assert file.counts.get("read", 0) == sum(part.counts["read"] for part in parts)


# -- stopped, cut off, gone on with


def test_stopped_in_the_middle_and_gone_on_with_counts_add_up(receive, members, at_tuesday):
    file = receive(workbook(MANY))
    begin(file, members.mai, at_tuesday)
    work_until(file, 2)
    assert (file.state, file.next_part, file.counts["read"], Person.objects.count()) == (State.STOPPED, 2, 8, 8)
    agree(file)
    begin(file, members.mai, at_tuesday)
    work(file)
    assert file.state == State.IMPORTED
    assert {word: file.counts[word] for word in ("read", "added", "unchanged", "refused")} == {
        "read": 20, "added": 20, "unchanged": 0, "refused": 0,
    }  # fmt: skip
    agree(file)
    assert Household.objects.count() == Person.objects.filter(is_head=True).count() == 10
    assert [h.code for h in Household.objects.order_by("order")] == [f"H{n:02d}" for n in range(10)]


def test_a_part_that_fails_is_not_there_and_the_import_says_so(receive, members, at_tuesday, monkeypatch):
    file = receive(workbook(MANY))
    begin(file, members.mai, at_tuesday)
    real = running.write

    def write(plan, *args):
        if plan.part.number == 3:
            raise OSError(28, "No space left on device")
        return real(plan, *args)

    monkeypatch.setattr(running, "write", write)
    work(file)
    assert (file.state, file.next_part, Person.objects.count()) == (State.STOPPED, 3, 12)
    assert file.problem.startswith("Máy chủ hết chỗ trên đĩa")
    agree(file)
    monkeypatch.setattr(running, "write", real)
    begin(file, members.mai, at_tuesday)
    work(file)
    assert (file.state, file.counts["added"], Person.objects.count()) == (State.IMPORTED, 20, 20)


def test_left_as_it_is_it_says_how_far_and_the_same_file_does_the_rest(receive, members, at_tuesday):
    file = receive(workbook(MANY))
    begin(file, members.mai, at_tuesday)
    work_until(file, 2)
    file = importing.leave(file=file, by=members.mai, at=at_tuesday)
    assert (file.state, file.counts["read"], file.counts["lines"], file.counts["added"]) == (State.LEFT, 8, 20, 8)
    assert not store.has(file, "rows")
    again = importing.receive_file(
        area=file.area, name="so-ho.xlsx", data=workbook(MANY), source="Công an xã", as_of_on=date(2026, 5, 20),
        by=members.mai, at=at_tuesday,
    )  # fmt: skip
    importing.choose_columns(file=again, columns=again.columns, by=members.mai, at=at_tuesday)
    again = importing.import_file(file=again, by=members.mai, at=at_tuesday)
    assert (again.counts["added"], again.counts["unchanged"], Person.objects.count()) == (12, 8, 20)


def test_one_file_of_a_commune_at_a_time(receive, members, at_tuesday):
    first, second = receive(workbook(MANY)), receive(workbook(LINES))
    begin(first, members.mai, at_tuesday)
    with pytest.raises(Locked, match="Xã đang nhập tệp “so-ho"):
        begin(second, members.mai, at_tuesday)
    work(first)
    begin(second, members.mai, at_tuesday)


def test_two_workers_at_one_file_the_second_is_told(receive, members, at_tuesday):
    file = receive(workbook(MANY))
    handle = store.take_lock(file)
    assert (store.take_lock(file), store.is_worked_on(file)) == (None, True)
    with pytest.raises(Locked, match="một tiến trình khác"):
        importing.import_file(file=file, by=members.mai, at=at_tuesday)
    store.give_back(handle)
    assert not store.is_worked_on(file)


def test_a_worker_that_believes_the_file_is_its_own_writes_nothing_twice(receive, members, at_tuesday):
    """It read the file before another went on with it: the number of the next part tells."""
    file = receive(workbook(MANY))
    begin(file, members.mai, at_tuesday)
    stale = PopulationFile.objects.select_related("area", "started_by").get(pk=file.pk)
    work(file)
    PopulationFile.objects.filter(pk=file.pk).update(state=State.IMPORTING, imported_at=None, imported_by=None)
    with SealedFileOf(file) as parts, pytest.raises(running.Stopped):
        running._write_part(stale, running.run_of(stale, parts), parts, None)
    assert Person.objects.count() == 20


class SealedFileOf:
    """The parts of a file whose parts are gone: of the first part only its place is asked."""

    def __init__(self, file):
        self.noted = {"blocks": [[]], "codes": {}, "lines": 20}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def test_what_a_dead_process_left_is_gone_on_with_by_the_cron(receive, members, at_tuesday):
    file = receive(workbook(MANY))
    begin(file, members.mai, at_tuesday)  # and nobody works on it
    assert importing.tidy(at_tuesday)["resumed"] == 1
    file.refresh_from_db()
    assert (file.state, file.counts["added"]) == (State.IMPORTED, 20)


def test_a_file_nobody_went_on_with_is_forgotten_after_a_month(receive, at_tuesday):
    file = receive(workbook(MANY))
    assert importing.tidy(at_tuesday + timedelta(days=20))["expired"] == 0
    assert importing.tidy(at_tuesday + timedelta(days=31))["expired"] == 1
    file.refresh_from_db()
    assert (file.state, store.folder(file).exists(), file.preview) == (State.REFUSED, False, "")


# -- what is kept of a change


def test_what_stood_before_is_kept_a_step_a_household(receive, members, at_tuesday):
    importing.import_file(file=receive(workbook(LINES)), by=members.mai, at=at_tuesday)
    moved = [
        changed(LINES[0], stay="Đi làm ăn xa", birth="16/03/1980"), changed(LINES[1], name="Lê Thị Hoài"),
        changed(LINES[4], code="H1", village="Thôn 1", relation="Con dâu", stay="Thường trú"),
    ]  # fmt: skip
    file = importing.import_file(file=receive(workbook(moved)), by=members.mai, at=at_tuesday)
    kept = {change.person.full_name: change for change in PersonChange.objects.filter(origin="import")}
    assert {name: change.kind for name, change in kept.items()} == {"Phan Văn Giáp": "corrected", "Vi Thị Mơ": "moved"}
    giap = kept["Phan Văn Giáp"]
    assert (giap.before["residence"], giap.after["residence"]) == ("at_home", "away")
    assert (giap.before["birth_date"], giap.after["birth_date"]) == ("1980-03-15", "1980-03-16")
    assert {change.origin_id for change in kept.values()} == {f"{file.pk}:2"}
    assert results.came_with(Person.objects.get(full_name="Vi Thị Mơ")).pk != file.pk


def test_a_later_word_about_residence_is_not_undone_by_an_older_list(receive, members, at_tuesday):
    importing.import_file(file=receive(workbook(LINES)), by=members.mai, at=at_tuesday)
    Person.objects.filter(full_name="Vi Văn Lâm").update(residence="deceased", residence_since=date(2026, 5, 22))
    file = importing.import_file(file=receive(workbook(LINES)), by=members.mai, at=at_tuesday)
    assert Person.objects.get(full_name="Vi Văn Lâm").residence == "deceased"
    assert (file.counts["unchanged"], [why for _, _, why in results.left_out(file, "noted")]) == (
        5, ["Sổ ghi “đã mất” từ ngày mới hơn danh sách: giữ như trong sổ."],
    )  # fmt: skip


def test_an_official_list_confirms_and_an_older_one_confirms_nothing_anew(receive, members, at_tuesday):
    importing.import_file(file=receive(workbook(LINES), official=True), by=members.mai, at=at_tuesday)
    assert set(Person.objects.values_list("confirmed_on", "confirmed_how")) == {(date(2026, 5, 20), "list")}
    Person.objects.update(confirmed_on=date(2026, 5, 25), confirmed_how="visit")
    file = importing.import_file(file=receive(workbook(LINES), official=True), by=members.mai, at=at_tuesday)
    assert file.counts["unchanged"] == 5
    assert set(Person.objects.values_list("confirmed_on", "confirmed_how")) == {(date(2026, 5, 25), "visit")}


def test_a_shape_that_was_confirmed_once_is_known_again(members, commune, villages, at_tuesday):
    def take(source):
        return importing.receive_file(
            area=commune, name="x.xlsx", data=workbook(), source=source, as_of_on=date(2026, 5, 20), by=members.mai,
            at=at_tuesday,
        )  # fmt: skip

    file = take("Công an xã")
    columns = {field: at for field, at in file.columns.items() if field != "house"}
    importing.choose_columns(file=file, columns=columns, by=members.mai, at=at_tuesday)
    again, other = take("CÔNG AN XÃ"), take("Thôn 1")
    assert (again.layout_known, again.columns) == (True, columns)
    assert (other.layout_known, "house" in other.columns, SenderLayout.objects.count()) == (False, True, 1)


# -- what lies on the disk


def on_the_disk(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_stands_in_clear_on_the_disk_at_any_step(receive, members, at_tuesday, tmp_path):
    text = "\n".join(",".join(map(str, line)) for line in (HEADER, *MANY)).encode()
    file = receive(text, "so-ho.csv")
    begin(file, members.mai, at_tuesday)
    work_until(file, 2)
    assert sorted(path.name for path in store.folder(file).iterdir()) == [
        "lock", "parts.sealed", "rows.sealed", "upload.sealed",
    ]  # fmt: skip
    held = on_the_disk(tmp_path)
    assert len(held) > 1000
    assert [word for word in ("Phan", "019080000", "Chủ hộ", "Thôn 1") if word.encode() in held] == []


def test_a_large_upload_goes_to_the_disk_sealed_and_is_gone_with_the_request(
    client_of, members, commune, villages, at_tuesday, tmp_path, settings
):
    settings.FILE_UPLOAD_HANDLERS = ["tungnha.units.uploads.SealedUploadHandler"]
    seen = {}
    real = uploads.SealedUploadHandler.file_complete

    def complete(self, size):
        found = real(self, size)
        seen["held"] = on_the_disk(uploads.place())
        return found

    client = client_of(members.mai)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads.SealedUploadHandler, "file_complete", complete)
        text = "\n".join(",".join(map(str, line)) for line in (HEADER, *MANY)).encode()
        bad = SimpleUploadedFile("so-ho.csv", b"khong phai danh sach")
        for file in (bad, SimpleUploadedFile("so-ho.csv", text)):
            client.post("/nhan-khau/nhap/", {"file": file, "source": "Công an xã", "as_of_on": "2026-05-20"})
    assert PopulationFile.objects.get().name == "so-ho.csv"
    assert (len(seen["held"]) > 500, b"Phan" in seen["held"]) == (True, False)
    assert list(uploads.place().iterdir()) == []


def test_a_stranger_sends_no_large_file(rf):
    handler = uploads.SealedUploadHandler(rf.post("/"))
    handler.request.user = type("Nobody", (), {"is_authenticated": False})()
    handler.new_file("file", "x.csv", "text/csv", None)
    handler.receive_data_chunk(b"x" * 1000, 0)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"x" * 1024 * 1024, 1000)
    assert list(uploads.place().iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, 262_144, 262_145, 700_001])
def test_a_sealed_stream_gives_back_what_was_written(tmp_path, size):
    data = bytes(n * 7 % 251 for n in range(size))
    writer = StreamWriter(tmp_path / "x")
    for at in range(0, size, 100_000):
        writer.write(data[at : at + 100_000])
    writer.close()
    with io.BufferedReader(SealedStream(tmp_path / "x")) as stream:
        assert stream.read() == data
        stream.seek(max(0, size - 10))
        assert stream.read() == data[max(0, size - 10) :]


def test_a_sealed_file_that_was_cut_or_changed_is_not_opened(tmp_path):
    path = tmp_path / "x"
    with SealedWriter(path) as writer:
        for n in range(3):
            writer.append(b"block %d" % n)
        writer.close({"n": 3})
    whole = path.read_bytes()
    with SealedFile(path) as file:
        assert ([*file], file.noted) == ([b"block 0", b"block 1", b"block 2"], {"n": 3})
    path.write_bytes(whole[:-20])
    with pytest.raises(protection.CannotOpen):
        SealedFile(path)
    at = whole.index(b"k1.") + 200
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    with pytest.raises(protection.CannotOpen), SealedFile(path) as file:
        list(file)


def test_another_key_opens_nothing(tmp_path, settings):
    seal_bytes(tmp_path / "x", b"Phan")
    settings.KEYS = {**settings.KEYS, "cipher": b"1" * 32}
    with pytest.raises((protection.CannotOpen, BadInput)):
        SealedFile(tmp_path / "x")

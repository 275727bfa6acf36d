"""A commune's report goes up as a signed file: what is in it, what enters, what does not, what comes back."""

from __future__ import annotations

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tungnha.ledger.operations import NewClaim, record_claims, state_count
from tungnha.people.models import Household, Person
from tungnha.reports.exchange import answers, content, envelope, keys, proving, receiving, sending
from tungnha.reports.exchange.envelope import NotTaken
from tungnha.reports.models import (
    Answer,
    FileState,
    KeptList,
    OwnKey,
    ReceivedFile,
    SentFile,
    Submission,
    SubmittedFigure,
)
from tungnha.reports.operations import (
    compile_report,
    freeze,
    lock,
    reopen,
    reopen_report,
    return_submission,
    save_words,
)
from tungnha.reports.words import without_people
from tungnha.units.models import Area, Event, Organisation
from tungnha.units.problems import BadInput, Problem

from .conftest import instant
from .exchanging import PERIOD, above, trust

COUNT = 12
COMPILED, FROZEN, ARRIVED = (instant(f"2026-05-28 {hour}") for hour in ("10:15", "10:30", "11:00"))


@pytest.fixture(autouse=True)
def _own_place(tmp_path, monkeypatch):
    monkeypatch.setattr(receiving, "place", lambda: tmp_path / "exchange")


@pytest.fixture
def signatures(villages, units, commune, service, members):
    """Twelve of 5.480 have a signature."""
    house = Household.objects.create(code="91", village=villages[0], order=9)
    people = Person.objects.bulk_create(
        Person(
            full_name=f"Người Mẫu {n}", folded_name=f"nguoi mau {n}", household=house, residence="at_home",
            birth_date=date(1980, 1, 1), birth_precision="day", sex="female",
        )
        for n in range(COUNT)
    )  # fmt: skip
    record_claims(
        [
            NewClaim(subject={"person_id": one.pk}, service=service, source="list", since_on=date(2026, 5, 26))
            for one in people
        ],
        by=members.mai, at=instant("2026-05-27 08:00"),
    )  # fmt: skip
    state_count(
        area=commune, stated_by=units.police, group="adult15", count=5480, on=date(2026, 5, 26), by=members.mai,
        at=instant("2026-05-26 15:00"),
    )  # fmt: skip


@pytest.fixture
def school(send, members, units):
    send(units.school, "2026-05-28 09:00", by=members.thu, difficulties="Học sinh lớp 9 chưa đủ tuổi cấp chữ ký số.")


@pytest.fixture
def frozen(signatures, school, plan, duties, commune, members):
    report = compile_report(
        plan=plan, duty=duties.weekly, period=PERIOD, area=commune, by=members.mai, at=COMPILED
    )  # fmt: skip
    return freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=FROZEN)


@pytest.fixture
def pair(province, commune, units, members, measure, plan):
    """Both offices have keys, each knows the other's; the province asks the commune for the week."""
    at = instant("2026-05-26 09:00")
    there = above(
        province=province, issuer=units.science, owing=units.committee, measure=measure, by=members.phuc
    )  # fmt: skip
    low = keys.make_key(area=commune, by=members.mai, at=at)
    high = keys.make_key(area=province, by=members.phuc, at=at)
    known = trust(province, units.committee, low.public, members.phuc, at)
    trusted = trust(commune, units.science, high.public, members.mai, at)
    sending.set_destination(
        plan=plan, key=trusted, url="", above_symbol="31/KH-SKHCN", above_on=date(2026, 5, 20), by=members.mai, at=at
    )
    return SimpleNamespace(low=low, high=high, known=known, trusted=trusted, **vars(there))


@pytest.fixture
def made(frozen, pair, members):
    return sending.make_file(report=frozen, by=members.mai, at=FROZEN)


@pytest.fixture
def arrives(province, members):
    def taken(data, at=ARRIVED, by=None, way="file"):
        data = data.content if hasattr(data, "content") else data
        return receiving.receive(
            data.encode() if isinstance(data, str) else data, area=province, way=way, by=by or members.phuc, at=at
        )

    return taken


def resigned(sent, key, **changes):
    """What somebody with that key could sign instead of the file."""
    body = json.loads(sent.content.split("\n")[3])
    for path, value in changes.items():
        part, names = body, path.split("__")
        for name in names[:-1]:
            part = part[name]
        part[names[-1]] = value
    return envelope.sign(body, key.private)


def row_of(sent):
    return next(row for row in proving.body_of(sent)["figures"] if row["measure"] == "chu-ky-so-tren-15")


# --- what is in the file ---------------------------------------------------------------------------------------------


def test_the_file_says_counts_whose_and_of_which_day(made, frozen, pair):
    body = proving.body_of(made)
    assert row_of(made) | {"mark": "", "proof": None, "name": ""} == {
        "measure": "chu-ky-so-tren-15", "mark": "", "name": "", "unit": "người", "count": COUNT, "small": False,
        "base": 5480, "base_whose": "Công an xã", "base_on": "2026-05-26", "whose": "register", "on": "2026-05-28",
        "proof": None,
    }  # fmt: skip
    assert (body["number"], body["to"], body["report"]["sha256"]) == (1, pair.high.public, frozen.sha256)
    assert (body["plan"]["symbol"], body["above"]["symbol"]) == ("12/KH-UBND", "31/KH-SKHCN")
    assert (body["attendance"]["handed_in"], len(body["attendance"]["missing"])) == (1, 13)
    assert f"{COUNT} người có chữ ký số" in body["words"]["situation"]


def test_no_name_of_the_register_and_no_number_of_a_row_goes_out(made, members):
    people = Person.objects.all()
    assert len(people) == COUNT
    assert not [one for one in people if one.full_name in made.content]
    for member in vars(members).values():
        assert member.user.email not in made.content
    assert [word for word in ('"ids"', '"salt"') if word in made.content] == []


def test_numbers_of_people_typed_into_words_are_hidden(frozen):
    frozen.words["proposals"] = "Gọi 0912 000 345, căn cước 001099123456"
    assert without_people(frozen)["proposals"] == "Gọi 091* *** 345, căn cước 001******456"


@pytest.fixture
def named(frozen, members, villages):
    """The report opened again, with two people of the register and a telephone in its words."""
    for name in ("Hoàng Văn Mẫu", "Nông Thị Mẫu"):
        one = Person(
            full_name=name, household=Household.objects.filter(village=villages[0]).first(), residence="at_home"
        )
        one.fill_keys()
        one.save()
    opened = reopen_report(report=frozen, why="Thêm khen thưởng", by=members.mai, at=FROZEN)
    words = opened.words | {"proposals": "Khen ông Hoàng Văn Mẫu; hộ bà Nông Thị Mẫu khó khăn, gọi 0912 000 345."}
    opened = save_words(report=opened, version=opened.version, words=words, by=members.mai, at=FROZEN)
    return freeze(report=opened, number="", issued_on=None, by=members.mai, at=FROZEN)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ((), "Khen ông [tên đã che]; hộ bà [tên đã che] khó khăn, gọi 091* *** 345."),
        (("Hoàng Văn Mẫu",), "Khen ông Hoàng Văn Mẫu; hộ bà [tên đã che] khó khăn, gọi 091* *** 345."),
    ],
)
def test_names_of_the_register_in_the_words_stay_here_unless_an_officer_lets_them_go(named, pair, members, kept, said):
    sent = sending.make_file(report=named, by=members.mai, at=FROZEN, kept=kept)
    assert proving.body_of(sent)["words"]["proposals"] == said
    told = Event.objects.get(verb="exchange.file_made").data
    assert (told["names_hidden"], told["names_kept"]) == (2 - len(kept), len(kept))
    assert "Mẫu" not in str(told)


def test_the_officer_sees_the_names_before_anything_is_signed(named, pair, client_of, members, at_tuesday):
    mai, address = client_of(members.mai), f"/bao-cao/trao-doi/lap/{named.pk}/"
    page = mai.get(address)
    text = page.content.decode()
    assert "Lời văn có tên người trong sổ dân cư" in text
    assert "Khen ông Hoàng Văn Mẫu; hộ bà" in text  # where it stands
    assert "hộ bà [tên đã che] khó khăn" in text  # what would go
    assert "giu" in mai.post(address, {"giu": "Hoàng Văn Mẫu"}).content.decode()  # not looked at: nothing is signed
    assert not SentFile.objects.exists()
    mark = page.context["mark"]
    answer = mai.post(address, {"giu": "Hoàng Văn Mẫu", "da-xem": mark})
    sent = SentFile.objects.get()
    assert answer.url == f"/bao-cao/trao-doi/gui/{sent.pk}/"
    assert "Khen ông Hoàng Văn Mẫu; hộ bà [tên đã che]" in proving.body_of(sent)["words"]["proposals"]
    assert mai.get(address).url == answer.url
    assert client_of(members.binh).get(address).status_code in (403, 404)


@pytest.mark.parametrize(
    ("reached", "base", "count", "shown_base", "small"),
    [(3, 5480, None, 5480, True), (0, 5480, 0, 5480, False), (5, 5480, 5, 5480, False), (2, 4, None, None, True),
     (None, 4, None, None, True), (None, None, None, None, False)],
)  # fmt: skip
def test_small_groups_are_left_out(measure, reached, base, count, shown_base, small):
    told = {"reached": reached, "base": base, "unit": "người", "base_whose": "", "base_on": None}
    row = content._figure(measure, "x", told, date(2026, 5, 28))
    assert (row["count"], row["base"], row["small"]) == (count, shown_base, small)


def test_words_do_not_tell_what_the_figures_hide():
    text = "Toàn xã có 03 người có chữ ký số, tăng 3 người; 13 người chờ; 3 thôn."
    assert content._words(text, [(3, "người")]) == (
        "Toàn xã có dưới 5 người có chữ ký số, tăng dưới 5 người; 13 người chờ; 3 thôn."
    )


def test_asked_again_it_is_the_same_file_and_a_new_key_signs_a_further_one(made, frozen, members, commune):
    assert sending.make_file(report=frozen, by=members.mai, at=ARRIVED) == made
    keys.make_key(area=commune, by=members.mai, at=ARRIVED)
    again = sending.make_file(report=frozen, by=members.mai, at=ARRIVED)
    assert again.number == 2
    assert OwnKey.objects.filter(area=commune, ended_at=None).count() == 1


def test_a_draft_or_a_report_without_a_receiver_makes_no_file(signatures, school, plan, duties, commune, members):
    draft = compile_report(
        plan=plan, duty=duties.weekly, period=PERIOD, area=commune, by=members.mai, at=COMPILED
    )  # fmt: skip
    with pytest.raises(BadInput, match="chưa chốt"):
        sending.make_file(report=draft, by=members.mai, at=FROZEN)
    frozen = freeze(report=draft, number="", issued_on=None, by=members.mai, at=FROZEN)
    with pytest.raises(BadInput, match="chưa có nơi nhận"):
        sending.make_file(report=frozen, by=members.mai, at=FROZEN)


# --- proving ---------------------------------------------------------------------------------------------------------


def test_a_number_is_proved_from_the_rows_kept(made, members):
    (proof,) = [one for one in proving.prove(made, by=members.mai, at=ARRIVED) if one.rows is not None]
    assert (proof.said, proof.rows, proof.is_proved, proof.gone, proof.came, proof.left) == (
        COUNT,
        COUNT,
        True,
        0,
        0,
        0,
    )


def test_a_kept_list_that_was_touched_proves_nothing(made, members):
    kept = KeptList.objects.get()
    told = json.loads(kept.kept)
    told["ids"][0] = 10**9
    KeptList.objects.all()._raw_delete(KeptList.objects.db)
    KeptList.objects.create(
        sent=made, measure=kept.measure, on=kept.on, count=kept.count, root=kept.root, kept=json.dumps(told)
    )
    (proof,) = [one for one in proving.prove(made, by=members.mai, at=ARRIVED) if one.rows is not None]
    assert (proof.rows, proof.is_whole, proof.is_proved) == (COUNT, False, False)


# --- taken in --------------------------------------------------------------------------------------------------------


def test_a_file_becomes_the_units_report_at_the_instant_it_came(made, pair, arrives, members):
    row = arrives(made)
    one = row.submission
    assert one is not None, row.why
    assert (row.state, one.number, one.sent_at, one.is_late) == (FileState.TAKEN, 1, ARRIVED, False)
    figure = one.figures.get(target=pair.target)
    assert (figure.count, figure.base, figure.own) == (COUNT, 5480, True)
    assert one.narrative.startswith("Tính đến 10 giờ 15 ngày 28/5/2026, toàn xã có 12 người")
    assert one.difficulties == "- Trường THCS Mẫu Sơn: Học sinh lớp 9 chưa đủ tuổi cấp chữ ký số."
    assert row.made_at == FROZEN
    assert Event.objects.get(verb="exchange.taken").about_id == str(row.pk)


def test_a_file_that_comes_again_changes_nothing(made, arrives):
    first = arrives(made)
    second = arrives(made, at=ARRIVED + timedelta(hours=3))
    assert (first.pk, second.state, second.received_at) == (second.pk, FileState.TAKEN, ARRIVED)
    assert Submission.objects.filter(obligation__duty__plan__number="31").get().steps.count() == 1
    assert Event.objects.filter(verb="exchange.came_again").count() == 1


def test_any_byte_changed_does_not_enter_and_is_kept_sealed(made, arrives):
    data = bytearray(made.content.encode())
    for place in (0, 18, 19, 60, 84, 200, 213, 214, 500, len(data) - 2, len(data) - 1):
        changed = bytes(data[:place]) + bytes([data[place] ^ 1]) + bytes(data[place + 1 :])
        row = arrives(changed)
        assert (row.state, row.submission) == (FileState.REFUSED, None)
        assert row.why.endswith((".", "”."))
        assert receiving.bytes_of(row) == changed
        assert changed[:40] not in receiving.file_of(row).read_bytes()
    assert Submission.objects.filter(received_files__isnull=False).count() == 0
    assert Event.objects.filter(verb="exchange.set_aside").count() == 11


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "ab" * 32}, "not_for_us"),
        ({"from__area": "99902"}, "other_area"),
        ({"period": "2026-W40"}, "no_period"),
        ({"starts_on": "2026-06-24", "ends_on": "2026-06-25"}, "other_days"),
        ({"above__symbol": "99/KH-SKHCN"}, "choose"),
        ({"above__issued_on": None}, "choose"),
        ({"form": 2}, "newer"),
        ({"kind": "card"}, "other_kind"),
        ({"number": 0}, "form"),
        ({"number": True}, "form"),
        ({"figures": [{}]}, "form"),
        ({"figures": {"count": 1}}, "form"),
        ({"words": {"situation": "a\0"}}, "form"),
        ({"words": []}, "form"),
        ({"made_at": "2026-05-28T10:30:00"}, "form"),
        ({"attendance": None}, "form"),
    ],
)  # fmt: skip
def test_a_good_signature_under_what_is_not_for_here_does_not_enter(made, pair, arrives, changes, code):
    row = arrives(resigned(made, pair.low, **changes))
    assert (row.code, row.submission) == (code, None)
    assert row.state == (FileState.WAITING if code == "choose" else FileState.REFUSED)
    assert row.why.endswith((".", "”."))


@pytest.mark.parametrize("number", [-1, 1.5, 2**31, "5", None])
def test_a_count_that_is_none_does_not_enter(made, pair, arrives, number):
    figures = proving.body_of(made)["figures"]
    figures[0]["base"] = number
    row = arrives(resigned(made, pair.low, figures=figures))
    assert row.code == ("form" if number is not None else "")


def test_a_count_above_its_base_is_refused_with_the_houses_sentence(made, pair, arrives):
    figures = proving.body_of(made)["figures"]
    figures[0] |= {"count": 6000, "base": 5480}
    row = arrives(resigned(made, pair.low, figures=figures))
    assert (row.state, row.code) == (FileState.REFUSED, "not_fit")
    assert "6.000" in row.why


def test_an_unknown_key_enters_once_its_digits_were_read_aloud(made, arrives, province, members, units):
    private, public = envelope.new_key()
    data = envelope.sign(proving.body_of(made), private)
    row = arrives(data)
    assert (row.code, row.key) == ("unknown_key", None)
    with pytest.raises(BadInput, match="không khớp"):
        keys.register_key(
            area=province, organisation=units.committee, public=public, typed="1" * 30, by=members.phuc, at=ARRIVED
        )
    trust(province, units.committee, public, members.phuc, ARRIVED + timedelta(hours=1))
    row = receiving.look(row, receiving.bytes_of(row), by=members.phuc, at=ARRIVED + timedelta(hours=2))
    assert (row.state, row.submission.sent_at) == (FileState.TAKEN, ARRIVED)


def test_a_revoked_key_lets_nothing_in_and_is_not_registered_again(made, pair, arrives, province, members, units):
    keys.revoke_key(key=pair.known, why="Máy bị mất", by=members.phuc, at=ARRIVED)
    row = arrives(made)
    assert (row.code, row.submission) == ("revoked", None)
    with pytest.raises(BadInput, match="đã bị thu hồi"):
        trust(province, units.committee, pair.low.public, members.phuc, ARRIVED)


def test_only_the_desk_of_an_office_handles_its_keys(pair, province, commune, members):
    for by, area in ((members.mai, province), (members.phuc, commune), (members.thu, commune), (members.binh, commune)):
        with pytest.raises(Problem, match="cán bộ phụ trách"):
            keys.make_key(area=area, by=by, at=ARRIVED)
    with pytest.raises(Problem, match="cán bộ phụ trách"):
        keys.revoke_key(key=pair.known, why="x", by=members.mai, at=ARRIVED)


def test_an_officer_says_once_which_duty_a_file_answers(made, pair, arrives, members):
    row = arrives(resigned(made, pair.low, above__symbol=""))
    row = receiving.choose(row=row, duty=pair.duty, by=members.phuc, at=ARRIVED)
    assert row.state == FileState.TAKEN
    again = arrives(resigned(made, pair.low, above__symbol="", number=2, words__situation="Khác"))
    assert (again.state, again.submission.number) == (FileState.TAKEN, 2)


def test_a_clock_hours_ahead_is_said_and_judged_by_ours(made, pair, arrives):
    row = arrives(resigned(made, pair.low, made_at="2026-05-28T23:30:00+07:00"), at=instant("2026-05-28 20:00"))
    assert row.submission.sent_at == instant("2026-05-28 20:00")
    assert "chạy trước giờ ở đây 3,5 giờ" in receiving.clock_words(row)
    assert receiving.clock_words(arrives(made)) == ""


def test_a_late_file_is_late_whatever_hour_it_says(made, pair, arrives):
    assert arrives(made, at=instant("2026-06-02 08:00")).submission.is_late


# --- corrections -----------------------------------------------------------------------------------------------------


def test_other_numbers_for_the_same_period_are_a_correction_beside_the_first(made, pair, arrives):
    first = arrives(made)
    figures = proving.body_of(made)["figures"]
    figures[0]["count"] = 14
    second = arrives(resigned(made, pair.low, number=2, figures=figures))
    counts = SubmittedFigure.objects.filter(target=pair.target).order_by("submission__number")
    assert list(counts.values_list("count", flat=True)) == [COUNT, 14]
    assert (first.submission.number, second.submission.number) == (1, 2)
    late = arrives(resigned(made, pair.low, number=1, words__situation="Bản cũ"))
    assert (late.state, late.code) == (FileState.REFUSED, "number_used")


def test_a_file_that_was_long_on_its_way_does_not_push_a_newer_one_aside(made, pair, arrives):
    arrives(resigned(made, pair.low, number=5))
    row = arrives(made)
    assert (row.state, row.code) == (FileState.REFUSED, "older")
    assert "số 5" in row.why


def test_what_the_province_returns_is_asked_of_the_commune_and_the_next_file_answers(
    made, frozen, pair, arrives, members, commune, plan, duties
):
    row = arrives(made)
    receipt = answers.answer_to(row, ARRIVED)
    assert answers.answer_to(row, ARRIVED + timedelta(hours=1)) == receipt  # nothing changed: the same bytes
    kept = answers.take_answer(receipt.encode(), area=commune, by=members.mai, at=ARRIVED)
    assert answers.said_in(kept)["received_at"] == "2026-05-28T11:00:00+07:00"
    assert answers.asks_of(kept) == ""

    at = ARRIVED + timedelta(hours=2)
    return_submission(submission=row.submission, why="Thiếu số của thôn 2", by=members.phuc, at=at)
    row = ReceivedFile.objects.select_related("area", "submission__obligation").get(pk=row.pk)
    asked = answers.answer_to(row, at)
    assert asked != receipt
    for _ in range(2):
        kept = answers.take_answer(asked.encode(), area=commune, by=members.mai, at=at)
    assert (answers.asks_of(kept), Answer.objects.count()) == ("Thiếu số của thôn 2", 2)

    opened = reopen_report(report=frozen, why="Thiếu số của thôn 2", by=members.mai, at=at)
    anew = freeze(report=opened, number="", issued_on=None, by=members.mai, at=at)
    second = sending.make_file(report=anew, by=members.mai, at=at)
    assert (second.number, proving.body_of(second)["report"]["edition"]) == (2, 2)
    assert arrives(second, at=at).submission.number == 2


def test_what_is_locked_above_stays_and_waits_to_be_opened(made, pair, arrives, members):
    one = arrives(made).submission
    lock(submission=one, by=members.phuc, at=ARRIVED)
    row = arrives(resigned(made, pair.low, number=2, words__situation="Số mới"))
    assert (row.state, row.code) == (FileState.WAITING, "locked")
    assert one.steps.order_by("-pk").first().act == "ask"
    reopen(submission=Submission.objects.get(pk=one.pk), why="Xã có số mới", by=members.phuc, at=ARRIVED)
    row = receiving.look(row, receiving.bytes_of(row), by=members.phuc, at=ARRIVED)
    assert (row.state, row.submission.number) == (FileState.TAKEN, 2)


def test_an_answer_that_was_changed_or_is_not_ours_is_refused(made, pair, arrives, commune, members):
    text = answers.answer_to(arrives(made), ARRIVED)
    stranger, _ = envelope.new_key()
    said = envelope.opened(text.encode()).body
    for data in (
        text.replace('"taken"', '"token"'),
        envelope.sign(said, stranger),
        envelope.sign(said | {"of": "0" * 64}, pair.high.private),
        envelope.sign(said | {"steps": [{}]}, pair.high.private),
        made.content,
    ):
        with pytest.raises(NotTaken):
            answers.take_answer(data.encode(), area=commune, by=members.mai, at=ARRIVED)
    assert not Answer.objects.exists()


# --- the door --------------------------------------------------------------------------------------------------------


def test_the_door_answers_the_same_bytes_with_the_same_receipt(made, pair, client, commune):
    said = [client.generic("POST", "/trao-doi/gui/", made.content.encode()) for _ in range(2)]
    assert [one.status_code for one in said] == [200, 200]
    assert said[0].json()["answer"] == said[1].json()["answer"]
    answers.take_answer(said[0].json()["answer"].encode(), area=commune, by=None, at=ARRIVED)
    assert ReceivedFile.objects.get().by is None


def test_the_door_tells_nothing_to_strangers_and_reads_no_more_than_a_report(made, pair, client):
    stranger, _ = envelope.new_key()
    cases = [
        (b"rubbish", 403), (envelope.sign(proving.body_of(made), stranger).encode(), 403),
        (b"x" * (envelope.MOST_BYTES + 1), 400),
    ]  # fmt: skip
    for data, status in cases:
        answer = client.generic("POST", "/trao-doi/gui/", data)
        assert (answer.status_code, "answer" in answer.json()) == (status, False)
        assert answer.json()["why"]
    assert client.get("/trao-doi/gui/").status_code == 404
    ask = envelope.sign(answers.ask_body(pair.high.public, ARRIVED), stranger)
    assert client.generic("POST", "/trao-doi/hoi/", ask.encode()).status_code == 400


def test_rubbish_is_limited_and_does_not_keep_a_known_office_out(made, pair, client, at_tuesday):
    for n in range(receiving.MOST_UNKNOWN):
        client.generic("POST", "/trao-doi/gui/", b"rubbish %d" % n)
    assert client.generic("POST", "/trao-doi/gui/", b"more").status_code == 429
    assert ReceivedFile.objects.count() == receiving.MOST_UNKNOWN
    assert client.generic("POST", "/trao-doi/gui/", made.content.encode()).status_code != 429


def test_where_nobody_made_a_key_the_door_is_closed(db, client):
    assert client.generic("POST", "/trao-doi/gui/", b"x").status_code == 404


@pytest.mark.parametrize(
    "url", ["http://tinh.example", "ftp://x", "https://u:p@x", "https://x/duong", "tinh", "https://x:y"]
)
def test_an_address_is_https_and_nothing_behind_it(url):
    with pytest.raises(BadInput, match="https://ten-may-chu"):
        sending.checked_url(url)


def test_the_scope_of_what_came_is_the_office_it_came_to(made, arrives, members):
    row = arrives(made)
    assert ReceivedFile.objects.visible_to(members.phuc).filter(pk=row.pk).exists()
    for member in (members.mai, members.thu, members.lan):
        assert not ReceivedFile.objects.visible_to(member).exists()
    assert not KeptList.objects.visible_to(members.phuc).exists()


def test_another_units_key_cannot_speak_for_the_commune(made, pair, arrives, province, members):
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    body = Organisation.objects.create(name="UBND xã Khác", kind="committee", area=other)
    private, public = envelope.new_key()
    trust(province, body, public, members.phuc, ARRIVED)
    row = arrives(envelope.sign(proving.body_of(made), private))
    assert (row.code, row.submission) == ("other_area", None)

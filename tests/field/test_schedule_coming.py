"""Who came: by card, number, name or without one; what was done, on several phones at once; what it adds up to."""

import itertools
import random
import uuid
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tests.field.phones import Phone
from tungnha.field.models import CheckIn, CheckInService, Device, QueueTicket
from tungnha.field.schedule import operations, phone, results
from tungnha.field.schedule.operations import ServiceDone, ServiceRefused
from tungnha.field.sync.handlers import Incoming, Sender
from tungnha.ledger.models import CampaignService, Claim, Service, Standing
from tungnha.people.models import Household, Person, Place, Telephone
from tungnha.people.operations import correcting, merging
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def services(campaign, asked):
    found = {code: Service.objects.get(code=code) for code in ("chu-ky-so", "app-tinh", "thue-bao")}
    for service in found.values():
        CampaignService.objects.get_or_create(campaign=campaign, service=service, defaults={"group": "adult15"})
    return SimpleNamespace(sign=found["chu-ky-so"], app=found["app-tinh"], sim=found["thue-bao"])


@pytest.fixture
def session(campaign, villages, members, services, at_tuesday):
    place = Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])
    made = operations.plan_session(
        campaign=campaign, area=villages[0], place=place, starts_at=at_tuesday,
        ends_at=at_tuesday + timedelta(hours=3), services=vars(services).values(), staff=[members.viet, members.lan],
        organisations=[], name="", by=members.lan, at=at_tuesday,
    )  # fmt: skip
    operations.say_word(
        session=made, side=f"o{members.viet.organisation_id}", says="yes", sequence=0, by=members.viet, at=at_tuesday
    )
    return made


@pytest.fixture
def note(session, members, at_tuesday):
    def make(person, **more):
        return operations.check_in(session=session, person=person, **{"by": members.lan, "at": at_tuesday} | more)

    return make


@pytest.fixture
def two_numbers(people, members, at_tuesday):
    correcting.add_telephone(person=people.an, text="0912000099", main=False, by=members.lan, at=at_tuesday)
    return list(people.an.telephones.order_by("pk"))


def claims():
    """Of what was done there; that the household is informed is claimed beside it."""
    return Claim.objects.filter(origin="session")


# --- at the desk -----------------------------------------------------------------------------------------------------


def test_one_person_with_two_numbers_is_two_numbers_and_one_person(session, note, people, services, two_numbers):
    note(people.an, done=[ServiceDone(service=services.sim, telephone=t, channel="điểm ủy quyền") for t in two_numbers])
    total = results.totals(session)
    assert (total.came, total.helped) == (1, 1)
    assert {s.code: done for s, done, _ in total.services}["thue-bao"] == 2
    claims = Claim.objects.filter(service=services.sim)
    assert {c.telephone_id for c in claims} == {t.pk for t in two_numbers}
    assert {(c.channel, c.source, c.person_id) for c in claims} == {("điểm ủy quyền", "session", None)}


def test_which_number_is_asked_and_a_strangers_number_and_channel_are_refused(note, people, services):
    with pytest.raises(BadInput, match="chọn số điện thoại"):
        note(people.an, done=[ServiceDone(service=services.sim)])
    with pytest.raises(BadInput, match="không phải của"):
        note(people.bao, done=[ServiceDone(service=services.sim, telephone=people.an.telephones.get())])
    with pytest.raises(BadInput, match="không có kênh"):
        note(people.an, done=[ServiceDone(service=services.sim, telephone=people.an.telephones.get(), channel="Zalo")])
    assert CheckIn.objects.count() == 0


def test_who_refused_and_then_had_it_done_counts_as_done_and_both_words_stay(session, note, people, services):
    note(people.an, refused=[ServiceRefused(service=services.sign, why="afraid")])
    note(people.bao, refused=[ServiceRefused(service=services.sign, why="expired_card")])
    note(people.an, done=[ServiceDone(service=services.sign)])
    total = {s.code: (done, refused) for s, done, refused in results.totals(session).services}
    assert total["chu-ky-so"] == (1, 1)
    assert CheckInService.objects.filter(check_in__person=people.an).count() == 2
    assert Standing.objects.get(person=people.an).level == 1


def test_topics_are_added_each_once_and_a_number_typed_there_is_hidden(session, note, people):
    note(people.an, topics=["mở VNeID", " "])
    note(people.an, topics=["mở VNeID", "gọi 0912000011"])
    assert CheckIn.objects.get().topics[0] == "mở VNeID"
    assert "0912000011" not in str(CheckIn.objects.get().topics)
    assert results.totals(session).topics[0] == ("gọi " + CheckIn.objects.get().topics[1][4:], 1)


def test_totals_open_to_their_rows(session, note, people, services, members):
    operations.call_people(session=session, persons=[people.an.pk, people.bao.pk], by=members.lan, at=session.starts_at)
    note(people.an, done=[ServiceDone(service=services.sign)])
    note(people.em, refused=[ServiceRefused(service=services.app)])
    note(None, done=[ServiceDone(service=services.app)])
    total = results.totals(session)
    opened = {
        show: results.came_rows(session, members.mai, show).count()
        for show in ("", "done", "refused", "strangers", "invited")
    }
    assert opened == {"": total.came, "done": total.helped, "refused": 1, "strangers": total.strangers,
                      "invited": total.invited_came}  # fmt: skip
    assert (total.came, total.registered, total.strangers, total.helped) == (3, 2, 1, 2)
    for service, done, refused in total.services:
        assert results.came_rows(session, members.mai, "done", service.pk).count() == done
        assert results.came_rows(session, members.mai, "refused", service.pk).count() == refused
    assert results.came_rows(session, members.phuc).count() == 0


def test_an_operators_employee_sees_who_came_to_the_own_session_only(session, note, people, members, units):
    note(people.an)
    assert [row.person for row in results.came_rows(session, members.viet)] == [people.an]
    operations.set_means(
        session=session, staff=[members.lan], organisations=[], equipment={}, by=members.mai, at=session.starts_at
    )
    assert results.came_rows(session, members.viet).count() == 0


def test_two_records_merged_into_one_count_as_one_who_came(session, note, people, members, services, at_tuesday):
    twin = Person.objects.create(full_name="Nguyễn Văn An", household=people.an.household)
    note(people.an, refused=[ServiceRefused(service=services.sign)])
    note(twin, done=[ServiceDone(service=services.sign)])
    operations.call_people(session=session, persons=[people.an.pk, twin.pk], by=members.lan, at=at_tuesday)
    merging.merge(kept=people.an, gone=twin, choose={}, number=None, reason="", by=members.mai, at=at_tuesday)
    total = results.totals(session)
    assert (total.came, total.invited, total.invited_came) == (1, 1, 1)
    assert {s.code: (d, r) for s, d, r in total.services}["chu-ky-so"] == (1, 0)


# --- from phones -----------------------------------------------------------------------------------------------------


@pytest.fixture
def phones(members, at_tuesday):
    def make(member):
        return Device.objects.create(
            member=member, secret_hash=uuid.uuid4().hex, carry_key="x", pledge_version="1", pledged_at=at_tuesday,
            joined_at=at_tuesday,
        )  # fmt: skip

    return [make(members.lan), make(members.son)]


@pytest.fixture
def send(phones, at_tuesday):
    """send(0, "check_in", {...}): an operation of the first phone, taken by its handler."""

    def make(n, kind, content, *, key=None, minutes=0):
        read, apply = {
            "check_in": (phone.read_coming, phone.apply_coming), "queue": (phone.read_step, phone.apply_step),
        }[kind]  # fmt: skip
        made = at_tuesday + timedelta(minutes=minutes)
        op = Incoming(
            id=key or uuid.uuid4(), seq=1, kind=kind, version=1, made_at=made, phone_at=made, content=content,
            digest="", read=read(content),
        )  # fmt: skip
        device = phones[n]
        return apply(op, Sender(device=device, member=device.member, at=at_tuesday + timedelta(hours=2)))

    return make


def test_a_person_checked_in_on_two_phones_counts_once_and_what_either_did_is_added(
    session, send, people, services, at_tuesday
):
    key = str(people.an.key)
    said = {"session": session.pk, "person": key, "how": "card"}
    first, second = uuid.uuid4(), uuid.uuid4()
    for _ in range(2):  # and each is sent twice
        assert send(0, "check_in", said | {"done": ["chu-ky-so"], "topics": ["mở VNeID"]}, key=first).answer == "stored"
        assert send(1, "check_in", said | {"done": ["chu-ky-so", "app-tinh"], "refused": ["thue-bao"]}, key=second,
                    minutes=3).answer == "stored"  # fmt: skip
    total = results.totals(session)
    assert total.came == 1
    assert {s.code: (d, r) for s, d, r in total.services} == {
        "chu-ky-so": (1, 0), "app-tinh": (1, 0), "thue-bao": (0, 1),
    }  # fmt: skip
    assert claims().count() == 2
    assert CheckIn.objects.get().made_at == at_tuesday


def test_a_stranger_counts_once_for_each_id(session, send):
    same = uuid.uuid4()
    for key in (same, same, uuid.uuid4()):
        send(0, "check_in", {"session": session.pk, "person": None, "done": ["app-tinh"]}, key=key)
    assert (results.totals(session).strangers, Claim.objects.count()) == (2, 0)


def test_of_telephones_it_is_said_which_and_never_guessed(session, send, people, services, two_numbers):
    said = {"session": session.pk, "person": str(people.an.key)}
    unsure = send(0, "check_in", said | {"done": ["thue-bao"]})
    assert (unsure.answer, "chọn số" in unsure.why) == ("conflict", True)
    assert (CheckIn.objects.count(), claims().count()) == (1, 0)
    more = {"service": "thue-bao", "channel": "ứng dụng VNeID", "telephone": "0912.000.099"}
    assert send(0, "check_in", said | {"done": [more]}).answer == "stored"
    assert claims().get().telephone == two_numbers[1]
    assert Telephone.objects.filter(person=people.an).count() == 2
    only = send(1, "check_in", {"session": session.pk, "person": str(people.em.key), "done": ["thue-bao"]})
    assert only.answer == "aside"  # Em lives in thôn 2, beyond Sơn's village


def test_what_cannot_stand_is_set_aside_and_what_cannot_be_read_is_refused(session, send, people, members, at_tuesday):
    gone = send(0, "check_in", {"session": 10**9, "person": str(people.an.key)})
    unknown = send(0, "check_in", {"session": session.pk, "person": str(uuid.uuid4())})
    service = send(0, "check_in", {"session": session.pk, "person": None, "done": ["tiện ích lạ"]})
    assert [a.answer for a in (gone, unknown, service)] == ["aside"] * 3
    for content in (
        {"session": "x"},
        {"session": 1, "person": 7},
        {"session": 1, "done": [3]},
        {"session": 1, "done": 3},
    ):
        with pytest.raises(BadInput):
            phone.read_coming(content)
    with pytest.raises(BadInput):
        phone.read_step({"session": 1, "ticket": "A1", "state": "flown"})
    operations.cancel_session(session=session, why="bão", by=members.mai, at=at_tuesday)
    with pytest.raises(BadInput, match="đã hủy"):  # the sync answers aside
        send(0, "check_in", {"session": session.pk, "person": str(people.an.key)})


def steps(n):
    """Two phones give tickets without signal, a desk calls them: (phone, ticket, state, minute)."""
    return [
        (0, "A1", "waiting", 1), (1, "B1", "waiting", 1), (0, "A2", "waiting", 2), (1, "A1", "called", 3),
        (0, "B1", "called", 4), (1, "A1", "served", 6), (0, "B1", "left", 7), (1, "B1", "waiting", 8),
        (1, "B1", "called", 9),
    ][:n]  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(8))
def test_in_whatever_order_and_however_often_steps_come_the_queue_is_the_same(session, send, phones, seed):
    assert [operations.letter_of(session=session, device=str(p.pk)) for p in phones] == ["A", "B"]
    sent = [(step, uuid.uuid4()) for step in steps(9)]
    rng = random.Random(seed)
    muddled = sent + rng.sample(sent, 4)
    rng.shuffle(muddled)
    for (n, ticket, state, minute), key in muddled:
        assert send(n, "queue", {"session": session.pk, "ticket": ticket, "state": state}, key=key,
                    minutes=minute).answer == "stored"  # fmt: skip
    found = {t.label: (t.state, t.given_at.minute, t.steps.count()) for t in QueueTicket.objects.all()}
    assert found == {"A1": ("served", 1, 3), "A2": ("waiting", 2, 1), "B1": ("called", 1, 5)}


def test_two_phones_never_give_one_number_twice(session, send, phones):
    letters = [operations.letter_of(session=session, device=str(p.pk)) for p in phones]
    assert letters == [operations.letter_of(session=session, device=str(p.pk)) for p in phones]
    send(0, "queue", {"session": session.pk, "ticket": f"{letters[0]}1", "state": "waiting"})
    with pytest.raises(BadInput, match="chữ của một máy khác"):
        send(1, "queue", {"session": session.pk, "ticket": f"{letters[0]}2", "state": "waiting"})
    send(1, "queue", {"session": session.pk, "ticket": f"{letters[0]}1", "state": "called"})
    assert [(t.label, t.state) for t in QueueTicket.objects.all()] == [("A1", "called")]


def test_a_letter_used_before_anybody_was_told_belongs_to_the_first(session, send, phones):
    send(1, "queue", {"session": session.pk, "ticket": "A1", "state": "waiting"})
    with pytest.raises(BadInput, match="máy khác"):
        send(0, "queue", {"session": session.pk, "ticket": "A1", "state": "waiting"})
    assert [operations.letter_of(session=session, device=str(p.pk)) for p in phones] == ["B", "A"]


def test_a_phone_is_told_of_its_sessions_and_of_people_only_keys(
    session, phones, people, members, note, villages, at_tuesday
):
    far = Household.objects.create(code="99", village=villages[1])
    stranger = Person.objects.create(
        full_name="Lò Thị Xa", household=far, birth_date=date(1980, 1, 1), birth_precision="day", residence="at_home"
    )
    operations.call_people(session=session, persons=[people.an.pk, stranger.pk], by=members.mai, at=at_tuesday)
    note(people.an)
    operations.give_ticket(session=session, by=members.lan, at=at_tuesday, person=people.an)
    (told,) = phone.sessions(members.lan, at_tuesday)
    assert (told["id"], told["place"], told["called"]) == (
        session.pk,
        "Nhà văn hóa thôn 1",
        [str(people.an.household.key)],
    )
    assert told["came"] == [str(people.an.key)]
    assert told["queue"] == [{"ticket": "1", "state": "waiting", "person": str(people.an.key)}]
    assert told["letters"] == {str(phones[0].pk): "A"}
    assert (told["counts"], told["channels"]["thue-bao"][0]) == ({"thue-bao": "telephone"}, "ứng dụng VNeID")
    assert "An" not in str({k: v for k, v in told.items() if k != "staff"})
    assert phone.sessions(members.hung, at_tuesday) == []


def test_not_yet_agreed_cancelled_and_past_sessions_are_not_on_phones(session, members, at_tuesday):
    assert phone.sessions(members.lan, at_tuesday + timedelta(days=1)) == []
    operations.say_word(session=session, side="area", says="no", why="bận", sequence=0, by=members.lan, at=at_tuesday)
    assert phone.sessions(members.lan, at_tuesday) == []


def test_nothing_of_the_people_is_in_the_log(session, note, people, services, two_numbers):
    note(people.an, done=[ServiceDone(service=services.sim, telephone=t) for t in two_numbers])
    said = str(list(Event.objects.values_list("data", flat=True)))
    assert not any(word in said for word in itertools.chain(("Nguyễn", "0912"), (t.number for t in two_numbers)))


def test_two_phones_meet_at_the_next_sync_and_the_desk_sees_both(session, people, members, at_tuesday):
    """Through the server's own door: sent twice, answered `had`; each phone then knows what the other did."""
    lan, son = Phone(members.lan, by=members.mai), Phone(members.son, by=members.mai)
    given = {p: p.sync()["config"]["sessions"][0]["letters"][str(p.device.pk)] for p in (lan, son)}
    assert sorted(given.values()) == ["A", "B"]
    an, bao = (
        {"session": session.pk, "person": str(p.key), "done": ["chu-ky-so"], "topics": [], "refused": []}
        for p in (people.an, people.bao)
    )
    ticket = {"session": session.pk, "state": "waiting", "person": None}
    of_lan = [lan.op("check_in", an), lan.op("queue", ticket | {"ticket": f"{given[lan]}1"})]
    of_son = [
        son.op("check_in", an), son.op("check_in", bao), son.op("queue", ticket | {"ticket": f"{given[son]}1"}),
    ]  # fmt: skip
    assert lan.answers(*of_lan) == ["stored"] * 2
    assert son.answers(*of_son) == ["stored"] * 3
    assert lan.answers(*of_lan) == ["had"] * 2
    told = lan.sync(config=None)["config"]["sessions"][0]
    assert set(told["came"]) == {str(people.an.key), str(people.bao.key)}
    assert {(one["ticket"], one["state"]) for one in told["queue"]} == {("A1", "waiting"), ("B1", "waiting")}
    assert (results.totals(session).came, claims().count()) == (2, 2)
    bad = son.op("check_in", {"session": session.pk, "done": 7})
    good = son.op("check_in", {"session": session.pk, "person": None})
    assert son.answers(bad, good) == ["refused", "stored"]

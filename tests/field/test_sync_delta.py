"""What a phone holds and is given: everything in pages once, then what changed, whoever changed it, however."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import OperationalError, connection, transaction
from django.db.migrations import Migration
from django.db.models import F

from tests.field.phones import Phone
from tungnha.field.models import ChangeMark, FieldChange, HouseholdShare, SyncEpoch
from tungnha.field.sync import changes, config, delta, epochs, tending, triggers
from tungnha.ledger.models import CampaignService, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import (
    Household,
    Identifier,
    Need,
    Person,
    PersonGroup,
    Telephone,
)
from tungnha.people.operations import merging, restricting
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.triggers import _drop

# On PostgreSQL a change is known by its transaction, and a test is one: what counts changes exactly runs on SQLite, and
# `test_whatever_writes` once for all, in transactions of its own, on both.
ON_POSTGRES = connection.vendor == "postgresql"
pytestmark = pytest.mark.django_db
CKS = "chu-ky-so"


@pytest.fixture
def street(villages, people):
    """Thôn 1 with seven doors."""
    rows = [Household(code=f"{n:02}", village=villages[0], order=n, lane="Ngõ Trên") for n in range(2, 8)]
    return list(Household.objects.bulk_create(rows))


def keys(*households):
    return {str(household.key) for household in households}


# -- what it holds


@pytest.mark.one_database
def test_a_household_as_a_phone_holds_it(lans, households, people, members, campaign):
    at = clock.now()
    Need.objects.create(
        person=people.bao, kind="cannot_read", purpose="đọc giúp", said_by="desk", state="confirmed",
        from_on="2026-05-01", offered_at=at, decided_at=at, decided_by=members.mai,
    )  # fmt: skip
    lans.sync()
    row = lans.rows[str(households.one.key)]
    persons = {p["name"]: p for p in row["persons"]}
    assert row | {"persons": 0} == {
        "k": str(households.one.key), "code": "01", "lane": "Ngõ Trên", "house": "", "village": "99901-01", "order": 1,
        "first": True, "bring": ["đọc giúp"], "last": None, "share": None, "informed": [], "shown_how": False,
        "helper": None, "persons": 0,
    }  # fmt: skip
    assert persons["Nguyễn Văn An"] == {
        "k": str(people.an.key), "name": "Nguyễn Văn An", "sex": "male", "birth": "1980-03-15", "head": True,
        "relation": "", "residence": "at_home", "asked": [CKS], "has": {}, "number": "0190******11",
        "phone": "091****011", "reads": True,
    }  # fmt: skip
    assert (persons["Trần Thị Bảo"]["birth"], persons["Trần Thị Bảo"]["reads"]) == ("1950", False)
    assert persons["Nguyễn Thị Chi"]["asked"] == persons["Nguyễn Văn Duy"]["asked"] == []  # a child; away for work
    assert next(iter(persons)) == "Nguyễn Văn An"


@pytest.mark.one_database
def test_a_leader_holds_the_village_a_member_what_is_shared_out_to_him(
    lans, sons, hungs, street, households, members, campaign
):
    for phone in (lans, sons, hungs):
        phone.sync()
    assert lans.rows.keys() == sons.rows.keys() == keys(households.one, *street)  # nothing is shared out at all
    assert hungs.rows.keys() == keys(households.two)
    HouseholdShare.objects.create(household=street[0], campaign=campaign, member=members.son, shared_at=clock.now())
    HouseholdShare.objects.create(household=street[1], campaign=campaign, member=members.lan, shared_at=clock.now())
    for phone in (lans, sons, hungs):
        phone.sync()
    assert sons.rows.keys() == keys(street[0])
    assert lans.rows.keys() == keys(households.one, *street)
    assert hungs.rows.keys() == keys(households.two)
    assert sons.rows[str(street[0].key)]["share"] == {"member": members.son.pk, "until_on": None}


@pytest.mark.one_database
def test_a_share_that_has_run_out_leaves_the_phone_without_any_write(sons, street, members, campaign):
    today = clock.today()
    HouseholdShare.objects.create(
        household=street[0], campaign=campaign, member=members.son, shared_at=clock.now(), until_on=today
    )
    HouseholdShare.objects.create(household=street[1], campaign=campaign, member=members.son, shared_at=clock.now())
    sons.sync()
    assert sons.rows.keys() == keys(street[0], street[1])
    with clock.freeze(clock.now() + timedelta(days=1)):
        sons.sync()
    assert sons.rows.keys() == keys(street[1])
    HouseholdShare.objects.all().delete()
    with clock.freeze(clock.now() + timedelta(days=1)):
        told = sons.sync()
        assert set(told["doors"]) > sons.rows.keys()  # the phone lacks some: it asks for them
        sons.sync(want=[key for key in told["doors"] if key not in sons.rows])
    assert sons.rows.keys() == keys(*street) | set(told["doors"])


@pytest.mark.one_database
def test_who_asked_to_be_left_alone_is_on_no_phone(lans, people, households, members):
    lans.sync()
    restricting.restrict(person=people.an, by=members.dung, at=clock.now())
    lans.sync()
    assert "Nguyễn Văn An" not in json.dumps(lans.rows, ensure_ascii=False)
    assert "Trần Thị Bảo" in json.dumps(lans.rows, ensure_ascii=False)


# -- pages and changes


@pytest.mark.one_database
def test_the_first_download_comes_in_pages_and_goes_on_where_it_stopped(lans, street, households):
    first = lans.sync(rows=3)
    assert (len(first["rows"]), first["total"], first["since"], first["doors"]) == (3, 7, None, None)
    assert first["cursor"]
    street[5].lane = "Ngõ đổi tên"
    street[5].save()
    street[0].lane = "Ngõ đổi khi đang tải"
    street[0].save()
    second = lans.sync(rows=3)
    assert len(second["rows"]) == 3
    last = lans.sync(rows=3)
    assert (len(last["rows"]), last["cursor"]) == (1, None)
    assert last["since"]
    assert set(last["doors"]) == lans.rows.keys() == keys(households.one, *street)
    lans.sync()  # what changed behind the download's back comes now
    assert lans.rows[str(street[0].key)]["lane"] == "Ngõ đổi khi đang tải"


@pytest.mark.one_database
def test_nothing_changed_nothing_is_sent(lans, street):
    lans.sync()
    told = lans.sync()
    assert (told["rows"], told["gone"], told["doors"], told["config"], told["cursor"]) == ([], [], None, None, None)


@pytest.mark.one_database
def test_while_more_work_waits_what_changed_comes_once_at_the_end(lans, street, households, people):
    lans.sync()
    first, second = (lans.visit(home) for home in street[:2])
    told = lans.sync(first, held=2)
    assert (told["answers"][0]["answer"], told["rows"], bool(told["cursor"])) == ("stored", [], True)
    told = lans.sync(second, held=1)
    assert {row["k"] for row in told["rows"]} == keys(*street[:2])
    assert lans.sync()["rows"] == []


@pytest.mark.one_database
def test_a_place_nobody_was_given_counts_as_none(lans, street):
    lans.sync()
    for since in ("123", "e30.abc", f"{lans.since[:-1]}{'1' if lans.since[-1] == '0' else '0'}", "x" * 5000):
        lans.since = since
        assert len(lans.sync()["rows"]) == 7


@pytest.mark.one_database
def test_a_phone_that_was_away_for_months_takes_everything_anew(lans, street):
    lans.sync()
    with clock.freeze(clock.now() + changes.KEPT + timedelta(days=1)):
        assert len(lans.sync()["rows"]) == 7


@pytest.mark.one_database
def test_another_service_asked_about_changes_every_household(lans, street, campaign):
    lans.sync()
    CampaignService.objects.create(
        campaign=campaign, service=Service.objects.get(code="vneid"), level=2, group="adult15"
    )
    told = lans.sync()
    assert len(told["rows"]) == 7
    assert [s["code"] for s in told["config"]["services"]] == [CKS, "vneid"]


# -- every way of writing is seen

SQL = {
    "raw_sql": "UPDATE people_person SET relation = 'con' WHERE id = {an}",
    "raw_delete": "DELETE FROM people_telephone WHERE person_id = {an}",
}


def write(how, world):
    an, one, members, campaign = world["an"], world["one"], world["members"], world["campaign"]
    at = clock.now()
    match how:
        case "raw_sql" | "raw_delete":
            with connection.cursor() as cursor:
                cursor.execute(SQL[how].format(an=an.pk))
        case "update":
            Person.objects.filter(pk=an.pk).update(relation=F("full_name"))
        case "bulk_create":
            Telephone.objects.bulk_create([Telephone(person=an, number="0912000001", number_ix="x1", main=False)])
        case "bulk_update":
            an.sex = ""
            Person.objects.bulk_update([an], ["sex"])
        case "household":
            Household.objects.filter(pk=one.pk).update(lane="Ngõ khác")
        case "identifier":
            Identifier.objects.filter(person=an).update(status="unsure")
        case "claim":
            said = NewClaim(subject={"person_id": an.pk}, service=world["service"], since_on=at.date(), source="list")
            record_claims([said], by=None, at=at)
        case "household_claim":
            shown = Service.objects.get(code="duoc-lam-mau")
            record_claims(
                [NewClaim(subject={"household_id": one.pk}, service=shown, since_on=at.date(), source="visit")],
                by=None,
                at=at,
            )
        case "group":
            PersonGroup.objects.create(person=an, kind="official")
        case "need":
            Need.objects.create(
                person=an, kind="home", purpose="đến nhà", said_by="desk", from_on=at.date(), offered_at=at
            )
        case "share":
            HouseholdShare.objects.create(household=one, campaign=campaign, member=members.lan, shared_at=at)
        case "merge":
            gone = Person.objects.create(full_name="Nguyễn Văn Án", household=world["one"], residence="at_home")
            merging.merge(kept=an, gone=gone, choose={}, number=None, reason="một người", by=members.mai, at=at)


WAYS = "raw_sql raw_delete update bulk_create bulk_update household identifier claim household_claim group need share"


@pytest.mark.django_db(transaction=ON_POSTGRES)
def test_whatever_writes_the_phone_is_given_the_household(lans, street, people, households, members, campaign, service):
    world = {"an": people.an, "one": households.one, "members": members, "campaign": campaign, "service": service}
    lans.sync()
    for how in [*WAYS.split(), "merge"]:
        write(how, world)
        assert {row["k"] for row in lans.sync()["rows"]} == keys(households.one), how
        assert lans.sync()["rows"] == [], how


@pytest.mark.one_database
def test_who_moves_away_leaves_one_door_and_comes_to_the_other(lans, street, people, households):
    lans.sync()
    Person.objects.filter(pk=people.bao.pk).update(household=street[0])
    assert {row["k"] for row in lans.sync()["rows"]} == keys(households.one, street[0])
    people.bao.refresh_from_db()
    assert [p["name"] for p in lans.rows[str(street[0].key)]["persons"]] == ["Trần Thị Bảo"]


@pytest.mark.one_database
def test_a_door_that_closed_or_went_to_another_village_leaves_the_phone(lans, street, households, villages):
    lans.sync()
    Household.objects.filter(pk=street[0].pk).update(left_on=clock.today())
    Household.objects.filter(pk=street[1].pk).update(village=villages[1])
    told = lans.sync()
    assert keys(street[0]) == set(told["gone"])  # the other is told by the list of doors: its key is nobody else's
    assert lans.rows.keys() == keys(households.one, *street[2:])


@pytest.mark.one_database
def test_a_day_that_passes_changes_what_runs_out_and_who_comes_of_age(lans, street, people, households, service):
    on = clock.today()
    record_claims(
        [NewClaim(subject={"person_id": people.an.pk}, service=service, since_on=on, until_on=on, source="list")],
        by=None,
        at=clock.now(),
    )
    born = on.replace(year=on.year - 15) + timedelta(days=1)
    child = Person.objects.create(
        full_name="Nguyễn Thị Non", household=street[0], residence="at_home", birth_precision="day", birth_date=born
    )
    lans.sync()
    assert lans.rows[str(households.one.key)]["persons"][0]["has"] == {CKS: 1}
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert {row["k"] for row in lans.sync()["rows"]} == keys(households.one, street[0])
    assert lans.rows[str(households.one.key)]["persons"][0]["has"] == {}
    assert lans.rows[str(street[0].key)]["persons"][0]["asked"] == [CKS]
    assert child.pk


# -- the log of changes


@pytest.mark.one_database
def test_triggers_somebody_dropped_are_laid_again(lans, street, people):
    assert triggers.are_laid()
    name, table = next(iter(triggers.CHANGES.there().items()))
    with connection.cursor() as cursor:
        _drop(cursor, name, table)
    assert not triggers.are_laid()
    tending.tend(clock.now())
    assert triggers.are_laid()
    lans.sync()
    Person.objects.filter(pk=people.an.pk).update(relation="con")
    assert len(lans.sync()["rows"]) == 1


@pytest.mark.one_database
@pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL alters a table where it stands")
@pytest.mark.django_db(transaction=True)
def test_a_table_is_remade_by_a_migration_and_its_triggers_with_it():
    """Without `take_away` SQLite refuses: triggers of other tables speak of the one that is gone for a moment."""

    def remake():
        with connection.schema_editor() as editor:
            editor._remake_table(Person)

    with pytest.raises(OperationalError, match="no such table"):
        remake()
    plan = [(Migration("a_change", "field"), False)]
    emit_pre_migrate_signal(0, False, "default", plan=plan)
    remake()
    assert not triggers.are_laid()
    emit_post_migrate_signal(0, False, "default", plan=plan)
    assert triggers.are_laid()


@pytest.mark.one_database
def test_every_table_of_a_household_document_has_its_triggers():
    assert set(triggers.HOUSEHOLD_OF) >= {
        m._meta.db_table
        for m in (Household, Person, Telephone, Identifier, Need, PersonGroup, Standing, HouseholdShare)
    }


@pytest.mark.one_database
def test_old_lines_of_the_log_are_let_go(lans, street, people):
    lans.sync()
    before = FieldChange.objects.count()
    assert before
    assert changes.let_go(clock.now()) == 0
    with clock.freeze(clock.now() + changes.KEPT + timedelta(days=2)):
        Person.objects.filter(pk=people.an.pk).update(relation="con")
        assert changes.let_go(clock.now()) == before
        assert FieldChange.objects.count() == 1
    assert ChangeMark.objects.count() == 2


# -- the database put back to what it was


@pytest.mark.one_database
def test_a_database_that_is_behind_begins_a_new_epoch_and_gives_everything(lans, street, people):
    lans.sync()
    Person.objects.filter(pk=people.an.pk).update(relation="con")
    lans.sync()
    before = SyncEpoch.objects.first()
    seen = json.loads(epochs._file().read_text())
    epochs._file().write_text(json.dumps(seen | {"height": seen["height"] + 10}))
    told = lans.sync()
    assert told["epoch"] != str(before.pk)
    assert len(told["rows"]) == 7
    assert SyncEpoch.objects.first().why == "behind"
    assert Event.objects.filter(verb="sync.epoch_begun").exists()
    assert lans.sync()["epoch"] == told["epoch"]
    assert lans.sync()["rows"] == []


def test_a_place_ahead_of_ours_shows_it_too(lans, street, monkeypatch):
    lans.sync()
    epochs._file().unlink()
    now = delta.read_place(lans.since)
    ahead = f"{now.mark.split(':')[0]}:9999999999:" if ":" in now.mark else "9999999999"
    lans.since = delta.Place(ahead, now.on, now.frame).token()
    before = lans.epoch
    told = lans.sync()
    assert told["epoch"] != before
    assert len(told["rows"]) == 7


def test_what_others_note_while_the_file_is_read_is_no_older_database(lans, street, monkeypatch):
    lans.sync()
    mark = changes.mark_now

    def slow() -> str:
        found = mark()
        epochs._write(epochs.latest(), changes.height_of(found) + 50)  # another process, further by now
        return found

    monkeypatch.setattr(changes, "mark_now", slow)
    assert str(epochs.current(clock.now()).pk) == lans.epoch


def test_an_epoch_that_somebody_else_is_just_beginning_is_not_begun_again(lans, street, monkeypatch):
    lans.sync()
    told, said = iter([{"epoch": str(uuid.uuid4()), "height": 1}]), epochs._read()
    monkeypatch.setattr(epochs, "_read", lambda: next(told, said))
    assert str(epochs.current(clock.now()).pk) == lans.epoch


def test_an_epoch_that_is_over_in_the_file_is_put_right(lans, street):
    first = epochs.latest()
    now = epochs.begin(SyncEpoch.Why.BY_HAND, clock.now())
    epochs._write(first, 10**9)  # by somebody slow
    assert epochs.current(clock.now()) == now
    assert epochs._read()["epoch"] == str(now.pk)


def test_however_many_find_out_one_epoch_begins(lans, street):
    first = epochs.latest()
    begun = [epochs.begin_after(first, clock.now(), sure=True) for _ in range(3)]
    assert begun == [epochs.latest()] * 3
    assert SyncEpoch.objects.count() == 2


def test_an_epoch_begun_while_the_log_is_read_leaves_nothing_out(lans, street, people, monkeypatch):
    lans.sync()
    Person.objects.filter(pk=people.an.pk).update(relation="con")

    def too_late(mark: str) -> set[int]:
        if epochs.latest() == first:
            epochs.begin(SyncEpoch.Why.BY_HAND, clock.now())
        return changed_since(mark)

    first, changed_since = epochs.latest(), changes.changed_since
    monkeypatch.setattr(changes, "changed_since", too_late)
    told = lans.sync()
    assert told["epoch"] == str(epochs.latest().pk) != str(first.pk)
    assert len(told["rows"]) == 7


@pytest.mark.one_database
def test_by_hand(lans, street):
    lans.sync()
    before = lans.epoch
    epochs.begin(SyncEpoch.Why.BY_HAND, clock.now())
    assert lans.sync()["epoch"] != before
    assert lans.told["rows"]


@pytest.mark.one_database
def test_what_the_server_lacks_is_asked_for_again(lans, households):
    ops = [lans.visit(households.one) for _ in range(4)]
    assert lans.sync(*ops)["offer_from"] is None
    lans.device.operations.filter(seq__gt=2).delete()  # as after a backup
    lans.device.operations.model.objects.filter(device=lans.device)
    type(lans.device).objects.filter(pk=lans.device.pk).update(whole=2)
    assert lans.sync()["offer_from"] == 3
    lans.acked = 2
    told = lans.sync(*ops[2:])
    assert told["offer_from"] is None
    assert [one["answer"] for one in told["answers"]] == ["stored", "stored"]  # the visits stand under their ids


@pytest.mark.one_database
def test_what_a_phone_no_longer_has_is_not_asked_for_for_ever(lans, households):
    first, _, third = (lans.visit(households.one) for _ in range(3))
    lans.sync(first)
    assert lans.sync(third)["offer_from"] is None


# -- config


@pytest.mark.one_database
def test_config_is_sent_when_it_changed(lans, members, campaign):
    told = lans.sync()["config"]
    assert told["campaign"] == {"id": campaign.pk, "name": campaign.name}
    assert (told["leader"], "leader_phone" in told) == ("Lan", False)  # nobody rings herself
    assert told["village"] == {"code": "99901-01", "name": "thôn 1"}
    assert {one["id"] for one in told["team"]} == {members.lan.pk, members.son.pk}
    service = told["services"][0]
    assert (service["code"], service["level"], service["levels"][0]) == (CKS, 1, "có")
    assert service["campaign"] == campaign.pk
    assert len(told["outcomes"]["result"]) == 12
    assert lans.sync()["config"] is None
    campaign.name = "Đợt đổi tên"
    campaign.save()
    assert lans.sync()["config"]["campaign"]["name"] == "Đợt đổi tên"


@pytest.mark.one_database
def test_a_room_adds_its_part(lans, monkeypatch):
    monkeypatch.setitem(
        config._parts, "materials", lambda member, at: [{"id": 1, "title": f"cho {member.user.full_name}"}]
    )
    monkeypatch.setitem(config._parts, "nothing", lambda member, at: None)
    told = lans.sync()["config"]
    assert told["materials"] == [{"id": 1, "title": "cho Lan"}]
    assert "nothing" not in told


@pytest.mark.one_database
def test_an_officers_phone_carries_no_households_about(members, asked, at_tuesday, people):
    phone = Phone(members.mai, by=members.dung)
    assert phone.sync()["rows"] == []


@pytest.mark.skipif(not ON_POSTGRES, reason="only PostgreSQL gives numbers of transactions again after a crash")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_whose_number_was_used_before_the_crash_is_not_left_out(street):
    """A crash forgets what came to nothing and gives its number again: the snapshot of before says it is over."""
    snapshot, last = changes.mark_now().split("/")
    over = int(snapshot.split(":")[1]) + 1000
    home = street[0]
    home.save()
    assert changes.changed_since(f"{over}:{over}:") == set()
    assert changes.changed_since(f"{over}:{over}:/{last}") == {home.pk}
    assert changes.changed_since(changes.mark_now()) == set()


@pytest.mark.skipif(not ON_POSTGRES, reason="on SQLite one file holds all there is")
@pytest.mark.django_db(transaction=True)
def test_what_a_mark_takes_for_over_is_on_the_disk(street):
    with transaction.atomic():
        street[0].save()
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # as it is outside of tests
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        written = cursor.fetchone()[0]
        changes.mark_now()
        cursor.execute("SELECT pg_current_wal_flush_lsn() >= %s", [written])
        is_flushed = cursor.fetchone()[0]
        cursor.execute("RESET synchronous_commit")
    assert is_flushed

"""Two records become one and come apart again, row for row."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from random import Random

import pytest
from django.apps import apps
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tungnha.field.models import CheckIn, SupportSession, Visit, VisitResult
from tungnha.ledger.models import Claim, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claim
from tungnha.lists.models import IncomingList, ListRow
from tungnha.lists.queries import with_candidates
from tungnha.people.models import Identifier, LikelyDouble, Merge, Person, PersonGroup, RosterEntry, Telephone
from tungnha.people.operations import correcting, merging
from tungnha.people.operations.correcting import Facts
from tungnha.people.operations.noting import say
from tungnha.people.register import merged
from tungnha.units.problems import BadInput, Problem

pytestmark = pytest.mark.django_db

# Only added to: what was done stays to be read. Made anew: their ids are nobody's.
APPENDED = {"people.PersonChange", "people.Merge", "units.Event", "field.FieldChange", "progress.TallyStale"}
REMADE = {"ledger.Standing", "people.NameWord"}


@pytest.fixture
def said(members, at_tuesday):
    return {"by": members.mai, "at": at_tuesday}


def dump() -> dict[str, list[dict]]:
    """Every row of every table of the house, as it stands."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label
        if model.__module__.startswith("tungnha.") and label not in APPENDED:
            rows = list(model._base_manager.order_by("pk").values())
            if label in REMADE:
                rows = sorted(({k: v for k, v in row.items() if k != "id"} for row in rows), key=str)
            found[label] = rows
    return found


def merge(kept, gone, said, **more):
    more.setdefault("choose", {})
    return merging.merge(kept=kept, gone=gone, number=None, reason="một người", **more, **said)


def take_apart(row, said, different=False):
    return merging.undo(merge=row, different=different, reason="nhầm", **said)


@pytest.fixture
def world(people, campaign, villages, members, service, units, at_tuesday, commune):
    """A visit, a session and a list that both An and Bảo may stand in."""
    session = SupportSession.objects.create(
        campaign=campaign, area=villages[0], place=apps.get_model("people", "Place").objects.create(
            name="Nhà văn hóa", kind="culture_house", area=villages[0]
        ),
        starts_at=at_tuesday, ends_at=at_tuesday + timedelta(hours=2),
    )  # fmt: skip
    visit = Visit.objects.create(
        household=people.an.household, campaign=campaign, outcome="met", made_by=members.lan, made_at=at_tuesday,
        stored_at=at_tuesday,
    )  # fmt: skip
    incoming = IncomingList.objects.create(
        campaign=campaign, area=commune, sender=units.vnpt, service=service, name="a.xlsx", content="x",
        as_of_on=at_tuesday.date(), received_at=at_tuesday, received_by=members.mai, sha256="0" * 64,
    )  # fmt: skip
    services = list(Service.objects.filter(counts="person")[:4])
    return {"session": session, "visit": visit, "incoming": incoming, "services": services}


def scatter(person, world, people, members, units, at, rng: Random) -> None:
    """Random rows about a person, drawn from so few things that two people often clash."""
    for service in world["services"]:
        if rng.random() < 0.5:
            VisitResult.objects.create(visit=world["visit"], person=person, service=service, outcome="refused")
        if rng.random() < 0.6:
            on = at.date() - timedelta(days=rng.randrange(5))
            claim = NewClaim(
                subject={"person_id": person.pk}, service=service, since_on=on, source=rng.choice(("visit", "list")),
                level=rng.randrange(2),
            )  # fmt: skip
            record_claim(claim, by=members.mai, at=at)
    if rng.random() < 0.5:
        CheckIn.objects.create(session=world["session"], person=person, made_by=members.lan, made_at=at, stored_at=at)
    for kind in ("worker", "official"):
        if rng.random() < 0.5:
            PersonGroup.objects.create(person=person, kind=kind, organisation=rng.choice((None, units.school)))
    if rng.random() < 0.6:
        RosterEntry.objects.create(person=person, organisation=units.school)
    for number in ("0912000031", "0912000032"):
        if rng.random() < 0.6 and not person.telephones.filter(number_ix=_index(number)).exists():
            phone = Telephone(person=person, main=False)
            phone.set_number(number)
            phone.save()
            if rng.random() < 0.5:
                telephone_service = Service.objects.filter(counts="telephone").first()
                if telephone_service:
                    claim = NewClaim(
                        subject={"telephone_id": phone.pk}, service=telephone_service, since_on=at.date(), source="list"
                    )
                    record_claim(claim, by=members.mai, at=at)
    for n in range(rng.randrange(3)):
        ListRow.objects.create(
            incoming=world["incoming"], number=person.pk * 10 + n, raw="dòng", verdict="linked", person=person
        )
    if rng.random() < 0.5:
        say(kind="moved", about=person, by=members.lan, at=at, origin="visit", origin_id="v1")
    for other in (people.chi, people.gam):
        if rng.random() < 0.5:
            a, b = sorted((person.pk, other.pk))
            LikelyDouble.objects.get_or_create(
                a_id=a, b_id=b, defaults={"found_at": at, "state": rng.choice(("different", "different", "gone"))}
            )


def _index(number: str) -> str:
    phone = Telephone()
    phone.set_number(number)
    return phone.number_ix


@settings(
    max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(seed=st.integers(0, 10**6), chosen=st.lists(st.sampled_from(["kept", "gone"]), min_size=5, max_size=5))
def test_merging_and_taking_apart_leaves_every_row_as_it_was(seed, chosen, world, people, members, units, said):
    from django.db import transaction

    with transaction.atomic():
        rng = Random(seed)
        pair = rng.sample([people.an, people.bao, people.duy, people.em], 2)
        for person in pair:
            scatter(person, world, people, members, units, said["at"], rng)
        before = dump()
        done = merge(*pair, said, choose=dict(zip(merging.CHOICES, chosen, strict=True)))
        assert dump() != before
        nothing_points_at(pair[1])
        take_apart(done, said)
        assert dump() == before
        transaction.set_rollback(True)


def nothing_points_at(gone: Person) -> None:
    for table, key in merging.pointing_at(Person):
        if table._meta.label not in merging.LEFT_ALONE | REMADE:
            assert not table._base_manager.filter(**{key.attname: gone.pk}).exists(), table
    gone = Person.objects.get(pk=gone.pk)
    assert (gone.household_id, gone.is_head) == (None, False)


def test_the_standing_follows_from_the_claims_of_both(people, service, members, said):
    at = said["at"]
    for person, level in ((people.an, 0), (people.bao, 1)):
        record_claim(
            NewClaim(subject={"person_id": person.pk}, service=service, since_on=at.date(), source="list", level=level),
            by=members.mai, at=at,
        )  # fmt: skip
    done = merge(people.an, people.bao, said)
    standing = Standing.objects.get(person=people.an)
    assert standing.is_contested
    assert Claim.objects.filter(person=people.an).count() == 2
    take_apart(done, said)
    assert {s.person_id: s.level for s in Standing.objects.all()} == {people.an.pk: 0, people.bao.pk: 1}


def test_the_surer_value_is_offered(people):
    unmarked = Person.objects.create(full_name="Nguyen Van An", birth_date="1980-01-01", birth_precision="year")
    unmarked.refresh_from_db()
    assert merging.surer_record(unmarked, people.an) == (people.an, unmarked)
    assert merging.surer_values(unmarked, people.an)["full_name"] == "gone"
    assert merging.surer_values(people.an, unmarked) == dict.fromkeys(merging.CHOICES, "kept")
    Person.objects.filter(pk=people.bao.pk).update(confirmed_how="card")
    people.bao.refresh_from_db()
    assert merging.surer_values(people.duy, people.bao)["sex"] == "gone"


def test_both_numbers_are_kept_and_one_is_in_use(people, said):
    theirs = people.bao.identifiers.get()
    done = merging.merge(kept=people.an, gone=people.bao, choose={}, number=theirs.pk, reason="", **said)
    states = {i.value: i.status for i in Identifier.objects.filter(person=people.an)}
    assert states == {"019150000012": "active", "019080000011": "unsure"}
    take_apart(done, said)
    assert set(Identifier.objects.values_list("status", flat=True)) == {"active"}


def test_what_was_added_or_corrected_since_stays_with_the_one_that_stayed(people, service, members, said):
    done = merge(people.an, people.bao, said, choose={"full_name": "gone"})
    later = said["at"] + timedelta(days=1)
    claim = record_claim(
        NewClaim(subject={"person_id": people.an.pk}, service=service, since_on=said["at"].date(), source="visit"),
        by=members.mai, at=later,
    )  # fmt: skip
    correcting.correct_facts(
        person=people.an, facts=Facts(full_name="Trần Thị Bảo Ngọc"), stamp=None, reason="", by=members.mai, at=later
    )
    undone = take_apart(done, said)
    people.an.refresh_from_db()
    people.bao.refresh_from_db()
    claim.refresh_from_db()
    assert (undone.added_since, claim.person_id) == (1, people.an.pk)
    assert (people.an.full_name, people.bao.full_name) == ("Trần Thị Bảo Ngọc", "Trần Thị Bảo")
    assert "full_name" in undone.kept_as_is


def test_a_chain_comes_apart_from_its_end(people, said):
    before = dump()
    first = merge(people.bao, people.an, said)
    second = merge(people.chi, people.bao, said)
    assert merged.survivor(Person.objects.get(pk=people.an.pk)) == people.chi
    assert merged.all_records(people.chi) == [people.chi.pk, people.bao.pk, people.an.pk]
    with pytest.raises(Problem, match="xin tách lần ấy trước"):
        take_apart(first, said)
    take_apart(second, said)
    take_apart(Merge.objects.get(pk=first.pk), said)
    assert dump() == before
    with pytest.raises(Problem, match="đã được tách lại rồi"):
        take_apart(Merge.objects.get(pk=first.pk), said)


def test_two_merged_into_one_come_apart_the_later_first(people, said):
    first, second = merge(people.chi, people.an, said), merge(people.chi, people.bao, said)
    with pytest.raises(Problem, match="tách lần sau trước"):
        take_apart(first, said)
    take_apart(second, said)
    take_apart(Merge.objects.get(pk=first.pk), said)


def test_a_doubtful_row_of_a_list_offers_the_one_who_stands_for_both(world, people, said):
    row = ListRow.objects.create(
        incoming=world["incoming"], number=1, raw="[]", verdict="ambiguous",
        candidates=[[people.bao.pk, ["cùng họ tên"]], [people.an.pk, ["gần giống"]], [people.em.pk, ["gần giống"]]],
    )  # fmt: skip
    merge(people.an, people.bao, said)
    (shown,) = with_candidates([row], {})
    assert [(p, why) for p, why in shown["candidates"]] == [(people.an, ["cùng họ tên"]), (people.em, ["gần giống"])]


def test_a_merged_record_is_changed_no_more(people, said):
    merge(people.an, people.bao, said)
    with pytest.raises(Problem, match="đã được gộp"):
        correcting.give_number(person=people.bao, text="019150000099", stamp=None, reason="", **said)
    with pytest.raises(Problem, match="đã được gộp"):
        merge(people.chi, people.bao, said)


def test_a_team_does_not_merge(people, members, at_tuesday):
    with pytest.raises(BadInput, match="việc của cán bộ xã"):
        merge(people.an, people.bao, {"by": members.lan, "at": at_tuesday})


def test_the_head_who_goes_leaves_one_head(people, said):
    merge(people.bao, people.an, said)
    heads = Person.objects.filter(household=people.bao.household, is_head=True)
    assert [p.pk for p in heads] == [people.bao.pk]


def test_two_who_were_called_different_are_so_after_a_merge_too(people, said):
    LikelyDouble.objects.create(a=people.bao, b=people.em, found_at=said["at"], state="different")
    merge(people.an, people.bao, said)
    pair = LikelyDouble.objects.get()
    assert ((pair.a_id, pair.b_id), pair.state) == ((people.an.pk, people.em.pk), "different")


def test_taken_apart_as_two_people_they_are_not_asked_about_again(people, said):
    done = merge(people.an, people.bao, said)
    take_apart(done, said, different=True)
    assert LikelyDouble.objects.get().state == "different"


def test_erased_data_comes_back_by_no_undoing(people, said):
    done = merge(people.an, people.bao, said)
    merged.forget([people.bao.pk])
    assert Merge.objects.get().state == {}
    with pytest.raises(Problem, match="đã được xóa"):
        take_apart(done, said)


def test_what_a_merge_keeps_stands_locked(people, said):
    from django.db import connection

    merge(people.an, people.bao, said)
    with connection.cursor() as cursor:
        cursor.execute("select state_text from people_merge")
        (text,) = cursor.fetchone()
    assert "Bảo" not in text
    assert json.loads(Merge.objects.get().state_text)["before"]["gone"]["full_name"] == "Trần Thị Bảo"
    assert uuid.UUID(str(people.an.key))

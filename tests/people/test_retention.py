"""When a purpose has ended the names go and the counts stay: proposed, confirmed, in batches that can be stopped."""

import uuid
from datetime import date, timedelta

import pytest

from tungnha.field import operations as field
from tungnha.field.models import Visit
from tungnha.people.models import Erasure, Household, KeptCount, Person, ProcessingRecord, Retention, RosterEntry
from tungnha.people.models.processing import months_after
from tungnha.people.operations import retention as keeping
from tungnha.people.operations.processing import write_record
from tungnha.units.problems import BadInput, OutOfDate

pytestmark = pytest.mark.django_db


def visit(person, by, campaign, service, at, *, note="", reason="", household=None, outcome="set_up_now"):
    return field.record_visit(
        visit_id=uuid.uuid4(), household=household or person.household, campaign=campaign, outcome="met", made_at=at,
        by=by, at=at, note=note,
        results=[field.NewResult(person=person, service=service, outcome=outcome, reason=reason)],
    )  # fmt: skip


def record(commune, campaign, members, at, **more):
    said = {
        "purpose": "Hướng dẫn chữ ký số", "basis": "duty", "basis_document": "Kế hoạch 12", "fields": ["họ tên"],
        "recipients": "", "measures": "", "keep_until": None, "keep_months": 1, "responsible_unit": "Phòng VHXH",
        "responsible_name": "Mai", "replaces": None,
    }  # fmt: skip
    return write_record(area=commune, campaign=campaign, by=members.dung, at=at, **(said | more))


@pytest.fixture
def ended(campaign, commune, members, people, service, at_tuesday):
    """A campaign with two visits that ended on 26/5, its names kept for no month more; nothing else needs them."""
    campaign.ended_on = at_tuesday.date()
    campaign.save()
    visit(people.an, members.lan, campaign, service, at_tuesday, note="Anh An khỏe", reason="x")
    visit(people.em, members.hung, campaign, service, at_tuesday, note="Anh Em vắng", outcome="away")
    made = record(commune, campaign, members, at_tuesday, keep_months=0)
    return {"record": made, "on": at_tuesday + timedelta(days=1)}


@pytest.mark.parametrize(
    ("ended", "months", "go"),
    [
        (date(2026, 10, 31), 1, date(2026, 12, 1)), (date(2026, 10, 31), 0, date(2026, 11, 1)),
        (date(2026, 8, 31), 6, date(2027, 3, 1)), (date(2027, 12, 15), 2, date(2028, 2, 16)),
        (date(2027, 12, 31), 2, date(2028, 3, 1)), (date(2026, 11, 30), 13, date(2027, 12, 31)),
    ],
)  # fmt: skip
def test_whole_months_after_a_day(ended, months, go):
    assert months_after(ended, months) == go


def test_nothing_is_proposed_before_its_day(ended, at_tuesday):
    assert keeping.propose(at_tuesday) == 0
    assert keeping.propose(ended["on"]) == 1
    assert keeping.propose(ended["on"] + timedelta(days=9)) == 0  # once
    assert Retention.objects.get().due_on == date(2026, 5, 27)


def test_nothing_goes_without_the_stewards_word(ended):
    keeping.tick(ended["on"])
    keeping.work(retention=Retention.objects.get(), at=ended["on"])
    assert Visit.objects.filter(note="Anh An khỏe").exists()
    assert KeptCount.objects.count() == 0


def test_the_counts_are_kept_and_the_names_gone(ended, members, people, villages, service):
    keeping.propose(ended["on"])
    job = keeping.confirm(retention=Retention.objects.get(), by=members.dung, at=ended["on"])
    assert job.register_too
    job = keeping.work(retention=job, at=ended["on"])
    assert job.finished_at == ended["on"]
    assert job.done == job.total == 2 + 2 + 6  # two visits, two results, six people
    assert set(Person.objects.values_list("full_name", flat=True)) == {"Đã xóa thông tin"}
    assert set(Visit.objects.values_list("note", flat=True)) == {""}
    assert set(Household.objects.values_list("lane", flat=True)) == {""}
    counts = {(c.village_id, c.group, c.service): c.count for c in KeptCount.objects.filter(retention=job)}
    one, two = villages
    assert counts[(one.pk, "all", "")] == 3  # An, Bảo, Chi; Duy is away
    assert counts[(one.pk, "adult15", "")] == 2
    assert counts[(two.pk, "all", "")] == 2
    assert counts[(one.pk, "adult15", service.code)] == 1
    assert (two.pk, "adult15", service.code) not in counts  # Em was away: nobody of thôn 2 has it
    assert Erasure.objects.get().why == "retention"


def test_merged_records_and_the_staff_of_units_go_too(ended, members, people, units):
    people.duy.merged_into, people.duy.household = people.an, None
    people.duy.save()
    teacher = Person.objects.create(full_name="Lò Thị Giáo")
    RosterEntry.objects.create(person=teacher, organisation=units.school)
    elsewhere = Person.objects.create(full_name="Người xã khác")
    keeping.propose(ended["on"])
    job = keeping.confirm(retention=Retention.objects.get(), by=members.dung, at=ended["on"])
    keeping.work(retention=job, at=ended["on"])
    assert list(Person.objects.filter(erased_at=None)) == [elsewhere]


def test_names_another_purpose_still_needs_stay_in_the_register(ended, commune, members, people, at_tuesday):
    record(commune, None, members, at_tuesday, purpose="Sổ nhân khẩu", keep_months=None)
    keeping.propose(ended["on"])
    job = keeping.confirm(retention=Retention.objects.get(), by=members.dung, at=ended["on"])
    job = keeping.work(retention=job, at=ended["on"])
    assert not job.register_too
    assert Person.objects.filter(full_name="Nguyễn Văn An", erased_at=None).exists()
    assert set(Visit.objects.values_list("note", flat=True)) == {""}  # the campaign's own words go all the same


def test_a_job_that_is_stopped_goes_on_where_it_stood(ended, members, people, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 2)
    keeping.propose(ended["on"])
    job = keeping.confirm(retention=Retention.objects.get(), by=members.dung, at=ended["on"])
    seen = []
    for _ in range(20):
        job = keeping.work(retention=job, at=ended["on"], batches=1)
        seen.append(job.done)
        if job.finished_at:
            break
    assert seen == sorted(seen)
    assert len(seen) > 4
    assert job.finished_at is not None
    assert job.rows["people.Person"] == 6
    assert Person.objects.filter(erased_at=None).count() == 0
    assert keeping.work(retention=job, at=ended["on"]).rows == job.rows  # done is done


def test_a_batch_that_breaks_leaves_nothing_half_done(ended, members, people, monkeypatch):
    keeping.propose(ended["on"])
    job = keeping.confirm(retention=Retention.objects.get(), by=members.dung, at=ended["on"])

    def breaks(*_, **__):
        raise RuntimeError("điện mất")

    monkeypatch.setattr(keeping, "blank_persons", breaks)
    with pytest.raises(RuntimeError):
        keeping.work(retention=job, at=ended["on"])
    job.refresh_from_db()
    assert job.done == 4  # visits and results; nobody's name
    assert Person.objects.filter(erased_at=None).count() == 6
    monkeypatch.undo()
    assert keeping.work(retention=job, at=ended["on"]).done == job.total


def test_a_new_version_of_the_record_takes_the_proposal_back(ended, commune, campaign, members):
    keeping.propose(ended["on"])
    job = Retention.objects.get()
    record(commune, campaign, members, ended["on"], replaces=ended["record"], keep_months=6)
    job.refresh_from_db()
    assert job.cancelled_at is not None
    with pytest.raises(BadInput, match="đã đổi thời hạn"):
        keeping.confirm(retention=job, by=members.dung, at=ended["on"])
    assert keeping.propose(ended["on"]) == 0
    with pytest.raises(OutOfDate):  # two officers with the old version open
        record(commune, campaign, members, ended["on"], replaces=ended["record"], keep_months=7)
    assert ProcessingRecord.objects.filter(replaced_by=None).get().version == 2


def test_the_tables_of_a_campaign_are_found_by_themselves():
    found = {model._meta.label: path for model, path in keeping.tables_of_a_campaign()}
    assert found["field.Visit"] == "campaign"
    assert found["field.VisitResult"] == "visit__campaign"
    assert found["lists.IncomingList"] == "campaign"
    assert found["lists.ListRow"] == "incoming__campaign"
    assert "plans.Plan" not in found
    assert "people.Person" not in found


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"fields": []}, "ít nhất một trường"),
        ({"keep_until": date(2026, 12, 31)}, "chọn một trong hai"),
        ({"keep_months": None}, "Giữ tên đến bao giờ"),
    ],
)
def test_what_would_be_no_record_is_refused(commune, campaign, members, at_tuesday, more, said):
    with pytest.raises(BadInput, match=said):
        record(commune, campaign, members, at_tuesday, **more)

"""An inspection leaves findings; the place says what it mended, the desk confirms (C16)."""

import datetime
import uuid

import pytest

from tungnha.outreach.models import Inspection
from tungnha.outreach.operations import inspections
from tungnha.outreach.operations.inspections import Seen, ToMend
from tungnha.outreach.queries import inspections as queries
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


def later(at, days):
    return at.date() + datetime.timedelta(days=days)


def record(of, commune, by, at, **more):
    told = {
        "on": at.date(), "inspectors": "Phòng Văn hóa - Xã hội", "words": "",
        "seen": [Seen("Có người phụ trách", "bad")],
        "to_mend": [ToMend("Phân công người phụ trách", later(at, 7))], **more,
    }  # fmt: skip
    return inspections.record_inspection(area=commune, of=of, by=by, at=at, **told)


def state(made, member, on):
    (line,) = queries.told([queries.visible(member).get(pk=made.pk)], on)
    return [one.state for one in line.findings]


@pytest.fixture
def made(commune, villages, members, at_tuesday):
    return record(villages[0], commune, members.mai, at_tuesday)


def test_a_finding_goes_from_open_to_said_to_mended(made, members, at_tuesday):
    (finding,), today = made.findings.all(), at_tuesday.date()
    assert state(made, members.mai, today) == ["open"]
    assert state(made, members.mai, later(at_tuesday, 8)) == ["overdue"]

    def say(step, by, words="Đã phân công bà Tư"):
        inspections.say_step(finding=finding, step=step, words=words, on=today, by=by, at=at_tuesday)

    say("said", members.lan)
    assert state(made, members.mai, later(at_tuesday, 8)) == ["said"]  # waiting for the desk is not the village's delay
    say("again", members.mai, "chưa có quyết định")
    assert state(made, members.mai, today) == ["open"]
    say("fixed", members.mai, "")
    assert state(made, members.mai, later(at_tuesday, 30)) == ["fixed"]
    with pytest.raises(BadInput, match="đã được xác nhận"):
        say("said", members.lan)


def test_what_was_sent_twice_is_one_inspection(commune, villages, members, at_tuesday):
    key = uuid.uuid4()
    first = record(villages[0], commune, members.mai, at_tuesday, key=key)
    assert record(villages[0], commune, members.mai, at_tuesday, key=key) == first
    assert (Inspection.objects.count(), first.findings.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"on": datetime.date(2026, 5, 27)}, "chưa đến"),
        ({"inspectors": "  "}, "Ai đi kiểm tra"),
        ({"seen": [], "words": ""}, "ít nhất một điều"),
        ({"to_mend": [ToMend("x", datetime.date(2026, 5, 1))]}, "trước ngày kiểm tra"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(commune, villages, members, at_tuesday, wrong, says):
    with pytest.raises(BadInput, match=says):
        record(villages[0], commune, members.mai, at_tuesday, **wrong)
    assert not Inspection.objects.exists()


def test_each_place_sees_its_own_and_the_desk_all(made, units, commune, members, at_tuesday):
    school = record(units.school, commune, members.mai, at_tuesday)
    seen = {name: set(queries.visible(getattr(members, name))) for name in ("mai", "lan", "hung", "thu", "phuc")}
    assert seen == {"mai": {made, school}, "lan": {made}, "hung": set(), "thu": {school}, "phuc": set()}


def test_the_checklist_is_laid_once_and_what_is_removed_stays_in_old_inspections(commune, members, at_tuesday):
    assert inspections.lay_checklist(area=commune, by=members.mai, at=at_tuesday) == len(inspections.STARTERS)
    assert inspections.lay_checklist(area=commune, by=members.mai, at=at_tuesday) == 0
    item = queries.checklist(commune)[0]
    with pytest.raises(BadInput, match="đã có"):
        inspections.add_item(area=commune, words=item.words.upper(), of="both", by=members.mai, at=at_tuesday)
    inspections.remove_item(item=item, by=members.mai, at=at_tuesday)
    assert len(queries.checklist(commune)) == len(inspections.STARTERS) - 1


def test_from_the_form_to_a_mended_finding(client_of, members, commune, villages, at_tuesday):
    inspections.lay_checklist(area=commune, by=members.mai, at=at_tuesday)
    item, mai, lan = queries.checklist(commune)[0], client_of(members.mai), client_of(members.lan)
    told = {
        "key": str(uuid.uuid4()), "of": f"a{villages[0].pk}", "on": "2026-05-26", "inspectors": "Ông Bình, bà Mai",
        f"i{item.pk}": "bad", "f1": "Phân hộ cho từng người", "d1": "",
    }  # fmt: skip
    answer = mai.post("/kiem-tra/ghi/", told)
    assert (answer.status_code, "cần một hạn" in answer.content.decode()) == (400, True)
    mai.post("/kiem-tra/ghi/", told | {"d1": "2026-06-02"})
    made = Inspection.objects.get()
    page, finding = f"/kiem-tra/{made.pk}/", made.findings.get()
    assert "Phân hộ cho từng người" in lan.get(page).content.decode()
    step = f"/kiem-tra/khac-phuc/{finding.pk}/"
    said = {"words": "Đã phân hộ", "on": "2026-05-26"}
    assert lan.post(step, said | {"buoc": "fixed"}).status_code == 404  # whom it is about does not confirm it
    lan.post(step, said | {"buoc": "said"})
    mai.post(step, {"words": "", "on": "2026-05-26", "buoc": "fixed"})
    assert [one.step for one in finding.steps.all()] == ["said", "fixed"]
    assert "đã khắc phục" in lan.get(page).content.decode()
    assert client_of(members.hung).get(page).status_code == 404

"""Praise rests on figures and on a paper; a good way of working shows by what its figure did (C15)."""

import datetime
import uuid

import pytest

from tests.conftest import make_member
from tungnha.ledger.models import CampaignService, Service
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.outreach import figures
from tungnha.outreach.models import Commendation, GoodPractice
from tungnha.outreach.operations import recognition
from tungnha.outreach.queries import recognition as queries
from tungnha.reports.models import Paper
from tungnha.units.models import Role
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
LONG = "Đến từng nhà buổi tối, làm mẫu cho cả hộ."


@pytest.fixture
def counted(monkeypatch):
    """A room above that counts: one figure that grows by the day, of village 1 quicker than elsewhere."""

    def source(campaign, places, on, only):
        def now(place):
            return min(100, on.day * (2 if getattr(place, "order", 0) == 1 else 1))

        return {
            place: [figures.FigureLine("7", "Hộ được làm mẫu", now(place), 100, "hộ", "/tien-do/")] for place in places
        }

    monkeypatch.setattr(figures, "_sources", [source])


@pytest.fixture
def tam(villages, units):
    """Leads the team of village 2."""
    return make_member("Tâm", Role.TEAM_LEADER, villages[1], units.team2)


def propose(of, commune, campaign, by, at, **more):
    told = {"person_name": "", "form": "certificate", "why": LONG, **more}
    return recognition.propose(area=commune, campaign=campaign, of=of, by=by, at=at, **told)


def say(row, step, by, at, **more):
    return recognition.say(commendation=row, step=step, by=by, at=at, **more)


def test_the_figures_of_the_day_stay_with_the_proposal(counted, commune, campaign, villages, members, at_tuesday):
    made = propose(villages[0], commune, campaign, members.lan, at_tuesday)
    (line,) = made.figures
    assert (line["value"], made.figures_on) == ("52/100 hộ (52,00%)", at_tuesday.date())


def test_what_two_targets_count_alike_is_said_once(campaign, villages, at_tuesday, monkeypatch):
    """35 % in July and 63,80 % in October count the same people: one line, not two."""
    lines = [figures.FigureLine(key, "Người có chữ ký số", now, 100) for key, now in (("1", 7), ("2", 7), ("3", 9))]
    monkeypatch.setattr(figures, "_sources", [lambda campaign, places, on, only: {villages[0]: lines}])
    assert [line.key for line in figures.of_place(campaign, villages[0], at_tuesday.date())] == ["1", "3"]


def test_nothing_known_is_no_zero(commune, campaign, villages, members, at_tuesday, monkeypatch):
    monkeypatch.setattr(figures, "_sources", [])
    assert propose(villages[0], commune, campaign, members.lan, at_tuesday).figures == []
    assert figures.FigureLine("1", "x", None, 5).value == "chưa có số liệu"


def test_from_proposal_to_decision_in_order_only(counted, commune, campaign, villages, members, at_tuesday):
    made, mai = propose(villages[0], commune, campaign, members.lan, at_tuesday), members.mai
    day = at_tuesday.date()
    with pytest.raises(BadInput, match="bước khác"):
        say(made, "decided", mai, at_tuesday, paper_number="12/QĐ-UBND", signed_on=day)
    with pytest.raises(BadInput, match="vì sao"):
        say(made, "objected", mai, at_tuesday)
    say(made, "objected", mai, at_tuesday, words="bổ sung số liệu")
    say(made, "agreed", mai, at_tuesday)
    assert [row.commendation for row in queries.ready_to_submit(campaign, commune)] == [made]
    with pytest.raises(BadInput, match="số và ngày ký"):
        say(made, "decided", members.binh, at_tuesday, paper_number="12/QĐ-UBND")
    tomorrow = day + datetime.timedelta(days=1)
    with pytest.raises(BadInput, match="chưa đến"):
        say(made, "decided", members.binh, at_tuesday, paper_number="12/QĐ-UBND", signed_on=tomorrow)
    say(made, "decided", members.binh, at_tuesday, paper_number="12/QĐ-UBND", signed_on=day)
    with pytest.raises(BadInput, match="bước khác"):
        say(made, "refused", members.binh, at_tuesday, words="muộn")
    assert queries.ready_to_submit(campaign, commune) == []


@pytest.mark.one_database
def test_the_to_trinh_lists_who_was_agreed_to_with_figures_and_is_drafted_once(
    counted, commune, campaign, villages, units, members, client_of, at_tuesday
):
    agreed = propose(villages[0], commune, campaign, members.lan, at_tuesday, person_name="Bà Tư Hoa")
    propose(units.school, commune, campaign, members.thu, at_tuesday)
    say(agreed, "agreed", members.mai, at_tuesday)
    mai = client_of(members.mai)
    for _ in range(2):
        mai.post(f"/van-ban/to-trinh-khen/{campaign.pk}/")
    paper = Paper.objects.get()
    said = f"{paper.words} {paper.front}"
    assert paper.kind == "submission"
    assert "01 cá nhân" in said
    assert "Bà Tư Hoa, Thôn 1" in said
    assert "52/100 hộ (52,00%)" in said
    assert "Trường THCS" not in said
    docx = mai.get(f"/van-ban/{paper.pk}/van-ban.docx")
    assert docx.content[:2] == b"PK"
    assert client_of(members.lan).post(f"/van-ban/to-trinh-khen/{campaign.pk}/").status_code == 404


@pytest.mark.one_database
def test_each_sees_and_says_what_is_theirs(counted, commune, campaign, villages, members, tam, client_of, at_tuesday):
    lan, mai = client_of(members.lan), client_of(members.mai)
    told = {"key": str(uuid.uuid4()), "of": f"a{villages[0].pk}", "form": "letter", "why": LONG}
    lan.post("/khen-thuong/de-nghi/", told)
    lan.post("/khen-thuong/de-nghi/", told)
    made = Commendation.objects.get()
    page = f"/khen-thuong/{made.pk}/"
    assert "52/100 hộ" in mai.get(page).content.decode()
    assert client_of(tam).get(page).status_code == 404
    assert client_of(members.thu).get(page).status_code == 404
    assert lan.post(f"{page}buoc/", {"buoc": "agreed"}).status_code == 404
    mai.post(f"{page}buoc/", {"buoc": "agreed"})
    client_of(members.binh).post(
        f"{page}buoc/", {"buoc": "decided", "paper_number": "12/QĐ-UBND", "signed_on": "2026-05-26"}
    )
    assert "12/QĐ-UBND" in lan.get(page).content.decode()
    foreign = told | {"key": str(uuid.uuid4()), "of": f"a{villages[1].pk}"}
    assert lan.post("/khen-thuong/de-nghi/", foreign).status_code == 400


def name(of, commune, campaign, by, at, **more):
    told = {
        "title": "Tối thứ Năm cả xóm", "words": LONG, "proof": "Biên bản họp thôn", "figure": "7",
        "since_on": datetime.date(2026, 5, 10), **more,
    }  # fmt: skip
    return recognition.name_practice(area=commune, campaign=campaign, of=of, by=by, at=at, **told)


def test_a_practice_is_approved_then_copied_and_its_effect_stands_beside_the_whole_communes(
    counted, commune, campaign, villages, members, at_tuesday
):
    made = name(villages[0], commune, campaign, members.lan, at_tuesday)
    begun = datetime.date(2026, 5, 16)

    def copy(village):
        return recognition.copy_practice(
            practice=made, village=village, from_on=begun, words="", by=members.hung, at=at_tuesday
        )

    with pytest.raises(BadInput, match="chưa được đồng ý"):
        copy(villages[1])
    recognition.decide_practice(practice=made, approved=True, why="", by=members.mai, at=at_tuesday)
    with pytest.raises(BadInput, match="của chính"):
        copy(villages[0])
    copied = copy(villages[1])
    with pytest.raises(BadInput, match="đã được ghi"):
        copy(villages[1])
    found = queries.effects(GoodPractice.objects.get(), at_tuesday.date())
    assert [(one.from_on.day, one.before.now, one.after.now, one.points) for one in found] == [
        (10, 20, 52, 32), (16, 16, 26, 10), (10, 10, 26, 16)
    ]  # fmt: skip
    recognition.end_copy(copy=copied, by=members.hung, at=at_tuesday)
    assert len(queries.effects(GoodPractice.objects.get(), at_tuesday.date())) == 2
    copy(villages[1])  # begun again is a row of its own
    assert made.copies.count() == 2


@pytest.mark.one_database
def test_a_village_sees_what_is_approved_and_its_own(
    counted, commune, campaign, villages, members, tam, client_of, at_tuesday
):
    made = name(villages[0], commune, campaign, members.lan, at_tuesday)
    page, leader = f"/cach-lam-hay/{made.pk}/", client_of(tam)
    assert leader.get(page).status_code == 404
    assert "chờ xét" in client_of(members.lan).get(page).content.decode()
    client_of(members.mai).post(f"{page}xet/", {"xet": "dong-y"})
    leader.post(f"{page}lam-theo/", {"village": villages[0].pk, "from_on": "2026-05-20"})  # not his village
    assert made.copies.count() == 0
    leader.post(f"{page}lam-theo/", {"village": villages[1].pk, "from_on": "2026-05-20"})
    assert made.copies.get().village == villages[1]
    assert "Thôn 2" in leader.get(page).content.decode()


def test_progress_tells_a_villages_figures_of_a_real_plan(commune, units, villages, people, members, at_tuesday):
    """Not the fixture's source but the house's own: a plan's target, counted in the village and in the whole."""
    from tungnha.demo import sample_plans
    from tungnha.plans import operations as plans

    data = sample_plans.text("hiep-luc").encode()
    document = plans.receive_document(area=commune, name="a.txt", data=data, by=members.mai, at=at_tuesday)
    plan = plans.confirm_plan(
        document=document, draft=document.drafts.get(), organisation=units.committee, area=commune,
        campaign_name="Chữ ký số", started_on=at_tuesday.date(), ended_on=None, by=members.mai, at=at_tuesday,
    )  # fmt: skip
    service = Service.objects.get(code="chu-ky-so")
    assert CampaignService.objects.filter(campaign=plan.campaign, service=service).exists()
    claim = NewClaim(subject={"person_id": people.an.pk}, service=service, source="visit", since_on=at_tuesday.date())
    record_claims([claim], by=members.lan, at=at_tuesday)
    target = plan.targets.get(value="63.8", comparator="=")
    before = at_tuesday.date() - datetime.timedelta(days=1)

    def now(place, on):
        return next(line.now for line in figures.of_place(plan.campaign, place, on) if line.key == str(target.pk))

    assert [now(place, at_tuesday.date()) for place in (*villages, commune)] == [1, 0, 1]
    assert now(villages[0], before) == 0

"""A province whose communes only send reports sees them on its pages: as reported, so many of so many, beside what is
counted here and never in it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import make_member
from tests.reports import province as b8
from tungnha.plans.models import TargetShare
from tungnha.progress import queries
from tungnha.progress.beside.below import from_below, rows
from tungnha.reports.models import Obligation, Submission, SubmittedFigure
from tungnha.units import clock
from tungnha.units.models import Role

from .conftest import instant
from .test_pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ON = date(2026, 7, 20)


@pytest.fixture
def world(province, commune, units, members):
    """Twelve communes; nine sent on 18/7: n·10 signatures of n·100 people."""
    made = b8.lay(province, units.science, members.phuc, instant("2026-06-08 09:00"), communes=12)
    b8.send(made, members.phuc, instant("2026-07-18 10:00"), first=9)
    return made


def told_of(world, province, on=ON):
    return from_below(list(vars(world.targets).values()), province, on)


def test_the_sum_is_of_those_who_reported_and_says_how_many(world, province):
    found = told_of(world, province)[world.targets.signature.pk]
    assert (found.count, found.base, len(found.known), len(found.places)) == (450, 4500, 9, 12)
    assert found.days == (date(2026, 7, 18), date(2026, 7, 18))
    assert [row["count"] for row in rows(found)][-3:] == [None, None, None], "silence is no zero"
    assert queries.figure(world.targets.signature, province, ON).now is None, "and nothing of it is counted here"
    assert told_of(world, province, date(2026, 7, 17)) == {}, "nothing was known the day before"


def test_a_returned_report_says_nothing_and_a_later_period_stands(world, province, members):
    first = Submission.objects.order_by("pk").first()
    Submission.objects.filter(pk=first.pk).update(state="returned", returned_at=instant("2026-07-19 08:00"))
    assert len(told_of(world, province)[world.targets.signature.pk].known) == 8

    august = Obligation.objects.get(organisation=world.bodies[world.areas[1].pk], period="2026-08")
    later = Submission.objects.create(
        obligation=august, number=1, sent_at=instant("2026-07-19 09:00"), sent_by=members.phuc
    )
    SubmittedFigure.objects.create(submission=later, target=world.targets.signature, count=99, base=200, own=True)
    mended = Submission.objects.create(
        obligation=Obligation.objects.get(organisation=august.organisation, period=b8.PERIOD), number=2,
        sent_at=instant("2026-07-19 10:00"), sent_by=members.phuc,
    )  # fmt: skip
    SubmittedFigure.objects.create(submission=mended, target=world.targets.signature, count=7, base=200, own=True)
    found = told_of(world, province)[world.targets.signature.pk]
    place = next(one for one in found.places if one.area.pk == world.areas[1].pk)
    assert place.count == 99, "a correction of July is no news of August"


def test_who_is_behind_by_its_own_word_is_red(world, province):
    signature = world.targets.signature
    signature.due_on = date(2026, 8, 31)
    signature.save()
    TargetShare.objects.create(target=signature, area=world.areas[8], count=90)  # what it reports already
    found = told_of(world, province)[signature.pk]
    states = {place.area.pk: place.state for place in found.places}
    assert states[world.areas[8].pk] == "reached"
    assert states[world.areas[0].pk] == "behind", "40% of its 100 wanted by 31/8, 10 there in the middle"
    assert states[world.areas[11].pk] == "missing"
    assert world.areas[8].pk not in {place.area.pk for place in found.red}


def test_the_pages_of_the_province_tell_it_and_a_communes_do_not(world, province, members, client_of, units):
    vien = make_member("Viên", Role.LEADER, province, units.science)
    world.targets.signature.due_on = date(2026, 8, 31)
    world.targets.signature.save()
    pages = [
        reverse("progress:index"), reverse("progress:level", args=[province.code]),
        reverse("progress:target", args=[world.targets.signature.pk]), reverse("web:leader"),
    ]  # fmt: skip
    with clock.freeze(instant("2026-07-20 08:00")):
        browser = client_of(vien)
        for page in pages:
            said = text_of(browser.get(page))
            assert re.search(r"Theo báo cáo 450 ?/4\.500 \(10,00%\)", said), page
            assert "9/12 xã, phường đã báo" in said, page
            assert "không cộng vào số đếm từ sổ" in said, page
        screen = browser.get(reverse("web:leader")).content.decode()
        assert "xã, phường chưa báo số" in text_of(browser.get(reverse("web:leader")))
        links = re.findall(r'href="(/bao-cao/ky/\d+/)"', screen)
        assert links, "a red commune opens its own report"
        assert all(browser.get(link).status_code == 200 for link in links)
        assert "Theo báo cáo" not in text_of(client_of(members.mai).get(reverse("progress:index")))
        assert "Theo báo cáo" in text_of(client_of(members.phuc).get(reverse("web:home")))

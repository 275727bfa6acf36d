"""A plan finds its recipients, they receive and read it, and what they propose is decided (C17)."""

from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import make_member
from tungnha.plans import addresses, operations
from tungnha.plans.models import Delivery, Plan, Proposal, Recipient
from tungnha.plans.operations import Address
from tungnha.plans.queries import headline_target, plans_visible
from tungnha.units.models import Area, Organisation, Role
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 26)


@pytest.fixture
def next_door(province):
    """The commune beside: its committee, its desk (An) and its village's team (Tâm)."""
    area = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Nà Hạ", parent=province)
    village = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="Nà Vang", parent=area)
    committee = Organisation.objects.create(name="UBND xã Nà Hạ", kind="committee", area=area)
    team = Organisation.objects.create(name="Tổ thôn Nà Vang", kind="team", area=village)
    return {
        "area": area, "village": village, "committee": committee,
        "an": make_member("An", Role.OFFICER, area, committee),
        "tam": make_member("Tâm", Role.TEAM_LEADER, village, team),
    }  # fmt: skip


def lines(plan, *texts):
    plan.recipients.all().delete()
    Recipient.objects.bulk_create(Recipient(plan=plan, order=n, text=text) for n, text in enumerate(texts))
    return addresses.resolved(plan)


def who(line):
    return [area.title for area in line.areas] + [body.label for body in line.bodies]


def test_lines_are_resolved_to_bodies_areas_and_purposes(plan, units, next_door):
    (all_units, own) = lines(plan, "Các phòng, ban, ngành, đoàn thể, trường học", "Thường trực UBND xã Mẫu Sơn")
    assert "Trường THCS Mẫu Sơn" in who(all_units)
    assert not all_units.areas, "the villages are not named"
    assert (who(own), own.is_own, own.is_open) == ([], True, False)
    found = lines(
        plan, "Sở Khoa học và Công nghệ (để b/c)", "Công an xã; VNPT", "Các thôn (t/h)", "UBND xã Nà Hạ (để p/h)",
        "Lưu: VT, VHXH", "Như trên", "Đài Phát thanh huyện bên",
    )  # fmt: skip
    assert [who(line) for line in found] == [
        ["Sở Khoa học và Công nghệ"], ["Công an xã", "VNPT Mẫu Sơn"], ["Thôn 1", "Thôn 2"], ["Xã Nà Hạ"], [], [], [],
    ]  # fmt: skip
    assert [line.purpose for line in found] == ["để báo cáo", "", "để thực hiện", "để phối hợp", "", "", ""]
    assert [line.is_open for line in found] == [False] * 5 + [True, True]
    assert all(line.why for line in found if line.is_open)


def test_a_reference_to_a_section_means_the_units_that_stand_there(plan, units):
    (there, nowhere) = lines(plan, "Các đơn vị tại mục V", "Như mục IX")
    assert "Công an xã" in who(there)
    assert "Phòng Kinh tế" in who(there)
    assert (nowhere.is_open, "mục IX" in nowhere.why) == (True, True)


def test_a_plan_is_sent_once_to_each(plan, units, members, villages, at_tuesday):
    to = [Address(units.school), Address(villages[0]), Address(units.school)]
    first = operations.send_plan(plan=plan, addresses=to, by=members.mai, at=at_tuesday)
    again = operations.send_plan(plan=plan, addresses=to, by=members.mai, at=at_tuesday)
    assert (len(first), again, plan.deliveries.count()) == (2, [], 2)


def test_opening_the_list_receives_and_opening_the_plan_reads(plan, units, members, client_of, at_tuesday):
    operations.send_plan(plan=plan, addresses=[Address(units.school)], by=members.mai, at=at_tuesday)
    client_of(members.mai).get(reverse("plans:plan", args=[plan.pk]))
    row = Delivery.objects.get()
    assert (row.received_at, row.read_at) == (None, None), "the sender's own look is no receipt"
    thu = client_of(members.thu)
    assert '<span class="badge">1' in thu.get(reverse("plans:index")).content.decode()
    thu.get(reverse("plans:inbox"))
    row.refresh_from_db()
    assert (row.received_by, row.read_at) == (members.thu, None)
    thu.get(reverse("plans:plan", args=[plan.pk]))
    row.refresh_from_db()
    assert (row.read_by, row.read_at is not None) == (members.thu, True)
    assert '<span class="badge">' not in thu.get(reverse("plans:index")).content.decode()


def test_the_page_says_who_has_not_read_and_offers_the_reminder(plan, units, members, client_of, villages, at_tuesday):
    to = [Address(units.school), Address(units.police), Address(villages[0])]
    operations.send_plan(plan=plan, addresses=to, by=members.mai, at=at_tuesday)
    client_of(members.thu).get(reverse("plans:plan", args=[plan.pk]))
    page = client_of(members.mai).get(reverse("plans:send", args=[plan.pk])).content.decode()
    assert "nơi đã nhận, 1 nơi đã đọc" in page
    assert "Chưa đọc: " in page
    assert "Kính gửi " in page
    assert "Công an xã" in page


def test_the_form_sends_ticked_lines_and_those_matched_by_hand(plan, units, members, client_of):
    lines(plan, "Công an xã", "Đài Phát thanh huyện bên", "VNPT")
    one, two, three = plan.recipients.order_by("order")
    client_of(members.mai).post(
        reverse("plans:send", args=[plan.pk]),
        {f"send-{one.pk}": "1", f"match-{two.pk}": f"o{units.economy.pk}", f"match-{three.pk}": "o999999"},
    )
    sent = {row.organisation: (row.recipient, row.by_hand) for row in plan.deliveries.all()}
    assert sent == {units.police: (one, False), units.economy: (two, True)}


def test_the_commune_next_door_reads_what_it_was_sent_and_nothing_else(plan, next_door, members, client_of, at_tuesday):
    an, tam = next_door["an"], next_door["tam"]
    for member in (an, tam):
        assert list(plans_visible(member)) == []
    operations.send_plan(plan=plan, addresses=[Address(next_door["area"])], by=members.mai, at=at_tuesday)
    for member in (an, tam):
        assert list(plans_visible(member)) == [plan]
        client = client_of(member)
        page = client.get(reverse("plans:plan", args=[plan.pk]))
        assert page.status_code == 200
        assert "/tien-do/" not in page.content.decode().split('id="chi-tieu"')[1], "figures are not for them"
        for name in ("send", "hand-down", "below", "number"):
            assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 404
        target = headline_target(plan, DAY)
        assert client.get(reverse("progress:target", args=[target.pk])).status_code == 404
    assert Delivery.objects.get().read_by == an, "the village's team reads along; the receipt is the desk's"


def test_what_goes_to_the_province_is_not_for_the_other_communes(plan, next_door, province, members, at_tuesday):
    operations.send_plan(plan=plan, addresses=[Address(province)], by=members.mai, at=at_tuesday)
    assert list(plans_visible(next_door["an"])) == []
    assert list(plans_visible(members.phuc)) == [plan]


def test_a_body_next_door_reads_by_its_own_delivery(plan, next_door, members, at_tuesday):
    clinic = Organisation.objects.create(name="Trạm Y tế", kind="clinic", area=next_door["area"])
    nurse = make_member("Nga", Role.UNIT_OFFICER, next_door["area"], clinic)
    operations.send_plan(plan=plan, addresses=[Address(clinic)], by=members.mai, at=at_tuesday)
    assert list(plans_visible(nurse)) == [plan]
    assert list(plans_visible(next_door["an"])) == []


# --- proposals -------------------------------------------------------------------------------------------------------


@pytest.fixture
def proposal(plan, members, at_tuesday):
    head = headline_target(plan, DAY)
    return operations.propose_change(
        plan=plan, part="target", row=head.pk, instead="60%", why="Nhiều người đi làm xa", by=members.thu, at=at_tuesday
    )


def decided(proposal, by, at, accepted=True, values=None, words="", base=1):
    return operations.decide_proposal(
        proposal=proposal, accepted=accepted, words=words, values=values or {}, base_version=base, by=by, at=at
    )


def test_an_accepted_proposal_is_the_next_version(plan, proposal, members, at_tuesday):
    made = decided(proposal, members.mai, at_tuesday, values={"value": "60", "stated_count": "3288"})
    head = headline_target(plan, DAY)
    assert (str(head.value), head.stated_count) == ("60.000", 3288)
    assert (made.version.number, made.version.cause, made.decided_by) == (2, "proposal", members.mai)
    with pytest.raises(Locked):
        decided(proposal, members.mai, at_tuesday, accepted=False, words="thôi", base=2)


def test_a_refusal_needs_words_and_changes_nothing(plan, proposal, members, at_tuesday):
    with pytest.raises(BadInput):
        decided(proposal, members.mai, at_tuesday, accepted=False)
    made = decided(proposal, members.mai, at_tuesday, accepted=False, words="Tỉnh đã giao")
    assert (made.accepted, made.version, Plan.objects.get().version) == (False, None, 1)


def test_accepting_without_a_change_is_refused(proposal, members, at_tuesday):
    with pytest.raises(BadInput):
        decided(proposal, members.mai, at_tuesday, values={"value": "63.8"})
    assert Proposal.objects.get().accepted is None


def test_proposed_and_decided_on_the_pages(plan, members, client_of):
    head = headline_target(plan, DAY)
    thu, mai = client_of(members.thu), client_of(members.mai)
    url = reverse("plans:propose", args=[plan.pk])
    assert thu.post(url, {"about": f"target-{head.pk}", "instead": "60%", "why": ""}).status_code == 400
    thu.post(url, {"about": f"target-{head.pk}", "instead": "60%", "why": "Nhiều người đi làm xa"})
    proposal = Proposal.objects.get()
    assert "Nhiều người đi làm xa" in mai.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    page = mai.get(reverse("plans:decide", args=[proposal.pk]))
    values = {name: page.context["form"].initial.get(name) or "" for name in page.context["form"].fields}
    values |= {
        "due_on": "31/10/2026",
        "value": "60,00",
        "stated_count": "3.288",
        "words": "Đồng ý",
        "base_version": "1",
        "do": "accept",
    }
    mai.post(reverse("plans:decide", args=[proposal.pk]), values)
    head.refresh_from_db()
    assert page.context["form"].initial["value"] == "63,8"
    assert (str(head.value), head.stated_count) == ("60.000", 3288)
    said = thu.get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "thành bản số 2" in said
    assert client_of(members.hung).get(reverse("plans:decide", args=[proposal.pk])).status_code == 404


def test_a_decision_on_an_old_page_leaves_alone_what_a_paper_changed_meanwhile(
    plan, proposal, members, client_of, at_tuesday
):
    from .pages import inputs_of

    head, mai = headline_target(plan, DAY), client_of(members.mai)
    url = reverse("plans:decide", args=[proposal.pk])
    sent = inputs_of(mai.get(url)) | {"value": "60,00", "do": "accept"}
    operations.make_version(
        plan=plan, base_version=1, cause="paper", by=members.mai, at=at_tuesday,
        edits=[operations.Edit("target", head.pk, {"due_on": "2026-09-30", "stated_count": 3300})],
    )  # fmt: skip
    answer = mai.post(url, sent)
    assert answer.status_code == 400
    assert "kế hoạch đã có bản mới" in answer.content.decode()
    assert inputs_of(answer)["value"] == ["60,00"]
    mai.post(url, inputs_of(answer) | {"do": "accept"})
    head.refresh_from_db()
    assert (str(head.value), str(head.due_on), head.stated_count) == ("60.000", "2026-09-30", 3300)
    assert plan.versions.count() == 2


@pytest.mark.parametrize("text", ["", "   "])
def test_no_decision_empties_a_target_of_its_words(text, plan, proposal, members, client_of):
    from .pages import inputs_of

    mai, url = client_of(members.mai), reverse("plans:decide", args=[proposal.pk])
    answer = mai.post(url, inputs_of(mai.get(url)) | {"text": text, "do": "accept"})
    assert answer.status_code == 400
    assert "không được để trống" in answer.content.decode()
    assert plan.versions.count() == 0


def test_the_owner_does_not_propose_to_itself(plan, members, client_of):
    assert client_of(members.mai).get(reverse("plans:propose", args=[plan.pk])).status_code == 302


def test_the_level_above_proposes_only_where_it_was_sent_the_plan(plan, province, members, client_of, at_tuesday):
    url = reverse("plans:propose", args=[plan.pk])
    phuc = client_of(members.phuc)
    assert phuc.get(url).status_code == 404
    operations.send_plan(plan=plan, addresses=[Address(province)], by=members.mai, at=at_tuesday)
    assert phuc.get(url).status_code == 200


def test_what_others_propose_is_not_shown_to_a_third_body(plan, proposal, members, client_of):
    page = client_of(members.viet).get(reverse("plans:plan", args=[plan.pk])).content.decode()
    assert "Nhiều người đi làm xa" not in page

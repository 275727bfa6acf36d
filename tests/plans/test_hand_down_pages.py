"""The grid that hands a plan down, as an officer meets it."""

from datetime import date

import pytest
from django.urls import reverse

from tungnha.plans import operations
from tungnha.plans.models import ShareStep
from tungnha.plans.queries import headline_target, latest_draft

from .pages import inputs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(received, units, members, at_tuesday):
    return operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=received.area,
        campaign_name="Cao điểm chữ ký số", started_on=date(2026, 5, 26), ended_on=date(2026, 10, 31),
        by=members.mai, at=at_tuesday,
    )  # fmt: skip


@pytest.fixture
def head(plan):
    return headline_target(plan, date(2026, 5, 26))


@pytest.fixture
def mai(client_of, members):
    return client_of(members.mai)


@pytest.fixture
def url(plan):
    return reverse("plans:hand-down", args=[plan.pk])


def only_head(sent, head):
    """Of the form's other targets nothing is handed down."""
    return {
        name: "none" if name.endswith("-method") and name != f"t{head.pk}-method" else value
        for name, value in sent.items()
    }


def cells(sent, head, villages):
    return [sent[f"c{head.pk}-a{v.pk}"] for v in villages]


def test_the_page_proposes_equal_parts_where_nothing_is_known_and_they_add_up(mai, url, head, villages):
    sent = inputs_of(mai.get(url))
    assert cells(sent, head, villages) == [["1.748"], ["1.748"]]
    mai.post(url, only_head(sent, head) | {"do": "give"})
    assert sorted(head.shares.values_list("count", flat=True)) == [1748, 1748]
    assert "Đã giao 2 nơi" in mai.get(url).content.decode()


def test_numbers_typed_for_the_people_divide_anew_without_storing(mai, url, head, villages):
    sent = inputs_of(mai.get(url))
    typed = {f"w-a{villages[0].pk}": "612", f"w-a{villages[1].pk}": "488", f"t{head.pk}-method": "people"}
    answer = mai.post(url, sent | typed | {"do": f"propose:{head.pk}"})
    assert cells(inputs_of(answer), head, villages) == [["1.945"], ["1.551"]]
    assert ShareStep.objects.count() == 0


def test_a_wrong_sum_comes_back_with_everything_typed_and_how_much_is_missing(mai, url, head, villages):
    sent = only_head(inputs_of(mai.get(url)), head) | {f"c{head.pk}-a{villages[0].pk}": "1.700", "do": "give"}
    answer = mai.post(url, sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "còn thiếu 48" in page
    assert "còn 48 chưa giao" in page
    assert cells(inputs_of(answer), head, villages) == [["1.700"], ["1.748"]]
    mai.post(url, sent | {"do": "keep"})
    assert (head.shares.count(), head.share_steps.get().settled) == (0, False)
    again = mai.get(url)
    assert cells(inputs_of(again), head, villages) == [["1.700"], ["1.748"]]
    assert "Đang làm, chưa giao" in again.content.decode()


def test_what_is_no_number_is_said_and_kept(mai, url, head, villages):
    sent = only_head(inputs_of(mai.get(url)), head) | {f"c{head.pk}-a{villages[0].pk}": "1,5 nghìn", "do": "give"}
    answer = mai.post(url, sent)
    assert answer.status_code == 400
    assert "không phải là số nguyên" in answer.content.decode()
    assert cells(inputs_of(answer), head, villages)[0] == ["1,5 nghìn"]


def test_the_second_of_two_officers_keeps_her_numbers_and_sees_the_others(client_of, members, mai, url, head, villages):
    dung = client_of(members.dung)
    first, second = (only_head(inputs_of(c.get(url)), head) for c in (mai, dung))
    mai.post(url, first | {"do": "give"})
    mine = {f"c{head.pk}-a{villages[0].pk}": "2.000", f"c{head.pk}-a{villages[1].pk}": "1.496"}
    answer = dung.post(url, second | mine | {"do": "give"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "đang giao 1.748" in page
    sent = inputs_of(answer)
    assert cells(sent, head, villages) == [["2.000"], ["1.496"]]
    dung.post(url, sent | {"do": "give"})
    assert [s.counts[f"a{villages[0].pk}"] for s in head.share_steps.all()] == [1748, 2000]


def test_undo_on_the_page(mai, url, head):
    mai.post(url, only_head(inputs_of(mai.get(url)), head) | {"do": "give"})
    mai.post(reverse("plans:undo-hand-down", args=[head.pk]), {"base": "1"})
    assert head.shares.count() == 0
    assert mai.get(reverse("plans:undo-hand-down", args=[head.pk])).status_code == 405


def test_choosing_not_to_hand_down_takes_back_and_stays_chosen(mai, url, head):
    sent = only_head(inputs_of(mai.get(url)), head)
    mai.post(url, sent | {"do": "give"})
    again = only_head(inputs_of(mai.get(url)), head) | {f"t{head.pk}-method": "none", "do": "give"}
    mai.post(url, again)
    assert head.shares.count() == 0
    answer = mai.get(url)
    assert inputs_of(answer)[f"t{head.pk}-method"] == ["none"]
    assert "Hoàn tác" in answer.content.decode()


def test_cells_emptied_of_what_was_handed_down_are_said_not_passed_over(mai, url, head, villages):
    mai.post(url, only_head(inputs_of(mai.get(url)), head) | {"do": "give"})
    sent = only_head(inputs_of(mai.get(url)), head) | {f"c{head.pk}-a{v.pk}": "" for v in villages} | {"do": "give"}
    answer = mai.post(url, sent)
    assert answer.status_code == 400
    assert "còn thiếu 3.496" in answer.content.decode()
    assert head.shares.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1.200,5", "không phải là số nguyên"), ("-5", "không phải là số nguyên"), ("abc", "không phải là số nguyên"),
        ("٣", "không phải là số nguyên"), ("1000000000000", "lớn quá mức"), ("1" * 40, "20"),
    ],
)  # fmt: skip
def test_no_number_that_cannot_be_is_taken(mai, url, head, villages, typed, words):
    sent = only_head(inputs_of(mai.get(url)), head) | {f"c{head.pk}-a{villages[0].pk}": typed, "do": "give"}
    answer = mai.post(url, sent)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert ShareStep.objects.count() == 0


@pytest.mark.parametrize("who", ["hung", "thu", "binh", "phuc", "viet"])
def test_nobody_else_hands_down(who, url, head, client_of, members):
    client = client_of(getattr(members, who))
    assert client.get(url).status_code == 404
    assert client.post(url, {"do": "give"}).status_code == 404
    assert client.post(reverse("plans:undo-hand-down", args=[head.pk]), {"base": "1"}).status_code == 404


def test_the_page_asks_no_more_of_the_database_for_more_villages(mai, url, commune, django_assert_max_num_queries):
    from tungnha.units.models import Area

    for n in range(3, 40):
        Area.objects.create(code=f"99901-{n}", kind="village", type_name="thôn", name=f"T{n}", parent=commune, order=n)
    with django_assert_max_num_queries(60):
        mai.get(url)

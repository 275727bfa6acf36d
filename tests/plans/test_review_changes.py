"""The door of the review's script, one change at a time: kept once, told to whoever comes second, undone, settled."""

import uuid

import pytest
from django.urls import reverse

from tungnha.plans import operations, review_ops
from tungnha.plans.models import Plan
from tungnha.plans.models.documents import DraftChange
from tungnha.plans.queries import latest_draft
from tungnha.plans.sitting import Sitting
from tungnha.units.models import Event

from .pages import inputs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai(client_of, members, units, at_tuesday):
    return client_of(members.mai)


@pytest.fixture
def dung(client_of, members, units, at_tuesday):
    return client_of(members.dung)


@pytest.fixture
def change(received):
    """change(client, "drop", item, seen=…, **fields) → what the server answers."""

    def send(client, deed, item="", *, seen=0, known=0, key=None, **fields):
        sent = {"do": deed, "item": item, "seen": seen, "known": known, "key": key or str(uuid.uuid4()), **fields}
        return client.post(reverse("plans:change", args=[received.pk]), sent)

    return send


def stands(received):
    return Sitting(type(received).objects.get(pk=received.pk)).content


def page_inputs(client, received):
    return inputs_of(client.get(reverse("plans:review", args=[received.pk])))


def row_inputs(client, received, item, **changed):
    """All inputs of one row as the page holds them, with some changed."""
    return inputs_of_row(page_inputs(client, received), item, **changed)


def inputs_of_row(sent, item, **changed):
    own = {name: values for name, values in sent.items() if name.startswith(f"{item}-") and not name.endswith("-item")}
    return own | {f"{item}-{name}": value for name, value in changed.items()}


def test_a_corrected_field_is_kept_at_once_and_drawn_anew(mai, received, change, at_tuesday):
    sent = row_inputs(mai, received, "targets-1", value="35,5", due="1/8/2026")
    answer = change(mai, "set", "targets-1", **sent).json()
    target = stands(received)["targets"][1]
    assert (target["value"], target["due"], target["reviewed"]) == (35.5, "2026-08-01", True)
    assert "35,50%" in answer["items"]["targets-1"]["html"]
    assert "đã xem" in answer["items"]["targets-1"]["html"]
    assert latest_draft(received).number == 1  # a numbered draft is made when somebody asks for it
    assert DraftChange.objects.get().made_at == at_tuesday
    assert Event.objects.filter(verb="plan.draft_changed").count() == 1


def test_only_the_fields_the_officer_changed_are_written(mai, dung, received, change):
    old = row_inputs(mai, received, "targets-1", value="40")
    change(dung, "set", "targets-1", **row_inputs(dung, received, "targets-1", due="1/9/2026"))
    change(mai, "set", "targets-1", seen=1, only=["targets-1-value"], **old)
    target = stands(received)["targets"][1]
    assert (target["value"], target["due"]) == (40, "2026-09-01")


def test_a_row_sent_as_it_stands_changes_nothing(mai, received, change):
    answer = change(mai, "set", "targets-1", **row_inputs(mai, received, "targets-1"))
    assert (answer.status_code, DraftChange.objects.count()) == (200, 0)


@pytest.mark.one_database
@pytest.mark.parametrize(
    "section", ["targets", "tasks", "assignments", "reporting", "header", "recipients", "questions"]
)
def test_no_row_changes_by_being_sent_as_it_stands(section, mai, received, change):
    rows = stands(received)[section]
    rows = rows if isinstance(rows, list) else [rows]
    alike = {tuple(sorted(name for name, value in row.items() if value)): row for row in rows}  # one of each make
    sent = page_inputs(mai, received)  # nothing changes, so the page stays as it was
    for row in alike.values():
        change(mai, "set", row["id"], **inputs_of_row(sent, row["id"]))
    assert list(DraftChange.objects.values_list("operation", flat=True)) == []


def test_a_wrong_value_is_told_by_its_field_and_nothing_is_kept(mai, received, change):
    answer = change(mai, "set", "targets-1", **row_inputs(mai, received, "targets-1", value="nhiều"))
    assert answer.status_code == 400
    assert "“nhiều” không phải là số" in answer.json()["errors"]["id_targets-1-value"][0]
    assert DraftChange.objects.count() == 0


def test_the_same_change_sent_twice_is_kept_once(mai, received, change):
    key = str(uuid.uuid4())
    first = change(mai, "drop", "targets-1", key=key).json()
    second = change(mai, "drop", "targets-1", key=key)
    assert (second.status_code, second.json()["kept"]) == (200, first["kept"])
    assert DraftChange.objects.count() == 1


def test_another_officers_key_is_not_taken_for_ones_own(mai, dung, change):
    key = str(uuid.uuid4())
    change(mai, "drop", "targets-1", key=key)
    assert change(dung, "accept", "targets-2", key=key).status_code == 400


@pytest.mark.parametrize("key", ["", "x", "²"])
def test_a_change_without_a_key_is_refused(key, mai, received):
    sent = {"do": "drop", "item": "targets-1", "key": key}
    assert mai.post(reverse("plans:change", args=[received.pk]), sent).status_code == 400


def test_dropping_and_restoring(mai, received, change):
    answer = change(mai, "drop", "targets-1").json()
    assert answer["items"]["targets-1"]["html"] == ""
    assert "Lấy lại" in answer["sections"]["targets"]["dropped"]
    assert not any("van-ban-targets-1" in line for line in answer["lines"].values())
    back = change(mai, "restore", "targets-1", seen=1, known=1).json()
    assert any("van-ban-targets-1" in line for line in back["lines"].values())
    assert [row["id"] for row in stands(received)["targets"]] == [f"targets-{n}" for n in range(10)]


def test_marked_words_become_a_find_in_their_place(mai, received, change):
    words = "Có 35% dân số trưởng thành của xã được cấp chữ ký số công cộng"
    start = received.text.index(words)
    answer = change(mai, "add", section="targets", quote=words, start=str(start)).json()
    row = next(row for row in stands(received)["targets"] if row["id"] == answer["focus"])
    assert received.text[slice(*row["span"])] == words == row["quote"]
    assert (row["value"], row["due"]) == (35, "2026-07-31")  # of its heading
    assert row["measure"] == "chu-ky-so-tren-15"


def test_two_officers_on_one_item_see_both_and_the_second_may_choose(mai, dung, received, change):
    change(mai, "set", "targets-1", **row_inputs(mai, received, "targets-1", value="40"))
    old = row_inputs(dung, received, "targets-1", value="50")
    key = str(uuid.uuid4())
    clash = change(dung, "set", "targets-1", key=key, seen=0, only=["targets-1-value"], **old)
    assert clash.status_code == 409
    assert clash.json()["clash"] == [{"who": "Mai", "words": "sửa CT2", "facts": ["Mức: 40"]}]
    assert stands(received)["targets"][1]["value"] == 40
    change(dung, "set", "targets-1", key=key, seen=clash.json()["number"], only=["targets-1-value"], **old)
    assert stands(received)["targets"][1]["value"] == 50


def test_two_officers_on_two_items_do_not_meet(mai, dung, received, change):
    change(mai, "drop", "targets-1", seen=0)
    answer = change(dung, "drop", "targets-2", seen=0)
    assert answer.status_code == 200
    assert set(answer.json()["items"]) >= {"targets-1", "targets-2"}  # what Mai did comes along
    assert answer.json()["by_others"] == [["targets-1"]]
    assert "Mai cũng đang rà soát" in answer.json()["others"]


def test_a_change_to_what_another_dropped_is_told(mai, dung, received, change):
    change(mai, "drop", "targets-1")
    assert change(dung, "accept", "targets-1", seen=0).status_code == 409
    assert change(dung, "accept", "targets-1", seen=1).status_code == 400


def test_what_others_did_is_asked_for_without_changing_anything(mai, dung, received, change):
    url = reverse("plans:change", args=[received.pk])
    assert dung.get(url, {"known": 0}).json()["number"] == 0
    change(mai, "drop", "targets-1")
    answer = dung.get(url, {"known": 0}).json()
    assert (answer["number"], answer["items"]["targets-1"]["html"]) == (1, "")
    assert "items" not in dung.get(url, {"known": 1}).json()


def test_undo_takes_back_the_own_last_change_even_after_a_reload(mai, dung, received, change):
    before = stands(received)
    change(mai, "drop", "targets-1")
    change(dung, "drop", "targets-3", seen=1)
    page = mai.get(reverse("plans:review", args=[received.pk])).content.decode()
    assert "Hoàn tác: bỏ CT2" in page
    change(mai, "undo", change="1", seen=2)
    assert [row["id"] for row in stands(received)["targets"]] == [
        row["id"] for row in before["targets"] if row["id"] != "targets-3"
    ]


def test_what_another_went_on_from_is_not_undone_first(mai, dung, received, change):
    change(mai, "set", "targets-1", **row_inputs(mai, received, "targets-1", value="40"))
    change(dung, "drop", "targets-1", seen=1)
    answer = change(mai, "undo", change="1", seen=2)
    assert answer.status_code == 400
    assert "bỏ CT2; mời hoàn tác từng bước" in answer.json()["sentence"]


def test_undoing_nothing_is_said(mai, change):
    assert "Không còn gì để hoàn tác" in change(mai, "undo", change="7").json()["sentence"]


def test_a_question_is_answered_and_leaves_the_list_of_doubts(mai, received, change):
    question = stands(received)["questions"][0]
    words = review_ops.option_words(question["options"][0])
    answer = change(mai, "answer", question["id"], answer=words).json()
    assert stands(received)["questions"][0]["answer"] == words
    assert f'href="#{question["id"]}"' not in answer["doubts"]
    assert set(question["about"]) <= set(answer["items"])


def test_an_answer_that_names_a_body_matches_it_anew(mai, received, change, units):
    """“Ai báo cáo” answered: the row is matched to the register as if the plan had said so."""
    row = stands(received)["reporting"][0]
    sent = row_inputs(mai, received, row["id"], who="Công an xã")
    change(mai, "set", row["id"], only=[f"{row['id']}-who"], **sent)
    assert stands(received)["reporting"][0]["organisations"] == [str(units.police.pk)]
    chosen = row_inputs(mai, received, row["id"], organisations=[str(units.school.pk)])
    change(mai, "set", row["id"], seen=1, only=[f"{row['id']}-organisations"], **chosen)
    change(mai, "set", row["id"], seen=2, only=[f"{row['id']}-who"], **sent | {f"{row['id']}-who": "Phòng Kinh tế"})
    assert stands(received)["reporting"][0]["organisations"] == [str(units.school.pk)]  # chosen by hand


def test_the_doubtful_are_counted_down(mai, received, change):
    page = mai.get(reverse("plans:review", args=[received.pk]))
    doubtful = page.context["form"].doubtful
    assert doubtful[0].item.startswith("questions-")
    answer = change(mai, "accept", doubtful[-1].item).json()
    assert f"data-doubt-count>{len(doubtful) - 1}<" in answer["doubts"]


def test_a_numbered_draft_is_made_when_the_review_goes_on(mai, received, change, members):
    change(mai, "drop", "targets-1")
    answer = mai.post(reverse("plans:review", args=[received.pk]), {"do": "settle"})
    assert answer.url == reverse("plans:confirm", args=[received.pk])
    draft = latest_draft(received)
    assert (draft.number, draft.saved_by) == (2, members.mai)
    assert len(draft.content["targets"]) == 9
    assert [entry["row"]["id"] for entry in draft.content["dropped"]] == ["targets-1"]
    mai.post(reverse("plans:review", args=[received.pk]), {"do": "settle"})
    assert latest_draft(received).number == 2  # nothing new to number


def test_ids_of_the_page_hold_after_a_numbered_draft(mai, dung, received, change):
    """A page opened before it still means the same rows, and what was changed meanwhile is still told."""
    change(mai, "drop", "targets-1")
    mai.post(reverse("plans:review", args=[received.pk]), {"do": "settle"})
    assert change(dung, "accept", "targets-1", seen=0).status_code == 409
    answer = change(dung, "drop", "targets-5", seen=0, known=0)
    assert answer.json()["reload"] is True
    assert "targets-5" not in [row["id"] for row in stands(received)["targets"]]


def test_a_whole_form_sent_on_old_ground_is_kept_beside(mai, dung, received, change):
    sent = inputs_of(mai.get(reverse("plans:review", args=[received.pk])))
    change(dung, "drop", "targets-1")
    answer = mai.post(reverse("plans:review", args=[received.pk]), sent | {"header-0-title": "Của Mai", "do": "save"})
    rival = received.drafts.get(beside__isnull=False)
    assert answer.url == reverse("plans:compare", args=[received.pk, rival.pk])
    page = mai.get(answer.url).content.decode()
    assert "Của Mai" in page
    assert "Chỉ tiêu, CT2" in page
    assert len(stands(received)["targets"]) == 9


def test_a_whole_form_counts_as_a_change_of_what_it_changed(mai, dung, received, change):
    sent = inputs_of(mai.get(reverse("plans:review", args=[received.pk])))
    mai.post(reverse("plans:review", args=[received.pk]), sent | {"targets-1-value": "41", "do": "save"})
    assert change(dung, "accept", "targets-1", seen=0).status_code == 409
    assert change(dung, "accept", "targets-4", seen=0).status_code == 200


def test_without_script_rows_are_dropped_listed_and_restored(mai, received):
    url = reverse("plans:review", args=[received.pk])
    mai.post(url, inputs_of(mai.get(url)) | {"targets-1-remove": "on", "do": "save"})
    page = mai.get(url)
    assert "lay-lai-targets-1" in page.content.decode()
    mai.post(url, inputs_of(page) | {"restore": "targets-1", "do": "save"})
    assert [row["id"] for row in stands(received)["targets"]] == [f"targets-{n}" for n in range(10)]


def test_what_was_changed_by_script_is_what_is_confirmed(mai, received, change, members):
    change(mai, "drop", "targets-1")
    page = mai.get(reverse("plans:confirm", args=[received.pk]))
    mai.post(reverse("plans:confirm", args=[received.pk]), inputs_of(page) | {"started_on": "26/5/2026"})
    assert Plan.objects.get().targets.count() == 9
    assert latest_draft(received).number == 2


def test_a_change_meanwhile_is_not_confirmed_unseen(mai, dung, received, change):
    page = mai.get(reverse("plans:confirm", args=[received.pk]))
    change(dung, "drop", "targets-1")
    sent = inputs_of(page) | {"started_on": "26/5/2026"}
    answer = mai.post(reverse("plans:confirm", args=[received.pk]), sent)
    assert (answer.status_code, Plan.objects.count()) == (400, 0)


def test_a_confirmed_plan_takes_no_more_changes(mai, received, change, units, members, at_tuesday):
    operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=received.area,
        campaign_name="Đợt", started_on=at_tuesday.date(), ended_on=None, by=members.mai, at=at_tuesday,
    )  # fmt: skip
    answer = change(mai, "drop", "targets-1")
    assert (answer.status_code, DraftChange.objects.count()) == (409, 0)


@pytest.mark.parametrize("who", ["hung", "thu", "viet", "binh", "phuc"])
def test_nobody_else_changes_a_communes_draft(who, client_of, members, received, change):
    client = client_of(getattr(members, who))
    assert change(client, "drop", "targets-1").status_code == 404
    assert client.get(reverse("plans:ask", args=[received.pk]), {"do": "add"}).status_code == 404
    assert DraftChange.objects.count() == 0


def test_telephones_typed_into_a_review_are_hidden(mai, received, change):
    change(mai, "set", "contact-0", **row_inputs(mai, received, "contact-0", name="Mai 0912000123"))
    assert "0912000123" not in str(DraftChange.objects.get().operation)


@pytest.mark.parametrize(
    ("deed", "words"), [("split", "mỗi dòng thành một mục"), ("merge", "Gộp vào CT1"), ("add", "Thêm làm")]
)
def test_the_questions_before_a_deed(deed, words, mai, received):
    answer = mai.get(reverse("plans:ask", args=[received.pk]), {"do": deed, "item": "targets-0"})
    assert words.lower() in answer.content.decode().lower()


@pytest.mark.parametrize("odd", ["", "targets-99", "x", "targets-²", "__class__", "questions"])
@pytest.mark.parametrize(
    "deed", ["set", "accept", "drop", "restore", "split", "merge", "answer", "undo", "add", "", "form"]
)
def test_what_no_page_sends_is_answered(deed, odd, mai, change):
    answer = change(mai, deed, odd, section=odd, others=odd, change=odd, seen=odd, known=odd, parts=odd, quote=odd)
    assert answer.status_code == 400
    assert answer.json()["sentence"]

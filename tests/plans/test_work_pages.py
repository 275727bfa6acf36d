"""Pages of tasks and of who has taken a plan up: what each reader sees and may press."""

import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.plans.pages import inputs_of
from tests.plans.test_adoption import above  # noqa: F401
from tungnha.plans import operations as plans
from tungnha.plans.adoption import operations as adoption
from tungnha.plans.work import operations
from tungnha.units import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai(client_of, members):
    return client_of(members.mai)


@pytest.fixture
def task(plan, villages, units, members):
    """Row 4.1 with a grid of two villages and the school."""
    found = plan.tasks.get(no="4.1")
    keys = [f"a{villages[0].pk}", f"a{villages[1].pk}", f"o{units.school.pk}"]
    operations.set_grid(task=found, units=keys, by=members.mai, at=clock.now())
    return found


def url(name, *args):
    return reverse(f"plans:{name}", args=args)


def page(client, name, *args, status=200):
    answer = client.get(url(name, *args))
    assert answer.status_code == status
    return answer.content.decode()


def send(client, name, pk, /, data, status=302):
    answer = client.post(url(name, pk), data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def result(place="", step="done", words="Đã đến từng nhà", **more):
    return {"place": place, "step": step, "words": words, "on": "26/5/2026", "key": str(uuid.uuid4())} | more


def test_a_village_head_sees_the_task_says_what_was_done_and_it_waits_for_the_desk(task, villages, client_of, members):
    lan = client_of(members.lan)
    assert "4.1. Hẹn lịch" in page(lan, "my-work")
    shown = lan.get(url("work-task", task.pk))
    assert "Thôn 2" not in shown.content.decode(), "a village sees its own place"
    form = inputs_of(shown)
    assert form["place"][0] == f"a{villages[0].pk}", "nothing to choose: it is her village"
    picture = SimpleUploadedFile("anh.pdf", b"%PDF-1.7 x")
    send(lan, "work-say", task.pk, result(form["place"][0], outputs="02 buổi, 31 hộ", file=picture))
    again = page(lan, "work-task", task.pk)
    assert "Xong, chờ xác nhận" in again
    assert "02 buổi, 31 hộ" in again
    (entry,) = task.entries.all()
    answer = lan.get(url("work-file", entry.pk))
    assert answer["Content-Disposition"] == f'attachment; filename="ket-qua-{entry.pk}.pdf"'
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert client_of(members.hung).get(url("work-file", entry.pk)).status_code == 404, "another village's"
    assert client_of(members.thu).get(url("work-file", entry.pk)).status_code == 404, "another unit's"


def test_nobody_speaks_for_a_place_that_is_not_theirs(task, villages, client_of, members):
    hung = client_of(members.hung)
    send(hung, "work-say", task.pk, result(f"a{villages[0].pk}"), status=400)
    send(client_of(members.phuc), "work-say", task.pk, result(), status=404)
    assert not task.entries.exists()
    for name in ("work-decide", "work-charge", "work-grid"):
        assert hung.post(url(name, task.pk)).status_code == 404


def test_bad_input_comes_back_with_what_was_typed(task, villages, client_of, members):
    lan = client_of(members.lan)
    answer = send(lan, "work-say", task.pk, result(f"a{villages[0].pk}", outputs="mấy buổi"), status=400)
    said = answer.content.decode()
    assert "mời ghi số rồi đến tên" in said
    assert "Đã đến từng nhà" in said
    answer = send(lan, "work-say", task.pk, result(f"a{villages[0].pk}", on="31/2/2026"), status=400)
    assert "31/2/2026" in answer.content.decode()


def test_the_desk_confirms_all_that_wait_at_once_and_the_sums_open(task, plan, villages, mai, members):
    for village in villages:
        send(mai, "work-say", task.pk, result(f"a{village.pk}"))
    form = inputs_of(mai.get(url("work-task", task.pk)))
    assert len(form["entry"]) == 2
    send(mai, "work-decide", task.pk, {"entry": form["entry"], "do": "accept", "key": str(uuid.uuid4()), "words": ""})
    said = page(mai, "work", plan.pk)
    assert "2/3 nơi" in said
    assert "còn thiếu Trường THCS Mẫu Sơn" in said
    opened = mai.get(url("work", plan.pk), {"tinh-trang": "doing"}).content.decode()
    assert "4.1. Hẹn lịch" in opened
    assert "Gom và làm mới" not in opened
    unit = mai.get(url("work", plan.pk), {"don-vi": f"a{villages[0].pk}"}).content.decode()
    assert ("4.1. Hẹn lịch" in unit, "Gom và làm mới" in unit) == (True, False)


def test_on_the_first_of_june_the_leader_sees_what_is_overdue(task, plan, client_of, members):
    with clock.freeze("2026-06-01T08:00:00+07:00"):
        said = page(client_of(members.binh), "area-work")
        assert "Quá hạn: 4" in said
        assert "quá 1 ngày" in said
        assert "4.3." not in said, "due before 15/6: not shown among the overdue"
        assert "quá hạn" in page(client_of(members.lan), "my-work")


def test_steps_without_a_lead_are_asked_and_the_officer_gives_one(plan, units, mai):
    assert "Có việc chưa rõ ai chủ trì" in page(mai, "work", plan.pk)
    found = plan.tasks.get(no="3")
    send(
        mai, "work-charge", found.pk,
        {"leads": [units.culture.pk], "person": "Bà Hai", "authority": "Phó Chủ tịch UBND xã", "responsibility": ""},
    )  # fmt: skip
    said = page(mai, "work-task", found.pk)
    for words in ("Rõ người", "Bà Hai", "Rõ thẩm quyền", "Phó Chủ tịch UBND xã", "Rõ kết quả"):
        assert words in said
    assert "để trống" in page(mai, "work-task", plan.tasks.get(no="1").pk), "a blank is shown as blank"


def test_a_grid_is_offered_ticked_by_the_plans_words(plan, mai, villages, units):
    found = plan.tasks.get(no="4.1")
    ticked = inputs_of(mai.get(url("work-grid", found.pk)))["places"]
    assert {f"a{village.pk}" for village in villages} | {f"o{units.school.pk}"} <= set(ticked)
    send(mai, "work-grid", found.pk, {"places": ticked})
    assert "Từng nơi" in page(mai, "work-task", found.pk)
    answer = mai.get(url("work-grid-xlsx", found.pk))
    assert answer.content[:2] == b"PK"
    assert mai.get(url("work-xlsx", plan.pk)).content[:2] == b"PK"


def test_an_extension_is_asked_by_the_unit_and_granted_by_the_desk(task, villages, mai, client_of, members):
    lan, place = client_of(members.lan), f"a{villages[0].pk}"
    send(lan, "work-extension", task.pk, {"place": place, "until": "15/6/2026", "why": "Mưa lũ"})
    assert "Xin gia hạn, chờ quyết định" in page(mai, "work", task.plan_id)
    found = task.extensions.get()
    assert lan.post(url("work-extension-decide", found.pk), {"do": "grant"}).status_code == 404
    answer = send(mai, "work-extension-decide", found.pk, {"do": "refuse", "words": ""}, status=400)
    assert "ghi lý do" in answer.content.decode()
    send(mai, "work-extension-decide", found.pk, {"do": "grant", "until": "10/6/2026", "words": ""})
    assert "Cho làm đến hết 10/6/2026" in page(lan, "work-task", task.pk)


def test_a_word_is_taken_back_by_its_own_side_only(task, villages, client_of, members):
    lan = client_of(members.lan)
    send(lan, "work-say", task.pk, result(f"a{villages[0].pk}"))
    entry = task.entries.get()
    assert client_of(members.hung).post(url("work-take-back", entry.pk)).status_code == 404
    assert "Rút lại lời này" in page(lan, "work-task", task.pk)
    send(lan, "work-take-back", entry.pk, {"key": str(uuid.uuid4())})
    assert "rút lại" in page(lan, "work-task", task.pk)


def test_a_plan_sent_to_all_villages_shows_who_has_received_it(plan, villages, mai, client_of, members):
    plans.send_plan(
        plan=plan, addresses=[plans.Address(village) for village in villages], by=members.mai, at=clock.now()
    )
    adoption.lay_out(plan=plan, by=members.mai, at=clock.now())
    assert "0/2 nơi đã nhận" in page(mai, "adoption", plan.pk)
    for member in (members.lan, members.hung):
        client_of(member).get(url("inbox"))
    assert "2/2 nơi đã nhận, 0 nơi đã đọc" in page(mai, "adoption", plan.pk)
    assert "2/2 nơi đã nhận" in page(mai, "send", plan.pk)


# --- adoption --------------------------------------------------------------------------------------------------------


def test_a_communes_officer_states_it_on_one_page_and_the_province_sees_it(above, commune, client_of, members):  # noqa: F811
    mai, place = client_of(members.mai), f"a{commune.pk}"
    assert mai.get(url("adoption", above.pk)).url == url("adoption-place", above.pk, place)
    form = inputs_of(mai.get(url("adoption-place", above.pk, place)))
    items = {one.asks: one.pk for one in above.adoption_items.all()}
    filled = {name: values[-1] for name, values in form.items()} | {
        f"m{items['plan']}-is": "yes", f"m{items['plan']}-paper": "31/KH-UBND", f"m{items['plan']}-on": "20/5/2026",
        f"m{items['figure']}-is": "yes", f"m{items['figure']}-value": "35,4",
    }  # fmt: skip
    assert mai.post(url("adoption-place", above.pk, place), filled).status_code == 302
    phuc = client_of(members.phuc)
    said = page(phuc, "adoption", above.pk)
    for words in ("31/KH-UBND, 20/5/2026", "Thấp hơn chỉ tiêu giao", "ghi 35,40%, giao 40,00%", "1/166 (0,60%)"):
        assert words in said
    left = phuc.get(url("adoption", above.pk), {"muc": items["plan"], "loc": "thieu"}).content.decode()
    assert "165 nơi chưa có" in left
    assert phuc.get(url("adoption-letter", items["plan"])).content[:2] == b"PK"
    assert phuc.get(url("adoption-xlsx", above.pk)).content[:2] == b"PK"
    other = above.campaign.area.children.get(name="Số 7")
    assert mai.get(url("adoption-place", above.pk, f"a{other.pk}")).status_code == 404, "not its own"
    again = mai.post(url("adoption-place", above.pk, place), filled | {"key": str(uuid.uuid4())})
    assert again.status_code == 302
    assert above.adoption_items.get(asks="plan").entries.count() == 1, "said again unchanged, nothing is added"


def test_what_is_wrong_on_the_page_is_said_and_nothing_typed_is_lost(above, commune, client_of, members):  # noqa: F811
    mai, place = client_of(members.mai), f"a{commune.pk}"
    pk = above.adoption_items.get(asks="plan").pk
    answer = mai.post(url("adoption-place", above.pk, place), {f"m{pk}-is": "yes", f"m{pk}-paper": "31/KH-UBND"})
    assert answer.status_code == 400
    assert "mời ghi cả số, ký hiệu và ngày ban hành" in answer.content.decode()
    assert "31/KH-UBND" in answer.content.decode()


def test_the_items_of_a_plan_are_set_by_its_desk(above, client_of, members):  # noqa: F811
    phuc = client_of(members.phuc)
    data = {"name": "Tập huấn đầu mối", "asks": "day", "of": "areas", "target": "", "group_kind": "", "due_on": ""}
    send(phuc, "adoption-items", above.pk, data)
    made = above.adoption_items.get(name="Tập huấn đầu mối")
    answer = send(phuc, "adoption-items", above.pk, data, status=400)
    assert "Đã có mục" in answer.content.decode()
    send(phuc, "adoption-item-remove", made.pk, {})
    assert client_of(members.mai).get(url("adoption-items", above.pk)).status_code == 404


def test_a_level_is_read_as_people_write_it():
    from tungnha.plans.adoption.forms import LevelField

    field = LevelField(max_digits=12, decimal_places=3)
    assert [field.clean(text) for text in ("35,4", "35.4", "40%", "5.480,5")] == [
        Decimal("35.4"), Decimal("35.4"), Decimal(40), Decimal("5480.5"),
    ]  # fmt: skip
    assert field.prepare_value(Decimal("35.400")) == "35,4"

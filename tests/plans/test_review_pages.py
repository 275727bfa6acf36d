from itertools import zip_longest

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tungnha.plans import operations
from tungnha.plans.models import Plan, PlanDocument
from tungnha.plans.prepare import prepared
from tungnha.plans.queries import latest_draft, organisations_near
from tungnha.plans.review_ops import MANY, opened, option_words
from tungnha.units.models import Area, Event, Organisation
from tungnha.units.problems import BadInput

from .conftest import SAMPLE, SAMPLES, SHARED
from .pages import inputs_of
from .test_operations import count_content, count_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai(client_of, members, units, at_tuesday):
    return client_of(members.mai)


def send(client, name, data):
    return client.post(reverse("plans:upload"), {"file": SimpleUploadedFile(name, data)})


def test_an_uploaded_plan_leads_to_its_review(mai):
    answer = send(mai, "hiep-luc.txt", SAMPLE.read_bytes())
    document = PlanDocument.objects.get()
    assert answer.url == reverse("plans:review", args=[document.pk])
    page = mai.get(answer.url).content.decode()
    assert 'id="van-ban-targets-1"' in page
    assert 'href="#targets-1"' in page
    assert "Chưa có hạn" in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("rong.txt", b"", "rỗng"),
        ("thu.txt", "Chào bác, hôm nay trời đẹp.".encode(), "Không tìm thấy kế hoạch"),
        ("anh.pdf", b"%PDF-1.7", "PDF bị hỏng"),
        ("khoa.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    ],
)
def test_a_bad_file_is_refused_at_the_top_of_the_form(mai, name, data, words):
    answer = send(mai, name, data)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert PlanDocument.objects.count() == 0


def paste(client, words):
    return client.post(reverse("plans:upload"), {"pasted": words})


def test_words_pasted_from_a_page_lead_to_a_review_too(mai):
    answer = paste(mai, SAMPLE.read_text(encoding="utf-8"))
    document = PlanDocument.objects.get()
    assert answer.url == reverse("plans:review", args=[document.pk])
    assert document.name == "noi-dung-dan.txt"
    assert len(latest_draft(document).content["targets"]) == 10


def test_pasted_words_that_are_no_plan_are_refused_and_kept_in_their_field(mai):
    answer = paste(mai, "Chào bác, hôm nay trời đẹp.")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Không tìm thấy kế hoạch" in page
    assert "hôm nay trời đẹp.</textarea>" in page


def test_nothing_given_and_both_given_are_told(mai):
    assert "chọn tệp kế hoạch hoặc dán nội dung" in paste(mai, "  ").content.decode()
    both = {"pasted": "Kế hoạch", "file": SimpleUploadedFile("a.txt", SAMPLE.read_bytes())}
    assert "để lại một trong hai" in mai.post(reverse("plans:upload"), both).content.decode()
    assert PlanDocument.objects.count() == 0


def test_a_file_too_large_is_refused_before_it_is_read(mai, monkeypatch):
    monkeypatch.setattr("tungnha.plans.forms.MAX_BYTES", 10)
    monkeypatch.setattr(operations, "receive_document", lambda **_: pytest.fail("read"))
    assert "MB" in send(mai, "to.txt", b"x" * 11).content.decode()


def test_no_file_is_said_in_words(mai):
    answer = mai.post(reverse("plans:upload"), {})
    assert "Chưa có văn bản" in answer.content.decode()


def test_the_same_file_again_leads_to_the_first(mai):
    send(mai, "hiep-luc.txt", SAMPLE.read_bytes())
    answer = send(mai, "lan-hai.txt", SAMPLE.read_bytes())
    assert reverse("plans:review", args=[PlanDocument.objects.get().pk]) in answer.content.decode()


@pytest.fixture
def page_of(mai, received):
    def get(**query):
        return mai.get(reverse("plans:review", args=[received.pk]), query)

    return get


def post(client, document, sent, do="save", **changed):
    return client.post(reverse("plans:review", args=[document.pk]), sent | {"do": do} | changed)


@pytest.mark.parametrize("path", [*SHARED, *SAMPLES], ids=lambda path: path.stem)
def test_every_plan_goes_from_upload_to_its_page_without_loss(path, mai, commune, members, at_tuesday):
    send(mai, path.name, path.read_bytes())
    document = PlanDocument.objects.get()
    first = latest_draft(document).content
    review = mai.get(reverse("plans:review", args=[document.pk]))
    assert review.status_code == 200
    saved = post(mai, document, inputs_of(review), do="confirm")
    assert saved.url == reverse("plans:confirm", args=[document.pk])
    sent = inputs_of(mai.get(saved.url)) | {"started_on": "6/4/2026", "ended_on": ""}
    confirmed = mai.post(saved.url, sent)
    plan = Plan.objects.get()
    assert confirmed.url == reverse("plans:plan", args=[plan.pk])
    assert count_parts(plan) == count_content(first)
    assert mai.get(confirmed.url).status_code == 200
    assert mai.get(reverse("plans:text", args=[plan.pk])).status_code == 200


@pytest.mark.parametrize("path", [*SHARED, *SAMPLES], ids=lambda path: path.stem)
def test_saving_an_untouched_review_keeps_every_word_and_every_unknown_key(path, mai, commune, members, at_tuesday):
    document = operations.receive_document(
        area=commune, name=path.name, data=path.read_bytes(), by=members.mai, at=at_tuesday
    )
    first = latest_draft(document)
    content = first.content | {"mới sau này": {"a": [1]}}
    content["targets"] = [row | {"khóa lạ": "giữ"} for row in content["targets"]]
    first.content = content
    first.save()
    post(mai, document, inputs_of(mai.get(reverse("plans:review", args=[document.pk]))))
    offered = prepared(content, bodies=organisations_near(commune), area_name=commune.name)
    after = latest_draft(document).content
    offered["questions"] = opened(offered)["questions"]  # their options speak of ids: see test_review_ops
    wanted = offered | {"recipients": content["recipients"], "recipient_finds": offered["recipients"]}
    assert _ids(after) == [f"{key}-{n}" for key in MANY for n in range(len(wanted.get(key) or []))]
    lost = [
        (key, n, _without_none(before), _without_none(now))
        for key in wanted
        for n, (before, now) in enumerate(zip_longest(_rows(wanted[key]), _rows(after[key])))
        if _without_none(before) != _without_none(now)
    ]
    assert lost == []


def _ids(content):
    rows = content | {"recipients": content["recipient_finds"]}
    return [row["id"] for key in MANY for row in rows.get(key) or []]


def _rows(value):
    return value if isinstance(value, list) else [value]


def _without_none(value):
    """A blank is a blank, said or not; spaces at the ends are none."""
    if isinstance(value, dict):
        kept = {k: v for k, v in value.items() if k not in ("id", "about")}  # the review's own: see test_review_ops
        return {k: _without_none(v) for k, v in kept.items() if v not in (None, "", [], False)}
    if isinstance(value, list):
        return [_without_none(v) for v in value]
    return value.strip() if isinstance(value, str) else value


def test_what_an_officer_corrects_is_kept_in_vietnamese_ways_of_writing(mai, page_of, received):
    sent = inputs_of(page_of()) | {
        "header-0-number": "61", "header-0-date": "27/5/2026", "targets-1-value": "35,5", "targets-1-due": "1/8/2026",
        "targets-2-stated_count": "3.500", "reporting-2-time": "9h30", "targets-1-measure": "",
    }  # fmt: skip
    assert post(mai, received, sent).status_code == 302
    after = latest_draft(received)
    assert (after.number, after.content["header"]["number"], after.content["header"]["date"]) == (2, "61", "2026-05-27")
    target = after.content["targets"][1]
    assert (target["value"], target["due"], target["measure"]) == (35.5, "2026-08-01", "")
    assert after.content["targets"][2]["stated_count"] == 3500
    assert after.content["reporting"][2]["time"] == "09:30"


def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_saved(mai, page_of, received):
    answer = post(mai, received, inputs_of(page_of()) | {"targets-1-value": "nhiều", "targets-1-due": "31/2/2026"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "“nhiều” không phải là số" in page
    assert "tháng 2/2026 chỉ có 28 ngày" in page
    assert latest_draft(received).number == 1


def test_a_row_is_added_and_another_removed_without_script(mai, page_of, received):
    before = latest_draft(received).content["legal_bases"]
    more = post(mai, received, inputs_of(page_of()), do="add:legal_bases")
    assert latest_draft(received).number == 1  # nothing is saved by asking for a row
    new = f"legal_bases-{len(before)}-symbol"
    sent = inputs_of(more) | {new: "99/NQ-HĐND", "legal_bases-0-remove": "on"}
    post(mai, received, sent)
    after = [row["symbol"] for row in latest_draft(received).content["legal_bases"]]
    assert after == [*[row["symbol"] for row in before[1:]], "99/NQ-HĐND"]


def test_a_likely_due_day_is_offered_and_taken_only_when_ticked(mai, page_of, received):
    first = latest_draft(received)
    first.content["targets"][0] |= {"due": None, "due_implied": "2026-12-31"}
    first.save()
    page = page_of()
    assert "có thể là 31/12/2026?" in page.content.decode()
    post(mai, received, inputs_of(page))
    assert latest_draft(received).content["targets"][0]["due"] is None
    post(mai, received, inputs_of(page_of()) | {"targets-0-take_due": "on"})
    assert latest_draft(received).content["targets"][0]["due"] == "2026-12-31"


def test_a_question_is_answered_from_its_options_or_in_own_words_or_left(mai, page_of, received):
    questions = latest_draft(received).content["questions"]
    first = option_words(questions[0]["options"][0])
    sent = inputs_of(page_of()) | {
        "questions-0-chosen": first,
        "questions-1-answer": "hỏi lại tỉnh",
    }
    post(mai, received, sent)
    after = latest_draft(received).content["questions"]
    assert [q.get("answer") for q in after[:3]] == [first, "hỏi lại tỉnh", None]
    assert inputs_of(page_of())["questions-0-chosen"] == [first]


def test_an_option_that_stands_for_a_value_sets_it_without_script(mai, page_of, received):
    question = next(q for q in latest_draft(received).content["questions"] if q["kind"] == "figures_differ")
    at = latest_draft(received).content["questions"].index(question)
    post(mai, received, inputs_of(page_of()) | {f"questions-{at}-chosen": "trên 64%"})
    after = latest_draft(received).content["targets"]
    assert {(after[n]["comparator"], after[n]["value"]) for n in (2, 7, 8)} == {(">", 64)}


def test_bodies_the_plan_names_are_created_when_ticked_and_matched_at_once(mai, page_of, received, commune):
    sent = inputs_of(page_of())
    names = {key: values[0] for key, values in sent.items() if key.startswith("body-") and key.endswith("-name")}
    key = next(key for key, name in names.items() if name.startswith("Trung tâm"))
    post(mai, received, sent | {key.replace("name", "make"): "1"}, do="bodies")
    made = Organisation.objects.get(name=names[key])
    assert (made.kind, made.area) == ("centre", commune)
    offered = prepared(latest_draft(received).content, bodies=organisations_near(commune), area_name=commune.name)
    assert any(str(made.pk) in row["organisations"] for row in offered["assignments"] + offered["tasks"])


def test_two_officers_saving_see_both_texts_and_may_go_on_from_either(mai, page_of, received, client_of, members):
    sent = inputs_of(page_of())
    post(mai, received, sent | {"header-0-title": "Bản của Mai"})
    dung = client_of(members.dung)
    answer = post(dung, received, sent | {"header-0-title": "Bản của Dung"})
    rival = received.drafts.get(beside__isnull=False)
    assert answer.url == reverse("plans:compare", args=[received.pk, rival.pk])
    page = dung.get(answer.url).content.decode()
    assert "Bản của Mai" in page
    assert "Bản của Dung" in page
    assert "Đầu văn bản, Đ: Trích yếu" in page
    chosen = dung.get(reverse("plans:review", args=[received.pk]), {"ban": rival.pk})
    assert post(dung, received, inputs_of(chosen)).url == reverse("plans:review", args=[received.pk])
    assert (latest_draft(received).number, latest_draft(received).content["header"]["title"]) == (3, "Bản của Dung")
    assert received.drafts.count() == 4


def test_two_reviews_are_compared_in_the_words_of_the_page(mai, page_of, received, client_of, members):
    """No key of the draft, no code of a choice: a date is a date, a choice is its word."""
    sent = inputs_of(page_of())
    post(mai, received, sent | {"targets-0-due": "30/6/2026", "targets-0-comparator": ">", "recipients-0-text": "Mai"})
    rival = post(client_of(members.dung), received, sent | {"targets-0-due": "", "recipients-0-text": "Dung"})
    found = {(d.section, d.name): (d.theirs, d.mine) for d in mai.get(rival.url).context["differences"]}
    was = received.drafts.get(number=1).content["targets"][0]
    assert found[("Chỉ tiêu", "Hạn")] == ("30/6/2026", "")
    assert found[("Chỉ tiêu", "So sánh")] == (
        "trên",
        {"=": "đạt", ">=": "từ … trở lên", ">": "trên"}[was["comparator"]],
    )
    assert found[("Nơi nhận", "Nơi nhận")] == ("Mai", "Dung")
    assert len(found) == 3


def test_villages_that_do_not_add_up_are_said(mai, page_of, received):
    first = latest_draft(received)
    first.content["scope"] |= {"villages": 34}
    first.save()
    assert "Kế hoạch nêu 34 thôn, trong sổ có 2" in page_of().content.decode()


@pytest.mark.parametrize("who", ["hung", "thu", "viet", "binh"])
def test_only_officers_upload_and_review(who, client_of, members, received):
    client = client_of(getattr(members, who))
    for url in (reverse("plans:upload"), reverse("plans:review", args=[received.pk])):
        assert client.get(url).status_code == 404
    assert Event.objects.filter(verb="role.refused").count() == 2


def test_the_province_does_not_correct_a_communes_plan(client_of, members, received):
    phuc = client_of(members.phuc)
    for name in ("review", "confirm", "file"):
        assert phuc.get(reverse(f"plans:{name}", args=[received.pk])).status_code == 404
    assert phuc.get(reverse("plans:upload")).status_code == 200


def test_the_province_confirms_its_own_plan(client_of, members, units, province, at_tuesday):
    phuc = client_of(members.phuc)
    send(phuc, "so.txt", SAMPLE.read_bytes())
    document = PlanDocument.objects.get(area=province)
    url = reverse("plans:confirm", args=[document.pk])
    answer = phuc.post(url, inputs_of(phuc.get(url)) | {"organisation": units.science.pk, "started_on": "8/6/2026"})
    assert answer.url == reverse("plans:plan", args=[Plan.objects.get().pk])


def test_a_confirmation_with_days_turned_round_is_refused(mai, received):
    url = reverse("plans:confirm", args=[received.pk])
    sent = inputs_of(mai.get(url)) | {"started_on": "26/5/2026", "ended_on": "1/5/2026"}
    answer = mai.post(url, sent)
    assert (answer.status_code, Plan.objects.count()) == (400, 0)
    assert BadInput.status == 400


def test_a_draft_saved_meanwhile_is_not_confirmed_unseen(mai, page_of, received):
    url = reverse("plans:confirm", args=[received.pk])
    sent = inputs_of(mai.get(url)) | {"started_on": "26/5/2026"}
    post(mai, received, inputs_of(page_of()) | {"header-0-title": "Vừa sửa"})
    answer = mai.post(url, sent)
    assert (answer.status_code, Plan.objects.count()) == (400, 0)
    assert "Vừa có người sửa bản rà soát" in answer.content.decode()
    assert mai.post(url, sent | inputs_of(answer)).status_code == 302


def test_a_word_file_is_read_like_its_text(mai, received):
    path = SAMPLE.with_suffix(".docx")
    send(mai, path.name, path.read_bytes())
    word = PlanDocument.objects.exclude(pk=received.pk).get()
    both = [count_content(latest_draft(document).content) for document in (word, received)]
    assert both[0]["targets"] == both[1]["targets"]
    assert both[0]["tasks"] == both[1]["tasks"]
    assert word.file.read() == path.read_bytes()


def test_the_review_asks_the_database_no_more_for_a_longer_plan(mai, page_of, received, django_assert_max_num_queries):
    first = latest_draft(received)
    first.content["tasks"] = first.content["tasks"] * 4
    first.save()
    with django_assert_max_num_queries(20):
        page_of()


@pytest.mark.parametrize("odd", ["²", "-1", "9" * 12, "9" * 40])
def test_numbers_that_our_page_never_sends_are_no_error(odd, mai, received):
    page = reverse("plans:review", args=[received.pk])
    asked = mai.get(page, {"ban": odd}).status_code
    sent = mai.post(page, {"base_number": odd, "base_change": odd, "targets-item": [odd, f"targets-{odd}"]})
    assert (asked in (200, 404), sent.status_code < 500) == (True, True)


@pytest.mark.parametrize(("name", "warned"), [("Hiệp Lực", False), ("Mẫu Sơn", True)])
def test_a_plan_of_another_place_is_warned_of_before_it_runs(name, warned, mai, received, commune):
    Area.objects.filter(pk=commune.pk).update(name=name)
    page = mai.get(reverse("plans:confirm", args=[received.pk])).content.decode()
    assert ("Văn bản này có vẻ của nơi khác" in page) is warned

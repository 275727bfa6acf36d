"""A request from taking in to the answer: what must be there first, what it does, what the letters say."""

import io
from datetime import timedelta

import pytest
from docx import Document

from tests.people.test_retention import visit
from tungnha.drafting import write_docx
from tungnha.field.queries import at_the_door, lacking, worklist
from tungnha.ledger.models import CampaignService
from tungnha.people.models import Consent, ConsentNotice, Person, Restriction, RightsRequest
from tungnha.people.operations import consents, restricting, rights
from tungnha.people.protection import letters_rights
from tungnha.people.protection.disclosing import INNER, NOT_TOLD, WORDS, held_about, label_of, title_of
from tungnha.people.protection.rights_rules import clocks_of
from tungnha.people.queries import counted
from tungnha.units.calendar import Calendar
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, OutOfDate

pytestmark = pytest.mark.django_db
PLAIN = Calendar()


@pytest.fixture
def take(commune, members, at_tuesday):
    def taken(kind="delete", person=None, **more):
        said = {
            "kind": kind, "received_at": at_tuesday, "channel": "desk", "asks": "self", "asker_name": "Nguyễn Văn An",
            "asker_contact": "Thôn 1, 0912000011", "words": "Xin xóa, gọi 0912000011",
        }  # fmt: skip
        request = rights.take_in(area=commune, by=members.mai, at=at_tuesday, **(said | more))
        if person is not None:
            rights.choose_person(request=request, person=person, by=members.dung, at=at_tuesday)
            rights.check_asker(request=request, checked="card", by=members.dung, at=at_tuesday)
        return request

    return taken


@pytest.fixture
def answer(members, at_tuesday):
    def answered(request, outcome="done", **more):
        rights.answer(request=request, outcome=outcome, by=members.dung, at=at_tuesday + timedelta(days=1), **more)
        return RightsRequest.objects.get(pk=request.pk)

    return answered


def words(document) -> str:
    """All that a Word file says."""
    opened = Document(io.BytesIO(document if isinstance(document, bytes) else write_docx(document)))
    said = [paragraph.text for paragraph in opened.paragraphs]
    said += [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join(said)


# --- taking in and answering


def test_numbers_in_the_words_are_hidden_the_contact_is_kept_sealed(take):
    request = take()
    assert "0912000011" not in request.words
    assert RightsRequest.objects.get().asker_contact == "Thôn 1, 0912000011"


@pytest.mark.parametrize(
    ("more", "said"),
    [({"received_at": timedelta(hours=1)}, "còn ở phía trước"), ({"asks": "guardian"}, "dữ liệu của ai")],
)
def test_what_cannot_be_taken_in(take, at_tuesday, more, said):
    if "received_at" in more:
        more = {"received_at": at_tuesday + more["received_at"]}
    with pytest.raises(BadInput, match=said):
        take(**more)


def test_nothing_is_done_before_the_person_and_the_asker_are_known(take, answer, people, members, at_tuesday):
    request = take()
    with pytest.raises(BadInput, match="chọn người trong sổ"):
        answer(request)
    rights.choose_person(request=request, person=people.an, by=members.dung, at=at_tuesday)
    with pytest.raises(BadInput, match="kiểm tra người yêu cầu"):
        answer(request)
    assert Person.objects.get(pk=people.an.pk).erased_at is None


@pytest.mark.parametrize(
    ("outcome", "more", "said"),
    [
        ("refused", {"why": "luật không cho"}, "nêu điều luật"),
        ("refused", {"ground": "14.2"}, "ghi lý do"),
        ("partly", {}, "ghi lý do"),
        ("not_held", {}, "không giữ dữ liệu"),
    ],
)
def test_an_answer_says_why(take, answer, people, outcome, more, said):
    with pytest.raises(BadInput, match=said):
        answer(take(person=people.an), outcome, **more)


def test_deleting_erases_and_closes(take, answer, people):
    done = answer(take(person=people.an))
    assert done.outcome == "done"
    assert done.person.full_name == "Đã xóa thông tin"
    assert done.asker_name == "Nguyễn Văn An"  # the letter is still to be written
    assert done.erasures.get().persons == 1
    with pytest.raises(OutOfDate):
        answer(done)


def test_a_refusal_erases_nobody(take, answer, people):
    done = answer(take(person=people.an), "refused", why="đang cần cho nhiệm vụ", ground="19.1c")
    assert done.article == "điểm c khoản 1 Điều 19 Luật số 91/2025/QH15"
    assert Person.objects.get(pk=people.an.pk).erased_at is None


def test_not_in_the_register_is_an_answer_too(take, answer, members, at_tuesday):
    request = take("view")
    rights.not_found(request=request, by=members.dung, at=at_tuesday)
    assert answer(request, "not_held").outcome == "not_held"


def test_one_merged_away_stands_for_the_record_it_became(take, people):
    people.duy.merged_into = people.an
    people.duy.save()
    assert take("view", person=people.duy).person == people.an


def test_one_extension_before_the_term_is_over(take, members, at_tuesday):
    request = take("view")
    due = clocks_of(request, PLAIN).due_at

    def extend(at, why="chờ công an xác minh"):
        rights.extend(request=request, why=why, calendar=PLAIN, by=members.dung, at=at)

    with pytest.raises(BadInput, match="vì sao"):
        extend(at_tuesday, why=" ")
    with pytest.raises(BadInput, match="quá hạn"):
        extend(due)
    extend(due - timedelta(seconds=1))
    assert clocks_of(request, PLAIN).due_at > due
    with pytest.raises(BadInput, match="một lần"):
        extend(at_tuesday)


def test_every_step_is_in_the_log_and_names_nobody(take, answer, people):
    request = take(person=people.an)
    answer(request)
    events = Event.objects.filter(about="people.RightsRequest")
    assert {e.verb for e in events} >= {"rights.taken_in", "rights.person_chosen", "rights.checked", "rights.answered"}
    assert "An" not in str(list(events.values_list("data", flat=True)))


def test_an_answered_request_forgets_its_names_after_two_years(take, answer, people, at_tuesday):
    done = answer(take(person=people.an))
    assert rights.forget_old(at_tuesday + timedelta(days=700)) == 0
    assert rights.forget_old(at_tuesday + timedelta(days=740)) == 1
    assert rights.forget_old(at_tuesday + timedelta(days=741)) == 0
    done.refresh_from_db()
    assert (done.asker_name, done.words, done.asker_contact) == ("(đã hết hạn giữ)", "", "")
    assert done.outcome == "done"


# --- left alone


@pytest.fixture
def asked(campaign, service):
    return CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15", order=1)


def test_who_asked_to_be_left_alone_is_on_no_worklist_and_in_every_count(
    take, answer, asked, people, campaign, households, members, at_tuesday
):
    on = at_tuesday.date()
    assert people.an in lacking(campaign, on, members.lan)
    answer(take("restrict", person=people.an))
    assert people.an not in lacking(campaign, on, members.lan)
    assert people.an not in [row.person for row in at_the_door(households.one, campaign, on)]
    assert people.bao in [row.person for row in at_the_door(households.one, campaign, on)]
    assert people.an in counted("adult15", on)
    answer(take("object", person=people.bao))
    assert households.one not in worklist(members.lan, campaign, on)


def test_a_restriction_is_lifted_with_a_reason_once(people, members, asked, campaign, at_tuesday):
    held = restricting.restrict(person=people.an, by=members.dung, at=at_tuesday)
    assert restricting.restrict(person=people.an, by=members.dung, at=at_tuesday) == held
    with pytest.raises(BadInput, match="vì sao"):
        restricting.lift(restriction=held, why="", by=members.dung, at=at_tuesday)
    restricting.lift(restriction=held, why="tự đề nghị lại", by=members.dung, at=at_tuesday)
    with pytest.raises(BadInput, match="từ trước"):
        restricting.lift(restriction=held, why="x", by=members.dung, at=at_tuesday)
    assert people.an in lacking(campaign, at_tuesday.date(), members.lan)
    assert Restriction.objects.count() == 1


# --- consent


@pytest.fixture
def notice(commune, members, at_tuesday):
    return consents.write_notice(area=commune, purpose="Chụp ảnh", text="Bản một", by=members.dung, at=at_tuesday)


def give(person, notice, members, at, **more):
    said = {"channel": "paper", "given_at": at, "evidence": "tờ 1"} | more
    return consents.give(person=person, notice=notice, by=members.lan, at=at, **said)


def test_words_are_never_changed_only_versioned(notice, commune, members, at_tuesday):
    with pytest.raises(BadInput, match="giống hệt"):
        consents.write_notice(area=commune, purpose=" chụp ảnh ", text="Bản một", by=members.dung, at=at_tuesday)
    second = consents.write_notice(area=commune, purpose="chụp ảnh", text="Bản hai", by=members.dung, at=at_tuesday)
    assert (second.purpose, second.version) == ("Chụp ảnh", 2)
    assert ConsentNotice.objects.get(version=1).text == "Bản một"


@pytest.mark.parametrize(
    ("who", "more", "said"),
    [
        ("an", {"evidence": " "}, "Bằng chứng để ở đâu"), ("an", {"channel": "oral"}, "người làm chứng"),
        ("chi", {}, "chưa đủ 18 tuổi"), ("an", {"given_at": timedelta(hours=1)}, "phía trước"),
    ],
)  # fmt: skip
def test_a_consent_that_could_not_be_proved_is_refused(notice, people, members, at_tuesday, who, more, said):
    if "given_at" in more:
        more = {"given_at": at_tuesday + more["given_at"]}
    with pytest.raises(BadInput, match=said):
        give(getattr(people, who), notice, members, at_tuesday, **more)
    assert Consent.objects.count() == 0


def test_a_number_typed_into_the_evidence_is_hidden(notice, people, members, at_tuesday):
    given = give(people.an, notice, members, at_tuesday, channel="sms", evidence="tin nhắn từ 0912000011")
    assert given.evidence == "tin nhắn từ 091****011"
    consents.withdraw(consent=given, how="gọi từ 0912000011", by=members.lan, at=at_tuesday)
    given.refresh_from_db()
    assert given.withdrawn_how == "gọi từ 091****011"


def test_given_once_withdrawn_once_and_given_again(notice, people, members, at_tuesday):
    first = give(people.an, notice, members, at_tuesday)
    with pytest.raises(BadInput, match="đã đồng ý"):
        give(people.an, notice, members, at_tuesday)
    consents.withdraw(consent=first, how="nói tại nhà", by=members.lan, at=at_tuesday)
    with pytest.raises(BadInput, match="từ trước"):
        consents.withdraw(consent=first, how="x", by=members.lan, at=at_tuesday)
    assert give(people.an, notice, members, at_tuesday).holds
    give(people.chi, notice, members, at_tuesday, guardian="Nguyễn Văn An")


def test_withdrawing_by_a_request_takes_only_what_was_chosen(
    take, answer, notice, people, members, commune, at_tuesday
):
    other = consents.write_notice(area=commune, purpose="Nhóm Zalo", text="Xin", by=members.dung, at=at_tuesday)
    one, two = give(people.an, notice, members, at_tuesday), give(people.an, other, members, at_tuesday)
    elses = give(people.em, notice, members, at_tuesday)
    request = take("withdraw", person=people.an)
    with pytest.raises(BadInput, match="sự đồng ý nào"):
        answer(request)
    with pytest.raises(BadInput, match="người khác"):
        answer(request, consents=[elses])
    answer(request, consents=[one])
    for row in (one, two, elses):
        row.refresh_from_db()
    assert (one.holds, two.holds, elses.holds) == (False, True, True)


# --- letters and what is held


def test_the_reply_names_the_last_day(take, at_tuesday):
    request = take("view")
    said = words(letters_rights.letter(request, clocks_of(request, PLAIN), "tiep-nhan", at_tuesday))
    assert "DỰ THẢO" in said
    assert "V/v tiếp nhận yêu cầu xem dữ liệu" in said
    assert "chậm nhất hết ngày 05/6/2026" in said
    assert request.number.replace("-", "\N{NON-BREAKING HYPHEN}") in said
    assert "Kính gửi: Ông (Bà) Nguyễn Văn An" in said


def test_the_extension_names_both_days_and_the_reason(take, members, at_tuesday):
    request = take("view")
    rights.extend(request=request, why="Chờ công an xác minh", calendar=PLAIN, by=members.dung, at=at_tuesday)
    said = words(letters_rights.letter(request, clocks_of(request, PLAIN), "gia-han", at_tuesday))
    assert "hết ngày 05/6/2026" in said
    assert "chậm nhất hết ngày 15/6/2026" in said
    assert "Chờ công an xác minh" in said


@pytest.mark.parametrize(
    ("outcome", "more", "wanted"),
    [
        ("done", {}, ["đã thực hiện xong yêu cầu", "được xóa khỏi hệ thống", "sao lưu"]),
        ("partly", {"why": "Danh sách của công an giữ lại"}, ["một phần", "Danh sách của công an giữ lại"]),
        ("refused", {"why": "Đang cần", "ground": "14.2"}, ["từ chối yêu cầu", "khoản 2 Điều 14", "khiếu nại"]),
    ],
)
def test_the_answer_says_what_was_done_and_why_not(take, answer, people, at_tuesday, outcome, more, wanted):
    done = answer(take(person=people.an), outcome, **more)
    said = words(letters_rights.letter(done, clocks_of(done, PLAIN), "tra-loi", at_tuesday))
    assert [word for word in wanted if word not in said] == []
    assert "Phụ lục" not in said


def test_a_copy_holds_everything_with_the_numbers_in_full(take, answer, people, members, campaign, service, at_tuesday):
    visit(people.an, members.lan, campaign, service, at_tuesday, reason="hẹn lại")
    done = answer(take("provide", person=people.an))
    said = words(letters_rights.letter(done, clocks_of(done, PLAIN), "tra-loi", at_tuesday))
    for wanted in ("019080000011", "0912000011", "15/03/1980", "đang được lưu giữ", "hẹn lại",
                   "Ghi nhận về tiện ích số"):  # fmt: skip
        assert wanted in said, wanted
    assert "019080000012" not in said


def test_every_table_about_a_person_has_a_vietnamese_name_and_words():
    bare = []
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if model._meta.label not in NOT_TOLD and title_of(model) == "Dữ liệu khác":
            bare.append(model._meta.label)
    assert bare == []


def test_the_fields_told_are_called_in_vietnamese(people):
    """Words in plain ASCII are told by WORDS, so that no `since on` stands in a letter."""
    unnamed = {
        f"{relation.related_model._meta.label}.{field.name}"
        for relation in Person._meta.related_objects
        for field in relation.related_model._meta.fields
        if str(field.verbose_name) == field.name.replace("_", " ")
        and label_of(field) == str(field.verbose_name)
        and relation.related_model._meta.label.split(".")[0] in ("ledger", "field", "lists")
        and field.name not in INNER
    }
    assert unnamed == set()
    assert WORDS["since on"] == "từ ngày"


def test_merged_records_are_told_as_one(people):
    people.duy.merged_into, people.duy.household = people.an, None
    people.duy.save()
    numbers = [value for part in held_about(people.an) if part.title.startswith("Số định danh") for row in part.rows
               for _, value in row]  # fmt: skip
    assert {"019080000011", "019090000014"} <= set(numbers)

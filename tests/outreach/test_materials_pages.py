"""The pages of the materials, as Mai and Lan use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.outreach.test_materials import picture
from tungnha.outreach.models import Material
from tungnha.outreach.queries.materials import for_phones

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
WORDS = {"title": "Năm điều", "kind": "warning", "words": "Không hỏi mật khẩu.", "for_door": "on", "order": "1"}


def test_from_the_form_to_the_phone(client_of, members, service, at_tuesday):
    mai = client_of(members.mai)
    photo = SimpleUploadedFile("hinh.jpg", picture(), content_type="image/jpeg")
    answer = mai.post("/tai-lieu/them/", WORDS | {"picture": photo}, follow=True)
    assert "chờ duyệt" in answer.content.decode()
    made = Material.objects.get()
    assert for_phones(members.lan, at_tuesday) == []
    mai.post(f"/tai-lieu/{made.pk}/duyet/")
    (sent,) = for_phones(members.lan, at_tuesday)
    assert sent["picture"].startswith("data:image/webp;base64,")
    assert "Không hỏi mật khẩu." in client_of(members.lan).get(f"/tai-lieu/{made.pk}/").content.decode()


def test_a_wrong_picture_is_said_beside_its_field_and_the_words_stay(client_of, members, service):
    given = WORDS | {"picture": SimpleUploadedFile("a.exe", b"MZ\x90")}
    said = client_of(members.mai).post("/tai-lieu/them/", given).content.decode()
    assert "Tệp hình không mở được" in said
    assert "Không hỏi mật khẩu." in said
    assert Material.objects.count() == 0


def test_a_member_of_a_team_reads_only_what_is_approved_and_writes_nothing(client_of, members, service):
    client_of(members.mai).post("/tai-lieu/them/", WORDS)
    made, lan = Material.objects.get(), client_of(members.lan)
    assert "Năm điều" not in lan.get("/tai-lieu/").content.decode()
    assert lan.get(f"/tai-lieu/{made.pk}/").status_code == 404
    for tail in ("sua/", "duyet/", "thoi-dung/"):
        assert lan.post(f"/tai-lieu/{made.pk}/{tail}").status_code == 404


def test_a_change_is_a_new_version_and_its_picture_stays(client_of, members, service, at_tuesday):
    mai = client_of(members.mai)
    mai.post("/tai-lieu/them/", WORDS | {"picture": SimpleUploadedFile("h.png", picture(form="PNG"))})
    first = Material.objects.get()
    mai.post(f"/tai-lieu/{first.pk}/sua/", WORDS | {"words": "Không hỏi mã OTP."})
    second = Material.objects.get(version=2)
    assert bytes(second.picture) == bytes(first.picture)
    assert "Có bản mới hơn" in mai.get(f"/tai-lieu/{first.pk}/").content.decode()


def test_the_first_set_is_offered_and_added(client_of, members, service):
    said = client_of(members.mai).post("/tai-lieu/bo-mau/", follow=True).content.decode()
    assert "Đã thêm 6 bản thảo" in said

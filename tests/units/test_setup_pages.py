"""The pages of the setup: an officer walks through them; for others they do not exist."""

import re

import pytest

from tungnha.units.login import find_user
from tungnha.units.models import Area, Event, Group, Member, Organisation

pytestmark = pytest.mark.django_db

PAGES = ("", "thon/", "don-vi/", "don-vi/them/", "nguoi-dung/", "nguoi-dung/them/", "to/", "to/thanh-lap/")


@pytest.fixture
def mai(client_of, members, at_tuesday):
    return client_of(members.mai)


def get(client, path):
    answer = client.get(f"/thiet-lap/{path}")
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("who", ["mai", "dung"])
def test_officers_and_data_stewards_see_every_page(who, client_of, members, people, at_tuesday):
    client = client_of(getattr(members, who))
    assert [get(client, page)[0] for page in PAGES] == [200] * len(PAGES)
    assert "/thiet-lap/" in client.get("/").content.decode()


@pytest.mark.parametrize("who", ["lan", "son", "hung", "binh", "thu", "viet", "phuc"])
def test_for_all_others_the_pages_do_not_exist(who, client_of, members, villages, at_tuesday):
    client = client_of(getattr(members, who))
    pages = (*PAGES, f"thon/{villages[0].pk}/", f"nguoi-dung/{members.lan.pk}/")
    if who == "phuc":  # a province founds groups of its own
        pages = tuple(page for page in pages if not page.startswith("to/"))
    assert [get(client, page)[0] for page in pages] == [404] * len(pages)
    assert client.post(f"/thiet-lap/nguoi-dung/{members.mai.pk}/mat-khau/").status_code == 404
    assert client.post("/thiet-lap/thon/", {"text": "thôn X"}).status_code == 404
    assert Area.objects.villages().count() == 2


def test_villages_are_pasted_and_counted(mai, people):
    answer = mai.post("/thiet-lap/thon/", {"text": "thôn Đông\nkhu phố 3"}, follow=True).content.decode()
    assert "Đã thêm 2 thôn." in answer
    assert "4 thôn của xã Mẫu Sơn" in answer
    row = re.search(r"Thôn 1</a>.*?</tr>", answer, re.S).group()
    assert re.findall(r'data-label="(Hộ|Người|Người dùng)">(?:<a[^>]*>)?([^<]*)<', row) == [
        ("Hộ", "1"),
        ("Người", "4"),
        ("Người dùng", "2"),
    ]


def test_a_wrong_line_is_told_at_the_form_and_what_was_pasted_is_kept(mai, villages):
    page = mai.post("/thiet-lap/thon/", {"text": "thôn Đông\nTây"}).content.decode()
    assert "Dòng “Tây”: hãy ghi loại rồi đến tên" in page
    assert "thôn Đông\nTây</textarea>" in page


def test_a_village_ends_from_its_page(mai, villages):
    one, two = villages
    path = f"/thiet-lap/thon/{one.pk}/"
    wrong = mai.post(f"{path}ket-thuc/", {"end-on": "2026-07-01"}).content.decode()
    assert "Chọn: Thôn nhận" in wrong
    mai.post(f"{path}ket-thuc/", {"end-on": "2026-07-01", "end-successors": [two.pk], "end-decision": "12/NQ"})
    assert "Thôn này đã kết thúc" in mai.get(path).content.decode()


def test_an_organisation_is_added_edited_and_ended(mai, commune):
    facts = {"name": "Trạm Y tế", "kind": "clinic", "area": commune.pk, "must_report": "on"}
    assert mai.post("/thiet-lap/don-vi/them/", facts).status_code == 302
    clinic = Organisation.objects.get(name="Trạm Y tế")
    mai.post(f"/thiet-lap/don-vi/{clinic.pk}/", facts | {"head_name": "Lò Văn Pha"})
    mai.post(f"/thiet-lap/don-vi/{clinic.pk}/ket-thuc/", {"end-on": "2026-05-26"})
    clinic.refresh_from_db()
    assert (clinic.head_name, str(clinic.valid_to)) == ("Lò Văn Pha", "2026-05-26")


def test_the_first_password_is_shown_once_and_opens(mai, villages, units):
    new = {
        "full_name": "Kiên", "role": "team_member", "area": villages[0].pk, "organisation": units.team1.pk,
        "phone": "0987000123",
    }  # fmt: skip
    page = mai.post("/thiet-lap/nguoi-dung/them/", new).content.decode()
    password = re.search(r"<code>([^<]+)</code>", page).group(1)
    assert find_user("0987000123").check_password(password)
    member = Member.objects.get(user__full_name="Kiên")
    page = mai.get(f"/thiet-lap/nguoi-dung/{member.pk}/").content.decode()
    assert (password in page, "0987000123" in page, "098****123" in page) == (False, False, True)
    page = mai.post(f"/thiet-lap/nguoi-dung/{member.pk}/mat-khau/").content.decode()
    again = re.search(r"<code>([^<]+)</code>", page).group(1)
    assert again != password
    assert find_user("0987000123").check_password(again)


def test_mai_cannot_end_herself_and_is_told_why(mai, members):
    page = mai.post(f"/thiet-lap/nguoi-dung/{members.mai.pk}/ket-thuc/", {"end-on": "2026-05-26"}).content.decode()
    assert "Đây là vai trò cán bộ cuối cùng của chính mình" in page


def test_a_group_is_founded_filled_and_renewed(mai, villages, units):
    mai.post("/thiet-lap/to/thanh-lap/?loai=working", {
        "number": "45/QĐ-UBND", "signed_on": "2026-05-20", "areas": [villages[0].pk], "parts": [f"o{units.vnpt.pk}"],
    })  # fmt: skip
    group = Group.objects.get()
    _, page = get(mai, "to/?loai=working")
    assert "Chưa thành lập: thôn 2." in page
    assert "<b>1/2</b> thôn đã thành lập (50,00%)" in page
    path = f"/thiet-lap/to/{group.pk}/"
    assert "VNPT Mẫu Sơn. Thành phần bắt buộc" in mai.get(path).content.decode()
    place = {"place-full_name": "Phan Quốc Việt", "place-part": "member", "place-sent_by": units.vnpt.pk}
    mai.post(f"{path}thanh-vien/", place | {"place-from_on": "2026-05-21"})
    mai.post(f"{path}kien-toan/", {"renew-number": "50/QĐ-UBND", "renew-signed_on": "2026-05-25"})
    page = mai.get(path).content.decode()
    assert "Đủ thành phần bắt buộc: VNPT Mẫu Sơn" in page
    assert "Kiện toàn: 50/QĐ-UBND ngày 25/5/2026" in page
    mai.post(f"{path}thanh-vien/{group.places.get().pk}/thoi/", {"on": "2026-05-26"})
    assert str(group.places.get().to_on) == "2026-05-26"


def test_what_lies_above_or_beside_the_commune_cannot_be_set_up(mai, units, members, province):
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    village = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="A", parent=other)
    paths = (f"thon/{village.pk}/", f"don-vi/{units.science.pk}/", f"nguoi-dung/{members.phuc.pk}/")
    assert [get(mai, path)[0] for path in paths] == [404, 404, 404]
    assert mai.post(f"/thiet-lap/nguoi-dung/{members.phuc.pk}/mat-khau/").status_code == 404
    assert Event.objects.filter(verb="scope.refused").count() >= 3


def test_the_pages_ask_as_often_for_34_villages_as_for_two(mai, commune, villages, django_assert_max_num_queries):
    mai.post("/thiet-lap/thon/", {"text": "\n".join(f"thôn {n}" for n in range(3, 35))})
    found = {
        "number": "1/QĐ",
        "signed_on": "2026-05-20",
        "areas": list(Area.objects.villages().values_list("pk", flat=True)),
    }
    mai.post("/thiet-lap/to/thanh-lap/", found)
    assert Group.objects.count() == 34
    for page in PAGES:
        with django_assert_max_num_queries(20):
            mai.get(f"/thiet-lap/{page}")


def test_33_of_34_villages_have_their_group_the_last_is_named_and_then_founded(mai, commune, villages):
    """Scenario A3."""
    mai.post("/thiet-lap/thon/", {"text": "\n".join(f"thôn {n}" for n in range(3, 35))})
    every = list(Area.objects.villages().order_by("order", "code").values_list("pk", flat=True))
    found = {"number": "1/QĐ", "signed_on": "2026-05-20", "parts": ["kteam", "koperator"]}
    mai.post("/thiet-lap/to/thanh-lap/?loai=working", found | {"areas": every[:33]})
    _, page = get(mai, "to/?loai=working")
    assert "<b>33/34</b> thôn đã thành lập (97,06%)" in page
    assert "Chưa thành lập: thôn 34." in page
    assert "Tổ công nghệ số cộng đồng, " in page, "who lacks whom"
    mai.post("/thiet-lap/to/thanh-lap/?loai=working", found | {"areas": every[33:]})
    assert "<b>34/34</b> thôn đã thành lập (100,00%)" in get(mai, "to/?loai=working")[1]


def test_a_province_founds_its_own_group_with_one_focal_point_of_each(members, units, province, commune, client_of):
    """Scenario B2: six sides are asked for, five have named somebody."""
    sides = [units.science] + [
        Organisation.objects.create(name=name, kind=kind, area=province)
        for name, kind in (
            ("Công an tỉnh", "police"), ("Tỉnh đoàn", "union"), ("Liên đoàn Lao động tỉnh", "union"),
            ("Viettel tỉnh", "operator"), ("Đơn vị cung cấp chữ ký số", "company"),
        )
    ]  # fmt: skip
    phuc = client_of(members.phuc)
    phuc.post("/thiet-lap/to/thanh-lap/", {
        "number": "9/QĐ-SKHCN", "signed_on": "2026-05-20", "areas": [province.pk],
        "parts": [f"o{side.pk}" for side in sides],
    })  # fmt: skip
    group = Group.objects.get()
    assert (group.kind, group.area) == ("rollout", province)
    for n, side in enumerate(sides[:5]):
        answer = phuc.post(f"/thiet-lap/to/{group.pk}/thanh-vien/", {
            "place-full_name": f"Đầu Mối {n}", "place-part": "member", "place-sent_by": side.pk,
            "place-from_on": "2026-05-21",
        })  # fmt: skip
        assert answer.status_code == 302
    page = phuc.get(f"/thiet-lap/to/{group.pk}/").content.decode()
    assert "<b>5/6</b> đơn vị đã cử người" in page
    assert "Đơn vị cung cấp chữ ký số. Thành phần bắt buộc" in page
    place = group.places.first()
    phuc.post(f"/thiet-lap/to/{group.pk}/thanh-vien/{place.pk}/thoi/", {"on": "2026-05-26"})
    assert str(group.places.get(pk=place.pk).to_on) == "2026-05-26"


def test_a_province_neither_sees_nor_binds_the_groups_of_its_communes(members, commune, province, client_of):
    own = Group.objects.create(name="Của xã", kind="rollout", area=commune, composition_rule=[{"x": 1}])
    phuc = client_of(members.phuc)
    assert phuc.get(f"/thiet-lap/to/{own.pk}/").status_code == 404
    assert commune.title not in get(phuc, "to/?loai=rollout")[1]
    phuc.post("/thiet-lap/to/thanh-phan/?loai=rollout", {"parts": ["kpolice"]})
    own.refresh_from_db()
    assert own.composition_rule == [{"x": 1}]

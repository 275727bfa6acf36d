"""The pages of the import, as Mai walks through them and as others must not."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people.files import LINES, changed, workbook
from tungnha.matching.workbooks import open_workbook
from tungnha.people.models import Person, PopulationFile
from tungnha.units.models import Area, Event, Member, Role, User

pytestmark = pytest.mark.django_db


def upload(client, data, name="so-ho.xlsx"):
    file = SimpleUploadedFile(name, data)
    return client.post("/nhan-khau/nhap/", {"file": file, "source": "Công an xã", "as_of_on": "2026-05-20"})


@pytest.fixture
def mai(client_of, members, villages, at_tuesday):
    return client_of(members.mai)


def columns_of(file):
    return {field: str(at) for field, at in file.columns.items()}


def test_mai_walks_from_the_file_to_the_report(mai, villages):
    lines = [*LINES, changed(LINES[2], name="Lò Văn Pha", village="Xóm Núi"), changed(LINES[2], name="", birth="2011")]
    answer = upload(mai, workbook(lines))
    file = PopulationFile.objects.get()
    assert answer.url == f"/nhan-khau/nhap/{file.pk}/"

    page = mai.get(answer.url).content.decode()
    assert "0190******01" in page
    assert [cell for line in LINES for cell in (line[6], line[7]) if cell and cell in page] == []

    answer = mai.post(answer.url, columns_of(file))
    assert answer.url == f"/nhan-khau/nhap/{file.pk}/hoi-lai/"
    assert "“Xóm Núi” (1 dòng) là thôn nào?" in mai.get(answer.url).content.decode()

    answer = mai.post(answer.url, {"village-0": str(villages[1].pk)})
    assert answer.url == f"/nhan-khau/nhap/{file.pk}/xem-truoc/"
    page = mai.get(answer.url).content.decode()
    assert "Dòng 8: Thiếu họ và tên." in page
    assert Person.objects.count() == 0

    answer = mai.post(answer.url)
    assert answer.url == f"/nhan-khau/nhap/{file.pk}/ket-qua/"
    page = mai.get(answer.url).content.decode()
    assert "7 dòng người = 6 thêm + 0 cập nhật + 0 không đổi + 1 chưa nhận" in page
    assert "Lò Văn Pha" in mai.get(f"{answer.url}added/").content.decode()

    saved = mai.get(f"/nhan-khau/nhap/{file.pk}/chua-nhan.xlsx").getvalue()
    assert io.BytesIO(saved).read(2) == b"PK"
    assert open_workbook("x.xlsx", saved).sheets[0].rows[1][-1] == "Thiếu họ và tên."
    assert Event.objects.filter(verb="population.refused_exported", about_id=str(file.pk)).count() == 1


def test_a_file_that_leaves_nothing_open_goes_straight_to_the_preview(mai):
    upload(mai, workbook())
    file = PopulationFile.objects.get()
    mai.post(f"/nhan-khau/nhap/{file.pk}/", columns_of(file))
    assert mai.get(f"/nhan-khau/nhap/{file.pk}/hoi-lai/").url == f"/nhan-khau/nhap/{file.pk}/xem-truoc/"


def test_a_bad_file_is_one_sentence_at_the_top_of_the_form(mai):
    page = upload(mai, b"%PDF-1.7", "so-ho.pdf").content.decode()
    assert "Tệp “so-ho.pdf” không phải là bảng tính; hãy gửi tệp .xlsx, .xls, .ods hoặc .csv." in page
    assert PopulationFile.objects.count() == 0


def test_a_file_given_up_is_gone(mai):
    upload(mai, workbook())
    file = PopulationFile.objects.get()
    assert mai.post(f"/nhan-khau/nhap/{file.pk}/bo/").url == "/nhan-khau/nhap/"
    assert PopulationFile.objects.count() == 0


def test_another_sheet_is_read_anew(mai):
    upload(mai, workbook())
    file = PopulationFile.objects.get()
    assert mai.post(f"/nhan-khau/nhap/{file.pk}/", {"sheet": "Sổ hộ"}).status_code == 302
    assert mai.post(f"/nhan-khau/nhap/{file.pk}/", {"sheet": "Không có"}).status_code == 400


@pytest.mark.parametrize("who", ["lan", "son", "hung", "binh", "thu", "viet", "phuc"])
def test_only_officers_and_data_stewards_import(who, client_of, members, mai):
    upload(mai, workbook())
    pk = PopulationFile.objects.get().pk
    client = client_of(getattr(members, who))
    pages = ("", f"{pk}/", f"{pk}/hoi-lai/", f"{pk}/xem-truoc/", f"{pk}/ket-qua/", f"{pk}/chua-nhan.xlsx")
    assert [client.get(f"/nhan-khau/nhap/{page}").status_code for page in pages] == [404] * len(pages)
    assert client.post(f"/nhan-khau/nhap/{pk}/bo/").status_code == 404
    assert PopulationFile.objects.count() == 1


def test_a_file_of_another_commune_does_not_exist(client_of, mai, province):
    upload(mai, workbook())
    pk = PopulationFile.objects.get().pk
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    user = User.objects.create_user(full_name="Tâm", password="mot-mat-khau", email="tam@mau.example")
    tam = client_of(Member.objects.create(user=user, role=Role.OFFICER, area=other))
    assert tam.get(f"/nhan-khau/nhap/{pk}/").status_code == 404
    assert Event.objects.filter(verb="scope.refused", about="people.PopulationFile").count() == 1


def test_a_stranger_is_sent_to_the_log_in(client):
    assert client.get("/nhan-khau/nhap/").url == "/dang-nhap/?next=/nhan-khau/nhap/"


def test_the_pages_ask_as_often_for_many_rows_as_for_few(mai, django_assert_max_num_queries):
    many = [changed(LINES[0], code=f"K{n}", name=f"Lò Văn Số {n}", number="", phone="") for n in range(60)]
    upload(mai, workbook([*LINES, *many]))
    file = PopulationFile.objects.get()
    with django_assert_max_num_queries(20):
        mai.post(f"/nhan-khau/nhap/{file.pk}/", columns_of(file))
    with django_assert_max_num_queries(20):
        mai.get(f"/nhan-khau/nhap/{file.pk}/xem-truoc/")
    with django_assert_max_num_queries(54):  # with the recount of the villages that comes after every page
        mai.post(f"/nhan-khau/nhap/{file.pk}/xem-truoc/")
    with django_assert_max_num_queries(12):
        mai.get(f"/nhan-khau/nhap/{file.pk}/ket-qua/added/")

"""The way of a seller's list through the pages: file, columns, villages, preview, result, the refused lines again."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.people.test_sellers_import import CODES, shops, workbook
from tungnha.people.models import Establishment, Export, SellerFile

pytestmark = pytest.mark.django_db


def sent(client, data, **more):
    said = {"about": "establishments", "source": "Thuế cơ sở", "as_of_on": "2026-05-20", "kind": "household_business"}
    upload = SimpleUploadedFile("hkd.xlsx", data)
    return client.post(reverse("people:sellers-import"), said | {"file": upload} | more)


def test_a_list_goes_all_the_way(members, client_of, villages, at_tuesday):
    client = client_of(members.mai)
    rows = shops((4, "Quán Lê", "", "12", "", "Thôn 1", "", ""), (5, "Quán Bưởi", "", "", "", "Xóm Mới", "", ""))
    answer = sent(client, workbook(rows))
    file = SellerFile.objects.get()
    assert answer.url == reverse("people:sellers-columns", args=[file.pk])
    page = client.get(answer.url).content.decode()
    assert "Tạp hóa Đào" in page
    assert CODES[0] not in page
    columns = {field: str(at) for field, at in file.columns.items()}
    wrong = client.post(answer.url, columns | {"name": "", "owner_name": ""})
    assert (wrong.status_code, "không có tên" in wrong.content.decode()) == (400, True)
    answer = client.post(answer.url, columns)
    preview = client.get(answer.url)
    assert (preview.context["counts"]["added"], preview.context["counts"]["refused"]) == (3, 2)
    client.post(answer.url, {"village-0": str(villages[1].pk)})
    preview = client.get(answer.url)
    assert (preview.context["counts"]["added"], preview.context["counts"]["refused"]) == (4, 1)
    answer = client.post(answer.url, {"nhap": "1"})
    said = client.get(answer.url).content.decode()
    assert "5 dòng = 4 thêm + 0 cập nhật + 0 không đổi + 1 chưa nhận" in said
    assert Establishment.objects.get(name="Quán Bưởi").village == villages[1]
    download = client.get(reverse("people:sellers-refused", args=[file.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(download.content)).worksheets[0]
    lines = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert any("Quán Lê" in line and "Mã số có 2 chữ số" in line[-1] for line in lines)
    assert Export.objects.get().what == "people.sellers_refused"
    client.post(reverse("people:sellers-discard", args=[file.pk]))
    assert "đã được xóa khỏi máy" in client.get(answer.url).content.decode()
    assert client.get(reverse("people:sellers-refused", args=[file.pk])).status_code == 404


def test_a_file_that_is_none_is_told_beside_the_field(members, client_of):
    answer = sent(client_of(members.dung), b"khong phai bang")
    assert answer.status_code == 400
    assert "Không tìm thấy dòng tiêu đề" in answer.content.decode()


def test_only_the_desk_brings_lists_in(members, client_of):
    for member in (members.lan, members.binh, members.thu, members.viet, members.phuc):
        assert client_of(member).get(reverse("people:sellers-import")).status_code == 404

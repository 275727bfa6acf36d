"""The pages of exchange, as the commune's officer and as the province's sees them."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from .test_exchange import _own_place, frozen, made, pair, school, signatures  # noqa: F401 - fixtures used here


def test_a_file_is_looked_at_proved_carried_and_dropped(made, pair, client_of, members, at_tuesday):  # noqa: F811
    low, high = client_of(members.mai), client_of(members.phuc)
    for address in ("", "khoa/", f"gui/{made.pk}/", f"noi-nhan/{made.report.plan_id}/"):
        answer = low.get(f"/bao-cao/trao-doi/{address}")
        assert answer.status_code == 200, address
    proved = low.post(f"/bao-cao/trao-doi/gui/{made.pk}/chung/").content.decode()
    assert "đếm lại được 12, khớp số đã gửi và mã chứng" in proved
    data = low.get(f"/bao-cao/trao-doi/gui/{made.pk}/bao-cao.tungnha").content
    for sent, sentence in ((data.replace(b"12", b"13"), "Không nhận"), (data, "Số trong tệp")):
        dropped = high.post("/bao-cao/trao-doi/tep/", {"tep": SimpleUploadedFile("a.tungnha", sent)}, follow=True)
        assert (dropped.status_code, sentence in dropped.content.decode()) == (200, True)
    assert high.get("/bao-cao/trao-doi/").status_code == 200

"""A province on the 20th, in a browser: 154 of 166 communes have sent; who lacks, the ranking, the compiled document
with its annex of 166 rows; then a question put to all 166, handed on, chased, answered and compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import docx
import pytest

from tests.conftest import PASSWORD, make_member
from tests.reports import province as b8
from tests.reports.conftest import instant
from tungnha.ledger.models import Service
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Household, Person
from tungnha.reports.models import Report, Request, RequestAnswer, RequestAsk
from tungnha.units import clock
from tungnha.units.models import Area, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MISSING = "chưa có số liệu"
SEEN = 20  # communes whose people are in the register: of each five one to four have a signature


@pytest.fixture
def time_is() -> Iterator[Any]:
    with ExitStack() as held:

        def move(at: str) -> None:
            held.pop_all().close()
            held.enter_context(clock.freeze(f"{at}+07:00"))

        yield move


@pytest.fixture
def world(transactional_db, province, commune, villages, units, time_is):
    """Tỉnh Mẫu on Monday 20/7/2026, 08:00: 154 communes sent on the 18th."""
    time_is("2026-06-08T09:00")
    phuc = make_member("Phúc", Role.PROVINCE_OFFICER, province, units.science)
    make_member("Mai", Role.OFFICER, commune, units.culture)
    made = b8.lay(province, units.science, phuc, instant("2026-06-08 09:00"))
    b8.send(made, phuc, instant("2026-07-18 10:00"))
    people_of(made.areas[1 : SEEN + 1], phuc)
    time_is("2026-07-20T08:00")
    return made


def people_of(communes: list[Area], by: Any) -> None:
    """A village with five people in each: the register counts them, the ranking ranks them."""
    villages = [
        Area(code=f"{one.code}-01", kind="village", type_name="thôn", name="Giữa", parent=one) for one in communes
    ]
    for village in villages:
        village.fill_keys()
    Area.objects.bulk_create(villages)
    homes = Household.objects.bulk_create(Household(code="01", village=village, order=1) for village in villages)
    people = Person.objects.bulk_create(
        Person(
            full_name=f"Người Mẫu {n}", folded_name=f"nguoi mau {n}", household=home, birth_date=date(1980, 1, 1),
            birth_precision="day", residence="at_home", sex="female",
        )
        for home in homes for n in range(5)
    )  # fmt: skip
    signature = Service.objects.get(code="chu-ky-so")
    record_claims(
        [
            NewClaim(subject={"person_id": one.pk}, service=signature, source="list", since_on=date(2026, 7, 10))
            for n, one in enumerate(people) if n % 5 <= (n // 5) % 4
        ],
        by=by, at=instant("2026-07-15 08:00"),
    )  # fmt: skip


def test_the_province_on_the_20th_from_the_board_to_both_documents(world, open_browser, time_is, tmp_path, picture):
    phuc = open_browser("phuc@mau.example", PASSWORD)
    who_has_sent(phuc, world, picture)
    ranked(phuc, world, picture)
    compiled(phuc, world, picture)
    the_annex(phuc, tmp_path)
    time_is("2026-07-22T08:00")
    ask(phuc, picture)
    handed_on(open_browser, picture)
    chased_and_compiled(phuc, time_is, tmp_path, picture)
    assert phuc.trouble == []


def who_has_sent(phuc, world, picture) -> None:
    phuc.goto("/bao-cao/")
    assert re.search(r"154/166\s+đơn vị đã gửi", phuc.inner_text("main"))
    picture(phuc, "60-province-due-desk")
    phuc.goto(f"/bao-cao/bang/{world.duty.pk}/{b8.PERIOD}/")
    phuc.click("a:has-text('Chưa gửi (12)')")
    phuc.wait_for_url(re.compile("xem="))
    assert [row.inner_text() for row in phuc.locator("main .rows .row b").all()] == [
        f"UBND xã Số {n}" for n in range(155, 167)
    ]
    picture(phuc, "61-province-missing-desk")


def ranked(phuc, world, picture) -> None:
    """166 tiles; those with people are ranked by what was to be done, those without are not ranked."""
    phuc.goto(f"/tien-do/dia-ban/99/?chi_tieu={world.targets.signature.pk}")
    assert f"Chưa có số liệu ({166 - SEEN})" in phuc.inner_text("main")
    table = phuc.locator("table:has(caption:text('Từng địa bàn')) tbody tr")
    ranks = [row.locator("td").first.inner_text() for row in table.all()]
    assert (len(ranks), ranks[0], "không xếp" in ranks[:SEEN], ranks[SEEN]) == (50, "1", False, "không xếp")
    phuc.locator("h2:has-text('Từng xã, phường')").scroll_into_view_if_needed()
    picture(phuc, "62-province-ranking-desk")


def compiled(phuc, world, picture) -> None:
    phuc.goto(f"/bao-cao/bang/{world.duty.pk}/{b8.PERIOD}/")
    phuc.click("button:has-text('Tổng hợp báo cáo')")
    phuc.wait_for_url(re.compile(r"/bao-cao/tong-hop/\d+/"))
    assert "Cộng báo cáo của 154/166 xã" in phuc.inner_text("main")
    picture(phuc, "63-province-report-desk")


def the_annex(phuc, tmp_path) -> None:
    with phuc.expect_download() as download:
        phuc.click("a:has-text('Tải dự thảo')")
    annexes = numbered_rows(download.value, tmp_path / "tong-hop.docx")
    assert [len(annex) for annex in annexes] == [166, 166, 166]
    for annex in annexes:
        counts = [row[2] for row in annex]
        assert (counts.count(MISSING), counts.count("0")) == (12, 0)
    assert Report.objects.get().figures["villages"]["total"]["known"] == 154


def numbered_rows(download, file) -> list[list[list[str]]]:
    """Of each long table of the document the rows that bear a number."""
    download.save_as(file)
    tables = ([[cell.text for cell in row.cells] for row in t.rows] for t in docx.Document(str(file)).tables)
    numbered = ([row for row in table if row[0].strip().isdigit()] for table in tables)
    return [found for found in numbered if len(found) > 100]


def ask(phuc, picture) -> None:
    phuc.goto("/bao-cao/nhanh/")
    phuc.click("a:has-text('Hỏi một việc')")
    phuc.wait_for_selector("input[name=title]")
    phuc.fill("input[name=title]", "Vùng lõm sóng")
    phuc.fill("textarea[name=words]", "Tính đến 20/7.")
    phuc.fill("input[name=label0]", "Số điểm chưa có sóng")
    phuc.fill("input[name=unit0]", "điểm")
    phuc.fill("input[name=label1]", "Khó khăn lớn nhất")
    phuc.select_option("select[name=kind1]", "text")
    due(phuc, "2026-07-24", "16:00")
    picture(phuc, "64-province-ask-desk")
    phuc.locator("main").get_by_role("button", name="Hỏi", exact=True).click()
    phuc.wait_for_selector("text=Đã hỏi 166 nơi")


def due(page, day: str, hour: str) -> None:
    page.fill("input[name=due_on]", day)
    page.fill("input[name=due_time]", hour)
    page.check("input[name=whom][value=all_areas]")


def handed_on(open_browser, picture) -> None:
    """Xã Mẫu Sơn puts the question to its two villages, then sends its own word."""
    mai = open_browser("mai@mau.example", PASSWORD)
    mai.goto("/bao-cao/nhanh/")
    mai.click("a:has-text('Vùng lõm sóng')")
    mai.click("a:has-text('Giao tiếp xuống thôn')")
    mai.wait_for_selector("input[name=due_on]")
    due(mai, "2026-07-23", "10:00")
    picture(mai, "65-province-hand-on-desk")
    mai.click("button:has-text('Giao tiếp xuống')")
    mai.wait_for_selector("text=/Đã (giao|hỏi)/")
    assert RequestAsk.objects.filter(area__kind="village").count() == 2
    first, second = Request.objects.get(area__kind="province").fields.all()
    mai.goto(f"/bao-cao/nhanh/tra-loi/{RequestAsk.objects.get(area__code='99901').pk}/")
    mai.fill(f"[name=f{first.pk}]", "3")
    mai.fill(f"[name=f{second.pk}]", "Không có trạm phát.")
    mai.click("button:has-text('Gửi trả lời')")
    mai.wait_for_selector("text=đúng hạn")
    assert mai.trouble == []


def chased_and_compiled(phuc, time_is, tmp_path, picture) -> None:
    asked = Request.objects.get(area__kind="province")
    answered_by_others(asked, 153)
    time_is("2026-07-24T15:00")
    phuc.goto(f"/bao-cao/nhanh/{asked.pk}/")
    assert "154/166" in phuc.inner_text("main")
    picture(phuc, "66-province-answers-desk")
    phuc.click("a:has-text('Nhắc nơi chưa trả lời')")
    phuc.wait_for_selector("text=Ghi lại đã nhắc thế nào")
    assert phuc.locator("input[name=chosen]:checked").count() == 12
    picture(phuc, "67-province-chase-desk")
    phuc.click("button:has-text('Đã gọi điện')")
    time_is("2026-07-24T16:00")
    phuc.goto(f"/bao-cao/nhanh/{asked.pk}/")
    with phuc.expect_download() as download:
        phuc.click("a:has-text('Báo cáo kèm phụ lục')")
    (annex,) = numbered_rows(download.value, tmp_path / "bao-cao-nhanh.docx")
    counts = [row[2] for row in annex]
    assert (len(counts), counts.count(MISSING), counts.count("0")) == (166, 12, 0)
    assert annex[0][1:3] == ["Xã Mẫu Sơn", "3"]


def answered_by_others(asked: Request, many: int) -> None:
    first = asked.fields.first()
    left = asked.asks.exclude(area__code="99901").order_by("area__order", "pk")[:many]
    RequestAnswer.objects.bulk_create(
        RequestAnswer(
            ask=one, number=1, values={str(first.pk): str(n % 7 + 1)}, sent_at=instant("2026-07-23 09:00"),
            sent_by=asked.asked_by,
        )
        for n, one in enumerate(left)
    )  # fmt: skip

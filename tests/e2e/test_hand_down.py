"""The second half of Show 6, in a browser: a confirmed plan is handed down to the villages, adds up exactly, the draft
of a village is downloaded and reads back to what it was given. TUNGNHA_WALK=1 keeps pictures in docs/walk."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.e2e import world
from tests.e2e.conftest import PHONE
from tungnha.demo import sample_plans
from tungnha.plans import operations
from tungnha.plans.models import TargetShare
from tungnha.plans.queries import headline_target, latest_draft
from tungnha.reading import read_bytes
from tungnha.units import clock
from tungnha.units.models import Event, Member, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(transactional_db):
    """The sample commune's plan, confirmed by its officer on 26/5/2026."""
    with clock.freeze(world.TUESDAY):
        commune = world.build()
        officer = Member.objects.get(role=Role.OFFICER, area=commune.area)
        document = operations.receive_document(
            area=commune.area, name="hiep-luc.docx", data=sample_plans.build_docx("hiep-luc"), by=officer,
            at=clock.now(),
        )  # fmt: skip
        yield operations.confirm_plan(
            document=document, draft=latest_draft(document), area=commune.area, campaign_name="Cao điểm chữ ký số",
            organisation=commune.organisations["UBND xã Hiệp Lực"], started_on=date(2026, 5, 25),
            ended_on=date(2026, 10, 31), by=officer, at=clock.now(),
        )  # fmt: skip


def vn(text: str) -> int:
    return int(text.replace(".", ""))


def test_3496_is_handed_down_adds_up_and_the_villages_draft_reads_back(plan, open_browser, picture):
    head = headline_target(plan, date(2026, 5, 26))
    villages = list(plan.campaign.area.children.order_by("order", "code"))
    mai = open_browser(world.OFFICER, world.PASSWORD)

    mai.goto(f"/ke-hoach/{plan.pk}/")
    mai.click("a:has-text('Giao xuống dưới')")
    mai.wait_for_url(re.compile("/giao-xuong/$"))
    cells = [mai.locator(f"[name=c{head.pk}-a{village.pk}]") for village in villages]
    assert sum(vn(cell.input_value()) for cell in cells) == 3496
    total = mai.locator(f"[data-sum-of='{head.pk}']")
    assert "đủ, đúng bằng chỉ tiêu" in total.inner_text()
    picture(mai, "20-hand-down-desk")

    one_by_hand(mai, cells[0], total)
    mai.click("button[name=do][value=give]")
    mai.wait_for_selector("text=các số cộng lại đúng bằng chỉ tiêu chung")
    shares = dict(TargetShare.objects.filter(target=head).values_list("area", "count"))
    assert (sum(shares.values()), len(shares)) == (3496, len(villages))

    mai.click("a:has-text('Dự thảo kế hoạch của từng nơi')")
    mai.wait_for_url(re.compile("/cap-duoi/$"))
    picture(mai, "21-lower-plans-desk")
    draft_of_the_first_village(mai, villages[0], shares[villages[0].pk])
    every_draft(mai, len(villages))
    on_a_phone(open_browser, plan, picture)
    assert mai.trouble == []


def one_by_hand(mai, cell, total) -> None:
    """The remaining difference is told while she types; given back, it is whole again."""
    first = vn(cell.input_value())
    cell.fill(str(first - 5))
    assert "còn 5 chưa giao" in total.inner_text()
    cell.fill("năm")
    assert "có ô không phải số nguyên" in total.inner_text()
    cell.fill(str(first + 7))
    assert "thừa 7" in total.inner_text()
    cell.fill(str(first))
    assert "đủ" in total.inner_text()


def draft_of_the_first_village(mai, village, given: int) -> None:
    with mai.expect_download() as caught:
        mai.locator("tr", has_text=village.title).locator("a:has-text('Tải dự thảo')").first.click()
    found = read_bytes(caught.value.suggested_filename, Path(caught.value.path()).read_bytes())
    assert found["header"]["doc_type"] == "Kế hoạch"
    assert village.name in found["header"]["title"]
    counted = {row["due"]: row["value"] for row in found["targets"] if row["unit"] != "%"}
    assert counted["2026-10-31"] == given
    weekly = next(row for row in found["reporting"] if row["frequency"] == "weekly")
    assert (weekly["weekday"], weekly["time"]) == (4, "10:00")
    assert Event.objects.filter(verb="plan.lower_draft_made").count() == 1


def every_draft(mai, villages: int) -> None:
    with mai.expect_download() as caught:
        mai.click("a:has-text('Tải tất cả dự thảo')")
    with zipfile.ZipFile(io.BytesIO(Path(caught.value.path()).read_bytes())) as packed:
        assert len(packed.namelist()) >= villages
        assert packed.testzip() is None


def on_a_phone(open_browser, plan, picture) -> None:
    phone = open_browser(world.OFFICER, world.PASSWORD, phone=True)
    for name, address in (("20-hand-down", "giao-xuong"), ("21-lower-plans", "cap-duoi")):
        phone.goto(f"/ke-hoach/{plan.pk}/{address}/")
        assert phone.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]
        picture(phone, f"{name}-phone")

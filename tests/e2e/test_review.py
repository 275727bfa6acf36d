"""The review in a browser: words and finds, one change at a time, two officers, a network that fails."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import make_member
from tests.e2e.pages import ALL_RULES, AXE, RUN_AXE, faults
from tungnha.plans import operations
from tungnha.plans.models import Plan, PlanDocument
from tungnha.plans.sitting import Sitting
from tungnha.units import clock
from tungnha.units.models import Area, Organisation, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "plans" / "hiep-luc.txt"
BIGGEST = max((ROOT.parent / "shared" / "plans").glob("*.txt"), key=lambda p: p.stat().st_size, default=None)
SHOTS = os.environ.get("TUNGNHA_SHOTS")  # a folder, to look at the pages oneself
SENTENCE = "Suốt đợt cao điểm báo cáo hằng tuần"


@pytest.fixture
def town(transactional_db):
    """A commune with two officers."""
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
        area = Area.objects.create(code="99901", kind="commune", type_name="xã", name="Hiệp Lực", parent=province)
        office = Organisation.objects.create(name="UBND xã Hiệp Lực", kind="committee", area=area, must_report=False)
        Organisation.objects.create(name="Phòng Văn hóa - Xã hội", kind="department", area=area)
        Organisation.objects.create(name="Công an xã", kind="police", area=area)
        yield {
            "area": area,
            "mai": make_member("Mai", Role.OFFICER, area, office),
            "dung": make_member("Dung", Role.DATA_STEWARD, area, office),
        }


@pytest.fixture
def document(town):
    return hand_in(town, SAMPLE)


def hand_in(town, path: Path) -> PlanDocument:
    return operations.receive_document(
        area=town["area"], name=path.name, data=path.read_bytes(), by=town["mai"], at=clock.now()
    )


@pytest.fixture
def review(town, document, client_of, open_browser, live_server):
    """review("mai") opens the review as that officer, in a browser of her own."""

    def opened(who: str = "mai", phone: bool = False, of: PlanDocument = document):
        page = open_browser(phone=phone)
        session = client_of(town[who]).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"/ke-hoach/ra-soat/{of.pk}/")
        page.wait_for_selector(".has-review")
        return page

    return opened


def shot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def saved(page) -> None:
    page.wait_for_selector("[data-save-state]:has-text('Đã lưu')")
    page.wait_for_function(
        "() => !localStorage.length || ![...Object.keys(localStorage)].some(k => k.startsWith('ra-soat'))"
    )


def stands(document: PlanDocument):
    return Sitting(PlanDocument.objects.get(pk=document.pk)).content


def test_shots(review, town):
    if not SHOTS:
        pytest.skip("only to look at")
    page = review()
    shot(page, "desk-1")
    page.mouse.wheel(0, 1800)
    page.wait_for_timeout(300)
    shot(page, "desk-2")
    page.screenshot(path=f"{SHOTS}/desk-full.png", full_page=True)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_timeout(300)
    shot(page, "desk-edit")
    phone = review(phone=True)
    shot(phone, "phone-1")
    phone.screenshot(path=f"{SHOTS}/phone-full.png", full_page=True)
    phone.click("[data-tab=text]")
    shot(phone, "phone-text")
    if BIGGEST:
        big = hand_in(town, BIGGEST)
        page = review(of=big)
        shot(page, "big-1")
        page.screenshot(path=f"{SHOTS}/big-full.png", full_page=True)


# --- words and finds -------------------------------------------------------------------------------------------------


def select(page, words: str) -> None:
    """Mark these words in the document as a mouse does: from their first letter to their last."""
    found = page.evaluate(
        """(words) => {
            const doc = document.querySelector('[data-doc]')
            const nodes = [...doc.querySelectorAll('[data-at]')].map(piece => piece.firstChild).filter(Boolean)
            const text = nodes.map(n => n.data).join('')
            const at = text.indexOf(words)
            if (at < 0) return false
            const place = (offset) => {
                let before = 0
                for (const n of nodes) {
                    if (offset <= before + n.data.length) return [n, offset - before]
                    before += n.data.length
                }
            }
            const [first, from] = place(at + 1), [last, to] = place(at + words.length)
            first.parentElement.scrollIntoView({block: 'center'})
            document.getSelection().setBaseAndExtent(first, from - 1, last, to)
            return true
        }""",
        words,
    )
    assert found, words
    page.wait_for_selector("[data-select-bar]:not([hidden])")


def current(page) -> str:
    return page.get_attribute(".draft-row.is-current", "id")


def lit(page) -> list[str]:
    return page.locator("[data-doc] mark.is-lit").all_inner_texts()


def in_sight(page, selector: str, inside: str) -> bool:
    return page.evaluate(
        """([what, where]) => {
            const a = document.querySelector(what).getBoundingClientRect()
            const b = document.querySelector(where).getBoundingClientRect()
            return a.top >= b.top - 1 && a.bottom <= Math.min(b.bottom, innerHeight) + 1
        }""",
        [selector, inside],
    )


def test_a_find_lights_its_words_and_words_lead_to_their_find(review):
    page = review()
    page.click("#tasks-3 .draft-title")
    page.focus("#tasks-3")
    page.wait_for_timeout(600)
    assert lit(page)
    assert in_sight(page, "[data-doc] mark.is-lit", "#van-ban")
    page.locator("[data-doc] mark[data-items='targets-1']").first.click()
    assert current(page) == "targets-1"
    assert in_sight(page, "#targets-1 .draft-title", "body")
    assert page.trouble == []


def test_several_finds_over_the_same_words_are_gone_through_one_by_one(review):
    page = review()
    mark = page.locator("[data-doc] mark[data-items~='reporting-0'][data-items~='reporting-1']").first
    items = [i for i in mark.get_attribute("data-items").split() if page.locator(f"#{i}").count()]
    seen = []
    for _ in items:
        mark.click()
        seen.append(current(page))
    assert sorted(seen) == sorted(items)
    assert f"Ở chỗ này có {len(items)} mục" in page.inner_text("[data-save-state]")


def test_a_question_lights_the_words_of_all_it_is_about(review):
    page = review()
    page.click(".doubts li:first-child a.sign")
    assert current(page) == "questions-0"
    assert len(lit(page)) >= 3


# --- adding, splitting, merging, dropping ----------------------------------------------------------------------------


def test_marked_words_become_a_target(review, document):
    page = review()
    before = page.locator("[data-section=targets] .draft-row").count()
    words = "35% dân số trưởng thành của xã được cấp chữ ký số"
    select(page, words)
    shot(page, "select-desk")
    page.click("[data-add-as=targets]")
    page.wait_for_selector(f"[data-section=targets] .draft-row >> nth={before}")
    saved(page)
    item = current(page)
    row = next(row for row in stands(document)["targets"] if row["id"] == item)
    assert document.text[slice(*row["span"])] == row["quote"]
    assert words in row["quote"]
    assert (row["value"], row["due"]) == (35, "2026-07-31")
    assert page.locator(f"#{item}.is-open").count() == 1
    assert page.locator(f"[data-doc] #van-ban-{item}").count() == 1
    assert page.trouble == []


def test_marked_cells_of_a_table_become_a_find_too(review, document):
    page = review()
    page.evaluate(
        """() => { const row = document.querySelector('[data-doc] tr:nth-child(3)')
        row.scrollIntoView({block: 'center'})
        document.getSelection().selectAllChildren(row) }"""
    )
    page.wait_for_selector("[data-select-bar]:not([hidden])")
    count = len(stands(document)["tasks"])
    page.click("[data-add-as=tasks]")
    page.wait_for_selector(f"[data-section=tasks] .draft-row >> nth={count}")
    saved(page)
    row = stands(document)["tasks"][-1] if len(stands(document)["tasks"]) > count else {}
    made = next(row for row in stands(document)["tasks"] if row["id"] == current(page))
    assert document.text[slice(*made["span"])] == made["quote"]
    assert row
    assert made["lead"]


def test_a_bullet_is_split_in_two_and_taken_back(review, document):
    page = review()
    page.click("#targets-0 [data-do=split]")
    page.wait_for_selector("#hop-thoai[open]")
    words = stands(document)["targets"][0]["quote"]
    first, second = words[:40].strip(), words[40:].strip()
    page.fill("#cac-phan", f"{first}\n{second}")
    shot(page, "split-desk")
    page.click("#hop-thoai button:has-text('Tách')")
    page.wait_for_selector("#targets-10")
    saved(page)
    parts = [row for row in stands(document)["targets"] if row["id"] in ("targets-0", "targets-10")]
    assert [document.text[slice(*row["span"])] for row in parts] == [first, second]
    page.click("[data-undo] button")
    page.wait_for_selector("#targets-10", state="detached")
    saved(page)
    assert stands(document)["targets"][0]["quote"] == words


def test_a_joint_heading_is_split_into_the_units_the_reader_offers(review, document):
    page = review()
    row = next((row for row in stands(document)["assignments"] if len(row.get("split") or []) > 1), None)
    if row is None:
        pytest.skip("mẫu không có đề mục chung của nhiều đơn vị")
    page.click(f"#{row['id']} [data-do=split]")
    page.wait_for_selector("#hop-thoai[open]")
    assert page.input_value("#cac-phan").split("\n") == row["split"]


def test_two_rows_are_merged_and_both_places_stay(review, document):
    page = review()
    base = stands(document)["targets"]
    page.click("#targets-2 [data-do=merge]")
    page.wait_for_selector("#hop-thoai[open]")
    page.check("#gop-targets-7")
    shot(page, "merge-desk")
    page.click("#hop-thoai button:has-text('Gộp')")
    page.wait_for_selector("#targets-7", state="detached")
    saved(page)
    row = next(row for row in stands(document)["targets"] if row["id"] == "targets-2")
    assert base[7]["span"] in row["also"]
    page.focus("#targets-2")
    assert len(lit(page)) >= 2


def test_a_dropped_row_stays_listed_and_is_restored_after_a_reload(review, document):
    page = review()
    page.click("#targets-4 [data-do=drop]")
    page.wait_for_selector("[data-dropped-item=targets-4]")
    saved(page)
    assert page.locator("[data-doc] #van-ban-targets-4").count() == 0
    page.reload()
    page.wait_for_selector(".has-review")
    page.click("[data-dropped-item=targets-4] button")
    page.wait_for_selector("#targets-4")
    saved(page)
    assert [row["id"] for row in stands(document)["targets"]][4] == "targets-4"
    assert page.locator("[data-doc] #van-ban-targets-4").count() == 1


def test_a_field_is_corrected_and_a_wrong_one_is_told_beside_it(review, document):
    page = review()
    page.click("#targets-1 [data-do=edit]")
    page.fill("#id_targets-1-value", "nhiều")
    page.press("#id_targets-1-value", "Tab")
    page.wait_for_selector("#targets-1 .error:has-text('không phải là số')")
    assert page.input_value("#id_targets-1-value") == "nhiều"
    page.fill("#id_targets-1-value", "36,5")
    page.press("#id_targets-1-value", "Tab")
    saved(page)
    page.wait_for_selector("#targets-1 .draft-title:has-text('36,50%')")
    assert stands(document)["targets"][1]["value"] == 36.5
    assert page.locator("#targets-1 .error").count() == 0
    assert page.evaluate("document.activeElement.closest('.draft-row')?.id") == "targets-1"  # where she was typing


def test_a_question_is_answered_beside_its_find_and_sets_the_value(review, document):
    page = review()
    at = next(n for n, q in enumerate(stands(document)["questions"]) if q["kind"] == "figures_differ")
    page.click(f"#targets-7 [data-do=answer][data-item=questions-{at}]:has-text('trên 64%')")
    saved(page)
    page.wait_for_selector(f".doubts a[href='#questions-{at}']", state="detached")
    assert {row["value"] for row in stands(document)["targets"] if row["id"] in ("targets-2", "targets-7")} == {64}


def test_what_is_being_typed_stays_when_another_officer_changes_the_page(review, document):
    mai, dung = review(), review("dung")
    mai.click("#targets-1 [data-do=edit]")
    mai.focus("#id_targets-1-text")
    mai.keyboard.press("End")
    mai.keyboard.type(" thôn Trên")
    dung.click("#targets-1 [data-do=accept]")
    saved(dung)
    mai.evaluate("dispatchEvent(new Event('focus'))")  # coming back to a page asks what others did
    mai.wait_for_selector("#targets-1.is-reviewed")
    assert mai.input_value("#id_targets-1-text").endswith("thôn Trên")
    assert mai.evaluate("document.activeElement.id") == "id_targets-1-text"


# --- keyboard alone --------------------------------------------------------------------------------------------------


def test_a_review_is_done_with_the_keyboard_alone(review, document):
    page = review()
    page.keyboard.press("n")
    assert current(page) == "questions-1"
    page.keyboard.press("1")
    saved(page)
    assert stands(document)["questions"][1]["answer"]
    page.focus("#targets-0")
    page.keyboard.press("j")
    assert current(page) == "targets-1"
    page.keyboard.press("ArrowUp")
    assert current(page) == "targets-0"
    page.keyboard.press("Enter")
    page.wait_for_selector("#targets-0.is-reviewed")
    assert current(page) == "targets-1"
    page.keyboard.press("x")
    page.wait_for_selector("[data-dropped-item=targets-1]")
    assert current(page) == "targets-2"
    page.keyboard.press("u")
    page.wait_for_selector("#targets-1")
    page.focus("#targets-2")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.id") == "id_targets-2-text"
    page.keyboard.type("jxsmu")  # letters typed are letters
    assert "jxsmu" in page.input_value("#id_targets-2-text")
    page.keyboard.press("Escape")
    saved(page)
    assert page.evaluate("document.activeElement.id") == "targets-2"
    page.keyboard.press("s")
    page.wait_for_selector("#hop-thoai[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.wait_for_selector("#hop-thoai[open] .merge-list")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_selector("#them-loi")
    page.fill("#them-loi", "Đảng ủy")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#phim-tat[open]")
    shot(page, "help-desk")
    assert page.trouble == []


def test_words_can_be_added_by_typing_them(review, document):
    page = review()
    page.keyboard.press("a")
    page.wait_for_selector("#them-loi")
    page.select_option("#them-lam", "targets")
    page.fill("#them-loi", "không có câu này")
    page.click("#hop-thoai button:has-text('Thêm')")
    page.wait_for_selector("[data-dialog-error]:has-text('Không thấy đúng những lời này')")
    page.fill("#them-loi", "35% dân số trưởng thành của xã")
    page.click("#hop-thoai button:has-text('Thêm')")
    page.wait_for_selector("#targets-10")
    assert page.locator("#hop-thoai[open]").count() == 0


def test_letters_can_be_switched_off(review):
    page = review()
    page.keyboard.press("?")
    page.check("#tat-phim")
    page.keyboard.press("Escape")
    page.focus("#targets-0")
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    assert current(page) == "targets-1"
    assert page.locator("[data-dropped-item]").count() == 0


# --- two officers ----------------------------------------------------------------------------------------------------


def set_value(page, item: str, value: str) -> None:
    if not page.locator(f"#{item}.is-open").count():
        page.click(f"#{item} [data-do=edit]")
    page.fill(f"#id_{item}-value", value)
    page.press(f"#id_{item}-value", "Tab")


def test_two_officers_on_one_item_see_both_sides_and_choose(review, document):
    mai, dung = review(), review("dung")
    set_value(mai, "targets-1", "40")
    saved(mai)
    set_value(dung, "targets-1", "50")
    dung.wait_for_selector("#hop-thoai[open]")
    said = dung.inner_text("#hop-thoai")
    assert "Mai: sửa CT2. Mức: 40" in said
    assert "Mức: 50" in said
    shot(dung, "clash-desk")
    assert stands(document)["targets"][1]["value"] == 40
    dung.click("#hop-thoai button:has-text('Ghi phần của tôi')")
    saved(dung)
    assert stands(document)["targets"][1]["value"] == 50
    set_value(mai, "targets-1", "60")
    mai.wait_for_selector("#hop-thoai[open]")
    mai.click("#hop-thoai button:has-text('Giữ như người kia')")
    mai.wait_for_selector("#targets-1 .draft-title:has-text('50,00%')")
    assert mai.input_value("#id_targets-1-value") == "50"
    assert stands(document)["targets"][1]["value"] == 50


def test_two_officers_on_two_items_both_save_and_see_each_other(review, document):
    mai, dung = review(), review("dung")
    set_value(mai, "targets-1", "40")
    saved(mai)
    set_value(dung, "targets-2", "50")
    saved(dung)
    assert [stands(document)["targets"][n]["value"] for n in (1, 2)] == [40, 50]
    dung.wait_for_selector("#targets-1 .draft-title:has-text('40,00%')")
    assert "Mai cũng đang rà soát" in dung.inner_text("[data-others]")
    assert dung.locator("#hop-thoai[open]").count() == 0


# --- a network that fails --------------------------------------------------------------------------------------------


def test_a_change_that_could_not_be_saved_is_shown_kept_and_sent_again(review, document):
    page = review()
    page.context.set_offline(True)
    page.click("#targets-1 [data-do=drop]")
    page.click("#targets-2 [data-do=accept]")
    page.wait_for_selector("[data-save-state].is-waiting:has-text('Chưa lưu được 2 thay đổi')")
    assert page.locator(".draft-row.is-pending").count() == 2
    shot(page, "offline-desk")
    assert len(stands(document)["targets"]) == 10
    page.context.set_offline(False)  # the browser says so, and the page sends again by itself
    page.wait_for_selector("[data-dropped-item=targets-1]")
    saved(page)
    assert len(stands(document)["targets"]) == 9
    assert next(row for row in stands(document)["targets"] if row["id"] == "targets-2")["reviewed"] is True


def test_what_could_not_be_saved_survives_closing_the_page(review, document):
    page = review()
    page.route("**/sua/", lambda route: route.abort())
    page.click("#targets-1 [data-do=drop]")
    page.wait_for_selector("[data-save-state].is-waiting")
    page.on("dialog", lambda dialog: dialog.accept())
    address = page.url
    page.unroute("**/sua/")
    page.goto("/ke-hoach/")
    page.goto(address)
    page.wait_for_selector("[data-dropped-item=targets-1]")
    assert len(stands(document)["targets"]) == 9


def test_a_reply_that_got_lost_does_not_do_the_deed_twice(review, document):
    page = review()
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/sua/", lose)
    page.click("[data-add=recipients]")
    page.wait_for_selector("[data-save-state].is-waiting")
    count = len(stands(document)["recipients"])
    page.click("button:has-text('Gửi lại ngay')")
    saved(page)
    assert lost == [200]
    assert len(stands(document)["recipients"]) == count


def test_a_log_in_that_ran_out_loses_nothing(review, document, client_of, town, live_server):
    page = review()
    page.context.clear_cookies()
    page.click("#targets-1 [data-do=drop]")
    page.wait_for_selector("[data-save-state]:has-text('Phiên đăng nhập đã hết')")
    cookies = client_of(town["mai"]).cookies
    page.context.add_cookies([{"name": "sessionid", "value": cookies["sessionid"].value, "url": live_server.url}])
    assert len(stands(document)["targets"]) == 10


# --- going on --------------------------------------------------------------------------------------------------------


def test_the_review_goes_on_to_confirming_with_all_that_was_changed(review, document):
    page = review()
    page.click("#targets-1 [data-do=drop]")
    page.click("button:has-text('Lưu, sang xác nhận')")
    page.wait_for_url(re.compile("/xac-nhan/"))
    page.fill("input[name=started_on]", "26/5/2026")
    page.fill("input[name=ended_on]", "31/10/2026")
    page.click("button:has-text('Xác nhận, cho kế hoạch chạy')")
    page.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))
    assert Plan.objects.get().targets.count() == 9


def test_a_row_is_added_filled_in_and_bodies_are_made_with_script_too(review, document, town):
    page = review()
    page.click("[data-add=legal_bases]")
    page.wait_for_selector("#legal_bases-1.is-open")
    page.fill("#id_legal_bases-1-symbol", "99/NQ-HĐND")
    page.press("#id_legal_bases-1-symbol", "Tab")
    saved(page)
    assert stands(document)["legal_bases"][-1]["symbol"] == "99/NQ-HĐND"
    name = page.input_value("#body-0-name")
    page.check("#body-0-make")
    page.click("button:has-text('tạo các đơn vị đã đánh dấu')")
    page.wait_for_selector("text=Đã lưu và tạo 1 đơn vị")
    assert Organisation.objects.filter(area=town["area"], name=name).exists()
    assert stands(document)["legal_bases"][-1]["symbol"] == "99/NQ-HĐND"


# --- for everyone ----------------------------------------------------------------------------------------------------


def test_on_a_phone_text_and_finds_are_two_tabs_that_lead_to_each_other(review):
    page = review(phone=True)
    assert page.locator("#van-ban").is_hidden()
    page.tap("#targets-1 a.sign")
    assert page.locator("#van-ban").is_visible()
    assert lit(page)
    page.locator("[data-doc] mark[data-items='targets-1']").first.tap()
    assert page.locator("#targets-1").is_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


@pytest.mark.parametrize("which", ["sample", "biggest"])
def test_the_review_is_for_everyone(which, review, town, document, live_server):
    if which == "biggest" and BIGGEST is None:
        pytest.skip("../shared/plans không có ở đây: chỉ xem kế hoạch mẫu")
    of = document if which == "sample" else hand_in(town, BIGGEST)
    page = review(of=of)
    page.evaluate("document.querySelectorAll('.draft-row').forEach(row => row.classList.add('is-open'))")
    assert faults(page, page.url, urlsplit(live_server.url).netloc) == []
    for name in ("split", "merge"):
        page.click(f"#targets-1 [data-do={name}]")
        page.wait_for_selector("#hop-thoai[open]")
        assert faults_now(page) == []
        page.keyboard.press("Escape")


def faults_now(page) -> list[str]:
    """The faults of the page as it stands, without opening it anew."""
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE, ALL_RULES)

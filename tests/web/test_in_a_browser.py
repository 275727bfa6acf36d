"""The pages of parts in a real browser, under the real security policy; no server and no database are needed."""

from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from tungnha.web import components_sample, views_components
from tungnha.web.middleware import POLICY

pytestmark = pytest.mark.browser

HOUSE = "http://tungnha.test/"
DESK, PHONE = (1280, 900), (390, 844)
KINDS = {
    ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".html": "text/html",
}  # fmt: skip
SMALL_TEXT = """least => [...document.querySelectorAll('body *')].filter(element =>
  [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) &&
  element.getClientRects().length && !element.closest('svg') &&
  parseFloat(getComputedStyle(element).fontSize) < least).map(element => element.outerHTML)"""
SMALL_DRAWN = """least => [...document.querySelectorAll('.chart text')].filter(text => text.getClientRects().length &&
  parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a < least - 0.1).map(text => text.outerHTML)"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
  'button, .btn, select, summary, input:not([type=hidden], [type=radio], [type=checkbox]), .nav a, .bar a, .choice')]
  .filter(element => element.getClientRects().length && element.getBoundingClientRect().height < 43.5)
  .map(element => element.outerHTML)"""


def answer(route):
    """Stand in for the server: pages from templates, files from the static folders, all under our policy."""
    path = urlparse(route.request.url).path.strip("/")
    if path.startswith("static/"):
        file = Path(finders.find(path.removeprefix("static/")))
        return route.fulfill(body=file.read_bytes(), content_type=KINDS[file.suffix])
    html = render_to_string(views_components.PAGES[path], components_sample.everything())
    return route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})


@pytest.fixture
def opened(chromium):
    """opened("dien-thoai", PHONE): the page, and what the browser complained about."""
    contexts = []

    def open_page(kind, size, **more):
        contexts.append(chromium.new_context(viewport={"width": size[0], "height": size[1]}, **more))
        page = contexts[-1].new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", answer)
        page.goto(HOUSE + kind)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("kind", views_components.PAGES)
def test_nothing_stands_in_anybodys_way(opened, kind, size):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(kind, size)
    least = 18 if size == PHONE else 16

    assert page.complaints == []
    assert page.evaluate(SMALL_TEXT, least) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    report = Axe().run(page)
    assert report.violations_count == 0, report.generate_report()


@pytest.mark.parametrize(("width", "least"), [(360, 18), (390, 18), (600, 18), (700, 16), (1024, 16), (1280, 16)])
def test_letters_in_drawings_stay_readable_at_every_width(opened, width, least):
    assert opened("", (width, 900)).evaluate(SMALL_DRAWN, least) == []


def test_the_menu_of_a_phone_opens_and_closes(opened):
    page = opened("", PHONE)
    menu, button = page.get_by_role("navigation", name="Mục chính"), page.get_by_role("button", name="Các mục")

    assert not menu.is_visible()
    button.click()
    assert menu.is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not menu.is_visible()


def test_without_scripts_the_menu_is_open_and_nothing_is_lost(opened):
    page = opened("", PHONE, java_script_enabled=False)

    assert page.get_by_role("navigation", name="Mục chính").is_visible()
    assert page.get_by_role("link", name="Khóa báo cáo").get_attribute("href") == "#khoa"


def test_the_question_before_a_deed_opens_and_closes(opened):
    page = opened("", DESK)
    page.get_by_role("link", name="Khóa báo cáo").click()
    dialog = page.get_by_role("dialog", name="Khóa báo cáo tuần này?")

    assert dialog.is_visible()
    dialog.get_by_role("button", name="Không, quay lại").click()
    assert not dialog.is_visible()


def test_sorting_keeps_what_is_missing_at_the_end(opened):
    page = opened("", DESK)
    table = page.get_by_role("table", name="Kết quả chữ ký số theo thôn, 28/5/2026")
    names = "tbody th"

    table.get_by_role("button", name="Đạt tỷ lệ").click()
    assert table.locator(names).all_inner_texts()[:1] + table.locator(names).all_inner_texts()[-1:] == [
        "Khuổi Slưn",
        "Pác Nghiên",
    ]
    table.get_by_role("button", name="Đạt tỷ lệ").click()
    assert table.locator(names).all_inner_texts()[:1] + table.locator(names).all_inner_texts()[-1:] == [
        "Nà Hạ",
        "Pác Nghiên",
    ]


def test_the_list_of_errors_is_where_the_reader_is_put(opened):
    page = opened("", DESK)

    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Điền: Họ tên chủ hộ").click()
    assert page.evaluate("document.activeElement.id") == "id_household"


def test_the_thumb_reaches_the_last_button_above_the_bar(opened):
    page = opened("dien-thoai", PHONE)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.get_by_role("link", name="Để sau").bounding_box()
    bar = page.get_by_role("navigation", name="Mục hay dùng").bounding_box()

    assert last["y"] + last["height"] <= bar["y"]


def test_on_paper_there_is_no_frame(opened):
    page = opened("", DESK)
    page.emulate_media(media="print")

    assert not page.locator(".head").is_visible()
    assert not page.locator(".btn").first.is_visible()
    assert page.get_by_role("table", name="Kết quả chữ ký số theo thôn, 28/5/2026").is_visible()


def test_a_panel_taller_than_a_sheet_does_not_leave_the_sheet_before_it_empty(opened):
    page = opened("", DESK)
    rows = "".join(f'<li class="row">Đơn vị {n}</li>' for n in range(60))
    page.evaluate(f"""document.querySelector('main').innerHTML =
        '<h1>Báo cáo</h1><section class="panel"><h2>Chưa gửi</h2><ul class="rows">{rows}</ul></section>'""")
    page.emulate_media(media="print")
    inside = page.evaluate("getComputedStyle(document.querySelector('.panel')).breakInside")
    row_inside = page.evaluate("getComputedStyle(document.querySelector('.row')).breakInside")
    assert (inside, row_inside) == ("auto", "avoid")


def test_a_chosen_file_and_a_chosen_day_are_said_in_vietnamese(opened):
    """The browser's own words are in the browser's language, and its days often month first."""
    page = opened("", DESK)
    page.set_input_files("input[type=file]", {"name": "danh-sach.xlsx", "mimeType": "", "buffer": b"x"})
    page.fill("input[type=date]", "2026-05-28")

    assert page.inner_text("[data-file-name]") == "Đã chọn: danh-sach.xlsx"
    assert page.inner_text("input[type=date] + .said") == "thứ Năm, 28/5/2026"
    assert page.complaints == []


def test_a_table_that_fits_is_no_tab_stop_and_a_wide_one_scrolls_in_its_box(opened):
    page = opened("ban-in", DESK)
    box = page.locator(".table-scroll").first
    fits = box.get_attribute("tabindex")
    page.evaluate("document.querySelector('.table-scroll table').style.minWidth = '3000px'")
    page.wait_for_function("!document.querySelector('.table-scroll').classList.contains('fits')")

    assert fits is None
    assert box.get_attribute("tabindex") == "0"
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


FORM = """() => {
  document.body.insertAdjacentHTML('beforeend', `<form method="post"><input name="a" value="1">
    <button id="keep">Ghi</button><button id="drop" name="b" value="2">Bỏ</button></form>
    <form><button id="find">Tìm</button></form>`)
  globalThis.sent = []
  addEventListener('submit', event => {
    if (!event.defaultPrevented) sent.push(event.submitter.id)
    event.preventDefault()
  })
}"""


def test_a_button_pressed_twice_sends_once(opened):
    """Another button, other words, a search and what is pressed again after the line was lost are sent."""
    page = opened("", DESK)
    page.clock.install()
    page.evaluate(FORM)

    def press(name):
        page.evaluate(f"document.getElementById('{name}').click()")

    press("keep"), press("keep"), press("drop"), press("drop"), press("find"), press("find")
    page.evaluate("document.querySelector('[name=a]').value = '2'")
    press("keep")
    page.clock.fast_forward(8_001)
    press("keep")
    assert page.evaluate("sent") == ["keep", "drop", "find", "find", "keep", "keep"]

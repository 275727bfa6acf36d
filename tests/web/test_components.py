"""The parts of pages, one by one."""

import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.test import RequestFactory

from tests.web.drawing import written
from tungnha.web.components_sample import VisitForm
from tungnha.web.words import STATUS


def plain(html: str) -> str:
    """Only the words, one space between them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_figure_names_its_base_and_both_percentages():
    html = written(
        '{% figure "Người có chữ ký số" 368 url="/mo/" base=5480 target=3496 change=28 since="so với tuần trước" '
        'base_label="người trên 15 tuổi · Công an xã · 26/5/2026" status="behind" %}'
    )

    assert plain(html) == (
        "Người có chữ ký số 368 +28 so với tuần trước của 5.480 6,72% của chỉ tiêu 3.496 10,53% "
        "5.480 người trên 15 tuổi · Công an xã · 26/5/2026 Chậm"
    )
    assert 'href="/mo/"' in html


def test_a_missing_figure_is_not_zero():
    assert plain(written('{% figure "Học sinh" None %}')) == "Học sinh chưa có số liệu"
    assert plain(written('{% figure "Học sinh" 0 %}')) == "Học sinh 0"


def test_a_field_ties_label_hint_and_error_together():
    html = written("{% field form.household %}", form=VisitForm({}))

    assert '<label for="id_household">Họ tên chủ hộ</label>' in html
    assert 'aria-describedby="id_household-hint id_household-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_household-hint"' in html
    assert 'id="id_household-error"' in html
    assert "Điền: Họ tên chủ hộ" in html


def test_an_untouched_field_shows_no_error_and_says_when_it_may_stay_empty():
    assert plain(written("{% field form.note %}", form=VisitForm())) == "Ghi thêm (không bắt buộc)"


def test_the_error_summary_leads_to_every_input():
    form = VisitForm({"people": "-3", "village": "1", "visited_on": "32/5/2026"})
    html = written("{% error_summary form %}", form=form)

    assert re.findall(r'<a href="#(\w+)">([^<]+)</a>', html) == [
        ("id_household", "Điền: Họ tên chủ hộ"),
        ("id_visited_on", "Ngày đến nhà: ngày viết chưa đúng, ví dụ 28/5/2026"),
        ("id_people", "Số người trên 15 tuổi: từ 0 trở lên"),
        ("id_services_0", "Chọn: Đã hướng dẫn việc gì"),
        ("id_paper", "Chọn tệp: Danh sách ký nhận"),
        ("id_agreed", "Đánh dấu: Gia đình đồng ý để Tổ ghi lại kết quả"),
    ]
    fields = written("{% form_fields form %}", form=form)
    assert all(f'id="{target}"' in fields for target in re.findall(r'href="#(\w+)"', html))


def test_a_form_without_errors_has_no_summary():
    assert written("{% error_summary form %}", form=VisitForm()).strip() == ""
    assert written("{% error_summary form %}").strip() == ""


def test_a_sentence_of_our_own_is_kept_word_for_word():
    class SendForm(forms.Form):
        count = forms.IntegerField(label="Số", error_messages={"required": "Chưa có số thì ghi “chưa có số liệu”."})

    html = written("{% error_summary form %}", form=SendForm({}))
    assert "Chưa có số thì ghi “chưa có số liệu”." in html


def test_an_error_of_the_whole_form_has_no_link():
    form = VisitForm({})
    form.add_error(None, "Hộ này vừa được người khác sửa.")

    assert "<strong>Hộ này vừa được người khác sửa.</strong>" in written("{% error_summary form %}", form=form)


COLUMNS = [
    {"key": "name", "label": "Thôn", "link": "url"},
    {"key": "now", "label": "Có chữ ký số", "kind": "count"},
    {"key": "status", "label": "Báo cáo", "kind": "status"},
]


def test_a_table_has_a_caption_row_heads_and_missing_figures_in_words():
    html = written(
        '{% data_table "Kết quả" columns rows %}',
        columns=COLUMNS, rows=[{"name": "Thôn 1", "url": "/1/", "now": None, "status": "late"}],
    )  # fmt: skip

    assert "<caption>Kết quả</caption>" in html
    assert '<th scope="row" data-label="Thôn"><a href="/1/">Thôn 1</a></th>' in html
    assert '<td data-label="Có chữ ký số" class="num missing">chưa có số liệu</td>' in html
    assert "Gửi muộn" in html


def test_a_table_escapes_what_people_typed():
    html = written('{% data_table "Kết quả" columns rows %}', columns=COLUMNS, rows=[{"name": "<b>x</b>"}])

    assert "&lt;b&gt;x&lt;/b&gt;" in html


def test_a_table_without_rows_may_say_why():
    html = written('{% data_table "Kết quả" columns rows empty="Chưa thôn nào gửi." %}', columns=COLUMNS, rows=[])

    assert plain(html) == "Chưa thôn nào gửi."


def test_boxes_hold_what_stands_between_their_tags():
    html = written('{% notice "warn" "Còn 3 thôn" %}<p>{{ text }}</p>{% endnotice %}', text="<gọi>")

    assert "tone-warn" in html
    assert "<p>&lt;gọi&gt;</p>" in html
    assert '<p class="notice-title">Còn 3 thôn</p>' in html


def test_a_confirmation_posts_with_its_token():
    html = written('{% confirm "khoa" "Khóa?" "/khoa/" "Khóa" %}<p>Hỏi</p>{% endconfirm %}', csrf_token="abc")

    assert '<form method="post" action="/khoa/">' in html
    assert 'name="csrfmiddlewaretoken" value="abc"' in html


@pytest.mark.parametrize("code", STATUS)
def test_every_state_is_said_in_words_and_drawn(code):
    html = written("{% status code %}", code=code)

    assert plain(html) == STATUS[code][0]
    assert "<svg" in html


def test_big_answers_are_radios_and_the_chosen_one_is_marked():
    html = written(
        '{% outcomes "outcome" choices "Hôm nay thế nào?" selected="b" %}',
        choices=[("a", "Đã làm xong", "ngay tại nhà", "ok", "check"), {"value": "b", "label": "Hẹn lại"}],
    )

    assert html.count('type="radio"') == 2
    assert 'value="b" checked' in html
    assert 'value="a" checked' not in html


def test_pages_keep_the_words_of_the_search():
    request = RequestFactory().get("/", {"tim": "Lường", "trang": "2"})
    html = written("{% pagination page %}", request=request, page=Paginator(range(120), 50).page(2))

    assert re.findall(r'href="([^"]+)" rel', html) == [
        "?tim=L%C6%B0%E1%BB%9Dng&amp;trang=1",
        "?tim=L%C6%B0%E1%BB%9Dng&amp;trang=3",
    ]
    assert "Dòng 51–100 trong 120" in html


def test_one_page_needs_no_pagination():
    assert written("{% pagination page %}", page=Paginator([1], 50).page(1)).strip() == ""


def test_steps_say_which_is_done_and_which_is_now():
    html = written('{% steps "Tải lên|Rà soát|Xác nhận" 2 %}')

    assert re.findall(r'class="step-(\w+)"( aria-current="step")?', html)[:1] == [("done", "")]
    assert 'class="step-now" aria-current="step"' in html
    assert 'class="step-next"' in html


def test_blank_is_shown_as_blank():
    html = written("{% definitions items %}", items=[("Chủ trì", ""), ("Hạn", "31/7/2026")])

    assert plain(html) == "Chủ trì để trống Hạn 31/7/2026"


def test_an_icon_is_silent_unless_it_is_named():
    assert 'aria-hidden="true"' in written('{% icon "check" %}')
    assert 'aria-label="đã xong"' in written('{% icon "check" "đã xong" %}')

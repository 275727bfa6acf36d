"""The page with every part on it: it answers, and in a browser nothing stands in anybody's way."""

import pytest
from django.template.loader import get_template, render_to_string
from django.urls import reverse

from tungnha.web import components_sample, views_components

PAGES = sorted(views_components.PAGES.values())


@pytest.mark.parametrize("template", PAGES)
def test_each_page_draws(template):
    html = render_to_string(template, components_sample.everything())

    assert '<html lang="vi"' in html
    assert 'id="main"' in html


@pytest.mark.parametrize("name", ["base", "base_public", "phone_base", "print_base", "404", "403", "500", "problem"])
def test_a_base_needs_nothing_from_its_view(name):
    html = get_template(f"web/{name}.html").render({})

    assert "<title>" in html
    assert "None" not in html


def test_a_rehearsal_is_said_at_the_top_and_only_then():
    moment = components_sample.at(28, 10, 0)
    told = render_to_string("web/base.html", {"rehearsal_clock": moment, "now": moment})

    assert "Đang diễn tập: đồng hồ đặt ở 10 giờ 00 thứ Năm, 28/5/2026" in told
    assert 'data-now="2026-05-28T10:00:00' in told
    assert "diễn tập" not in render_to_string("web/base.html", {})


def test_a_bar_marks_the_page_we_are_on():
    html = render_to_string("web/base.html", {"nav": [{"url": "/a/", "label": "A", "current": True, "badge": 3}]})

    assert '<a href="/a/" aria-current="page">' in html
    assert "3<span" in html


def test_a_stranger_is_sent_to_the_door(client):
    response = client.get(reverse("web:components"))

    assert (response.status_code, response.url.partition("?")[0]) == (302, reverse("units:login"))


def test_mai_sees_the_page_with_every_part(client_of, members):
    response = client_of(members.mai).get(reverse("web:components"))

    assert response.status_code == 200
    assert "Các thành phần của Từng Nhà" in response.content.decode()

"""The bar of the desk: a few groups, each opening to its pages; the place one is at is marked in both rows."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from tungnha.web.context import frame
from tungnha.web.navigation import groups

MOST = 7


def bar(member, path="/"):
    return groups(member, path)


def shown(rows):
    return [(row["label"], [page["label"] for page in row.get("pages", [])]) for row in rows]


@pytest.mark.parametrize("who", ["mai", "binh", "dung", "thu", "viet", "phuc", "lan", "son"])
def test_nobody_has_more_than_seven_words_in_the_bar_and_no_page_twice(members, who):
    rows = bar(getattr(members, who))
    pages = [page["url"] for row in rows for page in row.get("pages", [row])]

    assert len(rows) <= MOST
    assert len(pages) == len(set(pages))
    assert all(len(row["pages"]) > 1 for row in rows if "pages" in row), "a group of one page is that page"


def test_the_officer_reads_the_bar_in_the_order_of_the_day(members):
    assert shown(bar(members.mai)) == [
        ("Hôm nay", []),
        ("Kế hoạch", ["Các kế hoạch", "Việc được giao", "Kế hoạch gửi đến"]),
        (
            "Đến từng nhà",
            [
                "Thôn hôm nay",
                "Buổi hỗ trợ",
                "Khó khăn, tin đồn",
                "Một cửa",
                "Tuyên truyền",
                "Tài liệu mang theo",
                "Tập huấn",
                "Nhóm Zalo",
                "Kiểm tra, khen, chi",
            ],
        ),
        ("Dân cư", ["Nhân khẩu", "Danh sách gửi đến"]),
        ("Tiến độ", []),
        ("Báo cáo", []),
        ("Thiết lập", []),
    ]


@pytest.mark.parametrize(
    ("address", "group", "page"),
    [
        ("/", "Hôm nay", ""),
        ("/ke-hoach/gui-den/", "Kế hoạch", "Kế hoạch gửi đến"),
        ("/ke-hoach/7/", "Kế hoạch", "Các kế hoạch"),
        ("/phan-ho/3/", "Đến từng nhà", "Thôn hôm nay"),
        ("/ho/12/", "Dân cư", "Nhân khẩu"),
        ("/so-giao-nhan/", "Dân cư", "Danh sách gửi đến"),
        ("/van-ban/", "Báo cáo", ""),
        ("/mat-khau/", "", ""),
    ],
)
def test_the_place_one_is_at_is_marked_in_both_rows(members, address, group, page):
    rows = bar(members.mai, address)
    here = [row for row in rows if row["current"]]

    assert [row["label"] for row in here] == [group] * bool(group)
    assert [p["label"] for row in here for p in row.get("pages", []) if p["current"]] == [page] * bool(page)


def test_a_partner_finds_the_lists_the_commune_gave_apart_from_its_own(members):
    rows = bar(members.viet, reverse("lists:handed"))

    assert [p["label"] for row in rows for p in row.get("pages", []) if p["current"]] == ["Danh sách xã giao"]


def test_the_second_row_stands_only_under_the_group_one_is_in(client_of, members):
    client = client_of(members.mai)
    home, people = (client.get(where).content.decode() for where in ("/", "/nhan-khau/"))

    assert "nav-pages" not in home
    assert people.count('class="nav-pages"') == 1
    assert '<a href="/nhan-khau/" aria-current="page">Nhân khẩu</a>' in people
    assert 'aria-current="true">Dân cư' in people


def test_a_stranger_has_no_bar(rf: RequestFactory):
    assert frame(rf.get("/"))["nav"] == []

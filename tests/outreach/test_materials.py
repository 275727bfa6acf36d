"""What goes along to the door: written, approved, replaced, withdrawn."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from tungnha.outreach import pictures
from tungnha.outreach.models import Material
from tungnha.outreach.operations import materials as operations
from tungnha.outreach.queries.materials import for_phones
from tungnha.units.problems import BadInput, Locked, OutOfDate

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def picture(width=2400, height=1800, form="JPEG", **more):
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, form, **more)
    return out.getvalue()


@pytest.fixture
def write(commune, members, at_tuesday):
    def make(title="Năm điều", words="Không hỏi mật khẩu.", by=members.mai, area=commune, **more):
        return operations.write_material(
            area=area, title=title, words=words, kind="guide", by=by, at=more.pop("at", at_tuesday), **more
        )

    return make


@pytest.fixture
def approved(write, members, at_tuesday):
    def make(*given, **more):
        return operations.approve(material=write(*given, **more), by=members.mai, at=at_tuesday)

    return make


def told(member, at):
    return [(one["title"], one["words"]) for one in for_phones(member, at)]


def test_only_what_is_approved_goes_to_the_phone_of_a_village(write, approved, members, at_tuesday):
    write("Bản thảo")
    approved("Năm điều")
    assert told(members.lan, at_tuesday) == [("Năm điều", "Không hỏi mật khẩu.")]
    assert for_phones(members.lan, at_tuesday)[0]["picture"] == ""


def test_until_a_new_version_is_approved_the_old_one_is_shown(write, approved, members, at_tuesday):
    first = approved()
    second = write(words="Không hỏi mã OTP.", replaces=first)
    assert told(members.lan, at_tuesday) == [("Năm điều", "Không hỏi mật khẩu.")]
    operations.approve(material=second, by=members.mai, at=at_tuesday)
    assert told(members.lan, at_tuesday) == [("Năm điều", "Không hỏi mã OTP.")]
    assert (second.version, Material.objects.get(pk=first.pk).words) == (2, "Không hỏi mật khẩu.")


def test_two_officers_do_not_change_one_version_apart(write, approved):
    first = approved()
    write(words="Một", replaces=first)
    with pytest.raises(OutOfDate, match="vừa có bản mới hơn"):
        write(words="Hai", replaces=first)


def test_withdrawn_is_gone_and_the_version_before_it_does_not_come_back(write, approved, members, at_tuesday):
    second = approved(words="Hai", replaces=approved())
    operations.withdraw(material=second, by=members.mai, at=at_tuesday)
    assert told(members.lan, at_tuesday) == []
    with pytest.raises(Locked, match="đã thôi dùng"):
        operations.approve(material=second, by=members.mai, at=at_tuesday)


def test_the_last_day_is_the_last(approved, members, at_tuesday):
    approved(valid_until=at_tuesday.date())
    assert len(for_phones(members.lan, at_tuesday)) == 1
    assert for_phones(members.lan, at_tuesday + timedelta(days=1)) == []


def test_what_is_of_the_village_next_door_stays_there(approved, villages, members, at_tuesday):
    approved(area=villages[1])
    assert for_phones(members.lan, at_tuesday) == []
    assert len(for_phones(members.hung, at_tuesday)) == 1


def test_no_more_than_can_be_leafed_through(write, approved, members, at_tuesday):
    for n in range(operations.MOST_AT_THE_DOOR):
        approved(f"Tài liệu {n}")
    with pytest.raises(BadInput, match="Đã có 12 tài liệu"):
        approved("Thừa")
    approved("Chỉ ở bàn làm việc", for_door=False)
    assert len(for_phones(members.lan, at_tuesday)) == 12


def test_a_number_typed_into_the_words_is_hidden(write):
    assert "0912000011" not in write(words="Gọi 0912000011 nhé").words


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"title": "  "}, "cần có tên và lời"),
        ({"words": "\n"}, "cần có tên và lời"),
        ({"valid_until": date(2020, 1, 1)}, "Ngày dùng đến đã qua"),
    ],
)
def test_what_cannot_be_kept_is_said(write, given, said):
    with pytest.raises(BadInput, match=said):
        write(**given)
    assert Material.objects.count() == 0


def test_the_first_set_comes_once_and_as_drafts(commune, members, service, at_tuesday):
    made = operations.add_starters(area=commune, by=members.mai, at=at_tuesday)
    assert len(made) == 6
    assert operations.add_starters(area=commune, by=members.mai, at=at_tuesday) == []
    assert for_phones(members.lan, at_tuesday) == []


# --- pictures ---------------------------------------------------------------------------------------------------------


def test_a_picture_comes_out_small_and_says_nothing_of_where_it_was_taken():
    exif = Image.Exif()
    exif[0x010F] = "Máy của bà Lường"
    exif.get_ifd(0x8825)[2] = (20.0, 8.0, 0.0)
    small = pictures.small(picture(exif=exif))
    opened = Image.open(io.BytesIO(small))
    assert (opened.format, dict(opened.getexif())) == ("WEBP", {})
    assert len(small) <= pictures.MOST_BYTES
    assert opened.width <= pictures.WIDEST
    assert b"L\xc6\xb0\xe1\xbb\x9dng" not in small


def test_a_long_picture_keeps_its_shape():
    opened = Image.open(io.BytesIO(pictures.small(picture(400, 3200, "PNG"))))
    assert opened.height == 8 * opened.width


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"<svg onload=alert(1)>", picture()[:500], b"GIF89a" + b"\0" * 99]
)
def test_what_is_no_picture_is_said_in_a_sentence(content):
    with pytest.raises(BadInput, match="Tệp hình không mở được"):
        pictures.small(content)


def test_a_picture_that_would_fill_the_memory_is_not_opened():
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(BadInput, match="Hình quá lớn"):
        pictures.small(out.getvalue())

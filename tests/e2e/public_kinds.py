"""Every kind of page a stranger may see, as full as it gets: opened by its address, or by what is sent to it."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any

from tests.guards.addresses import ADDRESS_OF
from tests.guards.test_routes import FOR_EVERYONE, address
from tests.guards.world import Commune
from tungnha.field.schedule import operations as sessions
from tungnha.outreach import pictures
from tungnha.outreach.operations import addresses, materials
from tungnha.people.models import Place, Telephone
from tungnha.units import clock, limits
from tungnha.units.badges import operations as badges
from tungnha.units.badges import token
from tungnha.units.models import Area, Badge, Campaign, Member, Role
from tungnha.voices.operations import feedback
from tungnha.web.public import communes, voices
from tungnha.web.public import sessions as public_sessions

NO_PAGE = ("ics", "code", "picture", "file")  # what is given beside pages ends so
HERE = "127.0.0.1"  # whom the browser of a test comes from
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Kind:
    """`sent`: what is posted, made anew each time; None: it is only opened. `says`: words no other kind has there."""

    where: str
    says: str
    status: int = 200
    sent: Callable[[], Mapping[str, str]] | None = None

    def open(self, page: Any, root: str) -> None:
        """As somebody comes for the first time: nothing of the house is in the browser yet."""
        if self.sent is None:
            answer = page.goto(root + self.where, wait_until="load")
        else:
            inputs = "".join(
                f'<textarea name="{name}">{escape(value)}</textarea>' for name, value in self.sent().items()
            )
            page.goto("about:blank")
            page.set_content(f'<form method="post" action="{root}{self.where}">{inputs}<button>gửi</button></form>')
            with page.expect_navigation(wait_until="load") as going:
                page.click("button")
            answer = going.value
        assert (answer.status, self.says in page.inner_text("body")) == (self.status, True), (
            self,
            page.inner_text("body"),
        )


def kinds_of(commune: Commune) -> list[Kind]:
    """First what is only opened; what uses up the patience of a door comes last."""
    opened = [Kind(address(n, n in ADDRESS_OF, commune), "Không cần đăng nhập") for n in sorted(FOR_EVERYONE)
              if not n.endswith(NO_PAGE)]  # fmt: skip
    made = (_communes, _sessions, _materials, _badges, _course, _feedback, _floods)
    return opened + [kind for make in made for kind in make(commune)]


def _communes(c: Commune) -> Iterator[Kind]:
    """So many that the list is cut; one that works with the product and has told nobody anything yet."""
    province = c.area.province
    for n in range(communes.MOST + 1):
        area = Area.objects.create(
            code=f"999{n + 10}", kind="commune", type_name="xã", name=f"Bên {n}", parent=province
        )
        Member.objects.create(user=c.members["mai"].user, role=Role.OFFICER, area=area)
    yield Kind("/cong-dan/", "Còn nữa")
    yield Kind("/cong-dan/?ten=zzz", "Không thấy xã, phường nào")
    yield Kind("/lich-ho-tro/99910/", "Chưa có buổi nào sắp tới")
    yield Kind("/xa/99910/dang-o-dau/", "Chưa có số liệu để công bố")
    yield Kind("/xa/99910/can-mang-gi/", "Lần nào cũng mang")
    yield Kind("/xa/99910/hoi-ai/", "Gần nhất là trưởng thôn")
    yield Kind("/xa/99910/tai-lieu/", "Chưa có tài liệu nào ở đây")
    yield Kind("/xa/99910/viec-khac/", "Xã chưa ghi tên ứng dụng")
    yield Kind("/xa/00000/", "Không có trang này", 404)


def _sessions(c: Commune) -> Iterator[Kind]:
    """More than one page takes, the way told at length; of the first three one moved and agreed, one moved, one off."""
    mai, now, village = c.members["mai"], clock.now(), c.villages[1]
    made = []
    for n in range(public_sessions.MOST + 1):
        place = Place.objects.create(name=f"Nhà văn hóa {n}", kind="culture_house", area=village)
        sessions.set_way(place=place, words="Từ chợ đi về phía đình, qua cầu nhỏ rẽ trái. " * 4, by=mai, at=now)
        starts = now + (n // 4 + 1) * DAY + (n % 4) * timedelta(hours=3)
        made.append(sessions.plan_session(
            campaign=c.made["campaign"], area=village, place=place, starts_at=starts, ends_at=starts + DAY / 12,
            services=list(c.made["session"].services.all()), staff=[], organisations=[c.units["vnpt"]], name="", by=mai,
            at=now,
        ))  # fmt: skip
        type(made[-1]).objects.filter(pk=made[-1].pk).update(published_at=now)
    for one in made[:2]:
        one.refresh_from_db()
        sessions.move_session(
            session=one, starts_at=one.starts_at + DAY / 24, ends_at=one.ends_at + DAY / 24, place=one.place, why="bão",
            by=mai, at=now,
        )  # fmt: skip
    type(made[0]).objects.filter(pk=made[0].pk).update(published_at=now)
    sessions.cancel_session(session=made[2], why="Mưa to", by=mai, at=now)
    yield Kind(f"/lich-ho-tro/{c.area.code}/", "Đổi giờ, đổi nơi")
    yield Kind(f"/lich-ho-tro/{c.area.code}/?thon={village.code}", "Đã hủy")


def _materials(c: Commune) -> Iterator[Kind]:
    """The heaviest picture there can be; a plan that is over; a code nobody has."""
    mai, now = c.members["mai"], clock.now()
    heavy = materials.write_material(
        area=c.area, title="Hình nặng", words="Xem hình. " * 90, kind="guide", is_public=True, for_door=False,
        picture=pictures.small(_noise()), by=mai, at=now,
    )  # fmt: skip
    heavy = materials.approve(material=heavy, by=mai, at=now)
    code = c.made["address"].code
    over = Campaign.objects.create(name="Đợt đã qua", area=c.area, organisation=c.units["committee"],
                                   started_on=now.date() - 30 * DAY, ended_on=now.date() - DAY)  # fmt: skip
    yield Kind(f"/k/{code}/{heavy.pk}/", "Hình nặng")
    yield Kind(f"/k/{addresses.address_of(over, now).code}/", "Kế hoạch này đã kết thúc")
    yield Kind("/k/AAAAAA/", "Không thấy kế hoạch nào mang mã", 404)


def _noise() -> bytes:
    """A photograph with more in it than any picture of a guide."""
    import numpy
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(numpy.random.default_rng(8).integers(0, 255, (1600, 720, 3), dtype="uint8")).save(out, "JPEG")
    return out.getvalue()


def _badges(c: Commune) -> Iterator[Kind]:
    """Each fate of a badge, and of the digits on the phone of who holds it."""
    now = clock.now()

    def given(who: str, on: datetime, days: int = 0) -> str:
        issue = {"members": [c.members[who]], "valid_to": on.date() + days * DAY, "by": c.members["mai"], "at": on}
        return _where(badges.issue(**issue)[0])

    good, revoked = given("son", now, 30), given("lan", now, 30)
    badges.revoke(badge=Badge.objects.get(member=c.members["lan"]), by=c.members["mai"], at=now)
    ended = given("hung", now, 30) if "hung" in c.members else given("viet", now, 30)
    Member.objects.filter(badges__serial=_serial(ended)).update(valid_to=now.date() - DAY)
    yield Kind(good, "Thẻ thật, còn hạn")
    yield Kind(revoked, "Thẻ đã bị thu hồi")
    yield Kind(ended, "Người này đã thôi làm")
    yield Kind(given("binh", now - 9 * DAY), "Thẻ đã hết hạn")
    yield Kind(given("dung", now + DAY, 9), "Thẻ chưa đến ngày dùng")
    secret, slot = str(Badge.objects.get(serial=_serial(good)).secret), token.slot_of(now)
    fresh = iter((slot, slot + 1, slot - 1))
    yield Kind(good, "mã trên máy khớp", sent=lambda: {"ma": token.digits_of(secret, next(fresh))})
    yield Kind(good, "Mã chụp lại", sent=lambda: {"ma": token.digits_of(secret, slot - 30)})
    yield Kind(good, "Mã trên máy không đúng", sent=lambda: {"ma": "1"})
    yield Kind(good, "Mời gõ sáu số", sent=lambda: {"ma": ""})


def _where(badge: Badge) -> str:
    held = Badge.objects.select_related("key").get(pk=badge.pk)
    return f"/the/{token.mark_of(badges.body_of(held))}/"


def _serial(where: str) -> str:
    return token.read_mark(where.split("/")[2])[0]


def _course(c: Commune) -> Iterator[Kind]:
    where = f"/h/{c.made['course'].code}/"
    number = Telephone.objects.get(person=c.people[f"{c.tag}2"]).number
    yield Kind(where, "Bác đã được ghi có mặt", sent=lambda: {"phone": str(number)})
    yield Kind(where, "Mời xem lại", 400, sent=lambda: {"phone": "0912999999"})


def _feedback(c: Commune) -> Iterator[Kind]:
    """Sent, sent wrong, too long; looked for by the code: waiting, answered at length, of nobody."""
    now, mai, where = clock.now(), c.members["mai"], f"/xa/{c.area.code}/gop-y/"
    form = str(uuid.uuid4())  # the same page of the form each time: it is one, and counted once
    plain = {
        "kind": "install",
        "village": c.villages[0].code,
        "words": "Cài mãi không được",
        "form": form,
        "website": "",
    }
    yield Kind(where, "Mời ghi lại mã này", sent=lambda: plain)
    yield Kind(where, "Chưa gửi được", 400, sent=lambda: plain | {"kind": "", "words": "ệ" * 1001})
    yield Kind(where, "Lời gửi dài quá", 413, sent=lambda: plain | {"words": "a" * voices.MOST_BYTES})
    sent = [feedback.send(commune=c.area, village=None, kind="install", words="Cài mãi không được",
                          form=feedback.new_form(), at=now) for _ in range(2)]  # fmt: skip
    feedback.answer(feedback=sent[1].row, words="Mời bác ra nhà văn hóa. " * 40, by=mai, at=now)
    yield Kind(f"{where}xem/", "Xã trả lời chậm nhất", sent=lambda: {"code": sent[0].code})
    yield Kind(f"{where}xem/", "Mời bác ra nhà văn hóa", sent=lambda: {"code": sent[1].code})
    yield Kind(f"{where}xem/", "Không có phản ánh nào mang mã này", 400, sent=lambda: {"code": "ABCDE-FGHJK"})


def _floods(c: Commune) -> Iterator[Kind]:
    """Doors whose patience is used up already, by others behind the same address."""
    new = {"kind": "install", "village": "", "words": "Lời này phải còn", "website": ""}

    def one_too_many() -> Mapping[str, str]:
        _use_up("voices.feedback", voices.MOST_SENT, voices.QUARTER)
        return new | {"form": str(uuid.uuid4())}

    def tried_through() -> Mapping[str, str]:
        _use_up("badge.digits", badges.MOST_TRIES, badges.WITHIN)
        return {"ma": "2"}

    yield Kind(f"/xa/{c.area.code}/gop-y/", "xin chờ 15 phút", 429, sent=one_too_many)
    yield Kind("/the/gia/", "xin chờ 15 phút", 429, sent=tried_through)


def _use_up(door: str, most: int, within: timedelta) -> None:
    try:
        while True:
            limits.allow(door, HERE, most=most, within=within, at=clock.now())
    except limits.TooMany:
        return

"""A small commune in which something was said in every way a target may be counted, and what each measure then gives.

Four adults live here (An, Bảo, Em, Gấm) and one child (Chi), in two households of two villages.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from tungnha.field.models import CheckIn, CheckInService, DeskVisit, SatisfactionMark, SeriesValue, SupportSession
from tungnha.field.models import TypedSeries as Series
from tungnha.ledger.models import Service
from tungnha.ledger.operations import NewClaim, record_claims, state_count
from tungnha.people.models import Establishment, PersonGroup, Place, Product

# code of a measure → (now, base); None: nothing was ever said, and the page says where it is given
EXPECTED: dict[str, tuple[int | None, int | None]] = {
    "can-bo-app-chu-ky-thue-bao": (1, 4),
    "chu-ky-so-tren-15": (2, 4),
    "app-tinh-tren-15": (3, 4),
    "ky-nang-so-tren-15": (3, 4),
    "can-bo-bon-tien-ich": (1, 2),
    "ho-thanh-thao": (1, 2),
    "thu-tuc-giam-thoi-gian": (3, 10),
    "ho-dich-vu-so-co-ban": (2, 2),
    "to-vien-ky-nang": (1, 2),
    "hoc-sinh-ky-nang": (50, 60),
    "ho-duoc-thong-tin": (1, 2),
    "chu-ky-so-hoac-dien-tu": (3, 4),
    "so-suc-khoe-moi-nguoi": (3, 5),
    "ho-ky-nang-vneid-dvc": (1, 2),
    "ho-kinh-doanh-thanh-toan": (1, 2),
    "ocop-len-san": (1, 2),
    "can-cuoc-vneid2": (2, 5),
    "ho-duoc-lam-mau-tung-thon": (1, 2),
    "chu-ky-so-can-bo": (2, 2),
    "chu-ky-so-tich-hop": (1, 4),
    "lam-sach-sim-chu-ky-so": (1, 2),
    "chu-ky-so-hoc-sinh": (30, 60),
    "chu-ky-so-vu-trang": (40, 50),
    "chu-ky-so-cong-nhan": (20, 80),
    "mot-cua-tu-van": (2, 3),
    # not asked by the five, but by others of their kind
    "thue-bao-xac-thuc": (1, 2),
    "nguoi-co-thue-bao": (1, 4),
    "ho-nhom-zalo": (1, 2),
    "to-vien-tap-huan": (None, 2),
    "hai-long": (1, 2),
    "nha-van-hoa-wifi": (1, 1),
    "ho-so-truc-tuyen": (73, 100),
}  # fmt: skip


def make(commune, villages, people, units, members, campaign, at):
    """`at`: a moment of 26/5/2026; everything was said that day or the day before."""
    before = date(2026, 5, 25)
    services = {service.code: service for service in Service.objects.all()}
    who = vars(people)

    def say(code, *subjects, level=1, source="visit"):
        record_claims(
            [NewClaim(subject=subject, service=services[code], level=level, since_on=before, source=source)
             for subject in subjects], by=None, at=at,
        )  # fmt: skip

    def of(*names):
        return [{"person_id": who[name].pk} for name in names]

    PersonGroup.objects.bulk_create(
        PersonGroup(person=who[name], kind=kind, organisation=unit)
        for name, kind, unit in (
            ("an", "official", units.school), ("em", "official", units.school), ("gam", "union_member", units.culture),
            ("bao", "team_member", None), ("gam", "team_member", None),
        )
    )  # fmt: skip
    say("chu-ky-so", *of("an"), level=2)
    say("chu-ky-so", *of("em"))
    say("chu-ky-dien-tu", *of("gam"))
    say("app-tinh", *of("an", "em", "gam"))
    say("ky-nang-so", *of("an", "gam"), level=3)
    say("ky-nang-so", *of("em"), level=2)
    say("ky-nang-so", *of("bao"))
    say("vneid", *of("an", "em"), level=2)
    say("can-cuoc", *of("an", "em", "gam"))
    say("so-suc-khoe", *of("an", "em", "chi"))
    say("dao-tao-so", *of("an"))
    say("dich-vu-cong", *of("an"), level=4)
    say("thanh-toan-so", *of("an"), level=3)
    say("thanh-toan-so", *of("gam"), level=3)
    say("thue-bao", {"telephone_id": who["an"].telephones.get().pk})
    home = {"household_id": who["an"].household_id}
    for code in ("duoc-thong-tin", "duoc-lam-mau", "nhom-zalo"):
        say(code, home)
    for group, code, count, base in (
        ("armed_forces", "chu-ky-so", 40, 50), ("pupil", "chu-ky-so", 30, 60), ("worker", "chu-ky-so", 20, 80),
        ("pupil", "ky-nang-so", 50, 60),
    ):  # fmt: skip
        state_count(area=commune, stated_by=units.school, group=group, service=services[code], count=count, base=base,
                    on=before, by=None, at=at)  # fmt: skip
    shops = [
        Establishment.objects.create(name=name, kind="household_business", village=villages[0], eligible=True)
        for name in ("Quán Một", "Quán Hai")
    ]
    say("co-so-tuyen-truyen", {"establishment_id": shops[0].pk})
    teas = [Product.objects.create(establishment=shops[0], name=name, ocop_stars=3) for name in ("Chè", "Măng")]
    say("len-san", {"product_id": teas[0].pk})
    hall = Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])
    say("wifi-cong-cong", {"place_id": hall.pk})
    _flows(commune, villages, people, members, campaign, services, hall, at)
    return SimpleNamespace(days=_series(commune, members, at), shops=shops, teas=teas, hall=hall)


def _flows(commune, villages, people, members, campaign, services, hall, at):
    for outcome in ("advised", "refused", "not_advised"):
        DeskVisit.objects.create(
            area=commune, come_from="here", outcome=outcome, made_by=members.mai, made_at=at, stored_at=at
        )
    for mark in (3, 1):
        SatisfactionMark.objects.create(area=commune, where="desk", mark=mark, on=at.date())
    session = SupportSession.objects.create(
        campaign=campaign, area=villages[0], place=hall, starts_at=at, ends_at=at.replace(hour=at.hour + 2)
    )
    for person, offered in ((people.an, True), (people.em, False), (people.gam, None)):
        came = CheckIn.objects.create(session=session, person=person, made_by=members.lan, made_at=at, stored_at=at)
        rows = [("thue-bao", "done")] if offered is not None else []
        rows += [("chu-ky-so", "refused")] if offered else []
        for code, outcome in rows:
            CheckInService.objects.create(
                check_in=came, service=services[code], outcome=outcome, made_by=members.lan, made_at=at
            )


def _series(commune, members, at):
    days = Series.objects.create(area=commune, name="Cấp giấy phép", unit="days", made_by=members.mai, made_at=at)
    share = Series.objects.create(
        area=commune, name="Tỷ lệ hồ sơ nộp trực tuyến", unit="percent", less_is_better=False, made_by=members.mai,
        made_at=at,
    )  # fmt: skip
    for series, on, value in (
        (days, date(2026, 1, 5), 10), (days, date(2026, 5, 20), 7), (share, date(2026, 5, 20), 73),
    ):  # fmt: skip
        SeriesValue.objects.create(
            series=series, on=on, value=value, evidence="Báo cáo tháng", made_by=members.mai, made_at=at
        )
    return days

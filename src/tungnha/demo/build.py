"""Build the whole demonstration, once, and say who may log in and where to begin."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from tungnha.demo import (
    campaign_rest,
    door,
    duties,
    known,
    library,
    lists,
    messy,
    neighbours,
    papers,
    people,
    reporting,
    sample_plans,
    schedule,
    sellers,
    spoken,
    stewardship,
    story,
    teamwork,
    training,
    voices,
    work,
)
from tungnha.demo import commune as communes
from tungnha.demo import phones as sample_phones
from tungnha.demo import visits as sample_visits
from tungnha.demo.commune import PASSWORD, DemoCommune
from tungnha.demo.records import PLAN_DAY
from tungnha.demo.villages import make_villages
from tungnha.people.register import quality
from tungnha.plans.models import Plan
from tungnha.reports import operations as reports
from tungnha.units import clock
from tungnha.units.laying import lay_tables
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.operations import add_member
from tungnha.units.registry import add_villages, load_areas

Say = Callable[[str], None]
VERSION = 8  # raise when the built data changes, so that an old demonstration is built anew
GUIDE = "demo.json"
WEEKS_BACK = 3
CALLED_BEFORE = 0.08  # share of households called on in the weeks before the plan
FIRST_STEPS = (
    "Vào bằng số của cán bộ xã (dòng đầu): trang “Hôm nay” cho biết kỳ báo cáo thứ Năm và thôn nào chậm; "
    "“Báo cáo” có ba tuần đã qua: ai gửi đúng hạn, ai muộn, bản nào trả lại, báo cáo đã chốt.",
    "Mở “Tiến độ”, bấm vào bất kỳ con số nào: số mở ra đến từng người. Mở “Danh sách gửi đến”, gửi thử tệp {list}; "
    "tệp 3.500 dòng lộn xộn ở ngay bên cạnh.",
    "Vào bằng số của tổ trưởng 0912000200, thu nhỏ cửa sổ như điện thoại: ghi một lượt đến nhà, rồi xem tiến độ tăng. "
    "Mở “Thôn hôm nay”: hộ đã chia đến ngày nào, máy nào còn giữ việc, việc cần xem, hai lời khác nhau.",
    "Thử điện thoại của Tổ: cũng ở đó mở “Máy của Tổ”, cho một người thêm máy, được một mã. Mở cửa sổ ẩn danh "
    "thu nhỏ như điện thoại, vào trang /dt/ của cùng địa chỉ, gõ mã ấy rồi đặt mã PIN.",
)
# slug, commune code, flavour of village names, how many villages, issuer, kind, officer, telephone
OTHERS = (
    ("thieu-trung", "15835", 34, "UBND xã Thiệu Trung", "Lê Thị Nga", "0912000111"),
    ("nhu-thanh", "16228", 37, "UBND xã Như Thanh", "Quách Văn Lợi", "0912000112"),
    ("quang-ngoc", "16498", 12, "UBND xã Quảng Ngọc", "Trịnh Thị Hà", "0912000113"),
)


def ensure(data: Path, *, fresh: bool, clock_at: str | None, say: Say) -> str:
    """Build the demonstration unless the same one stands there already. Returns the guide to print."""
    wanted = {"version": VERSION, "clock": clock_at or "", "week": "" if clock_at else _week(clock.today())}
    guide = data / GUIDE
    if not fresh and guide.exists() and json.loads(guide.read_text(encoding="utf-8")).get("made_for") == wanted:
        say("Dữ liệu chạy thử đã có sẵn (dùng --fresh để dựng lại).")
        lay_tables()  # the product may be newer than the data
        return _words(json.loads(guide.read_text(encoding="utf-8")))
    _empty(data)
    made = build(say) | {"made_for": wanted}
    guide.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    return _words(made)


def _week(day: date) -> str:
    return f"{day.isocalendar().year}-W{day.isocalendar().week:02d}"


def _empty(data: Path) -> None:
    """Only what the product itself put there, and only in a demonstration's folder. The keys stay."""
    from django.db import connection

    connection.close()
    if connection.vendor == "sqlite":
        for path in data.glob("tungnha.sqlite3*"):
            path.unlink()
    shutil.rmtree(data / "files", ignore_errors=True)
    (data / GUIDE).unlink(missing_ok=True)
    (data / settings.REHEARSAL_CLOCK_FILE.name).unlink(missing_ok=True)  # an earlier rehearsal's hour


def build(say: Say) -> dict[str, Any]:
    """Everything, at the clock's present day: the plan's Tuesday falls three weeks before the latest Tuesday, or, where
    the clock was set, on the latest one."""
    now = clock.now()
    plan_day = sample_plans.PLAN_DAYS["hiep-luc"]
    shift = sample_plans.shift_for("hiep-luc", now.date())
    if not clock.is_rehearsed():  # a rehearsal begins on the plan's first days; otherwise its weeks have been lived
        shift -= timedelta(weeks=WEEKS_BACK)
    say("Đang dựng bảng và danh mục 34 tỉnh, 3.321 xã …")
    lay_tables()
    load_areas()
    say("Đang sinh 7.109 nhân khẩu xã Hiệp Lực …")
    population = people.make_population(reference=PLAN_DAY + shift)
    before = sample_visits.make_visits(population, coverage=CALLED_BEFORE)
    began = min(now, _morning(plan_day + shift))
    visits = story.since_it_began(population, before, began.date(), now.date())
    at_the_door = frozenset(v.person_index for v in before.visits if v.outcome == sample_visits.SET_UP_NOW)
    made = communes.build(population, began, skip_claims_of=at_the_door)
    say("Đang đọc năm bản kế hoạch …")
    plan = _hiep_luc(made, shift, plan_day, now)
    _others(made, shift, now)
    say("Đang ghi các lượt đến nhà …")
    doors = story.knock_on_doors(made, plan.campaign, visits)
    say(f"Đã ghi {doors} lượt đến nhà. Đang sinh các kỳ báo cáo …")
    schedule.make_schedule(made, plan.campaign, began, now)
    teamwork.lead_a_team(made, plan.campaign, now)
    training.teach(made, plan.campaign, began, now)
    spoken.speak(made, plan.campaign, now)
    spoken.communicate_only(Area.objects.get(code="16228"), now)
    work.live(made, plan, began, now)
    sample_phones.use_phones(made, plan.campaign, now)
    sellers.make_sellers(made, began, now)
    voices.live(made, now)
    campaign_rest.live(made, plan.campaign, began, now)
    known.live(made, now)
    reports.tick(now)
    papers.write_papers(made, plan, now)
    sent = reporting.report_weeks(made, plan, now)
    say(f"Các đơn vị đã gửi {sent} báo cáo.")
    if sent:
        reporting.learn_later(made, made.villages[3], now)
    papers.draft_reminder(made, plan, now)
    duties.remind_units(now)
    duties.ask_about_signal(made, plan, now)
    neighbours.exchange_keys(made, now)
    say("Đang xem lại sổ: có thể trùng, điều đáng ngờ …")
    story.confirm_by_list(made, began)
    story.leave_faults(made, now)
    stewardship.keep_records(made, plan.campaign, began)
    stewardship.take_requests(made, now)
    door.approve_materials(made, began)
    library.give_out(made, plan.campaign, began, now)
    quality.look_over_commune(made.area, at=now)
    story.agree_with_operators(made, began)
    return _guide(made, _operator_list(made))


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))


def _hiep_luc(made: DemoCommune, shift: timedelta, plan_day: date, now: datetime) -> Plan:
    officer = made.members[Role.OFFICER]
    began = min(now, _morning(plan_day + shift))
    plan = story.run_plan(
        "hiep-luc",
        area=made.area,
        organisation=made.organisations["UBND xã Hiệp Lực"],
        shift=shift,
        by=officer,
        at=began,
    )
    story.state_bases(made, plan.campaign, began.date(), officer, began)
    story.share_out(made, plan, began.date(), officer, began)
    return plan


def _others(made: DemoCommune, shift: timedelta, now: datetime) -> None:
    """Three other communes and a department, each with its own plan and officer, without people of their own."""
    for slug, code, villages, issuer, name, phone in OTHERS:
        area = Area.objects.get(code=code)
        add_villages(area, [(village.kind, village.name) for village in make_villages(villages, slug)])
        officer = _with_plan(slug, area, issuer, "committee", Role.OFFICER, name, phone, shift, now)
        neighbours.close_peaks(area, officer, now)
    province = Area.objects.get(code="38")
    officer = _with_plan(
        "so-khcn-thanh-hoa", province, "Sở Khoa học và Công nghệ", "department", Role.PROVINCE_OFFICER,
        "Vũ Thị Oanh", "0912000114", shift, now,
    )  # fmt: skip
    work.take_up(Plan.objects.get(campaign__area=province), officer, now)


def _with_plan(
    slug: str, area: Area, issuer: str, kind: str, role: str, name: str, phone: str, shift: timedelta, now: datetime
) -> Member:
    organisation = Organisation.objects.create(name=issuer, kind=kind, area=area, must_report=False)
    officer = add_member(
        full_name=name, role=role, area=area, organisation=organisation, phone=phone, password=PASSWORD, at=now, by=None
    )
    at = min(now, _morning(sample_plans.PLAN_DAYS[slug] + shift))
    story.run_plan(slug, area=area, organisation=organisation, shift=shift, by=officer, at=at)
    return officer


def _operator_list(made: DemoCommune) -> str:
    """The operator's Excel list to try, beside the data: 25 who have a signature since. Beside it, the messy one."""
    path = settings.DATA_DIR / "vnpt-hiep-luc.xlsx"
    path.with_name("vnpt-hiep-luc-lon-xon.xlsx").write_bytes(messy.messy_list(made.population))
    path.write_bytes(lists.operator_list(made.population, with_doubtful=False))
    return str(path)


def _guide(made: DemoCommune, list_file: str) -> dict[str, Any]:
    desk = made.members.values()
    team = made.teams[0]
    others = Member.objects.filter(area__code__in=["15835", "16228", "16498", "38"]).select_related("user", "area")
    members = [*desk, *team, *others]
    return {
        "password": PASSWORD,
        "first_steps": [line.format(list=list_file) for line in FIRST_STEPS],
        "members": [
            {
                "role": member.get_role_display(),
                "name": member.user.full_name,
                "where": member.organisation.label if member.organisation else member.area.title,
                "login": member.user.phone,
            }
            for member in members
        ],
    }


def _words(guide: dict[str, Any]) -> str:
    """What the terminal says; `{address}` is filled in by whoever serves."""
    lines = ["", "Từng Nhà, bản chạy thử: {address}", ""]
    lines += [f"  {n}. {line}" for n, line in enumerate(guide["first_steps"], 1)]
    lines += ["", f"Mật khẩu chung: {guide['password']}", ""]
    for member in guide["members"]:
        lines.append(f"  {member['login']}  {member['role']}: {member['name']}, {member['where']}")
    return "\n".join([*lines, "", "Dừng: Ctrl+C", ""])

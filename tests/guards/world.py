"""Two whole communes side by side, one of everything in each, so that what could leak exists.

Every person has a name nobody else has: "Alpha1" lives in village 1 of the first commune, "Beta2" in village 2 of the
second. `address_of` says how each route is opened; a new route that is not told here fails the guard test.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import make_member
from tests.guards import world_campaign, world_library, world_outreach, world_voices
from tests.lists.test_lists import workbook
from tests.people import files as population
from tests.people.test_sellers_import import workbook as sellers_workbook
from tungnha.demo import sample_plans
from tungnha.field import operations as field_operations
from tungnha.field.desk import operations as desk
from tungnha.field.homes import operations as homes
from tungnha.field.leading import messages
from tungnha.field.models import PhoneOperation
from tungnha.field.operations_sellers import Step, record_seller_visit
from tungnha.field.schedule import operations as sessions
from tungnha.field.sharing.operations import share_households
from tungnha.field.sync import joining, pledge
from tungnha.ledger.models import Claim, Measure, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.lists import operations as lists
from tungnha.lists.models.handed import HandedList
from tungnha.lists.operations import handing, returning
from tungnha.lists.operations.handed_people import Choice
from tungnha.outreach.operations import materials
from tungnha.people import importing
from tungnha.people.models import (
    Household,
    Identifier,
    LikelyDouble,
    Person,
    Place,
    RosterEntry,
    RosterQuestion,
    Telephone,
)
from tungnha.people.operations import (
    breaches,
    consents,
    correcting,
    establishments,
    exports,
    merging,
    needs,
    noting,
    processing,
    products,
    restricting,
    retention,
    rights,
    roster_files,
    sellers_import,
)
from tungnha.plans import operations as plans
from tungnha.plans.adoption import operations as adoption
from tungnha.plans.work import operations as work
from tungnha.progress.measures import operations as measures
from tungnha.reports import operations as reports
from tungnha.reports.closing import operations as closing
from tungnha.reports.duties import excusing, feeds
from tungnha.reports.exchange import envelope, keys, receiving
from tungnha.reports.models import Destination, Obligation, SentFile
from tungnha.reports.papers import kinds as paper_kinds
from tungnha.reports.papers import operations as papers
from tungnha.reports.papers import settings as paper_settings
from tungnha.reports.requests import operations as questions
from tungnha.reports.requests.values import NewField
from tungnha.reports.sending.settings import ask_list
from tungnha.units import clock, days
from tungnha.units.badges import operations as badges
from tungnha.units.models import Area, Group, GroupDecision, GroupMember, Member, MemberNotice, Organisation, Role
from tungnha.units.notices import tell


@dataclass
class Commune:
    """One commune with one of everything."""

    tag: str
    area: Area
    villages: list[Area]
    units: dict[str, Organisation]
    members: dict[str, Member]
    people: dict[str, Person] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    def names(self) -> set[str]:
        return set(self.people)


def build(tag: str, code: str, province: Area) -> Commune:
    area = Area.objects.create(code=code, kind="commune", type_name="xã", name=f"Mẫu {tag}", parent=province)
    villages = [
        Area.objects.create(
            code=f"{code}-0{n}", kind="village", type_name="thôn", name=f"{tag} {n}", parent=area, order=n
        )
        for n in (1, 2)
    ]  # fmt: skip
    commune = Commune(tag, area, villages, _units(tag, area, villages), {})
    _members(commune)
    _people(commune)
    _plan(commune)
    _work(commune)
    _claims(commune)
    _reports(commune)
    _papers(commune)
    _groups(commune)
    _register(commune)
    _rosters(commune)
    _population(commune)
    _sellers(commune)
    _protection(commune)
    _handed(commune)
    world_outreach.make(commune)
    _leading(commune)
    world_campaign.make(commune)
    world_library.make(commune)
    world_voices.make(commune)
    return commune


def _units(tag: str, area: Area, villages: list[Area]) -> dict[str, Organisation]:
    def make(name: str, kind: str, where: Area = area, **more: Any) -> Organisation:
        return Organisation.objects.create(name=f"{name} {tag}", kind=kind, area=where, **more)

    return {
        "committee": make("UBND xã", "committee", must_report=False),
        "culture": make("Phòng Văn hóa - Xã hội", "department"),
        "police": make("Công an xã", "police"),
        "school": make("Trường THCS", "school"),
        "vnpt": make("VNPT", "operator"),
        "team1": make("Tổ công nghệ số cộng đồng 1", "team", villages[0]),
        "team2": make("Tổ công nghệ số cộng đồng 2", "team", villages[1]),
    }


def _members(commune: Commune) -> None:
    tag, units, (one, two) = commune.tag, commune.units, commune.villages
    commune.members = {
        "lan": make_member(f"Lan {tag}", Role.TEAM_LEADER, one, units["team1"]),
        "son": make_member(f"Sơn {tag}", Role.TEAM_MEMBER, one, units["team1"]),
        "hung": make_member(f"Hùng {tag}", Role.TEAM_MEMBER, two, units["team2"]),
        "mai": make_member(f"Mai {tag}", Role.OFFICER, commune.area, units["culture"]),
        "binh": make_member(f"Bình {tag}", Role.LEADER, commune.area, units["committee"]),
        "thu": make_member(f"Thu {tag}", Role.UNIT_OFFICER, commune.area, units["school"]),
        "viet": make_member(f"Việt {tag}", Role.PARTNER, commune.area, units["vnpt"]),
        "dung": make_member(f"Dung {tag}", Role.DATA_STEWARD, commune.area, units["culture"]),
    }


def _people(commune: Commune) -> None:
    """In each village: one at home, one on the school's roster, one who came to a session; all with numbers."""
    for n, village in enumerate(commune.villages, 1):
        household = Household.objects.create(code=f"{commune.tag}-{n}", village=village)
        for order, suffix in enumerate(("", "Giáo", "Buổi")):
            name = f"{commune.tag}{n}{suffix}"
            person = Person.objects.create(
                full_name=f"Lường Thị {name}", household=household, birth_date=date(1980, 1, 2), birth_precision="day",
                residence="at_home", is_head=order == 0,
            )  # fmt: skip
            identifier = Identifier(person=person, kind="personal")
            identifier.set_value(f"0191{(ord(commune.tag[0]) * 1000 + n * 10 + order):08d}")
            identifier.save()
            telephone = Telephone(person=person)
            telephone.set_number(f"0912{(ord(commune.tag[0]) * 1000 + n * 10 + order):06d}")
            telephone.save()
            commune.people[name] = person
    staff = commune.people[f"{commune.tag}1Giáo"]
    RosterEntry.objects.create(person=staff, organisation=commune.units["school"])


def _plan(commune: Commune) -> None:
    mai, now = commune.members["mai"], clock.now()

    def hand_in(slug: str) -> Any:
        data = sample_plans.text(slug).encode()
        return plans.receive_document(area=commune.area, name=f"{slug}.txt", data=data, by=mai, at=now)

    document = hand_in("hiep-luc")
    plan = plans.confirm_plan(
        document=document, draft=document.drafts.get(), organisation=commune.units["committee"], area=commune.area,
        campaign_name="Chữ ký số", started_on=date(2026, 5, 25), ended_on=date(2026, 10, 31), by=mai, at=now,
    )  # fmt: skip
    waiting = hand_in("quang-ngoc")
    commune.made |= {
        "plan": plan, "waiting": waiting, "draft": waiting.drafts.get(), "document": document,
        "target": plan.targets.get(value="63.8", comparator="="), "question": plan.questions.first(),
        "campaign": plan.campaign, "desk_target": plan.targets.filter(measure__way="flow").first(),
        "measure": measures.make_measure(
            Measure(name="Người có sổ sức khỏe", rule={"service": "so-suc-khoe"}, group="all"), area=commune.area,
            by=mai, at=now,
        ),
    }  # fmt: skip
    commune.made["proposal"] = plans.propose_change(
        plan=plan, part="target", row=commune.made["target"].pk, instead="60%", why="Ít người", by=mai, at=now
    )
    plans.send_plan(
        plan=plan, addresses=[plans.Address(unit) for unit in (commune.units["school"], commune.villages[0])], by=mai,
        at=now,
    )  # fmt: skip
    plans.share_target(target=commune.made["target"], areas=commune.villages, weights=[1, 1], by=mai, at=now)


def _work(commune: Commune) -> None:
    """A task with its grid, what the school said of it with a file, more time asked for; items of adoption."""
    made, mai, thu, now = commune.made, commune.members["mai"], commune.members["thu"], clock.now()
    task, school = made["plan"].tasks.get(no="4.1"), commune.units["school"]
    units = [f"o{school.pk}", *(f"a{village.pk}" for village in commune.villages)]
    work.set_grid(task=task, units=units, by=mai, at=now)
    upload = SimpleUploadedFile("ket-qua.pdf", b"%PDF-1.7 x")
    made["task_entry"] = work.say(
        task=task, unit=units[0], step="done", on=now.date(), result=work.Result("Đã xong", {"buổi": 1}, "", upload),
        key=uuid.uuid4(), by=thu, at=now,
    )  # fmt: skip
    made["extension"] = work.ask_extension(
        task=task, unit=units[0], until=date(2026, 6, 30), why="Chờ máy", by=thu, at=now
    )
    made["task"] = task
    items = adoption.lay_out(plan=made["plan"], by=mai, at=now)
    made["adoption_item"] = items[-1]
    adoption.state(
        place=units[1], said=[(items[-1], adoption.Stated(is_done=True, contact_name="Đầu Mối"))], key=uuid.uuid4(),
        by=mai, at=now,
    )  # fmt: skip


def _claims(commune: Commune) -> None:
    made, members, now = commune.made, commune.members, clock.now()
    service = Service.objects.get(code="chu-ky-so")
    home = commune.people[f"{commune.tag}1"]
    field_operations.record_visit(
        visit_id=uuid.uuid4(), household=home.household, campaign=made["campaign"], outcome="met", made_at=now,
        by=members["lan"], at=now,
        results=[field_operations.NewResult(person=home, service=service, outcome="set_up_now")],
    )  # fmt: skip
    place = Place.objects.create(name=f"Nhà văn hóa {commune.tag}", kind="culture_house", area=commune.villages[0])
    session = sessions.plan_session(
        campaign=made["campaign"], area=commune.villages[0], place=place, starts_at=now, services=[service], name="",
        ends_at=now + timedelta(hours=2), staff=[members["viet"]], organisations=[], by=members["mai"], at=now,
    )  # fmt: skip
    came = commune.people[f"{commune.tag}1Buổi"]
    sessions.check_in(session=session, person=came, done=[(service, 1)], by=members["lan"], at=now)
    sessions.call_people(session=session, persons=[home.pk, came.pk], by=members["lan"], at=now)
    sessions.give_ticket(session=session, by=members["lan"], at=now, person=came)
    made["support_point"] = sessions.set_hours(
        place=sessions.add_place(
            area=commune.area, name=f"Một cửa {commune.tag}", kind="one_stop", by=members["mai"], at=now
        ),
        hours=[(1, time(7), time(17))], by=members["mai"], at=now,
    )  # fmt: skip
    made["equipment"] = sessions.add_equipment(
        area=commune.area, name="Máy tính bảng", count=2, kept_by=commune.units["vnpt"], by=members["mai"], at=now
    )
    received = lists.receive_list(
        campaign=made["campaign"], area=commune.area, sender=commune.units["vnpt"], service=service, level=1,
        name="vnpt.xlsx", data=workbook(rows=_list_rows(commune)), as_of_on=now.date(), by=members["mai"], at=now,
    )  # fmt: skip
    lists.match_list(received=received, columns=received.columns, by=members["mai"], at=now)
    made["agreement"] = lists.make_agreement(
        area=commune.area, sender=commune.units["vnpt"], number=f"01/TT-{commune.tag}", signed_on=now.date(),
        purpose="Đối chiếu chữ ký số", services=[service], fields=["full_name", "personal_number"], keep_days=30,
        by=members["mai"], at=now,
    )  # fmt: skip
    made["desk_visit"] = desk.record_visitor(
        visit_id=uuid.uuid4(), area=commune.area, come_from="here", outcome="helped", person=home, done=[(service, 1)],
        by=members["mai"], at=now,
    )  # fmt: skip
    made["series"] = desk.start_series(
        area=commune.area, name=f"Khai sinh {commune.tag}", unit="days", less_is_better=True, by=members["mai"], at=now
    )
    made["material"] = materials.write_material(
        area=commune.area, title=f"Năm điều {commune.tag}", words="Không hỏi mật khẩu.", kind="warning",
        services=[service], by=members["mai"], at=now,
    )  # fmt: skip
    made |= {"session": session, "list": received, "row": received.rows.first(), "household": home.household}
    made["person"] = home


def _list_rows(commune: Commune) -> list[list[Any]]:
    return [
        [n, person.full_name, "02/01/1980", "", person.household.village.full_name, ""]
        for n, person in enumerate(commune.people.values(), 1)
    ]


def _papers(commune: Commune) -> None:
    """A notice the office drafted, and who signs for it."""
    made, body, now = commune.made, commune.units["committee"], clock.now()
    mai = commune.members["mai"]
    made["signer"] = papers.add_signer(
        organisation=body, lines=["CHỦ TỊCH"], name=f"Ông {commune.tag}", from_on=now.date(), by=mai, at=now
    )
    wanted = paper_kinds.Wanted(paper_settings.sender_for(body, "notice", now), "notice", f"Lịch {commune.tag}")
    made["paper"] = papers.draft_paper(
        organisation=body, kind="notice", document=paper_kinds.first_draft(wanted), by=mai, at=now,
        campaign=made["campaign"],
    )  # fmt: skip


def _reports(commune: Commune) -> None:
    made, members, now = commune.made, commune.members, clock.now()
    reports.ensure_obligations(plan=made["plan"], until=date(2026, 6, 30), at=now)
    owed = Obligation.objects.filter(duty__plan=made["plan"], duty__frequency="weekly", duty__time="10:00")
    obligation = owed.filter(organisation=commune.units["school"]).order_by("due_at").first()
    submission = reports.submit(
        obligation=obligation, narrative="Đã làm.", difficulties="", proposals="", figures=[], by=members["thu"], at=now
    )
    report = reports.compile_report(
        plan=made["plan"], duty=obligation.duty, period=obligation.period, area=commune.area, by=members["mai"], at=now
    )
    made |= {"obligation": obligation, "submission": submission, "report": report}
    made["excuse"] = excusing.excuse(
        duty=obligation.duty, organisation=commune.units["school"], from_on=now.date(), until_on=now.date(),
        reason="Nghỉ hè", by=members["mai"], at=now,
    )  # fmt: skip
    made["feed_secret"] = feeds.open_feed(member=members["thu"], at=now)
    made["feed"] = members["thu"].calendar_feeds.get()
    made["asked"] = questions.ask_all(
        title=f"Số thôn mất điện {commune.tag}", words="", due_at=now + timedelta(days=2),
        fields=[NewField("Bao nhiêu", "number")], to=[questions.Addressee(commune.area, commune.units["school"])],
        by=members["mai"], at=now,
    )  # fmt: skip
    made["ask"] = made["asked"].asks.get()
    made["answer"] = questions.answer(
        ask=made["ask"], typed={made["asked"].fields.get().pk: "3"}, by=members["thu"], at=now
    )
    _named_list(commune, obligation)
    _exchange(commune)
    campaign = made["plan"].campaign
    over = campaign.phases.create(name=f"Đợt thử {commune.tag}", kind="peak", starts_on=now.date(), ends_on=now.date())
    made["closing"] = closing.close_phase(plan=made["plan"], phase=over, by=members["mai"], at=now)


def _exchange(commune: Commune) -> None:
    """A key of its own and one of the province, a file that went up, one that came and did not enter."""
    made, mai, now = commune.made, commune.members["mai"], clock.now()
    province = commune.area.province
    science = Organisation.objects.filter(area=province, kind="department").first() or Organisation.objects.create(
        name="Sở Khoa học và Công nghệ", kind="department", area=province
    )
    keys.make_key(area=commune.area, by=mai, at=now)
    _, public = envelope.new_key()
    made["other_key"] = keys.register_key(
        area=commune.area, organisation=science, public=public, typed=envelope.mark_of(public), by=mai, at=now
    )
    there = Destination.objects.create(plan=made["plan"], key=made["other_key"], at=now, by=mai)
    private, _ = envelope.new_key()
    content = envelope.sign(
        {"figures": [], "words": {}, "attendance": {}, "form": 1, "kind": "report", "of": commune.tag}, private
    )
    made["sent"] = SentFile.objects.create(
        report=made["report"], destination=there, to=science, number=SentFile.objects.count() + 1, content=content,
        sha256=envelope.opened(content.encode()).sha256, at=now, by=mai,
    )  # fmt: skip
    made["came"] = receiving.receive(content.encode(), area=commune.area, way="file", by=mai, at=now)


def _named_list(commune: Commune, like: Obligation) -> None:
    """A village's report with its list of names, locked by the desk."""
    made, members, now = commune.made, commune.members, clock.now()
    service = Service.objects.get(code="chu-ky-so")
    ask_list(duty=like.duty, service=service, by=members["mai"], at=now)
    owed = Obligation.objects.get(duty=like.duty, period=like.period, organisation=commune.units["team1"])
    sent = reports.submit(
        obligation=owed, narrative="Đã đến từng nhà.", difficulties="", proposals="", figures=[], by=members["lan"],
        at=now,
    )  # fmt: skip
    made["named_list"] = sent.named_lists.get()
    made["copy"] = reports.lock(submission=sent, by=members["mai"], at=now)


def _groups(commune: Commune) -> None:
    group = Group.objects.create(name=f"Tổ công tác {commune.tag}", kind="working", area=commune.villages[0])
    GroupDecision.objects.create(group=group, number="05/QĐ-UBND", signed_on=date(2026, 5, 20))
    place = GroupMember.objects.create(group=group, full_name="Người của tổ", sent_by=commune.units["vnpt"])
    commune.made |= {"group": group, "place": place}
    tell(
        [commune.members[who] for who in ("mai", "son")], key=f"{commune.tag}", subject="Đổi giờ buổi hỗ trợ",
        words="Đổi sang 8 giờ 00.", url="/thong-bao/", until=clock.now() + timedelta(days=1), at=clock.now(),
    )  # fmt: skip
    commune.made["told_mai"] = MemberNotice.objects.get(key=commune.tag, member=commune.members["mai"])
    commune.made["told_son"] = MemberNotice.objects.get(key=commune.tag, member=commune.members["son"])
    commune.made["badge"], *_ = badges.issue(
        members=[commune.members["son"]], valid_to=date(2026, 12, 31), by=commune.members["mai"], at=clock.now()
    )
    commune.made["day"] = days.decide_day(
        area=commune.area, day=date(2026, 8, 31), kind="off", name="hoán đổi", source="Thông báo",
        by=commune.members["mai"], at=clock.now(),
    )  # fmt: skip


def _register(commune: Commune) -> None:
    """Something told by a team, a corrected record, two that may be one, and two that were one."""
    mai, lan, now = commune.members["mai"], commune.members["lan"], clock.now()
    home = commune.people[f"{commune.tag}1"]
    commune.made["note"] = noting.say(kind="moved", about=home, words="Nghe hàng xóm nói", by=lan, at=now)
    correcting.correct_facts(
        person=home, facts=correcting.Facts(full_name=home.full_name, birth=home.birth, sex="female"), stamp=None,
        reason="theo giấy khai sinh", by=mai, at=now,
    )  # fmt: skip
    commune.made["change"] = home.changes.first()
    twin = Person.objects.create(full_name=f"Lường Thị {commune.tag}1", household=home.household)
    commune.made["merge"] = merging.merge(kept=home, gone=twin, choose={}, number=None, reason="", by=mai, at=now)
    a, b = (commune.people[f"{commune.tag}{n}"] for n in (1, 2))
    commune.made["double"] = LikelyDouble.objects.create(a=a, b=b, why=["name_birth"], weight=80, found_at=now)


def _rosters(commune: Commune) -> None:
    """A line of the school's roster, a question to the desk, files before and after, one who needs more help."""
    thu, mai, now = commune.members["thu"], commune.members["mai"], clock.now()
    school, culture = commune.units["school"], commune.units["culture"]
    stranger = Person.objects.create(full_name="Người Nơi Khác")
    other = RosterEntry.objects.create(person=stranger, organisation=culture)
    home = commune.people[f"{commune.tag}2"]
    lines = [("Họ và tên", "Ngày sinh"), ("Lò Thị Mẫu", "1980"), ("Vi Thị Mẫu", "31/02/1980")]

    def hand_in() -> Any:
        data = population.workbook(lines[1:], lines[0])
        return roster_files.receive_file(organisation=school, name="ds.xlsx", data=data, by=thu, at=now)

    commune.made |= {
        "entry": RosterEntry.objects.get(organisation=school),
        "roster_question": RosterQuestion.objects.create(entry=other, candidate=home, why="name", asked_at=now),
        "roster_done": roster_files.import_file(file=hand_in(), by=thu, at=now), "roster_file": hand_in(),
        "need": needs.add(
            person=home, kind="home", purpose="đến nhà hướng dẫn", body=None, from_on=now.date(), by=mai, at=now
        ),
    }  # fmt: skip


def _population(commune: Commune) -> None:
    """A population file that waits between its steps, with everybody's numbers in it."""
    lines = []
    for n, person in enumerate(commune.people.values(), 1):
        identifier, phone = person.identifiers.first(), person.telephones.first()
        village = person.household.village.full_name if person.household else commune.villages[0].full_name
        lines.append((
            n, f"H{n}", person.full_name, "Chủ hộ", "1980", "Nữ", identifier.value if identifier else "",
            phone.number if phone else "", village, "Thường trú", "",
        ))  # fmt: skip
    mai, now = commune.members["mai"], clock.now()
    file = importing.receive_file(
        area=commune.area, name="nhan-khau.xlsx", data=population.workbook(lines), source="Công an xã",
        as_of_on=now.date(), by=mai, at=now,
    )  # fmt: skip
    commune.made["population"] = importing.choose_columns(file=file, columns=file.columns, by=mai, at=now)


def _protection(commune: Commune) -> None:
    """A record that has come to its day, a request about the person at home, who is left alone; one breach."""
    made, dung, now, home = commune.made, commune.members["dung"], clock.now(), commune.made["person"]
    made["record"] = processing.write_record(
        area=commune.area, campaign=made["campaign"], purpose="Hướng dẫn tại nhà", basis="duty", fields=["họ và tên"],
        keep_until=now.date() - timedelta(days=1), responsible_unit="Phòng", responsible_name="Dung", by=dung, at=now,
    )  # fmt: skip
    retention.propose(now)
    made["retention"] = made["record"].retentions.get()
    made["export"] = exports.record_export(
        what="field.worklist", name="danh-sach.xlsx", purpose="Đi từng nhà", data=b"x", rows=1, persons=[home.pk],
        area=commune.area, by=commune.members["mai"], at=now, expires_on=now.date(),
    )  # fmt: skip
    made["request"] = rights.take_in(
        area=commune.area, kind="restrict", received_at=now, channel="desk", asks="self", asker_name=home.full_name,
        asker_contact=home.telephones.first().number, words="Đừng đến nhà", by=dung, at=now,
    )  # fmt: skip
    rights.choose_person(request=made["request"], person=home, by=dung, at=now)
    made["restriction"] = restricting.restrict(person=commune.people[f"{commune.tag}2"], by=dung, at=now)
    made["notice"] = consents.write_notice(area=commune.area, purpose="Chụp ảnh", text="Xin phép", by=dung, at=now)
    made["consent"] = consents.give(
        person=home, notice=made["notice"], channel="paper", given_at=now, evidence="tờ số 1", by=dung, at=now
    )
    made["breach"] = breaches.open_breach(
        area=commune.area, what="Mất máy", detected_at=now, member=commune.members["lan"], whole_reach=True, by=dung,
        at=now,
    )  # fmt: skip


def _handed(commune: Commune) -> None:
    """The school's own people handed to it: one list taken and answered twice (once written, once looked at)."""
    mai, thu, now, school = commune.members["mai"], commune.members["thu"], clock.now(), commune.units["school"]
    service = Service.objects.get(code="chu-ky-so")
    handed = handing.hand_out(
        choice=Choice(who="roster", receiver=school, area=commune.area),
        terms=handing.Terms(
            purpose="Đối chiếu", basis="Quy chế 02", expires_on=now.date() + timedelta(days=14), asked=[(service, 1)],
            columns=["full_name", "birth_year", "number_masked", "phone_masked"],
        ),
        by=mai, at=now,
    )  # fmt: skip
    handing.take_file(handed=handed, by=thu, at=now)
    rows = [[row.key, f"Lường Thị {commune.tag}1Giáo", "x"] for row in handed.rows.all()]
    header = ["Mã dòng", "Họ và tên", "Chữ ký số: đã có? từ ngày"]

    def send_back(*more: list[Any]) -> Any:
        data = population.workbook([*rows, *more], header)
        return returning.receive_return(
            within=HandedList.objects.all(), name="tra-lai.xlsx", data=data, as_of_on=now.date(), by=thu, at=now
        )

    done = returning.record_return(sent_back=send_back(["", "Người Thêm Vào", "x"]), by=thu, at=now)
    commune.made |= {"handed": handed, "handed_done": done, "handed_back": send_back()}


def _leading(commune: Commune) -> None:
    """A team's phone with something that waits, a household informed and helped, two rival words, a message."""
    lan, son, now = commune.members["lan"], commune.members["son"], clock.now()
    person = commune.people[f"{commune.tag}1"]
    home, campaign = person.household, commune.made["campaign"]
    made = joining.make_code(member=son, by=lan, at=now)
    device = joining.join(
        code=made.code, name="Máy", platform="Android", app_version="1", pledge_version=pledge.VERSION, agreed_at=now,
        at=now,
    ).device  # fmt: skip
    content = {"household": str(home.key), "results": [{"person": str(person.key)}], "telephones": [
        {"person": str(person.key), "number": person.telephones.get().number}]}  # fmt: skip
    waiting = PhoneOperation.objects.create(
        device=device, seq=1, kind="visit", digest="x", made_at=now, stored_at=now, answer="aside", household=home,
        person=person, why_text=f"{person.full_name} đã chuyển hộ.", content_text=json.dumps(content),
    )  # fmt: skip
    share_households(households=[home], campaign=campaign, member=son, until_on=None, by=lan, at=now)
    homes.tick(households=[home], campaign=campaign, form="meeting", on=now.date(), by=lan, at=now)
    vneid = Service.objects.get(code="vneid")
    record_claims(
        [
            NewClaim(subject={"person_id": person.pk}, service=vneid, source="visit", level=level, since_on=now.date())
            for level in (1, 2)
        ], by=lan, at=now,
    )  # fmt: skip
    commune.made |= {
        "device": device, "join_code": made.row, "waiting_op": waiting, "informed": home.informings.get(form="meeting"),
        "helper": homes.set_helper(
            household=home, campaign=campaign, member=son, from_on=now.date(), by=lan, at=now),
        "rivals": Standing.objects.get(person=person, service=vneid),
        "message": messages.write(
            village=commune.villages[0], words="Mai đi xóm Trên", from_on=now.date(), until_on=now.date(), by=lan,
            at=now),
    }  # fmt: skip


def _sellers(commune: Commune) -> None:
    """A household business that bears its owner's name, number and telephone; its product on a floor; two lists."""
    mai, lan, now = commune.members["mai"], commune.members["lan"], clock.now()
    person = commune.people[f"{commune.tag}1"]
    number, phone = person.identifiers.get().value, person.telephones.get().number
    shop = establishments.add_establishment(
        village=commune.villages[0], name=f"Tạp hóa {person.full_name}", kind="household_business", owner=person,
        owner_name=person.full_name, code=number, phone=phone, by=mai, at=now,
    )  # fmt: skip
    tea = products.add_product(establishment=shop, name="Chè khô", ocop_stars=3, by=mai, at=now)
    listing = products.list_product(
        product=tea, floor="Sàn mẫu", url="https://san.example.vn/1", from_on=now.date(), by=mai, at=now
    )
    record_seller_visit(
        visit_id=uuid.uuid4(), establishment=shop, outcome="met", made_at=now, by=lan, at=now,
        steps=[Step(Service.objects.get(code="ban-hang-so"))],
    )  # fmt: skip
    rows = [("Tên hộ kinh doanh", "Chủ hộ", "Mã số", "Điện thoại", "Thôn"),
            (shop.name, person.full_name, number, phone, commune.villages[0].full_name),
            ("Quán không rõ thôn", person.full_name, number[::-1], "", "Thôn Nào Đó")]  # fmt: skip
    files = []
    for _ in range(2):
        file = sellers_import.receive_file(
            about="establishments", area=commune.area, name="hkd.xlsx", data=sellers_workbook(rows), source="Thuế",
            kind="household_business", as_of_on=now.date(), by=mai, at=now,
        )  # fmt: skip
        sellers_import.choose_columns(file=file, columns=file.columns, by=mai, at=now)
        files.append(file)
    sellers_import.import_file(file=files[1], by=mai, at=now)
    commune.made |= {
        "shop": shop, "product": tea, "listing": listing, "seller_claim": Claim.objects.get(establishment=shop),
        "seller_file": files[0], "seller_file_done": files[1],
    }  # fmt: skip

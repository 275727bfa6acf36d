"""The draft handed to a lower unit, read back: the same targets, tasks, reports and orders, over all our samples."""

import subprocess
from datetime import date
from types import SimpleNamespace

import pytest

from tests.conftest import make_member
from tungnha.drafting.pdf import converter, to_pdf
from tungnha.plans import handing, lower, operations
from tungnha.plans.operations import HandDown
from tungnha.plans.queries import latest_draft
from tungnha.reading import read_bytes
from tungnha.units.models import Area, Organisation, Role

from .conftest import SAMPLES, SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DAY = date(2026, 5, 26)


@pytest.fixture
def upper(province):
    """A province with one commune of two villages, each with its bodies, and officers of both desks."""

    def body(name, kind, area, **more):
        return Organisation.objects.create(name=name, kind=kind, area=area, **more)

    commune = Area.objects.create(code="99907", kind="commune", type_name="xã", name="Nà Hạ", parent=province)
    other = Area.objects.create(code="99908", kind="commune", type_name="phường", name="Bản Phố", parent=province)
    villages = [
        Area.objects.create(
            code=f"99907-0{n}", kind="village", type_name="thôn", name=name, parent=commune, order=n
        )
        for n, name in enumerate(("Nà Vang", "Khuổi Lặp"), 1)
    ]  # fmt: skip
    bodies = SimpleNamespace(
        province=body("UBND tỉnh Mẫu", "committee", province, must_report=False),
        science=body("Sở Khoa học và Công nghệ", "department", province),
        committee=body("UBND xã Nà Hạ", "committee", commune),
        other=body("UBND phường Bản Phố", "committee", other),
        culture=body("Phòng Văn hóa - Xã hội", "department", commune),
        police=body("Công an xã", "police", commune, head_title="Trưởng Công an xã"),
        school=body("Trường THCS Nà Hạ", "school", commune, head_title="Hiệu trưởng"),
        teams=[body(f"Tổ công nghệ số cộng đồng {v.full_name}", "team", v, head_title="Tổ trưởng") for v in villages],
    )
    return SimpleNamespace(
        province=province, commune=commune, other=other, villages=villages, bodies=bodies,
        desk=make_member("Hạnh", Role.OFFICER, commune, bodies.culture),
        province_desk=make_member("Phương", Role.PROVINCE_OFFICER, province, bodies.science),
    )  # fmt: skip


def run(path, upper, at, *, of_province=False):
    """The plan of a file, confirmed and handed down equally (or as the same level where it has no number)."""
    area = upper.province if of_province else upper.commune
    by = upper.province_desk if of_province else upper.desk
    issuer = upper.bodies.science if of_province else upper.bodies.committee
    document = operations.receive_document(area=area, name=path.name, data=path.read_bytes(), by=by, at=at)
    plan = operations.confirm_plan(
        document=document, draft=latest_draft(document), organisation=issuer, area=area, campaign_name="Đợt này",
        started_on=date(2026, 4, 6), ended_on=date(2026, 10, 31), by=by, at=at,
    )  # fmt: skip
    wanted = []
    for column in handing.columns_of(plan, DAY):
        counts = column.proposal("equal", {})
        wanted.append(HandDown(column.target, "equal" if counts else "level", 0, counts or {}))
    operations.hand_down(plan=plan, wanted=wanted, settle=True, by=by, at=at)
    return plan


def drafts_of(plan):
    of = lower.Handing(plan, DAY)
    return [(unit, of.of(unit)) for unit in lower.lower_units(plan, DAY)]


def same(text):
    return " ".join(str(text or "").replace("–", "-").split()).strip(" .;,").casefold()


def given_targets(draft):
    return [
        (None, same(t.sentence), t.due) if t.count is None else (t.count, same(t.noun), t.due) for t in draft.targets
    ]


def read_targets(found, draft):
    """Those outside the task rows: counted ones by number and noun; the others by their words."""
    made = []
    for row in found["targets"]:
        due = date.fromisoformat(row["due"]) if row["due"] else None
        if row["where"].startswith("task"):
            assert any(same(row["text"]) in same(task.result) for task in draft.tasks), row["text"]
        elif any(same(row["text"]) in same(order) for _, orders in draft.duties for order in orders):
            assert row["where"] == "unit", row["text"]
        elif row["unit"] != "%" and any(t.count == row["value"] for t in draft.targets):
            made.append((int(row["value"]), same(row["unit"]), due))
        else:
            made.append((None, same(row["text"]), due))
    return made


def said_reports(draft):
    return sorted((
        (
            same(r.who), r.frequency, r.weekday, r.day_of_month if r.frequency != "once" else None,
            r.at.isoformat("minutes") if r.at else None, str(r.due_on) if r.frequency == "once" and r.due_on else None,
            r.is_difficulty,
        )
        for r in draft.reports
    ), key=str)  # fmt: skip


def read_reports(found):
    return sorted((
        (
            same(d["who"]), d["frequency"], d["weekday"], d["day_of_month"] if d["frequency"] != "once" else None,
            d["time"], d["due"] if d["frequency"] == "once" else None, d.get("kind") == "difficulty",
        )
        for d in found["reporting"]
    ), key=str)  # fmt: skip


def check(unit, draft, found):
    """Everything the draft says, against everything read in it."""
    assert found["header"]["doc_type"] == "Kế hoạch", unit.title
    assert found["header"]["number"] is None
    assert sorted(read_targets(found, draft), key=str) == sorted(given_targets(draft), key=str), unit.title
    columns = ("name", "lead", "co", "result", "due_text")
    rows = [tuple(same(row[column]) for column in columns) for row in found["tasks"]]
    assert rows == [tuple(same(getattr(t, column)) for column in columns) for t in draft.tasks], unit.title
    assert read_reports(found) == said_reports(draft), unit.title
    told = {same(a["unit"]): [same(d) for d in a["duties"]] for a in found["assignments"] if a["duties"]}
    assert told == {same(body): [same(text) for text in texts] for body, texts in draft.duties}, unit.title


@pytest.mark.parametrize("path", [*SAMPLES, *SHARED], ids=lambda path: path.stem)
def test_a_communes_plan_drafted_for_its_villages_and_bodies_reads_back(path, upper, at_tuesday):
    plan = run(path, upper, at_tuesday)
    for unit, draft in drafts_of(plan):
        check(unit, draft, read_bytes(unit.file_name, lower.docx_of(draft)))


@pytest.mark.parametrize("path", [*SAMPLES, *SHARED], ids=lambda path: path.stem)
def test_a_provinces_plan_drafted_for_its_communes_reads_back(path, upper, at_tuesday):
    plan = run(path, upper, at_tuesday, of_province=True)
    for unit, draft in drafts_of(plan):
        check(unit, draft, read_bytes(unit.file_name, lower.docx_of(draft)))


@pytest.mark.office
@pytest.mark.skipif(converter() is None, reason="LibreOffice không có trên máy này")
def test_the_draft_reads_the_same_after_an_office_saved_it_anew(upper, at_tuesday, tmp_path):
    """LibreOffice opens the draft and saves it as .docx: what an officer does who only fills in the number."""
    plan = run(SAMPLES[0], upper, at_tuesday)
    unit, draft = drafts_of(plan)[0]
    check(unit, draft, read_bytes(unit.file_name, saved_anew(lower.docx_of(draft), tmp_path)))


@pytest.mark.office
@pytest.mark.skipif(converter() is None, reason="LibreOffice không có trên máy này")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_draft_reads_the_same_as_a_pdf(path, upper, at_tuesday):
    unit, draft = drafts_of(run(path, upper, at_tuesday))[0]
    check(unit, draft, read_bytes("ke-hoach.pdf", to_pdf(lower.docx_of(draft))))


def saved_anew(data, folder):
    (folder / "in").mkdir()
    (folder / "in" / "draft.docx").write_bytes(data)
    subprocess.run(
        [converter(), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx",
         "--outdir", str(folder), str(folder / "in" / "draft.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "draft.docx").read_bytes()

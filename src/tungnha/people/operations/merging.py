"""Two records of one person become one, and can be taken apart again (docs/decisions/0016-merging.md).

Every row of the house that points at the record that goes is pointed at the one that stays; each such move is written
down in `Merge`. Where both have a row of which there may be only one, the staying record's is kept and the other's is
put aside whole. Undoing walks the same steps backwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q

from tungnha.people import finding
from tungnha.people.models import Identifier, LikelyDouble, Merge, Person
from tungnha.people.operations.history import remember
from tungnha.people.operations.steps import FACTS, Kind, hold
from tungnha.people.register import doubles, merged, quality
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

# Each record keeps its own history; these rows say of two records that they are two, or one.
LEFT_ALONE = {"people.PersonChange", "people.Merge", "people.Person", "people.LikelyDouble"}
# What an officer chooses one value of, and the columns that go together.
CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "full_name": ("Họ và tên", ("full_name",)),
    "birth": ("Ngày sinh", ("birth_date", "birth_precision")),
    "sex": ("Giới tính", ("sex",)),
    "home": ("Hộ", ("household_id", "relation", "is_head")),
    "residence": ("Cư trú", ("residence", "residence_since")),
}
OFFICIAL = (Person.Confirmed.LIST, Person.Confirmed.CARD)
Subjects = dict[str, set[int]]


# -- which value is the surer


def surer_record(a: Person, b: Person) -> tuple[Person, Person]:
    """(the one to keep, the other): checked officially, with a household, with a number, then the older record."""

    def weight(person: Person) -> tuple[bool, bool, bool, int]:
        numbered = person.identifiers.filter(status=Identifier.Status.ACTIVE).exists()
        return person.confirmed_how in OFFICIAL, person.household_id is not None, numbered, -person.pk

    return (a, b) if weight(a) >= weight(b) else (b, a)


def surer_values(kept: Person, gone: Person) -> dict[str, str]:
    """For each of CHOICES, "kept" or "gone": what is known beats what is not, the day beats the year, a name with its
    marks beats one without, an official list beats a team; else the staying record's."""
    official = gone.confirmed_how in OFFICIAL and kept.confirmed_how not in OFFICIAL
    chosen = dict.fromkeys(CHOICES, "gone" if official else "kept")
    for name, (one, other) in {
        "full_name": (_marks(kept), _marks(gone)),
        "birth": (_birth_known(kept), _birth_known(gone)),
        "sex": (bool(kept.sex), bool(gone.sex)),
        "home": (kept.household_id is not None, gone.household_id is not None),
        "residence": (kept.residence != "unknown", gone.residence != "unknown"),
    }.items():
        if one != other:
            chosen[name] = "kept" if one > other else "gone"
    return chosen


def _marks(person: Person) -> bool:
    return person.full_name.lower() != person.folded_name


def _birth_known(person: Person) -> int:
    if person.birth is None:
        return 0
    return {"year": 1, "month": 2, "day": 3}[person.birth_precision] - (person.birth.is_placeholder and 2)


# -- merging


@dataclass
class _Work:
    """What one merge does, in order: {"do": "point" | "drop" | "set", …}."""

    kept: Person
    gone: Person
    steps: list[dict[str, Any]] = field(default_factory=list)
    subjects: Subjects = field(default_factory=dict)

    def touched(self, model: type[models.Model], *pks: int) -> None:
        self.subjects.setdefault(model._meta.label, set()).update(pks)


@transaction.atomic
def merge(
    *, kept: Person, gone: Person, choose: Mapping[str, str], number: int | None, reason: str, by: Member, at: datetime
) -> Merge:
    """Make two records one. `choose` says for each of CHOICES whose value stays; `number` is the identifier that is in
    use where both have one, the other then is to be looked at. Only the commune's desk does this."""
    if by.area.kind == Area.Kind.VILLAGE:
        raise BadInput("Gộp hai bản ghi là việc của cán bộ xã: xin gửi đề nghị.")
    if kept.pk == gone.pk:
        raise BadInput("Đây là cùng một bản ghi: xin chọn hai bản ghi khác nhau.")
    first, second = (hold(p) for p in sorted((kept, gone), key=lambda p: p.pk))
    kept, gone = (first, second) if first.pk == kept.pk else (second, first)
    before = {"kept": _facts(kept), "gone": _facts(gone)}
    work = _Work(kept, gone)
    _free_the_number(work, number)
    _pairs(work, by, at)
    _absorb(work, Person, gone.pk, kept.pk)
    _one_main_telephone(work)
    _facts_of_both(work, choose)
    state = {"before": before, "steps": work.steps, "subjects": {k: sorted(v) for k, v in work.subjects.items()}}
    row = Merge.objects.create(
        kept=kept, gone=gone, reason=reason[:300], at=at, by=by, state_text=json.dumps(state, cls=DjangoJSONEncoder)
    )
    for person, other in ((kept, "gone"), (gone, "kept")):
        remember(
            Kind.MERGED, person=person, before=before["kept" if other == "gone" else "gone"], after=_facts(person),
            reason=reason, origin="merge", origin_id=str(row.pk), by=by, at=at,
        )  # fmt: skip
    _anew(work.subjects, [kept.pk, gone.pk], at)
    log_event("person.merged", about=kept, by=by, at=at, gone=gone.pk, rows=len(work.steps))
    return row


def _facts(person: Person) -> dict[str, Any]:
    facts = {name: getattr(person, name) for name in FACTS}
    return json.loads(json.dumps(facts, cls=DjangoJSONEncoder))  # type: ignore[no-any-return]


def _anew(subjects: Mapping[str, Any], persons: list[int], at: datetime) -> None:
    merged.settle({label: set(pks) for label, pks in subjects.items()})
    finding.refresh(persons)
    quality.look_over(persons, at)


def _set(work: _Work, row: models.Model, **new: Any) -> None:
    """Write columns of one row, with what stood and what stands, past save(): nothing but these columns changes."""
    changed = {name: value for name, value in new.items() if getattr(row, name) != value}
    if not changed:
        return
    work.steps.append({
        "do": "set", "model": row._meta.label, "pk": row.pk, "before": {n: getattr(row, n) for n in changed},
        "after": changed,
    })  # fmt: skip
    type(row)._base_manager.filter(pk=row.pk).update(**changed)
    for name, value in changed.items():
        setattr(row, name, value)


def _free_the_number(work: _Work, chosen: int | None) -> None:
    """One personal number is in use; the other is kept, to be looked at: nobody said which is cancelled."""
    for kind in Identifier.Kind.values:
        both = Identifier.objects.filter(person__in=(work.kept, work.gone), kind=kind, status="active").order_by("pk")
        active = sorted(both, key=lambda i: (i.pk != chosen, i.person_id != work.kept.pk, i.pk))
        for other in active[1:]:
            _set(work, other, status=Identifier.Status.UNSURE)


def _one_main_telephone(work: _Work) -> None:
    mains = work.kept.telephones.filter(main=True, to_on=None).order_by("pk")
    moved = {pk for step in work.steps if step.get("model") == "people.Telephone" for pk in step.get("ids", ())}
    for other in sorted(mains, key=lambda t: (t.pk in moved, t.pk))[1:]:
        _set(work, other, main=False)


def _facts_of_both(work: _Work, choose: Mapping[str, str]) -> None:
    kept, gone = work.kept, work.gone
    new: dict[str, Any] = {}
    for name, (_, columns) in CHOICES.items():
        if choose.get(name) == "gone":
            new |= {column: getattr(gone, column) for column in columns}
    if "full_name" in new:
        new |= {"folded_name": gone.folded_name, "sort_key": gone.sort_key}
    if kept.household_id == gone.household_id and gone.is_head:
        new |= {"is_head": True, "relation": ""}
    if gone.confirmed_on is not None and (kept.confirmed_on is None or gone.confirmed_on > kept.confirmed_on):
        new["confirmed_on"] = gone.confirmed_on
    if kept.confirmed_how == "" or (gone.confirmed_how in OFFICIAL and kept.confirmed_how not in OFFICIAL):
        new["confirmed_how"] = gone.confirmed_how
    if not new.get("confirmed_how", kept.confirmed_how):
        new.pop("confirmed_on", None)
    _set(work, gone, household_id=None, is_head=False, merged_into_id=kept.pk)
    gone.refresh_from_db()
    if new.get("is_head") and _has_a_head(new.get("household_id", kept.household_id), kept):
        new["is_head"] = False
    _set(work, kept, **new)
    kept.refresh_from_db()


def _has_a_head(household_id: int | None, but: Person) -> bool:
    return (
        household_id is not None
        and Person.objects.filter(household=household_id, is_head=True).exclude(pk=but.pk).exists()
    )


def _pairs(work: _Work, by: Member, at: datetime) -> None:
    """What was asked and said of the record that goes holds of the one that stays. “Hai người khác nhau” wins."""
    kept, gone = work.kept.pk, work.gone.pk
    for pair in LikelyDouble.objects.filter(Q(a=gone) | Q(b=gone)).order_by("pk"):
        other = pair.b_id if pair.a_id == gone else pair.a_id
        if other == kept:
            _set(work, pair, state=LikelyDouble.State.SAME, decided_by_id=by.pk, decided_at=at)
            continue
        a, b = sorted((kept, other))
        known = LikelyDouble.objects.filter(a=a, b=b).first()
        if known is None:
            _set(work, pair, a_id=a, b_id=b)
        elif pair.state == LikelyDouble.State.DIFFERENT and known.state != LikelyDouble.State.DIFFERENT:
            _set(work, known, state=pair.state, decided_by_id=pair.decided_by_id, decided_at=pair.decided_at)
            _drop(work, pair)
        else:
            _drop(work, pair)


# -- every row that points at the record that goes


def pointing_at(model: type[models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    """(table, its field) of every row of the house that may point at a row of this one."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            yield relation.related_model, relation.field  # type: ignore[misc,union-attr]


def _absorb(work: _Work, model: type[models.Model], gone: int, kept: int) -> None:
    """Point everything at `kept` that points at `gone`; both are rows of `model`."""
    work.touched(model, gone, kept)
    for table, key in pointing_at(model):
        label = table._meta.label
        if model is Person and label in LEFT_ALONE:
            continue
        rows = table._base_manager.filter(**{key.attname: gone}).order_by("pk")
        if merged.is_derived(label):
            rows.delete()
            continue
        moved = []
        for row in rows:
            rival = _rival(table, key, row, kept)
            if rival is None:
                table._base_manager.filter(pk=row.pk).update(**{key.attname: kept})
                moved.append(row.pk)
            else:
                _absorb(work, table, row.pk, rival)
                _drop(work, row)
        if moved:
            work.steps.append({
                "do": "point", "model": label, "key": key.attname, "ids": moved, "from": gone, "to": kept,
            })  # fmt: skip


def _rival(table: type[models.Model], key: Any, row: models.Model, kept: int) -> Any:
    """The row of the staying record beside which this one cannot stand: the same visit, session, group, telephone."""
    for names, condition in _unique_sets(table):
        if key.name not in names:
            continue
        columns: list[Any] = [table._meta.get_field(n) for n in names if n != key.name]
        wanted = Q(**{key.attname: kept})
        for column in columns:
            value = getattr(row, column.attname)
            wanted &= Q(**{f"{column.attname}__isnull": True}) if value is None else Q(**{column.attname: value})
        found = table._base_manager.filter(wanted).exclude(pk=row.pk)
        if condition is not None:
            if not table._base_manager.filter(condition, pk=row.pk).exists():
                continue
            found = found.filter(condition)
        if rival := found.order_by("pk").values_list("pk", flat=True).first():
            return rival
    return None


def _unique_sets(table: type[models.Model]) -> Iterator[tuple[tuple[str, ...], Q | None]]:
    for field_ in table._meta.concrete_fields:
        if field_.unique and not field_.primary_key:
            yield (field_.name,), None
    for names in table._meta.unique_together:
        yield tuple(names), None
    for constraint in table._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield tuple(constraint.fields), constraint.condition


def _drop(work: _Work, row: models.Model) -> None:
    """Put a row aside whole: taken out of its table, kept in the merge."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    work.steps.append({"do": "drop", "model": row._meta.label, "values": values})
    type(row)._base_manager.filter(pk=row.pk).delete()


# -- taking it back


@dataclass(frozen=True)
class Undone:
    merge: Merge
    kept_as_is: list[str]  # what was changed since, and so was left: columns of the staying record
    added_since: int  # rows that came after the merge: they stay with the staying record


@transaction.atomic
def undo(*, merge: Merge, different: bool, reason: str, by: Member, at: datetime) -> Undone:
    """Take two records apart again, each as it was. What was added since stays with the one that stayed. `different`:
    they are two people, and are not asked about again."""
    from django.apps import apps

    row: Merge = Merge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    why_not(row)
    state = row.state
    left: list[str] = []
    for step in reversed(state["steps"]):
        table: Any = apps.get_model(step["model"])
        if step["do"] == "point":
            ids = table._base_manager.filter(pk__in=step["ids"], **{step["key"]: step["to"]})
            ids.update(**{step["key"]: step["from"]})
        elif step["do"] == "drop":
            columns = {column: table._meta.get_field(column).to_python(v) for column, v in step["values"].items()}
            table(**columns).save_base(raw=True, force_insert=True)
        else:
            left += _set_back(table, step)
    row.undone_at, row.undone_by = at, by
    row.save(update_fields=["undone_at", "undone_by"])
    kept, gone = Person.objects.get(pk=row.kept_id), Person.objects.get(pk=row.gone_id)
    for person in (kept, gone):
        remember(
            Kind.UNMERGED, person=person, after=_facts(person), reason=reason, origin="merge",
            origin_id=str(row.pk), by=by, at=at,
        )  # fmt: skip
    for label, subjects in state["subjects"].items():
        _throw_away_derived(apps.get_model(label), subjects)
    if different:
        doubles.keep_apart(kept, [gone.pk], by=by, at=at)
    _anew(state["subjects"], [kept.pk, gone.pk], at)
    log_event("person.unmerged", about=kept, by=by, at=at, gone=gone.pk, left=len(left))
    return Undone(row, left, added_since(row))


def why_not(row: Merge) -> None:
    """Raise with the sentence why a merge cannot be taken back now, if it cannot."""
    if row.undone_at is not None:
        raise Locked("Hai bản ghi này đã được tách lại rồi.")
    if not row.state_text or row.kept.erased_at or row.gone.erased_at:
        raise Locked("Thông tin của người này đã được xóa theo yêu cầu, nên không tách lại được.")
    if row.kept.merged_into is not None:
        raise Locked(f"Sau đó bản ghi còn lại đã được gộp vào {row.kept.merged_into.full_name}: xin tách lần ấy trước.")
    both = (row.kept_id, row.gone_id)
    of_both = Merge.objects.filter(Q(kept__in=both) | Q(gone__in=both), undone_at=None)
    later = of_both.filter(pk__gt=row.pk).order_by("-pk").first()
    if later is not None:
        raise Locked(
            f"Sau đó {later.kept.full_name} còn được gộp với một bản ghi nữa (ngày {later.at:%d/%m/%Y}): xin tách lần "
            "sau trước, rồi tách lần này."
        )


def _set_back(table: Any, step: Mapping[str, Any]) -> list[str]:
    """Columns that still stand as the merge left them; what somebody changed since is left, and told."""
    row = table._base_manager.filter(pk=step["pk"]).first()
    if row is None:
        return []
    back, left = {}, []
    for column, value in step["before"].items():
        read = table._meta.get_field(column).to_python
        if getattr(row, column) == read(step["after"][column]):
            back[column] = read(value)
        else:
            left.append(column)
    if table is Person and back.get("is_head"):
        home = back.get("household_id", row.household_id)
        if _has_a_head(home, row):
            back["is_head"] = False
            left.append("is_head")
    table._base_manager.filter(pk=row.pk).update(**back)
    return left


def _throw_away_derived(model: type[models.Model], subjects: list[int]) -> None:
    for table, key in pointing_at(model):
        if merged.is_derived(table._meta.label):
            table._base_manager.filter(**{f"{key.attname}__in": subjects}).delete()


def added_since(row: Merge) -> int:
    """How many rows were added for the staying record after the merge: those that no step of it knows."""
    moved: dict[str, set[Any]] = {}
    for step in row.state.get("steps", []):
        if step["do"] == "point":
            moved.setdefault(step["model"], set()).update(step["ids"])
    count = 0
    for table, key in pointing_at(Person):
        stamped = {f.name for f in table._meta.concrete_fields} & {"stored_at", "said_at", "at"}
        if table._meta.label in LEFT_ALONE or merged.is_derived(table._meta.label) or not stamped:
            continue
        count += table._base_manager.filter(**{key.attname: row.kept_id, f"{stamped.pop()}__gt": row.at}).count()
    return count

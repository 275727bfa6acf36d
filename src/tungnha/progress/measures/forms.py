"""An officer says in words what is counted; the form makes the measure of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms

from tungnha.field import flows
from tungnha.field.desk import compared
from tungnha.field.models import TypedSeries
from tungnha.ledger.models import Measure, Service
from tungnha.ledger.models.services import Counted
from tungnha.ledger.rules import OWNERS, parse_rule
from tungnha.ledger.wording import denominator_of, level_words, numerator_of, services_by_code
from tungnha.people.models import Place
from tungnha.people.queries import GROUP_NAMES
from tungnha.progress.ways.rolls import OF_UNITS
from tungnha.progress.ways.stated import STATED_ONLY
from tungnha.units.models import Area

LINES = 4
JOINTS = (("and", "và"), ("or", "hoặc"))
VISIT, FIGURE = Counted.VISIT, Counted.FIGURE
# What is counted → the groups it may be counted of.
AGED = ("all", "adult15", "adult18")
GROUPS: dict[str, tuple[str, ...]] = {
    Counted.PERSON: (*AGED, *sorted(OF_UNITS), *sorted(STATED_ONLY)),
    Counted.HOUSEHOLD: ("household",),
    Counted.ESTABLISHMENT: ("household_business", "cooperative", "enterprise", "workshop", "school"),
    Counted.PRODUCT: ("ocop",),
    Counted.TELEPHONE: AGED,
    Counted.PLACE: ("place", *Place.Kind.values),
}  # fmt: skip
PLACE_NAMES = {"place": "mọi địa điểm", **{str(code): str(label) for code, label in Place.Kind.choices}}
COUNTED_WORDS: dict[str, str] = {
    Counted.PERSON: "người", Counted.HOUSEHOLD: "hộ (ít nhất một thành viên có đủ)", Counted.ESTABLISHMENT: "cơ sở",
    Counted.PRODUCT: "sản phẩm", Counted.TELEPHONE: "số thuê bao (hai số của một người là hai)",
    Counted.PLACE: "địa điểm", VISIT: "lượt người đến (một người đến hai lần là hai lượt)",
    FIGURE: "số liệu trước, sau đã nhập tay",
}  # fmt: skip


def _service_choices() -> list[Any]:
    """Every level of every service, under the kind of thing it is about."""
    by_kind: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for service in Service.objects.prefetch_related("levels"):
        levels = list(service.levels.all())
        for level in levels:
            words = f"{service.name}: {level_words(level.name, level.rank < len(levels))}"
            words = service.name if len(levels) == 1 else words
            by_kind[str(Counted(service.counts).label)].append((f"{service.code}:{level.rank}", words))
    return [("", "(không thêm)"), *((f"Của {kind}", rows) for kind, rows in by_kind.items())]


class MeasureForm(forms.Form):
    """GET to try it, POST to keep it: all it says stands in the address, so that what is tried can be opened."""

    name = forms.CharField(label="Tên chỉ tiêu", max_length=200)
    counts = forms.ChoiceField(
        label="Đếm cái gì", choices=[(code, COUNTED_WORDS[code]) for code in Counted], widget=forms.RadioSelect
    )
    group = forms.ChoiceField(label="Trong nhóm nào", required=False)
    residence = forms.ChoiceField(label="Cư trú", choices=Measure.Residence.choices, required=False)
    stated = forms.BooleanField(
        label="Chỉ lấy số do đơn vị báo, không kèm tên: cộng số của mọi đơn vị đã báo", required=False
    )
    each = forms.BooleanField(label="Xét riêng từng thôn (“11/12 thôn đạt”)", required=False)
    flow = forms.ChoiceField(
        label="Ai đến", choices=[(code, flow.label) for code, flow in flows.FLOWS.items()], required=False
    )
    asks = forms.ChoiceField(label="Được tính khi", required=False)
    among = forms.ChoiceField(label="Chỉ tính người đến vì việc này", required=False)
    served = forms.ChoiceField(label="Việc được tư vấn, được làm", required=False)
    series = forms.ChoiceField(label="Số liệu nào", required=False)
    compare = forms.ChoiceField(label="So sánh", choices=list(compared.WAYS.items()), required=False)
    unit = forms.CharField(label="Đơn vị tính", max_length=30, initial="%", required=False)
    numerator = forms.CharField(
        label="Tử số, bằng lời", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Để trống thì máy viết theo những gì đã chọn.",
    )  # fmt: skip
    denominator = forms.CharField(label="Mẫu số, bằng lời", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = _service_choices()
        for number in range(1, LINES + 1):
            self.fields[f"service{number}"] = forms.ChoiceField(
                label=f"Tiện ích {number}", choices=choices, required=False
            )
            if number > 1:
                self.fields[f"joint{number}"] = forms.ChoiceField(
                    label=f"Nối với tiện ích {number - 1} bằng", choices=JOINTS, required=False
                )
        names = {code: GROUP_NAMES.get(code) or PLACE_NAMES[code] for codes in GROUPS.values() for code in codes}
        self._choose("group", [("", "(chưa chọn)"), *names.items()])
        asks = {code: words for flow in flows.FLOWS.values() for code, words in flow.asks.items()}
        self._choose("asks", list(asks.items()))
        single = [(s.code, s.name) for s in Service.objects.filter(counts__in=(Counted.PERSON, Counted.TELEPHONE))]
        self._choose("among", [("", "mọi người đến"), *single])
        self._choose("served", [("", "(bất kỳ)"), *single])
        rows = TypedSeries.objects.filter(area__path__startswith=area.path).values_list("name", flat=True)
        self._choose("series", [("", "mọi thủ tục đang theo dõi thời gian"), *((n, n) for n in sorted(set(rows)))])

    def _choose(self, field: str, choices: list[Any]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    @property
    def counted(self) -> str:
        """What is counted as it stands on the page: which part of the form is open."""
        return str(self["counts"].value() or "")

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """(joint, service) of each line, as bound fields."""
        return [(self[f"joint{n}"] if n > 1 else None, self[f"service{n}"]) for n in range(1, LINES + 1)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        counts = said.get("counts")
        if counts == VISIT:
            self._clean_flow(said)
        elif counts == FIGURE:
            if said.get("compare") == compared.LEVEL and not said.get("series"):
                self.add_error("series", "Muốn lấy mức ở lần đo gần nhất thì mời chọn một số liệu cụ thể.")
        elif counts:
            self._clean_things(said, counts)
        if not self.errors:
            self.measure = self._measure(said)
        return said

    def _clean_flow(self, said: dict[str, Any]) -> None:
        flow = flows.FLOWS.get(said.get("flow") or "")
        if flow is None:
            self.add_error("flow", "Mời chọn người đến đâu.")
        elif said.get("asks") not in flow.asks:
            self.add_error("asks", f"Với {flow.label}, mời chọn: {', '.join(flow.asks.values())}.")
        elif said["asks"] in (flows.SERVED, flows.OFFERED) and not said.get("served"):
            self.add_error("served", "Mời chọn việc được tư vấn, được làm.")

    def _clean_things(self, said: dict[str, Any], counts: str) -> None:
        allowed = GROUPS[counts]
        if len(allowed) == 1 and not said.get("group"):
            said["group"] = allowed[0]
        if said.get("group") not in allowed:
            names = ", ".join(GROUP_NAMES.get(code) or PLACE_NAMES[code] for code in allowed)
            self.add_error("group", f"Đếm {COUNTED_WORDS[counts].split(' (')[0]} thì chọn một trong các nhóm: {names}.")
        if not any(said.get(f"service{n}") for n in range(1, LINES + 1)):
            self.add_error("service1", "Mời chọn ít nhất một tiện ích.")
            return
        known = {service.code: service for service in Service.objects.all()}
        for n in range(1, LINES + 1):
            code = (said.get(f"service{n}") or "").partition(":")[0]
            if code and not _fits(known[code].counts, counts):
                words = Counted(known[code].counts).label
                self.add_error(f"service{n}", f"“{known[code].name}” được ghi cho {words}: mời chọn đếm {words}.")
        if (said.get("stated") or said.get("group") in STATED_ONLY) and self._parts(said, known)[1:]:
            self.add_error("service2", "Số do đơn vị báo chỉ nói về một tiện ích: mời bỏ các dòng sau.")

    def _parts(self, said: dict[str, Any], known: dict[str, Service]) -> list[list[dict[str, Any]]]:
        """Lines joined by “hoặc” stand together; “và” begins anew."""
        groups: list[list[dict[str, Any]]] = []
        for n in range(1, LINES + 1):
            code, _, level = (said.get(f"service{n}") or "").partition(":")
            if not code:
                continue
            part: dict[str, Any] = {"service": code, "level": int(level)}
            if known[code].counts in OWNERS and OWNERS[known[code].counts] == said["counts"]:
                part["by"] = known[code].counts
            if groups and said.get(f"joint{n}") == "or":
                groups[-1].append(part)
            else:
                groups.append([part])
        return groups

    def _measure(self, said: dict[str, Any]) -> Measure:
        made = Measure(name=said["name"].strip(), counts=said["counts"], unit=said["unit"] or "%")
        if said["counts"] == VISIT:
            _of_flow(made, said)
        elif said["counts"] == FIGURE:
            made.way, made.source = "series", {"as": said["compare"] or compared.LESS}
            made.source |= {"series": said["series"]} if said["series"] else {}
            what = f"“{said['series']}”" if said["series"] else "các thủ tục đang theo dõi"
            made.numerator = f"{compared.WAYS[made.source['as']].capitalize()}: {what}"
            made.denominator = "Giá trị ở lần đo đầu" if made.source["as"] == compared.LESS else "100%"
        else:
            self._of_things(made, said)
        made.numerator = said["numerator"].strip() or made.numerator
        made.denominator = said["denominator"].strip() or made.denominator
        return made

    def _of_things(self, made: Measure, said: dict[str, Any]) -> None:
        groups = self._parts(said, {service.code: service for service in Service.objects.all()})
        parts = [group[0] if len(group) == 1 else {"any": group} for group in groups]
        made.rule = parts[0] if len(parts) == 1 else {"all": parts}
        made.group, made.residence = said["group"], said["residence"] if said["counts"] == Counted.PERSON else ""
        made.way = "stated" if said["stated"] or said["group"] in STATED_ONLY else ""
        made.each = Measure.Each.VILLAGE if said["each"] else ""
        services = services_by_code(parse_rule(made.rule))
        made.numerator, made.denominator = numerator_of(made, services), denominator_of(made)


def _of_flow(made: Measure, said: dict[str, Any]) -> None:
    flow = flows.FLOWS[said["flow"]]
    made.way, made.group = "flow", "visitor"
    made.source = {"flow": said["flow"], "asks": said["asks"]}
    made.source |= {key: said[name] for key, name in (("service", "served"), ("among", "among")) if said[name]}
    names = dict(Service.objects.values_list("code", "name"))
    what = f": {names[said['served']]}" if said["served"] else ""
    for_what = f" vì {names[said['among']]}" if said["among"] else ""
    made.numerator = f"Số lượt {flow.asks[said['asks']]}{what}"
    made.denominator = f"Số lượt {flow.label}{for_what}, từ khi kế hoạch bắt đầu"


def _fits(of_service: str, counted: str) -> bool:
    """Whether what is said of a service's thing can be counted so: of itself, of its owner, of a household's member."""
    if of_service == counted or OWNERS.get(of_service) == counted:
        return True
    return counted == Counted.HOUSEHOLD and of_service == Counted.PERSON


def initial_of(measure: Measure) -> dict[str, Any]:
    """A measure as the form would say it, to begin a new one from."""
    said: dict[str, Any] = {
        "name": measure.name, "counts": measure.counts, "residence": measure.residence,
        "stated": measure.way == "stated" or measure.group in STATED_ONLY, "each": bool(measure.each),
        "unit": measure.unit, "group": measure.group if measure.counts in GROUPS else "",
    }  # fmt: skip
    source = measure.source
    said |= {
        "flow": source.get("flow", ""), "asks": source.get("asks", ""), "among": source.get("among", ""),
        "served": source.get("service", ""), "series": source.get("series", ""), "compare": source.get("as", ""),
    }  # fmt: skip
    number = 0
    for part in measure.rule.get("all", [measure.rule] if measure.rule else []):
        for n, one in enumerate(part.get("any", [part])):
            number += 1
            if number <= LINES and "service" in one:
                said |= {
                    f"service{number}": f"{one['service']}:{one.get('level', 1)}",
                    f"joint{number}": "or" if n else "and",
                }
    return said

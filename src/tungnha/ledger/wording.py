"""A measure in words: what its rule asks, what is put over what. What an officer reads before she says yes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from tungnha.ledger.models import Measure, Service
from tungnha.ledger.models.services import Counted
from tungnha.ledger.rules import AllOf, AnyOf, Has, Rule, parse_rule, services_of
from tungnha.people.queries import GROUP_NAMES

BY_WORDS = {"telephone": " (ít nhất một số của người đó)", "product": " (ít nhất một sản phẩm của cơ sở)"}
UNITS = {str(code): str(label) for code, label in Counted.choices}


def services_by_code(*rules: Rule) -> dict[str, Service]:
    codes = reduce(lambda found, rule: found | set(services_of(rule)), rules, set[str]())
    return {s.code: s for s in Service.objects.filter(code__in=codes).prefetch_related("levels")}


def part_words(part: Has, services: Mapping[str, Service]) -> str:
    """`Chữ ký số, từ mức đã tích hợp`; a service nobody knows any more keeps its code."""
    service = services.get(part.service)
    if service is None:
        return part.service
    levels = list(service.levels.all())
    level = next((one for one in levels if one.rank == part.level), None)
    least = f": {level_words(level.name, part.level < len(levels))}" if level and len(levels) > 1 else ""
    return f"{service.name}{least}{BY_WORDS.get(part.by, '')}"


def level_words(name: str, more: bool) -> str:
    """`từ mức đã tích hợp` where there is a higher one, `mức 2` of the last."""
    plain = name if name.startswith("mức ") else f"mức {name}"
    return f"từ {plain}" if more else plain


def rule_words(rule: Rule, services: Mapping[str, Service]) -> str:
    """`Chữ ký số và (Ứng dụng tỉnh hoặc Sổ sức khỏe)`."""
    if isinstance(rule, Has):
        return part_words(rule, services)
    joint = " hoặc " if isinstance(rule, AnyOf) else " và "
    return joint.join(
        f"({words})" if isinstance(part, AllOf | AnyOf) else words
        for part in rule.parts
        for words in [rule_words(part, services)]
    )


def numerator_of(measure: Measure, services: Mapping[str, Service]) -> str:
    """What is counted, from the choices of a measure over things of the register."""
    words = rule_words(parse_rule(measure.rule), services)
    if measure.way == "stated":
        return f"Số {UNITS[measure.counts]} có {words}, do đơn vị báo không kèm tên"
    if measure.counts == "household":
        return f"Số hộ mà ít nhất một thành viên (cùng một người) có {words}, hoặc cả hộ được ghi nhận như vậy"
    return f"Số {UNITS[measure.counts]} có {words}"


def denominator_of(measure: Measure) -> str:
    group = GROUP_NAMES.get(measure.group, "")
    if measure.way == "stated":
        return f"Tổng số {group or UNITS[measure.counts]} do đơn vị báo"
    if measure.counts == "telephone":
        return f"Số thuê bao đang dùng của {group or 'mọi người'} cư trú tại địa bàn"
    if measure.counts == "place":
        return "Số địa điểm trên địa bàn"
    away = ", kể cả người đi làm ăn xa" if measure.residence == Measure.Residence.REGISTERED else ""
    return f"Số {group or UNITS[measure.counts]} trên địa bàn{away}"

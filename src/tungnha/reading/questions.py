"""Contradictions and gaps of a plan, asked and never settled: one sentence, the options, the places meant."""

import re
from typing import Any

from .dates import impossible_days
from .document import Document
from .find import Find
from .fold import key
from .numbers import show_number
from .units import unit_at

Question = dict[str, Any]
_BASE_WORDS = {"nguoi", "dan", "so", "trong", "do", "tuoi", "tren", "dia", "ban", "toan", "xa", "tinh", "phuong", "cua"}


def _ask(kind: str, text: str, options: list[str], about: list[str]) -> Question:
    return {"kind": kind, "text": text, "options": options, "about": about}


def _is_adults(target: Find) -> bool:
    population = key(target["population"])
    return "truong thanh" in population or "tren 15" in population or "15 tuoi" in population


def _shown(target: Find) -> str:
    sign = {"=": "", ">=": "ít nhất ", ">": "trên ", "<": "dưới ", "<=": "không quá "}[target["comparator"]]
    return f"{sign}{_figure(target)}"


def _figure(target: Find) -> str:
    number = target.get("value_text") or show_number(target["value"])  # "63,80" as the plan writes it
    return f"{number}%" if target["unit"] == "%" else f"{number} {target['unit']}"


def _alike(a: str, b: str) -> float:
    one, two = set(key(a).split()) - _BASE_WORDS, set(key(b).split()) - _BASE_WORDS
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def figures_that_differ(targets: list[Find]) -> list[Question]:
    """One aim with nearly the same figure written in several ways (N%, > N%, > N+1%)."""
    out: list[Question] = []
    used: set[int] = set()
    for i, a in enumerate(targets):
        if i in used or a["unit"] != "%" or a["value"] == 100:
            continue
        group = [i]
        for j in range(i + 1, len(targets)):
            b = targets[j]
            same_aim = _is_adults(a) == _is_adults(b) and _alike(a["subject"], b["subject"]) >= 0.6
            if b["unit"] == "%" and same_aim and abs(a["value"] - b["value"]) <= 1 and j not in used:
                group.append(j)
        forms = sorted({_shown(targets[k]) for k in group})
        if len(forms) > 1:
            used.update(group)
            listed = ", ".join(f"“{f}”" for f in forms)
            out.append(
                _ask(
                    "figures_differ",
                    f"Cùng một chỉ tiêu được ghi {len(forms)} cách: {listed}; lấy mức nào?",
                    forms,
                    [f"targets.{k}" for k in group],
                )
            )
    return out


def parts_above_whole(targets: list[Find]) -> list[Question]:
    """A narrower service asked of more people than the wider one it rests on."""
    for j, part in enumerate(targets):
        narrower = re.match(r"(?:tich hop|su dung|kich hoat|khai thac|dang nhap|ky so)", key(part["subject"]))
        if not narrower or part["unit"] != "%":
            continue
        for i, whole in enumerate(targets):
            if i == j or whole["unit"] != "%" or whole["value"] == 100 or part["value"] <= whole["value"]:
                continue
            near = part["value"] - whole["value"] <= 20 and _is_adults(part) and _is_adults(whole)
            later = not whole["due"] or not part["due"] or whole["due"] >= part["due"]
            best = max(
                (
                    t["value"]
                    for t in targets
                    if _is_adults(t) and t is not part and t["unit"] == "%" and t["value"] < 100
                ),
                default=0,
            )
            if near and later and whole["value"] == best and _alike(part["subject"], whole["subject"]) >= 0.6:
                text = (
                    f"Chỉ tiêu phần ({_shown(part)}: {part['subject'][:90]}) cao hơn chỉ tiêu chung ({_shown(whole)}:"
                    f" {whole['subject'][:60]}); mức nào là đúng?"
                )
                return [_ask("part_above_whole", text, [_shown(whole), _shown(part)], [f"targets.{i}", f"targets.{j}"])]
    return []


def base_named_differently(doc: Document, targets: list[Find]) -> list[Question]:
    adult = "truong thanh" in doc.folded
    over = re.search(r"(?:tu|tren|du)?\s*(1[4-8])\s*tuoi", doc.folded)
    if not (adult and over):
        return []
    words = doc.text[over.start() : over.end()].strip()
    about = [f"targets.{i}" for i, t in enumerate(targets) if _is_adults(t)] + ["appendix_targets"]
    return [
        _ask(
            "base_named_differently",
            f"Mẫu số được gọi bằng hai tên, “trưởng thành” và “{words}”; tính tỷ lệ trên nhóm nào?",
            ["dân số trưởng thành", f"người {words}"],
            about,
        )
    ]


def results_before_the_end(reporting: list[Find], phases: list[Find], targets: list[Find]) -> list[Question]:
    """Results due on or before the day on which the work itself may still be done."""
    out = []
    for r, duty in enumerate(reporting):
        if not duty["due"]:
            continue
        late_phase = next((p for p, x in enumerate(phases) if x["end"] and x["end"] >= duty["due"]), None)
        if late_phase is not None:
            end = phases[late_phase]["end"]
            out.append(
                _ask(
                    "due_before_phase_ends",
                    f"Kết quả phải báo cáo trước ngày {_vn(duty['due'])} "
                    f"nhưng đợt cao điểm đến hết ngày {_vn(end)} mới kết thúc;"
                    " báo cáo số liệu đến thời điểm nào?",
                    [f"số liệu trước ngày {_vn(duty['due'])}", f"số liệu đến hết ngày {_vn(end)}"],
                    [f"reporting.{r}", f"phases.{late_phase}"],
                )
            )
            continue
        for t, target in enumerate(targets):
            if (
                target["due"]
                and target["due"] > duty["due"]
                and target["due_kind"] == "day"
                and _near(duty["due"], target["due"])
            ):
                out.append(
                    _ask(
                        "due_before_phase_ends",
                        f"Kết quả phải báo cáo trước ngày "
                        f"{_vn(duty['due'])} nhưng việc “{target['subject'][:70]}” đến"
                        f" {_vn(target['due'])} mới phải xong; báo cáo trước khi xong có đúng ý không?",
                        ["giữ nguyên hai mốc", f"báo cáo sau ngày {_vn(target['due'])}"],
                        [f"reporting.{r}", f"targets.{t}"],
                    )
                )
                break
    return out


def _near(a: str, b: str) -> bool:
    return a[:4] == b[:4] and abs(int(a[5:7]) - int(b[5:7])) <= 1


def _vn(iso: str) -> str:
    parts = iso.split("-")
    return "/".join(str(int(p)) if i < len(parts) - 1 else p for i, p in enumerate(reversed(parts)))


def reports_without_period(reporting: list[Find]) -> list[Question]:
    return [
        _ask(
            "report_without_period",
            f"{duty['who'] or 'Đơn vị'} phải báo "
            f"cáo{' ' + duty['to'] if duty['to'] else ''} nhưng kế hoạch không ghi kỳ;"
            " báo cáo theo kỳ nào?",
            ["hằng tuần", "hằng tháng", "hằng quý", "khi có yêu cầu"],
            [f"reporting.{i}"],
        )
        for i, duty in enumerate(reporting)
        if duty["frequency"] == "unspecified"
    ]


def _bodies(to: str) -> list[str]:
    """ "Giám đốc Sở và UBND tỉnh" is two bodies; "Sở Khoa học và Công nghệ" is one."""
    parts: list[str] = []
    for piece in re.split(r",\s*", to):
        cuts = [m for m in re.finditer(r"\s+và\s+", piece) if unit_at(piece[m.end() :])]
        bounds = [0, *[x for m in cuts for x in (m.start(), m.end())], len(piece)]
        parts += [piece[a:b].strip() for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    return [p for p in parts if p]


def two_addressees(reporting: list[Find]) -> list[Question]:
    out, seen = [], set()
    for i, duty in enumerate(reporting):
        to = re.sub(r"\(.*?\)", "", duty["to"] or "").strip()
        parts = _bodies(to)
        if (
            len(parts) < 2
            or not all(map(unit_at, parts))
            or (duty["who"], to) in seen
            or re.match(r"(?:văn phòng|vp) ", to.lower())
        ):
            continue
        seen.add((duty["who"], to))
        about = [f"reporting.{k}" for k, d in enumerate(reporting) if d["to"] == duty["to"] and d["who"] == duty["who"]]
        out.append(
            _ask(
                "two_addressees",
                f"{duty['who'] or 'Đơn vị'} báo cáo hai nơi ({to}); gửi thẳng cả hai hay gửi qua nơi đầu?",
                ["gửi thẳng từng nơi", f"gửi {parts[0]}, nơi này tổng hợp gửi tiếp"],
                about or [f"reporting.{i}"],
            )
        )
    return out


def near_equal_households(targets: list[Find]) -> list[Question]:
    homes = [i for i, t in enumerate(targets) if str(t["unit"]).endswith("/hộ")]
    if len(homes) < 2:
        return []
    options = [f"{_shown(targets[i])}: {targets[i]['subject'][:90]}" for i in homes]
    return [
        _ask(
            "near_equal_household_targets",
            f"Có {len(homes)} chỉ tiêu gần giống nhau cho mỗi hộ gia đình; theo dõi riêng hay coi là một?",
            [*options, "coi là một chỉ tiêu"],
            [f"targets.{i}" for i in homes],
        )
    ]


def pupils_on_adult_base(doc: Document, targets: list[Find]) -> list[Question]:
    if not re.search(r"truong thanh|15 tuoi", doc.folded):
        return []
    pupils = [
        i
        for i, t in enumerate(targets)
        if t["value"] == 100
        and t["unit"] == "%"
        and re.search(r"\bhoc sinh\b", key(t["population"]))
        and re.search(r"chu ky so|dinh danh|tai khoan|can cuoc", key(t["subject"]))
    ]
    if not pupils:
        return []
    return [
        _ask(
            "pupils_below_base_age",
            "Chỉ tiêu 100% tính cả học sinh, nhưng mẫu số chỉ gồm người trưởng "
            "thành (trên 15 tuổi); học sinh nhỏ tuổi hơn có tính không?",
            ["chỉ tính học sinh đủ tuổi", "tính toàn bộ học sinh"],
            [f"targets.{i}" for i in pupils],
        )
    ]  # fmt: skip


def smallest_count(target: Find, base: int | float) -> int:
    """The smallest whole number that satisfies a percentage of a base (exact, in millionths)."""
    need = round(target["value"] * 10**6) * round(base)
    whole, rest = divmod(need, 10**8)
    if target["comparator"] == ">":
        return int(whole) + 1
    return int(whole) + (1 if rest else 0)


def stated_counts(targets: list[Find], rows: list[Find]) -> list[Question]:
    """An annex row's own count against the percentages: kept on the target, asked where another count follows."""
    out: list[Question] = []
    for r, row in enumerate(rows):
        base = row.get("population_over_15")
        stated = next((v for k, v in row.items() if k.startswith("target") and isinstance(v, int | float)), None)
        if not isinstance(base, int | float) or not isinstance(stated, int | float) or base <= 0:
            continue
        close = [
            i for i, t in enumerate(targets)
            if t["unit"] == "%" and t["value"] < 100 and abs(stated / base * 100 - t["value"]) < 0.1
        ]  # fmt: skip
        computed: dict[int, list[int]] = {}
        for i in close:
            if len(rows) == 1:
                targets[i]["stated_count"] = int(stated)
            computed.setdefault(smallest_count(targets[i], base), []).append(i)
        others = sorted(n for n in computed if n != stated)
        if others:
            numbers = " hoặc ".join(show_number(n) for n in others)
            out.append(
                _ask(
                    "count_differs_from_rate",
                    f"Phụ lục ghi {show_number(stated)} người, nhưng theo "
                    f"tỷ lệ trên {show_number(base)} người thì cần {numbers};"
                    " lấy số nào?",
                    [show_number(stated), *[show_number(n) for n in others]],
                    [f"appendix_targets.{r}", *[f"targets.{i}" for n in others for i in computed[n]]],
                )
            )
    return out


def messages_as_targets(targets: list[Find]) -> list[Question]:
    out = []
    for i, target in enumerate(targets):
        if target["as_message"]:
            out.append(
                _ask(
                    "message_or_target",
                    f"“{target['text'][:110]}” là nội dung tuyên truyền hay là chỉ tiêu phải đo?",
                    ["nội dung tuyên truyền", "chỉ tiêu phải đo"],
                    [f"targets.{i}"],
                )
            )
    return out


def impossible_dates(doc: Document, draft: dict[str, Any]) -> list[Question]:
    """ "31/6/2026" stays as it is written; what depends on it has no date until somebody says which was meant."""
    out = []
    for line in doc.lines[doc.body_start :]:
        for start, end in impossible_days(line.text):
            at = line.start + start
            about = [
                f"{name}.{i}"
                for name in ("targets", "reporting", "tasks")
                for i, row in enumerate(draft[name])
                if row["span"][0] <= at < row["span"][1]
            ]
            words = line.text[start:end]
            out.append(_ask("impossible_date", f"Lịch không có ngày “{words}”; kế hoạch muốn nói ngày nào?", [], about))
    return out


def read_questions(doc: Document, draft: dict[str, Any]) -> list[Question]:
    targets, reporting = draft["targets"], draft["reporting"]
    return [
        *stated_counts(targets, draft["appendix_targets"]),
        *figures_that_differ(targets),
        *parts_above_whole(targets),
        *base_named_differently(doc, targets),
        *results_before_the_end(reporting, draft["phases"], targets),
        *pupils_on_adult_base(doc, targets),
        *near_equal_households(targets),
        *messages_as_targets(targets),
        *two_addressees(reporting),
        *reports_without_period(reporting),
        *impossible_dates(doc, draft),
    ]

"""Questions about reporting duties: no period, no day, no sender, two addressees, two periods, due before the work."""

import datetime
import re

from .asking import Draft, Option, Question, alike, ask, listed, sets, short, vn
from .document import Document
from .find import Find
from .fold import key
from .units import unit_at

_PERIODS = {"daily": "hằng ngày", "weekly": "hằng tuần", "monthly": "hằng tháng", "quarterly": "hằng quý"}
_FREQUENCIES = (
    ("hằng tuần", "weekly"),
    ("hằng tháng", "monthly"),
    ("hằng quý", "quarterly"),
    ("khi có yêu cầu", "adhoc"),
)


def _bare(to: str | None) -> str:
    return re.sub(r"\(.*?\)", "", to or "").strip()


def results_before_the_end(reporting: list[Find], phases: list[Find], targets: list[Find]) -> list[Question]:
    """Results due on or before the day on which the work itself may still be done."""
    out = []
    for r, duty in enumerate(reporting):
        if not duty["due"] or duty.get("kind") == "difficulty":
            continue
        late = next((p for p, x in enumerate(phases) if x["end"] and _is_within(duty["due"], x)), None)
        if late is not None:
            end = phases[late]["end"]
            text = (
                f"Kết quả phải báo cáo trước ngày {vn(duty['due'])} nhưng {_phase(phases[late])} đến hết ngày {vn(end)}"
                " mới kết thúc; báo cáo số liệu đến thời điểm nào?"
            )
            options = [f"số liệu trước ngày {vn(duty['due'])}", f"số liệu đến hết ngày {vn(end)}"]
            out.append(ask("due_before_phase_ends", text, [*options], [f"reporting.{r}", f"phases.{late}"]))
            continue
        t = _work_done_later(duty, targets)
        if t is not None:
            day = vn(targets[t]["due"])
            text = (
                f"Kết quả phải báo cáo trước ngày {vn(duty['due'])} nhưng việc “{short(targets[t]['subject'], 70)}” đến"
                f" {day} mới phải xong; báo cáo trước khi xong có đúng ý không?"
            )
            options = ["giữ nguyên hai mốc", f"báo cáo sau ngày {day}"]
            out.append(ask("due_before_phase_ends", text, [*options], [f"reporting.{r}", f"targets.{t}"]))
    return out


def _phase(phase: Find) -> str:
    return f"đợt {phase['name']}" if phase["name"] == "cao điểm" else str(phase["name"])


def _is_within(due: str, phase: Find) -> bool:
    """A report on a phase that goes on: due in it or on its last day. A start after the day is another phase.

    Stages are long; only a report in the last days of one is taken to be the report on it.
    """
    if phase["start"] and phase["start"] > due:
        return False
    if phase["name"] == "cao điểm":
        return bool(phase["end"] >= due)
    end = datetime.date.fromisoformat(phase["end"])
    return 0 <= (end - datetime.date.fromisoformat(due)).days <= 7


def _work_done_later(duty: Find, targets: list[Find]) -> int | None:
    """The first target that the report speaks of and that is due soon after it."""
    for t, target in enumerate(targets):
        later = target["due"] and target["due"] > duty["due"] and target["due_kind"] == "day"
        if later and _is_near(duty["due"], target["due"]) and alike(duty["quote"], target["subject"]) >= 0.5:
            return t
    return None


def _is_near(a: str, b: str) -> bool:
    return a[:4] == b[:4] and abs(int(a[5:7]) - int(b[5:7])) <= 1


def reports_without_period(reporting: list[Find]) -> list[Question]:
    return [
        ask(
            "report_without_period",
            f"{duty['who'] or 'Đơn vị'} phải báo cáo{' ' + duty['to'] if duty['to'] else ''} nhưng kế hoạch không ghi"
            " kỳ; báo cáo theo kỳ nào?",
            [sets(words, (f"reporting.{i}.frequency", value)) for words, value in _FREQUENCIES],
            [f"reporting.{i}"],
        )
        for i, duty in enumerate(reporting)
        if duty["frequency"] == "unspecified"
    ]


def reports_without_day(reporting: list[Find]) -> list[Question]:
    """Monthly and quarterly reports of no named day, asked of once; days the plan uses elsewhere are offered."""
    out = []
    for frequency in ("monthly", "quarterly"):
        own = [
            i for i, d in enumerate(reporting) if d["frequency"] == frequency and not d["day_of_month"] and not d["due"]
        ]
        if not own:
            continue
        days = sorted({d["day_of_month"] for d in reporting if d["frequency"] == frequency and d["day_of_month"]})
        options: list[Option] = [
            sets(f"trước ngày {day}", *[(f"reporting.{i}.day_of_month", day) for i in own]) for day in days
        ]
        who = listed(list(dict.fromkeys(reporting[i]["who"] or "đơn vị" for i in own)), 3)
        text = f"Báo cáo {_PERIODS[frequency]} của {short(who, 120)} không ghi ngày; nộp trước ngày nào?"
        out.append(ask("report_without_day", text, options, [f"reporting.{i}" for i in own]))
    return out


def reports_without_sender(reporting: list[Find]) -> list[Question]:
    """A row of an annex that tells to report and has no lead."""
    out = []
    for i, duty in enumerate(reporting):
        if duty["who"] or duty.get("kind") == "difficulty":
            continue
        others = [d["who"] for d in reporting if d["who"] and d["frequency"] == duty["frequency"]]
        options = [sets(who, (f"reporting.{i}.who", who)) for who in dict.fromkeys(others)][:4]
        text = f"“{short(duty['quote'], 110)}” không ghi ai báo cáo; đơn vị nào phải làm?"
        out.append(ask("report_without_sender", text, options, [f"reporting.{i}"]))
    return out


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
    for duty in reporting:
        to = _bare(duty["to"])
        parts = _bodies(to)
        if (
            len(parts) < 2
            or not all(map(unit_at, parts))
            or (duty["who"], to) in seen
            or re.match(r"(?:văn phòng|vp) ", to.lower())
        ):
            continue
        seen.add((duty["who"], to))
        own = [k for k, d in enumerate(reporting) if d["to"] == duty["to"] and d["who"] == duty["who"]]
        text = f"{duty['who'] or 'Đơn vị'} báo cáo hai nơi ({to}); gửi thẳng cả hai hay gửi qua nơi đầu?"
        first = sets(f"gửi {parts[0]}, nơi này tổng hợp gửi tiếp", *[(f"reporting.{k}.to", parts[0]) for k in own])
        out.append(ask("two_addressees", text, ["gửi thẳng từng nơi", first], [f"reporting.{k}" for k in own]))
    return out


_ORDER = ("daily", "weekly", "monthly", "quarterly")


def overlapping_duties(reporting: list[Find]) -> list[Question]:
    """The same unit reports to the same body every week and every month: does one report serve for both?"""
    out: list[Question] = []
    seen: set[tuple[str, str]] = set()
    for duty in reporting:
        pair = (key(duty["who"]), key(_bare(duty["to"])))
        if duty["frequency"] not in _ORDER or not all(pair) or pair in seen:
            continue
        same = [i for i, d in enumerate(reporting) if (key(d["who"]), key(_bare(d["to"]))) == pair]
        periods = [f for f in _ORDER if any(reporting[i]["frequency"] == f for i in same)]
        if len(periods) < 2:
            continue
        seen.add(pair)
        about = [f"reporting.{i}" for i in same if reporting[i]["frequency"] in periods]
        words = " và ".join(_PERIODS[p] for p in periods)
        text = f"{duty['who']} phải báo cáo {_bare(duty['to'])} cả {words}; một báo cáo có làm thay báo cáo kia không?"
        options: list[Option] = ["gửi đủ từng báo cáo", f"báo cáo {_PERIODS[periods[-1]]} làm thay kỳ trùng"]
        out.append(ask("overlapping_duties", text, options, about))
    return out


def two_lines_of_report(reporting: list[Find]) -> list[Question]:
    """Results of the same period asked for by two higher bodies in two places of the plan."""
    loose = [i for i, d in enumerate(reporting) if not d["who"] and d["to"] and d["frequency"] in _ORDER]
    out = []
    for i in loose:
        for j, other in enumerate(reporting):
            if j == i or other["frequency"] != reporting[i]["frequency"] or not other["to"] or not other["who"]:
                continue
            mine = _bare(reporting[i]["to"])
            if any(key(mine) == key(p) for p in _bodies(_bare(other["to"]))) or not unit_at(mine):
                continue
            text = (
                f"Báo cáo {_PERIODS[other['frequency']]} được giao gửi {_bare(other['to'])} và ở chỗ khác gửi {mine};"
                " gửi nơi nào?"
            )
            options: list[Option] = [f"gửi {_bare(other['to'])}", f"gửi {mine}", "gửi cả hai nơi"]
            out.append(ask("two_addressees", text, options, [f"reporting.{j}", f"reporting.{i}"]))
            break
    return out


def ask_about_reports(doc: Document, draft: Draft) -> list[Question]:
    reporting: list[Find] = draft["reporting"]
    return [
        *results_before_the_end(reporting, draft["phases"], draft["targets"]),
        *two_addressees(reporting),
        *two_lines_of_report(reporting),
        *overlapping_duties(reporting),
        *reports_without_period(reporting),
        *reports_without_day(reporting),
        *reports_without_sender(reporting),
    ]

"""Questions about targets and annex figures: the same aim said in two ways, parts above wholes, sums that differ."""

import re

from .asking import Draft, Option, Question, alike, ask, figure, listed, nearly_same, sets, short, shown, vn
from .document import Document
from .find import Find
from .fold import key
from .numbers import show_number

_OVER = re.compile(r"(?:tu|tren|du)?\s*\b(?:tu du|tu|tren|du)?\s*(1[4-8])\s*tuoi\b")
_ADULT = re.compile(r"\btruong thanh\b")


def _is_adults(target: Find) -> bool:
    return bool(_ADULT.search(key(target["population"])) or _OVER.search(key(target["population"])))


def _same_people(a: Find, b: Find) -> bool:
    if _is_adults(a) or _is_adults(b):
        return _is_adults(a) == _is_adults(b)
    return nearly_same(a["population"], b["population"]) >= 0.6


def _same_aim(a: Find, b: Find) -> bool:
    return a["unit"] == b["unit"] and _same_people(a, b) and alike(a["subject"], b["subject"]) >= 0.6


def _are_two_ways(a: Find, b: Find) -> bool:
    """One aim, two figures: nearly equal ones, or any two for the same day in the same words."""
    if not _same_aim(a, b) or a["direction"] != b["direction"]:
        return False
    if a["unit"] == "%" and abs(a["value"] - b["value"]) <= 1:
        return bool(a["value"] != 100 and b["value"] != 100)
    one_day = bool(a["due"] == b["due"])
    close = nearly_same(a["subject"], b["subject"]) >= 0.75 and nearly_same(a["population"], b["population"]) >= 0.75
    return one_day and close and bool(key(a["population"])) and a["value"] != b["value"]


def figures_that_differ(targets: list[Find]) -> list[Question]:
    """One aim with figures written in several ways (N%, > N%, > N+1%; 80% here and 85% in the annex)."""
    out: list[Question] = []
    used: set[int] = set()
    for i, a in enumerate(targets):
        if i in used:
            continue
        group = [i] + [j for j in range(i + 1, len(targets)) if j not in used and _are_two_ways(a, targets[j])]
        forms = {shown(targets[k]): targets[k] for k in group}
        if len(forms) < 2:
            continue
        used.update(group)
        paths = [f"targets.{k}" for k in group]
        options: list[Option] = [
            sets(form, *[c for p in paths for c in ((f"{p}.comparator", t["comparator"]), (f"{p}.value", t["value"]))])
            for form, t in sorted(forms.items())
        ]
        words = ", ".join(f"“{form}”" for form in sorted(forms))
        text = f"Cùng một chỉ tiêu được ghi {len(forms)} cách: {words}; lấy mức nào?"
        out.append(ask("figures_differ", text, options, paths))
    return out


def dues_that_differ(targets: list[Find]) -> list[Question]:
    """The same figure for the same people, due on two days."""
    out: list[Question] = []
    for i, a in enumerate(targets):
        for j in range(i + 1, len(targets)):
            b = targets[j]
            same = a["value"] == b["value"] and a["comparator"] == b["comparator"] and _same_aim(a, b)
            close = nearly_same(a["population"], b["population"]) >= 0.75
            if not (same and close and a["due"] and b["due"] and a["due"] != b["due"]):
                continue
            if nearly_same(a["subject"], b["subject"]) < 0.6:
                continue
            paths = [f"targets.{i}", f"targets.{j}"]
            options = [sets(vn(day), *[(f"{p}.due", day) for p in paths]) for day in sorted((a["due"], b["due"]))]
            text = (
                f"Chỉ tiêu {shown(a)} ({short(a['subject'] or a['population'])}) ghi hai hạn, {vn(a['due'])} và "
                f"{vn(b['due'])}; lấy hạn nào?"
            )
            out.append(ask("due_differs", text, [*options, "giữ cả hai mốc"], paths))
    return out


_NARROWER = re.compile(r"(?:tich hop|su dung|kich hoat|khai thac|dang nhap|ky so|giao dich|thanh toan bang)")


def parts_above_whole(targets: list[Find]) -> list[Question]:
    """A narrower service asked of more people than the wider one it rests on."""
    rates = [t["value"] for t in targets if t["unit"] == "%" and t["value"] < 100 and _is_adults(t)]
    for j, part in enumerate(targets):
        if not _NARROWER.match(key(part["subject"])) or part["unit"] != "%" or not _is_adults(part):
            continue
        for i, whole in enumerate(targets):
            if i == j or whole["unit"] != "%" or whole["value"] == 100 or not _is_adults(whole):
                continue
            if _NARROWER.match(key(whole["subject"])):
                continue
            above = 0 < part["value"] - whole["value"] <= 20
            later = not whole["due"] or not part["due"] or whole["due"] >= part["due"]
            others = [r for r in rates if r != part["value"]]
            best = max(others, default=0)
            if above and later and whole["value"] == best and alike(part["subject"], whole["subject"]) >= 0.6:
                text = (
                    f"Chỉ tiêu phần ({shown(part)}: {short(part['subject'])}) cao hơn chỉ tiêu chung"
                    f" ({shown(whole)}: {short(whole['subject'], 60)}); mức nào là đúng?"
                )
                options = [
                    sets(shown(t), (f"targets.{k}.comparator", t["comparator"]), (f"targets.{k}.value", t["value"]))
                    for t, k in ((whole, j), (part, i))
                ]
                return [ask("part_above_whole", text, options, [f"targets.{i}", f"targets.{j}"])]
    return []


def base_named_differently(doc: Document, targets: list[Find], rows: list[Find]) -> list[Question]:
    """ "trưởng thành" in one target and "trên 15 tuổi" in another or in the annex: two names of what is counted."""
    adult = [i for i, t in enumerate(targets) if _ADULT.search(key(t["population"]))]
    aged = [i for i, t in enumerate(targets) if _OVER.search(key(t["population"]))]
    in_rows = [i for i, r in enumerate(rows) if "population_over_15" in r]
    said = None
    if not aged and not in_rows:
        said = re.search(
            r"so (?:luong )?(?:nguoi(?: dan)?|dan|cong dan) (?:tu|tren|du)?\s*(?:du )?1[4-8] tuoi", doc.folded
        )
    if not adult or not (aged or in_rows or said):
        return []
    at = _words_of_age(doc, targets, aged, rows, in_rows) or ((said.start(), said.end()) if said else None)
    hit = re.search(r"(?:từ đủ|từ|trên|đủ)?\s*1[4-8]\s*tuổi", doc.text[at[0] : at[1]], re.IGNORECASE) if at else None
    if not at or not hit:
        return []
    words = re.sub(r"\s+", " ", hit.group()).strip()
    about = [f"targets.{i}" for i in sorted({*adult, *aged})] + [f"appendix_targets.{i}" for i in in_rows[:1]]
    named = ("dân số trưởng thành", f"người {words}")
    options = [sets(name, *[(f"targets.{i}.population", name) for i in sorted({*adult, *aged})]) for name in named]
    text = f"Mẫu số được gọi bằng hai tên, “trưởng thành” và “{words}”; tính tỷ lệ trên nhóm nào?"
    return [ask("base_named_differently", text, options, about, [(at[0] + hit.start(), at[0] + hit.end())])]


def _words_of_age(
    doc: Document, targets: list[Find], aged: list[int], rows: list[Find], in_rows: list[int]
) -> tuple[int, int] | None:
    if aged:
        start, end = targets[aged[0]]["span"]
        return start, end
    if not in_rows:
        return None
    # The name stands in the head of the table, above its first row.
    start = rows[in_rows[0]]["span"][0]
    found = list(re.finditer(r"1[4-8] tuoi", doc.folded[max(0, start - 3000) : start]))
    if not found:
        return None
    at = max(0, start - 3000) + found[-1].start()
    return max(0, at - 12), at + 7


def near_equal_households(targets: list[Find]) -> list[Question]:
    homes = [i for i, t in enumerate(targets) if str(t["unit"]).endswith("/hộ")]
    if len(homes) < 2:
        return []
    said = listed([f"“{short(targets[i]['subject'], 90)}”" for i in homes])
    text = f"Có {len(homes)} chỉ tiêu gần giống nhau cho mỗi hộ gia đình: {said}; theo dõi riêng hay coi là một?"
    options: list[Option] = ["theo dõi riêng từng chỉ tiêu", "coi là một chỉ tiêu"]
    return [ask("near_equal_household_targets", text, options, [f"targets.{i}" for i in homes])]


def pupils_on_adult_base(targets: list[Find], rows: list[Find]) -> list[Question]:
    """All pupils count, while the plan's base holds adults only."""
    if not any(_is_adults(t) for t in targets) and not any("population_over_15" in r for r in rows):
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
    text = (
        "Chỉ tiêu 100% tính cả học sinh, nhưng mẫu số chỉ gồm người trưởng thành (trên 15 tuổi);"
        " học sinh nhỏ tuổi hơn có tính không?"
    )
    options: list[Option] = ["chỉ tính học sinh đủ tuổi", "tính toàn bộ học sinh"]
    return [ask("pupils_below_base_age", text, options, [f"targets.{i}" for i in pupils])]


def messages_as_targets(targets: list[Find]) -> list[Question]:
    return [
        ask(
            "message_or_target",
            f"“{short(target['text'], 110)}” là nội dung tuyên truyền hay là chỉ tiêu phải đo?",
            ["nội dung tuyên truyền", "chỉ tiêu phải đo"],
            [f"targets.{i}"],
        )
        for i, target in enumerate(targets)
        if target["as_message"]
    ]


def rates_above_hundred(targets: list[Find]) -> list[Question]:
    """More than all of them: a slip, unless it is growth or a plan outdone."""
    out = []
    for i, target in enumerate(targets):
        grows = re.search(r"\b(?:tang|vuot|so voi|ke hoach|du toan|gap)\b", key(target["text"]))
        if target["unit"] == "%" and target["value"] > 100 and not grows:
            text = f"Chỉ tiêu “{short(target['text'])}” ghi {figure(target)}, lớn hơn 100%; mức đúng là bao nhiêu?"
            out.append(ask("rate_above_100", text, [sets("100%", (f"targets.{i}.value", 100))], [f"targets.{i}"]))
    return out


def decimal_marks(targets: list[Find]) -> list[Question]:
    """ "35.4%" beside "63,80%": a dot may part thousands elsewhere, so both marks are asked about once."""
    dots = [i for i, t in enumerate(targets) if re.fullmatch(r"\d+\.\d{1,2}", str(t.get("value_text") or ""))]
    commas = [i for i, t in enumerate(targets) if re.fullmatch(r"[\d.]+,\d+", str(t.get("value_text") or ""))]
    if not dots or not commas:
        return []
    text = (
        f"“{figure(targets[dots[0]])}” viết dấu chấm, “{figure(targets[commas[0]])}” viết dấu phẩy;"
        f" {figure(targets[dots[0]])} có phải là {figure(targets[dots[0]]).replace('.', ',')} không?"
    )
    return [
        ask(
            "decimal_marks", text, ["đúng, là số lẻ", "không, ghi nhầm"], [f"targets.{i}" for i in (dots[0], commas[0])]
        )
    ]


# -- figures of annexes ------------------------------------------------------------------------------------------------

_TOTAL = re.compile(r"(?:tong(?: cong| so)?|cong)(?: toan (?:xa|phuong|tinh))?|toan (?:xa|phuong|tinh|thanh pho|huyen)")
_RATE = re.compile(r"rate|ty_le|ti_le|phan_tram")
_OUR_KEYS = {"quote", "span", "confidence", "at", "tt"}


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
        column = next((k for k, v in row.items() if k.startswith("target") and isinstance(v, int | float)), None)
        if column is None or not isinstance(base, int | float) or base <= 0:
            continue
        stated = row[column]
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
            text = (
                f"Phụ lục ghi {show_number(stated)} người, nhưng theo tỷ lệ trên {show_number(base)} người thì cần"
                f" {numbers}; lấy số nào?"
            )
            path = f"appendix_targets.{r}.{column}"
            options = [sets(show_number(n), (path, n)) for n in [stated, *others]]
            about = [f"appendix_targets.{r}", *[f"targets.{i}" for n in others for i in computed[n]]]
            out.append(ask("count_differs_from_rate", text, options, about))
    return out


def _numbers(row: Find) -> dict[str, float]:
    return {
        k: v for k, v in row.items() if k not in _OUR_KEYS and isinstance(v, int | float) and not isinstance(v, bool)
    }


def _tables(rows: list[Find]) -> list[list[int]]:
    """Rows that have the same columns stand in one table."""
    out: list[list[int]] = []
    names: list[str] | None = None
    for i, row in enumerate(rows):
        own = [k for k in row if k not in _OUR_KEYS]
        if own != names:
            out.append([])
            names = own
        out[-1].append(i)
    return out


def _is_total(row: Find) -> bool:
    return any(isinstance(v, str) and _TOTAL.fullmatch(key(v)) for k, v in row.items() if k not in ("quote",))


def sums_that_differ(rows: list[Find]) -> list[Question]:
    """A row of totals against the sum of the rows above or below it."""
    out: list[Question] = []
    for group in _tables(rows):
        totals = [i for i in group if _is_total(rows[i])]
        parts = [i for i in group if i not in totals]
        if len(totals) != 1 or len(parts) < 2:
            continue
        total = totals[0]
        for column, stated in _numbers(rows[total]).items():
            values = [_numbers(rows[i]).get(column) for i in parts]
            if _RATE.search(column) or any(v is None for v in values):
                continue
            added = round(sum(v for v in values if v is not None), 6)
            if added == stated or (max(v or 0 for v in values) <= 100 and 0 < stated <= 100 and added > 100):
                continue  # a column of rates without its sign
            text = (
                f"Dòng tổng ghi {show_number(stated)} (cột “{_said(column)}”), nhưng cộng các dòng được"
                f" {show_number(added)}; lấy số nào?"
            )
            path = f"appendix_targets.{total}.{column}"
            options = [sets(show_number(n), (path, n)) for n in (stated, added)]
            out.append(ask("sum_differs", text, options, [f"appendix_targets.{i}" for i in [total, *parts]]))
    return out


_NAMES = {
    "existing": "hiện có", "population_over_15": "số người trên 15 tuổi", "rate_pct": "tỷ lệ", "target": "chỉ tiêu",
}  # fmt: skip


def _said(column: str) -> str:
    year = re.fullmatch(r"target_(20\d\d)", column)
    return f"chỉ tiêu năm {year.group(1)}" if year else _NAMES.get(column, column.replace("_", " "))


def counts_above_base(rows: list[Find]) -> list[Question]:
    """An annex row with more people reached, or to be reached, than there are."""
    out: list[Question] = []
    for r, row in enumerate(rows):
        base = row.get("population_over_15")
        if not isinstance(base, int | float) or base <= 0:
            continue
        for column, value in _numbers(row).items():
            if (column.startswith("target") or column == "existing") and value > base:
                text = (
                    f"Phụ lục ghi {_said(column)} {show_number(value)}, nhiều hơn số người phải tính"
                    f" {show_number(base)}; số nào đúng?"
                )
                out.append(ask("count_above_base", text, [], [f"appendix_targets.{r}"]))
    return out


def rates_that_differ(rows: list[Find]) -> list[Question]:
    """A rate an annex states against its own two numbers."""
    out: list[Question] = []
    for r, row in enumerate(rows):
        numbers = _numbers(row)
        base, have, rate = (numbers.get(k) for k in ("population_over_15", "existing", "rate_pct"))
        if not base or have is None or rate is None:
            continue
        computed = round(have / base * 100, 2)
        if abs(computed - rate) < 0.06:
            continue
        text = (
            f"Phụ lục ghi tỷ lệ {show_number(rate)}%, nhưng {show_number(have)} trên {show_number(base)}"
            f" là {show_number(computed)}%; số nào đúng?"
        )
        path = f"appendix_targets.{r}.rate_pct"
        options = [sets(f"{show_number(n)}%", (path, n)) for n in (rate, computed)]
        out.append(ask("rate_differs", text, options, [f"appendix_targets.{r}"]))
    return out


def ask_about_targets(doc: Document, draft: Draft) -> list[Question]:
    targets: list[Find] = draft["targets"]
    rows: list[Find] = draft["appendix_targets"]
    return [
        *stated_counts(targets, rows),
        *figures_that_differ(targets),
        *dues_that_differ(targets),
        *parts_above_whole(targets),
        *base_named_differently(doc, targets, rows),
        *rates_above_hundred(targets),
        *decimal_marks(targets),
        *sums_that_differ(rows),
        *counts_above_base(rows),
        *rates_that_differ(rows),
        *pupils_on_adult_base(targets, rows),
        *near_equal_households(targets),
        *messages_as_targets(targets),
    ]

"""Who may do what with a unit's report, and what it is then: one table. Pure.

docs/decisions/0041-approval.md says why. The states are those of `reports.models.State`; before anything was sent the
report is a draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DRAFT, SENT, RETURNED, ACCEPTED, LOCKED, REOPENED = "draft", "sent", "returned", "accepted", "locked", "reopened"
STATES = (DRAFT, SENT, RETURNED, ACCEPTED, LOCKED, REOPENED)

# Who somebody is towards one unit's report.
UNIT, OFFICER, LEADER, READER = "unit", "officer", "leader", "reader"
ACTORS = (UNIT, OFFICER, LEADER, READER)

SAVE, SEND, RETURN, ACCEPT, TAKE_BACK, LOCK, ASK, REOPEN = (
    "save", "send", "return", "accept", "take_back", "lock", "ask", "reopen",
)  # fmt: skip
ACTS = (SAVE, SEND, RETURN, ACCEPT, TAKE_BACK, LOCK, ASK, REOPEN)
NEEDS_A_REASON = frozenset({RETURN, ASK, REOPEN})


@dataclass(frozen=True)
class Rule:
    """Who may, and the state it leads to. `then` is None where the text that was acted on stays where it is."""

    who: frozenset[str]
    then: str | None = None


WRITES, DECIDES, DESK = frozenset({UNIT, OFFICER}), frozenset({OFFICER, LEADER}), frozenset({OFFICER})

# The officer types in for a unit that sent paper. A correction is a new submission: the old text stays in its state.
RULES: dict[tuple[str, str], Rule] = {
    (DRAFT, SAVE): Rule(WRITES),
    (DRAFT, SEND): Rule(WRITES, SENT),
    (SENT, SAVE): Rule(WRITES),
    (SENT, SEND): Rule(WRITES, SENT),
    (SENT, RETURN): Rule(DESK, RETURNED),
    (SENT, ACCEPT): Rule(DECIDES, ACCEPTED),
    (SENT, LOCK): Rule(DECIDES, LOCKED),
    (RETURNED, SAVE): Rule(WRITES),
    (RETURNED, SEND): Rule(WRITES, SENT),
    (ACCEPTED, SAVE): Rule(WRITES),
    (ACCEPTED, SEND): Rule(WRITES, SENT),
    (ACCEPTED, RETURN): Rule(DESK, RETURNED),
    (ACCEPTED, TAKE_BACK): Rule(DECIDES, SENT),
    (ACCEPTED, LOCK): Rule(DECIDES, LOCKED),
    (LOCKED, ASK): Rule(frozenset({UNIT})),
    (LOCKED, REOPEN): Rule(DECIDES, REOPENED),
    (REOPENED, SAVE): Rule(WRITES),
    (REOPENED, SEND): Rule(WRITES, SENT),
    (REOPENED, LOCK): Rule(DECIDES, LOCKED),
}

WHY_NOT = {
    (LOCKED, SAVE): "Báo cáo này đã khóa. Muốn sửa, xin bấm “Đề nghị mở lại” và ghi vì sao.",
    (LOCKED, SEND): "Báo cáo này đã khóa. Muốn sửa, xin bấm “Đề nghị mở lại” và ghi vì sao.",
    (LOCKED, RETURN): "Báo cáo này đã khóa, không trả lại được. Muốn đơn vị sửa, xin mở lại và ghi vì sao.",
    (LOCKED, ACCEPT): "Báo cáo này đã khóa, không cần tiếp nhận nữa.",
    (LOCKED, LOCK): "Báo cáo này đã khóa rồi.",
    (RETURNED, RETURN): "Báo cáo này đã được trả lại rồi.",
    (RETURNED, ACCEPT): "Báo cáo này đã trả lại để sửa: xin chờ đơn vị gửi bản sửa rồi tiếp nhận bản ấy.",
    (RETURNED, LOCK): "Báo cáo này đã trả lại để sửa: xin chờ đơn vị gửi bản sửa rồi khóa bản ấy.",
    (ACCEPTED, ACCEPT): "Báo cáo này đã tiếp nhận rồi.",
    (REOPENED, RETURN): "Báo cáo này đã mở lại, đang chờ đơn vị gửi bản sửa.",
    (REOPENED, ACCEPT): "Báo cáo này đã mở lại: xin chờ đơn vị gửi bản sửa, hoặc khóa lại bản cũ.",
    (REOPENED, REOPEN): "Báo cáo này đã mở lại rồi.",
}
NOT_YET = "Việc này không làm được lúc này: báo cáo {state}. Xin tải lại trang để xem báo cáo đang ở bước nào."
STATE_WORDS = {
    DRAFT: "chưa gửi", SENT: "đang chờ tiếp nhận", RETURNED: "đã trả lại để sửa", ACCEPTED: "đã tiếp nhận",
    LOCKED: "đã khóa", REOPENED: "đã mở lại, chờ bản sửa",
}  # fmt: skip
NOT_YOURS = {
    SAVE: "Báo cáo này của đơn vị khác; chỉ đơn vị đó viết được.",
    SEND: "Báo cáo này của đơn vị khác; chỉ đơn vị đó gửi được.",
    ASK: "Chỉ đơn vị nộp báo cáo đề nghị mở lại; cán bộ phụ trách mở lại ngay được.",
}
NOT_THE_DESK = "Việc này chỉ cán bộ phụ trách của địa bàn làm được."


@dataclass(frozen=True)
class Verdict:
    """Whether an act may be done; if not, the sentence that says why and what to do."""

    allowed: bool
    then: str | None = None
    why_not: str = ""
    is_stranger: bool = False  # refused for who asks, not for where the report stands


def verdict(state: str, act: str, actors: Iterable[str]) -> Verdict:
    """What the table says of one act for one who is all of `actors` towards this report."""
    rule, who = RULES.get((state, act)), set(actors)
    may_ever = any(who & r.who for (_, done), r in RULES.items() if done == act)
    if not may_ever:
        return Verdict(False, why_not=NOT_YOURS.get(act, NOT_THE_DESK), is_stranger=True)
    if rule is None:
        return Verdict(False, why_not=WHY_NOT.get((state, act)) or NOT_YET.format(state=STATE_WORDS[state]))
    if not who & rule.who:
        return Verdict(False, why_not=NOT_YOURS.get(act, NOT_THE_DESK), is_stranger=True)
    return Verdict(True, rule.then)


def open_to(state: str, actors: Iterable[str]) -> frozenset[str]:
    """What somebody may do with a report as it stands: which buttons the page shows."""
    who = set(actors)
    return frozenset(act for (of, act), rule in RULES.items() if of == state and who & rule.who)


# --- when a report may be sent -------------------------------------------------------------------------------------

ONCE = frozenset({"once", "adhoc", "unspecified"})  # may be answered as soon as the work is done


def opens_on(*, frequency: str, starts_on: date, ends_on: date, due_on: date) -> date:
    """The first day a report for a period is taken: its last quarter, but three days at the least before its end.

    A week's report from three days before the week ends, a month's from seven, a quarter's from twenty-two; where it is
    due before the period ends (“trước ngày 20 hằng tháng”), counted from the due day. A report asked for once is taken
    from the period's first day.
    """
    if frequency in ONCE:
        return starts_on
    length = (ends_on - starts_on).days + 1
    return max(starts_on, min(ends_on, due_on) - timedelta(days=max(3, length // 4)))

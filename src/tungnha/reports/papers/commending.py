"""The Tờ trình that asks the chairman to praise those the culture office agreed to, with the figures behind each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tungnha.drafting.bodies import in_full
from tungnha.drafting.dates import short_date
from tungnha.drafting.document import OfficialDocument
from tungnha.drafting.letters import Notice, submission
from tungnha.drafting.numbers import in_prose
from tungnha.drafting.text import one_line
from tungnha.outreach.queries.recognition import CommendationLine
from tungnha.reports.papers import settings
from tungnha.units.models import Campaign, Organisation


def document_of(
    campaign: Campaign, rows: Sequence[CommendationLine], body: Organisation, at: datetime
) -> OfficialDocument:
    """In the form of the body that writes. The list stands in the words, where an officer can mend it; the paper bears
    its plan's address when it is written out (`papers.front`)."""
    name, many = one_line(campaign.name), _counted(rows)
    words = [
        f"Qua theo dõi, thẩm định kết quả thực hiện {name}, đến nay có {many} được thôn, đơn vị đề nghị, đã thẩm định "
        "và đồng ý trình khen:",
        *(f"- {_line(row)}" for row in rows),
        f"Đề nghị xem xét, khen {many} nêu trên.",
    ]  # fmt: skip
    return submission(
        Notice(
            sender=settings.sender_for(body, "submission", at),
            about=f"Về việc khen tập thể, cá nhân trong thực hiện {name}", words="\n".join(words),
            addressees=(f"Chủ tịch {in_full(campaign.organisation.name)}",), recipients=("Như kính gửi",),
        )
    )  # fmt: skip


def _counted(rows: Sequence[CommendationLine]) -> str:
    """`02 tập thể và 01 cá nhân`"""
    people = sum(bool(row.commendation.person_name) for row in rows)
    groups = len(rows) - people
    said = [f"{in_prose(n)} {what}" for n, what in ((groups, "tập thể"), (people, "cá nhân")) if n]
    return " và ".join(said)


def _line(row: CommendationLine) -> str:
    said = row.commendation
    numbers = "; ".join(f"{one_line(one['name'])}: {one['value']}" for one in said.figures)
    on = short_date(said.figures_on)
    told = f"Số liệu đến ngày {on}: {numbers}." if numbers else f"Chưa có số liệu đến ngày {on}."
    form = said.get_form_display()
    return f"{one_line(said.whom)} (đề nghị {form}). {one_line(said.why).rstrip('.')}. {told}"

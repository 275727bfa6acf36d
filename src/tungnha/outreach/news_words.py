"""How a piece of news begins: what is known of the activity, in the style of a commune's page. No name of anybody."""

from __future__ import annotations

from tungnha.drafting.aloud import listed
from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import count
from tungnha.ledger import informing
from tungnha.outreach.kinds import IN_PERSON
from tungnha.outreach.models import ActivityPart, Kind, PartResult

DID = {
    Kind.RADIO: "đã phát trên loa truyền thanh", Kind.ARTICLE: "đã đăng tin, bài",
    Kind.POST: "đã đăng bài trên mạng xã hội", Kind.CONFERENCE: "đã tổ chức hội nghị",
    Kind.STUDY: "đã tổ chức sinh hoạt chuyên đề", Kind.JOINED: "đã lồng ghép trong cuộc họp",
    Kind.BANNER: "đã treo băng rôn, pa nô, áp phích", Kind.LAUNCH: "đã tổ chức lễ phát động",
    Kind.DOOR: "đã hướng dẫn tận nhà",
}  # fmt: skip
PRESENT = {PartResult.How.COUNTED, PartResult.How.SIGNED, PartResult.How.STATED}


def draft(part: ActivityPart) -> tuple[str, str]:
    """(title, words) of a part that is done: what, where, when, how many; whose figure it is is said where it was only
    an estimate."""
    activity, result = part.activity, part.result
    assert result is not None
    themes = [f"“{theme.name}”" for theme in activity.themes.all()]
    where = f" tại {part.place}" if part.place else ""
    title = f"{part.who}: {activity.name[:1].lower()}{activity.name[1:]}"[:200]
    lines = [
        f"Ngày {short_date(result.on)}, {part.who} {DID[Kind(activity.kind)]} về chủ đề {listed(themes)}{where}.",
        _reached(result, activity.kind),
        _homes(part),
        f"Nội dung: {activity.content.rstrip('.')}." if activity.content else "",
    ]
    return title, "\n".join(line for line in lines if line)


def _reached(result: PartResult, kind: str) -> str:
    if not result.reached:
        return ""
    number = count(result.reached)
    if result.of_views:
        return f"Đến nay có {number} lượt xem."
    if result.reached_how == PartResult.How.ESTIMATED or kind not in IN_PERSON:
        return f"Ước có {number} người nghe, xem."
    return f"Có {number} người dự."


def _homes(part: ActivityPart) -> str:
    homes = informing.told_by([str(part.pk)]).get(str(part.pk), set())
    return f"Trong đó có đại diện của {count(len(homes))} hộ." if homes else ""

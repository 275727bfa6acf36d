"""A campaign of words in the commune of tests/conftest.py: a plan's themes and forms, a street of doors."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.field.street import street
from tungnha.outreach.models import OutreachForm, Theme
from tungnha.outreach.operations import activities, themes, words
from tungnha.outreach.proposals import Offered
from tungnha.units.models import Campaign, Member

FRAUD = Offered("Bảo đảm an toàn thông tin và an ninh mạng", "II.5", "Nâng cao cảnh giác trước các hành vi lừa đảo.")
LEARNING = Offered("Phong trào “Bình dân học vụ số”", "II.2", "Mỗi hộ có ít nhất 01 thành viên thành thạo.")
ON_AIR = Offered("Truyền thanh, tin, bài", "III.1", "", ("radio", "article", "post"))
MEETINGS = Offered("Hội nghị, lồng ghép họp", "III.2", "", ("conference", "study", "joined"))
SLOGAN = Offered("Hành động đột phá, lan tỏa kết quả", "II.1")


def words_of(campaign: Campaign, by: Member, at: Any) -> SimpleNamespace:
    themes.take_offered(
        campaign=campaign, themes=[FRAUD, LEARNING], forms=[ON_AIR, MEETINGS], slogan=SLOGAN, by=by, at=at
    )
    fraud, learning = Theme.objects.filter(campaign=campaign)
    air, meetings = OutreachForm.objects.filter(campaign=campaign)
    return SimpleNamespace(fraud=fraud, learning=learning, air=air, meetings=meetings)


def broadcast(campaign: Campaign, theme: Theme, areas: list[Any], by: Member, at: Any, **more: Any) -> Any:
    """The script of a theme, approved, on the air of some villages at 17:00 of the day."""
    text = words.make_text(campaign=campaign, theme=theme, channel="loudspeaker", area=campaign.area, by=by, at=at)
    text = words.approve_text(text=text, by=by, at=at)
    given: dict[str, Any] = {
        "kind": "radio", "name": "Phát loa về lừa đảo", "from_on": at.date(), "to_on": at.date(), "themes": [theme],
        "hours": ["17:00"], "text": text,
    }  # fmt: skip
    return activities.plan_activity(
        campaign=campaign, planned=activities.Planned(**given | more), areas=areas, by=by, at=at
    )


__all__ = ["broadcast", "street", "words_of"]

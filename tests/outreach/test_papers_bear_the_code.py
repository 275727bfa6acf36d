"""What is printed of a campaign and given to people bears the code of its plan, where the product knows its address."""

import pytest

from tests.outreach.test_campaign_pages import mai, said
from tungnha.outreach.operations import words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
__all__ = ["mai", "said"]
ADDRESS = "https://tungnha.example"


@pytest.mark.parametrize("channel", ["poster", "invitation", "loudspeaker", "zalo"])
def test_words_on_paper(mai, said, campaign, commune, members, at_tuesday, settings, channel):
    made = words.make_text(
        campaign=campaign, theme=said.fraud, channel=channel, area=commune, by=members.mai, at=at_tuesday
    )
    settings.ADDRESS = ""
    assert "plan-code" not in mai.get(f"/tuyen-truyen/loi/{made.pk}/in/").content.decode()
    settings.ADDRESS = ADDRESS
    shown = mai.get(f"/tuyen-truyen/loi/{made.pk}/in/").content.decode()
    assert f"<b>tungnha.example/k/{campaign.address.code}</b>" in shown
    assert '<svg role="img" aria-label="Mã QR mở tungnha.example/k/' in shown

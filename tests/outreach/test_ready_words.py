"""Every text the product makes of a theme, for every topic and channel: read for empty places, double spaces and wrong
number style; edited, approved, put into a village's own words; nothing is sent."""

import re
from datetime import date, timedelta

import pytest

from tests.outreach.campaign_world import broadcast, street, words_of
from tungnha.drafting import aloud
from tungnha.ledger.models import Measure, Service
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.outreach import filling, topics
from tungnha.outreach.models import ActivityPart, Channel, KeyMessage, ReadyText, Theme
from tungnha.outreach.operations import activities, themes, words
from tungnha.outreach.operations import news as news_operations
from tungnha.outreach.operations.addresses import address_of
from tungnha.outreach.queries import words as queries
from tungnha.people.models import Person
from tungnha.units.problems import BadInput, OutOfDate

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
EVERY = [(topic.code, channel) for topic in topics.all_topics() for channel in Channel.values]


@pytest.fixture
def mai(members):
    return members.mai


@pytest.fixture
def said(campaign, mai, service, at_tuesday):
    return words_of(campaign, mai, at_tuesday)


@pytest.fixture
def known(villages, members, campaign, at_tuesday):
    """Three doors with seven people over fifteen in thôn 1; five of them have all that is counted, two doors were
    informed."""
    doors = street(villages[0], [3, 2, 2])
    people = list(Person.objects.filter(household__in=doors).order_by("pk"))
    services = Service.objects.filter(
        code__in=("chu-ky-so", "vneid", "so-suc-khoe", "ky-nang-so", "dich-vu-cong", "thanh-toan-so", "thue-bao")
    )
    claims = [
        NewClaim(
            subject={"person_id": person.pk}, service=one, level=max(level.rank for level in one.levels.all()),
            source="visit", since_on=at_tuesday.date(), campaign=campaign,
        )
        for one in services.prefetch_related("levels") for person in people[:5] if one.counts == "person"
    ]  # fmt: skip
    informed = Service.objects.get(code="duoc-thong-tin")
    claims += [
        NewClaim(
            subject={"household_id": door.pk}, service=informed, source="visit", since_on=at_tuesday.date(),
            campaign=campaign,
        )
        for door in doors[:2]
    ]  # fmt: skip
    record_claims(claims, by=members.lan, at=at_tuesday)
    return doors


def what_is_wrong(said: str, channel: str) -> list[str]:
    """What nobody may read in a text of the product."""
    found = []
    rules = {
        "an empty place": r"[{}]|…|\.\.|\bNone\b|\(\s*\)|“”", "a double space": r"  |\t|^ | $",
        "a space before a mark": r" [,.;:!?]", "marks in a row": r"[,.;:] ?[.;:]|,,",
        "a decimal point": r"\d\.\d{1,2}(?!\d)",
        "thousands without dots": r"(?<![\d./])(?!1414\b|20\d\d\b)\d{4,}",  # a short number, a year
        "a sign apart from its number": r"\d %", "a count of one digit": r"(?<![\d./,])[1-9] (?:người|hộ|tổ|thôn)\b",
    }  # fmt: skip
    found += [name for name, rule in rules.items() if re.search(rule, said, re.MULTILINE)]
    if channel == Channel.LOUDSPEAKER:
        heard = {
            "a digit": r"\d",
            "a bracket": r"[()\[\]“”\"/%]",
            "an abbreviation": r"\b(?:UBND|OTP|PIN|DVC|CCCD|TDP)\b",
        }
        found += [name for name, rule in heard.items() if re.search(rule, said)]
    found += [f"a line that begins small: {line}" for line in said.split("\n") if line[:1].islower()]
    return found


def test_what_is_looked_for_is_seen():
    wrong = "Có {đã có} hộ\nCó  5 hộ , đạt 63.80 %\nTổng 5480 người.."
    assert len(what_is_wrong(wrong, "zalo")) == 8
    assert what_is_wrong("Có 05 hộ, đạt 63,80%, tổng 5.480 người.", "zalo") == []
    assert what_is_wrong("UBND xã có 12 hộ (90%).", "loudspeaker") == ["a digit", "a bracket", "an abbreviation"]


@pytest.mark.parametrize(("topic", "channel"), EVERY)
def test_every_generated_text_is_fit_to_be_read(topic, channel, said, campaign, villages, known, mai, at_tuesday):
    theme = themes.change_theme(theme=said.fraud, topic=topic, pillar="", by=mai, at=at_tuesday)
    text = words.make_text(campaign=campaign, theme=theme, channel=channel, area=campaign.area, by=mai, at=at_tuesday)
    activity = activities.plan_activity(
        campaign=campaign, areas=villages, by=mai, at=at_tuesday, planned=activities.Planned(
            kind="conference", name="Hội nghị phòng chống lừa đảo", from_on=date(2026, 5, 28), to_on=date(2026, 5, 28),
            themes=[theme], hours=["19:30"], place="nhà văn hóa thôn (tầng 1)",
        ),
    )  # fmt: skip
    # A village of which much is known, with a day and a place; and one of which nothing is known.
    for village, part in ((villages[0], activity.parts.get(area=villages[0])), (villages[1], None)):
        read = queries.filled(text, village, at_tuesday.date(), part)
        assert what_is_wrong(read, channel) == []
        assert village.full_name in read or aloud.number(int(village.name)) in read
        assert len(read.split()) >= 20
    full = queries.filled(text, villages[0], at_tuesday.date(), activity.parts.get(area=villages[0]))
    measured = topics.topic_of(topic).measure
    if channel == Channel.LOUDSPEAKER:
        assert 1 <= aloud.minutes(full) <= 2
    if measured and channel in (Channel.LOUDSPEAKER, Channel.ZALO) and measured != "nguoi-co-thue-bao":
        assert "Đến nay" in full


def test_every_topic_counts_by_a_measure_there_is(db):
    wanted = {topic.measure for topic in topics.all_topics() if topic.measure}
    assert set(Measure.objects.filter(code__in=wanted).values_list("code", flat=True)) == wanted


def test_the_script_on_fraud_takes_two_minutes_and_says_the_villages_own_figures(
    said, campaign, villages, known, mai, at_tuesday
):
    text = words.make_text(
        campaign=campaign, theme=said.fraud, channel="loudspeaker", area=campaign.area, by=mai, at=at_tuesday
    )
    here, there = (queries.filled(text, village, at_tuesday.date()) for village in villages)
    assert aloud.minutes(here) == 2
    assert "Đến nay, thôn một có hai trong tổng số ba hộ đã được nhắc việc này." in here
    assert here.startswith("Kính thưa toàn thể bà con thôn một!")
    assert "Khẩu hiệu của năm nay là: Hành động đột phá, lan tỏa kết quả." in here
    assert "Đến nay" not in there
    assert "xin hỏi trưởng thôn" in there


def test_figures_for_the_eye_are_in_the_style_of_the_house(said):
    facts = filling.Facts(village="thôn Đông", have=3496, base=5480)
    line = "{thôn}: {đã có}/{tổng} người, đạt {tỷ lệ}"
    assert filling.fill(line, facts, "zalo") == "Thôn Đông: 3.496/5.480 người, đạt 63,80%"
    assert filling.fill(line, filling.Facts(village="thôn Đông", have=5, base=8), "zalo") == (
        "Thôn Đông: 05/08 người, đạt 62,50%"
    )
    assert filling.fill("Có {đã có} trên {tổng}, đạt {tỷ lệ}", facts, "loudspeaker") == (
        "Có ba nghìn bốn trăm chín mươi sáu trên năm nghìn bốn trăm tám mươi, đạt sáu mươi ba phẩy tám mươi phần trăm"
    )


def test_a_line_of_which_something_is_not_known_is_left_out_whole(said):
    words_with_places = "Một\nThời gian: {giờ}, {ngày}\nBa {thôn}"
    assert filling.fill(words_with_places, filling.Facts(village="thôn Đông"), "zalo") == "Một\nBa thôn Đông"


@pytest.mark.parametrize("wrong", ["Chào {làng}", "Chào {thôn", "Chào thôn}", "Chào {{thôn}"])
def test_a_place_nobody_can_fill_is_refused_when_it_is_written(wrong):
    with pytest.raises(BadInput, match=r"chỗ trống|Dấu ngoặc"):
        filling.check(wrong)


def test_an_edit_is_a_new_version_that_waits_and_the_first_editor_wins(said, campaign, mai, members, at_tuesday):
    text = words.make_text(
        campaign=campaign, theme=said.fraud, channel="zalo", area=campaign.area, by=mai, at=at_tuesday
    )
    words.approve_text(text=text, by=members.binh, at=at_tuesday)
    edited = words.edit_text(text=text, title="Tin ngắn", words="Bà con {thôn} nhớ nhé.", by=mai, at=at_tuesday)
    assert (edited.number, edited.approved_at) == (2, None)
    assert queries.standing(text) == text  # what is approved stays in use until the new one is
    words.approve_text(text=edited, by=members.binh, at=at_tuesday)
    assert queries.standing(text) == edited
    with pytest.raises(OutOfDate):
        words.edit_text(text=text, title="Khác", words="Lời khác", by=mai, at=at_tuesday)
    with pytest.raises(OutOfDate):
        words.approve_text(text=text, by=members.binh, at=at_tuesday)


def test_a_village_reads_its_own_words_and_the_others_the_communes(said, campaign, villages, mai, members, at_tuesday):
    activity = broadcast(campaign, said.fraud, villages, mai, at_tuesday)
    text = activity.text
    words.in_own_words(text=text, village=villages[0], words="Bà con ơi, nghe này.", by=members.lan, at=at_tuesday)
    own = words.in_own_words(text=text, village=villages[0], words="Bà con ơi!", by=members.lan, at=at_tuesday)
    read = [queries.for_village(text, village).words for village in villages]
    assert read == ["Bà con ơi!", text.words]
    assert (own.number, own.of) == (2, text)
    later = words.edit_text(text=text, title=text.title, words="Lời mới của xã", by=mai, at=at_tuesday)
    assert queries.for_village(later, villages[0]).words == "Bà con ơi!"


def test_the_communes_own_template_stands_until_it_is_emptied(said, campaign, commune, mai, at_tuesday):
    def made():
        return words.make_text(
            campaign=campaign, theme=said.fraud, channel="poster", area=commune, by=mai, at=at_tuesday
        ).words

    product = made()
    given = {"area": commune, "topic": "lua-dao", "channel": "poster", "by": mai}
    words.word_template(words="CẢNH GIÁC\n{thôn}", at=at_tuesday, **given)
    assert made() == "CẢNH GIÁC\n{thôn}"
    words.word_template(words="", at=at_tuesday + timedelta(minutes=1), **given)
    assert made() == product


def test_a_telephone_typed_into_a_text_is_hidden(said, campaign, mai, at_tuesday):
    text = words.make_text(
        campaign=campaign, theme=said.fraud, channel="zalo", area=campaign.area, by=mai, at=at_tuesday
    )
    edited = words.edit_text(text=text, title="Tin", words="Gọi chị Lan 0912345678", by=mai, at=at_tuesday)
    assert edited.words == "Gọi chị Lan 091****678"


def test_without_a_slogan_its_line_is_left_out(said, campaign, villages, mai, at_tuesday):
    themes.remove(row=KeyMessage.objects.get(), by=mai, at=at_tuesday)
    text = words.make_text(
        campaign=campaign, theme=said.learning, channel="loudspeaker", area=campaign.area, by=mai, at=at_tuesday
    )
    assert "Khẩu hiệu" not in queries.filled(text, villages[0], at_tuesday.date())
    assert ReadyText.objects.count() == 1


def test_a_message_leads_to_the_plans_materials_where_it_has_an_address(
    said, campaign, villages, mai, at_tuesday, settings
):
    text = words.make_text(
        campaign=campaign, theme=said.fraud, channel="zalo", area=campaign.area, by=mai, at=at_tuesday
    )
    assert "Xem thêm" not in queries.filled(text, villages[0], at_tuesday.date())
    settings.ADDRESS = "https://mau.example"
    code = address_of(campaign, at_tuesday).code
    read = queries.filled(text, villages[0], at_tuesday.date())
    assert read.endswith(f"Xem thêm: https://mau.example/k/{code}/")


def test_topics_are_found_by_the_words_of_a_theme():
    found = {
        name: topics.fitting(name)
        for name in ("Cấp chữ ký số cá nhân", "Sổ sức khỏe điện tử", "Cơ sở dữ liệu đúng, đủ, sạch, sống", "Ra quân hè")
    }
    assert list(found.values()) == ["chu-ky-so", "so-suc-khoe", "du-lieu", "chung"]
    assert topics.fitting("Tinh thần chung của năm", "Thúc đẩy phát triển kinh tế số, xã hội số.") == "chung"
    assert topics.fitting("Việc thứ hai", "Thanh toán không dùng tiền mặt; dán mã QR.") == "thanh-toan"


# --- news ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "how", "reached", "sentence"),
    [
        ("joined", "counted", 64, "Có 64 người dự."), ("radio", "estimated", 1500, "Ước có 1.500 người nghe, xem."),
        ("post", "shown", 320, "Đến nay có 320 lượt xem."), ("conference", "", None, ""),
    ],
)  # fmt: skip
def test_news_begins_with_what_is_known_and_nothing_else(
    kind, how, reached, sentence, said, campaign, villages, mai, at_tuesday
):
    from tungnha.outreach import news_words

    made = broadcast(campaign, said.learning, villages, mai, at_tuesday, kind=kind, text=None, name="Nói về học số")
    part = ActivityPart.objects.get(activity=made, area=villages[0])
    told = activities.Told(on=at_tuesday.date(), reached=reached, reached_how=how)
    activities.tell_result(part=part, told=told, by=mai, at=at_tuesday)
    part.refresh_from_db()
    title, drafted = news_words.draft(part)
    assert what_is_wrong(drafted, "news") == []
    assert title == "Thôn 1: nói về học số"
    assert drafted.startswith("Ngày 26/5/2026, Thôn 1 đã ")
    assert (sentence in drafted, len(drafted.split("\n"))) == (True, 2 if sentence else 1)


def test_news_put_up_counts_as_one_article_of_its_theme(said, campaign, villages, mai, members, at_tuesday):
    made = broadcast(campaign, said.learning, villages, mai, at_tuesday, kind="joined", text=None)
    part = ActivityPart.objects.get(activity=made, area=villages[0])
    activities.tell_result(part=part, told=activities.Told(on=at_tuesday.date()), by=mai, at=at_tuesday)
    part.refresh_from_db()
    news = news_operations.write_news(part=part, title="Thôn 1 học số", words="Bà con học.", by=mai, at=at_tuesday)
    given = {"link": "https://mau.example/tin", "on": at_tuesday.date(), "by": mai, "at": at_tuesday}
    with pytest.raises(BadInput, match="chưa duyệt"):
        news_operations.note_posted(news=news, **given)
    news_operations.approve_news(news=news, by=members.binh, at=at_tuesday)
    for _ in range(2):
        news_operations.note_posted(news=news, **given)
    article = ActivityPart.objects.get(activity__kind="article")
    assert (article.is_done, list(article.activity.themes.all())) == (True, [Theme.objects.get(pk=said.learning.pk)])

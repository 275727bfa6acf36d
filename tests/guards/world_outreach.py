"""A campaign of words and a course in a commune of tests/guards/world.py."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tungnha.outreach import evidence
from tungnha.outreach.operations import activities, attending, courses, programmes, themes
from tungnha.outreach.operations import news as news_of_activities
from tungnha.outreach.operations import words as ready_words
from tungnha.units import clock


def make(commune: Any) -> None:
    _campaign_of_words(commune)
    _training(commune)


def _campaign_of_words(commune: Any) -> None:
    """A theme, a meeting of village 1 that was held with its household, its text, proof and news."""
    mai, lan, now = commune.members["mai"], commune.members["lan"], clock.now()
    campaign = commune.made["campaign"]
    theme = themes.add_theme(campaign=campaign, name=f"An toàn {commune.tag}", by=mai, at=now)
    themes.add_form(campaign=campaign, name="Họp, loa", kinds=["joined", "radio"], by=mai, at=now)
    themes.say_message(campaign=campaign, words="Mỗi nhà một người thạo", sort="slogan", by=mai, at=now)
    text = ready_words.make_text(
        campaign=campaign, theme=theme, channel="loudspeaker", area=commune.area, by=mai, at=now
    )
    ready_words.approve_text(text=text, by=mai, at=now)
    activity = activities.plan_activity(
        campaign=campaign, areas=commune.villages, units=[commune.units["school"]], by=mai, at=now,
        planned=activities.Planned(
            kind="joined", name=f"Họp thôn {commune.tag}", from_on=now.date(), to_on=now.date(), themes=[theme],
            hours=["19:30"], text=text,
        ),
    )  # fmt: skip
    part = activity.parts.select_related("activity", "area").get(area=commune.villages[0])
    proof = evidence.take(SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.4 x"))
    told = activities.Told(on=now.date(), reached=64, reached_how="counted", file=proof)
    result = activities.tell_result(part=part, told=told, by=lan, at=now)
    home = commune.people[f"{commune.tag}1"].household
    activities.tick_households(part=part, households=[home], by=lan, at=now)
    part.refresh_from_db()
    news = news_of_activities.write_news(
        part=part, title=f"Thôn {commune.tag} họp", words="Bà con họp đông.", by=mai, at=now
    )
    commune.made |= {
        "theme": theme, "activity": activity, "part": part, "part_result": result, "ready_text": text, "news": news,
    }  # fmt: skip


def _training(commune: Any) -> None:
    """A course of the commune that one of the first village and one of the school's staff came to."""
    mai, now = commune.members["mai"], clock.now()
    programme = programmes.add_starter(area=commune.area, by=mai, at=now)
    course = courses.plan_course(
        programme=programme, area=commune.area, campaign=commune.made["campaign"], trainer=commune.units["vnpt"],
        where="Hội trường", starts_at=now, ends_at=now + timedelta(hours=3), by=mai, at=now,
    )  # fmt: skip
    courses.ask_units(course=course, units=[commune.units["school"]], by=mai, at=now)
    courses.ask_person(course=course, person=commune.people[f"{commune.tag}2"], by=mai, at=now)
    trainees = list(course.trainees.order_by("pk"))
    attending.tick(trainees=trainees, by=mai, at=now)
    levels = {task.pk: 2 for task in programme.tasks.all()}
    attending.assess(course=course, levels={trainees[0].pk: levels}, by=mai, at=now)
    commune.made |= {"programme": programme, "course": course}

"""A tick of attendance says which day it is for: a course of several days is ticked on each."""

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def fill(apps, schema_editor):
    """What was ticked so far is for the day it was written, within the days of its course."""
    attendances = apps.get_model("outreach", "Attendance").objects
    for row in attendances.filter(on=None).select_related("trainee__course").iterator():
        first, last, day = (
            timezone.localtime(at).date()
            for at in (row.trainee.course.starts_at, row.trainee.course.ends_at, row.made_at)
        )
        attendances.filter(pk=row.pk).update(on=min(max(day, first), last))


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_campaign_rest")]

    operations = [
        migrations.AddField("attendance", "on", models.DateField("có mặt ngày", null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveConstraint("attendance", "somebody_is_present_at_a_course_once"),
        migrations.AddConstraint(
            "attendance",
            models.UniqueConstraint(
                fields=["trainee", "on"], condition=Q(taken_back_at=None), name="somebody_is_present_once_a_day"
            ),
        ),
    ]

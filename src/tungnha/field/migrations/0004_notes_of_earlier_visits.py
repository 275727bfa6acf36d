"""What teams had said at doors before the desk had a queue for it: who moved, who died."""

from django.db import migrations

TOLD = ("moved", "deceased")


def note_what_was_said(apps, schema_editor):
    Visit, Result = apps.get_model("field", "Visit"), apps.get_model("field", "VisitResult")
    Note = apps.get_model("people", "RegisterNote")
    results = Result.objects.filter(outcome__in=TOLD).select_related("visit").order_by("visit__made_at", "pk")
    for result in results.iterator(chunk_size=500):
        kind, visit = result.outcome, result.visit
        Note.objects.get_or_create(
            origin="visit", origin_id=str(visit.pk), kind=kind, person_id=result.person_id,
            defaults={
                "words_text": result.reason, "said_by_id": visit.made_by_id, "said_at": visit.made_at, "state": "waiting",
            },
        )
    for visit in Visit.objects.filter(outcome="moved").iterator(chunk_size=500):
        Note.objects.get_or_create(
            origin="visit", origin_id=str(visit.pk), kind="moved", household_id=visit.household_id,
            defaults={"said_by_id": visit.made_by_id, "said_at": visit.made_at, "state": "waiting"},
        )


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0003_calls_at_sellers"),
        ("people", "0006_register"),
    ]
    operations = [migrations.RunPython(note_what_was_said, migrations.RunPython.noop)]

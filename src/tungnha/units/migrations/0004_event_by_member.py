from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0003_days_off")]
    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["member_id", "at"], name="event_by_member_at"),
        ),
    ]

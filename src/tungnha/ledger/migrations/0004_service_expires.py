from django.db import migrations, models

EXPIRING = ("chu-ky-so", "can-cuoc")  # what the catalogue says of a new database


def say_what_expires(apps, schema_editor):
    apps.get_model("ledger", "Service").objects.filter(code__in=EXPIRING).update(expires=True)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_sellers")]

    operations = [
        migrations.AddField(
            model_name="service",
            name="expires",
            field=models.BooleanField(
                default=False, help_text="hết hạn, dù chưa ai cho biết ngày nào", verbose_name="có thời hạn"
            ),
        ),
        migrations.RunPython(say_what_expires, migrations.RunPython.noop, elidable=True),
    ]

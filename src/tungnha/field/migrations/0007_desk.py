from django.db import migrations


class Migration(migrations.Migration):
    """The one-stop desk, marks of satisfaction, typed series."""

    dependencies = [("field", "0006_schedule")]
    operations = []

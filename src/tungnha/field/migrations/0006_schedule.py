from django.db import migrations


class Migration(migrations.Migration):
    """The schedule of sessions: approval, equipment, topics, who is called, who was served, the queue."""

    dependencies = [("field", "0005_phones")]
    operations = []

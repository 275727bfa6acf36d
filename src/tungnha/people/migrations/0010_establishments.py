from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0009_rosters")]
    operations: list = []

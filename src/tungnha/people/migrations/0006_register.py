from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0005_search")]
    operations: list = []

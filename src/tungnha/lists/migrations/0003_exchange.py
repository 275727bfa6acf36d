from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lists", "0002_withdrawn_lists")]
    operations = []

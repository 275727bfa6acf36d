from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lists", "0003_exchange")]
    operations = []

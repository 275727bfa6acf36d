from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lists", "0004_review")]
    operations = []

from django.db import migrations


class Migration(migrations.Migration):
    """Households informed by form, helpers of households, messages of the leader."""

    dependencies = [("field", "0007_desk")]
    operations = []

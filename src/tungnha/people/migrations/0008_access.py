from django.db import migrations, models
from django.db.models import deletion


class Migration(migrations.Migration):
    dependencies = [("people", "0007_protection")]
    operations = [
        migrations.RemoveField(model_name="export", name="persons"),
        migrations.CreateModel(
            name="ExportedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "export",
                    models.ForeignKey(on_delete=deletion.CASCADE, related_name="lines", to="people.export"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=deletion.CASCADE, related_name="export_lines", to="people.person"),
                ),
            ],
        ),
        migrations.AddIndex(model_name="export", index=models.Index(fields=["by", "at"], name="export_by_at")),
        migrations.AddField(
            model_name="export",
            name="persons",
            field=models.ManyToManyField(related_name="exports", through="people.ExportedPerson", to="people.person"),
        ),
        migrations.AddConstraint(
            model_name="exportedperson",
            constraint=models.UniqueConstraint(fields=("export", "person"), name="a_person_stands_in_an_export_once"),
        ),
    ]

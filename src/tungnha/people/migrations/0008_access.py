import django.db.models.deletion
from django.db import migrations, models
from django.db.models import deletion


class Migration(migrations.Migration):
    dependencies = [("people", "0007_protection")]
    operations = [
        migrations.RemoveField(model_name="export", name="persons"),
        migrations.CreateModel(
            name='ExportedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='people.export')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='export_lines', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('export', 'person'), name='a_person_stands_in_an_export_once')],
            },
        ),
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=20, verbose_name="để làm gì")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="ghi rõ")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=deletion.PROTECT, related_name="unmaskings", to="units.member"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=deletion.CASCADE, related_name="unmaskings", to="people.person"),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["by", "at"], name="unmasking_by_at")],
            },
        ),
        migrations.AddIndex(model_name="export", index=models.Index(fields=["by", "at"], name="export_by_at")),
        migrations.AddField(
            model_name="export",
            name="persons",
            field=models.ManyToManyField(related_name="exports", through="people.ExportedPerson", to="people.person"),
        ),
    ]

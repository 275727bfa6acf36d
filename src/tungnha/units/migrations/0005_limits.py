from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name="Knock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("door", models.CharField(max_length=40)),
                ("who_ix", models.CharField(max_length=32)),
                ("since", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("door", "who_ix", "since"), name="one_count_of_knocks")
                ],
            },
        ),
    ]

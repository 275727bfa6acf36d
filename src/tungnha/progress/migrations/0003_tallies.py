"""What is counted and kept. The triggers that say what must be counted again are no part of any migration:
progress/tallies/triggers.py makes them after each."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0002_row_look"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name="TallySlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="mã băm của các trường dưới", max_length=64, unique=True)),
                ("part", models.CharField(choices=[("base", "số phải tính"), ("has", "đang có")], max_length=4)),
                ("counts", models.CharField(max_length=13)),
                ("group", models.CharField(blank=True, max_length=20)),
                ("residence", models.CharField(blank=True, max_length=10)),
                ("rule", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="TallyStale",
            fields=[
                ("no", models.BigAutoField(primary_key=True, serialize=False)),
                ("village_id", models.BigIntegerField(db_index=True)),
                ("service_id", models.BigIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TallyReach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("ever", models.IntegerField(default=0, help_text="bao nhiêu người, hộ đã từng được hỏi")),
                (
                    "commune",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="units.area"
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="progress.tallyslot",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("slot", "commune"), name="one_reach_of_a_commune")],
            },
        ),
        migrations.CreateModel(
            name="TallyDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("asked_on", models.DateField(verbose_name="hỏi lần cuối ngày")),
                (
                    "slot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="progress.tallyslot",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("slot", "on"), name="one_kept_day_of_a_slot")],
            },
        ),
        migrations.CreateModel(
            name="AreaTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("count", models.IntegerField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="units.area"
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="progress.tallyslot",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area", "slot", "on"], name="counts_of_an_area")],
                "constraints": [models.UniqueConstraint(fields=("slot", "on", "area"), name="one_count_of_a_day")],
            },
        ),
        migrations.CreateModel(
            name="TallyStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField()),
                ("change", models.IntegerField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="units.area"
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="progress.tallyslot",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["area", "slot"], name="steps_of_an_area")],
                "constraints": [models.UniqueConstraint(fields=("slot", "on", "area"), name="one_step_of_a_day")],
            },
        ),
        migrations.CreateModel(
            name="VillageTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("spans", models.BinaryField(default=bytes)),
                (
                    "again",
                    models.BinaryField(
                        default=bytes, help_text="có, mất rồi lại có: hai khoảng ngày của cùng một người"
                    ),
                ),
                ("ever", models.PositiveIntegerField(default=0)),
                (
                    "commune",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="units.area"
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="progress.tallyslot",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="units.area"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["commune", "slot"], name="tallies_of_a_commune")],
                "constraints": [models.UniqueConstraint(fields=("village", "slot"), name="one_tally_of_a_village")],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0008_homes"),
        ("outreach", "0005_campaign_rest"),
        ("progress", "0003_tallies"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallBackSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="lượt từ ngày")),
                ("to_on", models.DateField(verbose_name="đến hết ngày")),
                ("size", models.PositiveSmallIntegerField(verbose_name="rút mấy lượt")),
                ("frame_size", models.PositiveIntegerField(verbose_name="trong mấy lượt")),
                ("frame_sha256", models.CharField(max_length=64, verbose_name="mã kiểm của các lượt được rút")),
                ("chance", models.CharField(max_length=32, verbose_name="số gieo của máy")),
                ("said", models.CharField(blank=True, max_length=60, verbose_name="lời người chứng kiến đọc")),
                ("drawn_at", models.DateTimeField(verbose_name="rút lúc")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call_back_samples", to="units.area"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_back_samples",
                        to="units.campaign",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_back_samples",
                        to="outreach.inspection",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name='CallBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='thứ tự rút')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='call_backs', to='field.visit')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='call_backs', to='progress.callbacksample')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('sample', 'visit'), name='a_visit_is_drawn_once_in_a_sample'), models.UniqueConstraint(fields=('sample', 'number'), name='one_visit_of_a_place_in_a_draw')],
            },
        ),
        migrations.CreateModel(
            name="CallBackTry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("matches", "đúng như đã ghi"),
                            ("differs", "khác với đã ghi"),
                            ("unsure", "không nhớ"),
                            ("refused", "không muốn trả lời"),
                            ("not_reached", "không liên lạc được"),
                        ],
                        max_length=11,
                        verbose_name="kết quả",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="khác ở đâu")),
                ("on", models.DateField(verbose_name="ngày gọi")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "call_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tries", to="progress.callback"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Changes of a review, kept one by one."""

    dependencies = [
        ("plans", "0003_first_steps"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="lần sửa")),
                ("key", models.UUIDField(help_text="trang đặt; gửi lại lần hai thì không ghi thêm", unique=True)),
                ("operation", models.JSONField(verbose_name="việc đã làm")),
                ("touched", models.JSONField(default=list, verbose_name="các mục bị đổi")),
                ("made_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="plans.plandocument"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        help_text="bản được sửa tiếp",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="plans.draft",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"
                    ),
                ),
            ],
            options={
                "ordering": ["document", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="one_change_of_a_number")
                ],
            },
        ),
    ]

from django.db import migrations, models


def count_visitors(apps, schema_editor):
    """Advised of all who came to the desk: times, counted from the desk's own rows; nobody is asked at a door."""
    apps.get_model("ledger", "Measure").objects.filter(code="mot-cua-tu-van").update(
        counts="visit", way="flow", source={"flow": "desk", "asks": "advised"}, rule={},
        numerator="Số lượt được tư vấn", denominator="Số lượt người đến làm thủ tục từ khi kế hoạch bắt đầu",
    )


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0004_service_expires"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="area",
            field=models.ForeignKey(
                blank=True, help_text="nơi đặt ra cách tính; trống: có sẵn trong phần mềm", null=True,
                on_delete=models.deletion.PROTECT, related_name="measures", to="units.area",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="each",
            field=models.CharField(
                blank=True, choices=[("", "tính chung cả địa bàn"), ("village", "xét riêng từng thôn")],
                max_length=7, verbose_name="xét",
            ),
        ),
        migrations.AddField(
            model_name="measure", name="made_at", field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="measure",
            name="made_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=models.deletion.PROTECT, related_name="+", to="units.member"
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="replaces",
            field=models.ForeignKey(
                blank=True, help_text="cách tính mà cách này thay cho", null=True,
                on_delete=models.deletion.PROTECT, related_name="replaced_by", to="ledger.measure",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="residence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "đang ở tại địa bàn (thường trú có mặt và tạm trú)"),
                    ("registered", "đang ở tại địa bàn và đi làm ăn xa"),
                ],
                max_length=10, verbose_name="cư trú",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="source",
            field=models.JSONField(
                blank=True, default=dict, help_text='{"flow": "desk"}, {"series": "…"}', verbose_name="lấy từ đâu"
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="way",
            field=models.CharField(
                blank=True, help_text="trống: theo nhóm và theo vật được đếm", max_length=12, verbose_name="cách đếm"
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="counts",
            field=models.CharField(
                choices=[
                    ("person", "người"), ("household", "hộ"), ("establishment", "cơ sở"), ("product", "sản phẩm"),
                    ("telephone", "số thuê bao"), ("place", "địa điểm"), ("visit", "lượt"), ("figure", "số liệu"),
                ],
                default="person", max_length=13,
            ),
        ),
        migrations.AlterField(
            model_name="measure", name="rule", field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(count_visitors, migrations.RunPython.noop),
    ]

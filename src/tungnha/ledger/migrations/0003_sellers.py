from django.db import migrations

TOLD = {"any": [{"service": "co-so-tuyen-truyen", "level": 1}, {"service": "co-so-ho-tro", "level": 1}]}


def part_what_was_done_from_what_they_do(apps, schema_editor):
    """“Được tuyên truyền < được hỗ trợ < đang dùng” was one ladder: whoever was told again after adopting would have
    fallen. Nothing could be recorded on it yet; where something was after all, it is left as it is."""
    service = apps.get_model("ledger", "Service").objects.filter(code="ban-hang-so").first()
    if service is None or apps.get_model("ledger", "Claim").objects.filter(service=service).exists():
        return
    levels = apps.get_model("ledger", "ServiceLevel").objects.filter(service=service)
    levels.filter(rank__gt=1).delete()
    levels.filter(rank=1).update(name="đang dùng")
    service.name, service.short_name = "Thanh toán không dùng tiền mặt khi bán hàng (mã QR)", "Mã QR"
    service.save()
    measures = apps.get_model("ledger", "Measure").objects.filter(code="ho-kinh-doanh-thanh-toan")
    for measure in measures:
        if measure.rule == {"service": "ban-hang-so", "level": 1}:
            measure.rule = TOLD
            measure.numerator = "Số hộ kinh doanh đã được tuyên truyền hoặc hỗ trợ"
            measure.save()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_campaign_service")]
    operations = [migrations.RunPython(part_what_was_done_from_what_they_do, migrations.RunPython.noop)]

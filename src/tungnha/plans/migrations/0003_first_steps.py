from django.db import migrations


def give_standing_shares_a_step(apps, schema_editor):
    """Targets handed down before steps were kept: their numbers become the first step, as they stand."""
    Target, Step = apps.get_model("plans", "Target"), apps.get_model("plans", "ShareStep")
    for target in Target.objects.filter(shares__isnull=False, share_steps=None).distinct():
        counts = {f"a{area}": count for area, count in target.shares.values_list("area", "count")}
        Step.objects.create(
            target=target, number=1, method="hand", counts=counts, total=sum(counts.values()), settled=True,
            made_at=target.plan.confirmed_at, made_by=target.plan.confirmed_by,
        )


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_hand_down")]
    operations = [migrations.RunPython(give_standing_shares_a_step, migrations.RunPython.noop)]

"""Households informed by form, helpers of households, messages of the leader; shares that end and stay to be seen."""

import uuid
from itertools import islice

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


ROOT = uuid.UUID("6f0c3c5e-5d0a-4a53-9a53-0d1f5a1be0c6")  # as field.homes.operations has it


def of_earlier_visits(apps, schema_editor):
    """Visits that told the household of the plan, before forms were kept: they did it by being there."""
    Visit, Informed = apps.get_model("field", "Visit"), apps.get_model("field", "HouseholdInformed")
    told = Visit.objects.filter(informed=True).order_by("pk").iterator(chunk_size=1000)
    rows = (
        Informed(
            id=uuid.uuid5(ROOT, f"visit/{visit.pk}/visit"), household_id=visit.household_id,
            campaign_id=visit.campaign_id, form="visit", on=timezone.localtime(visit.made_at).date(), origin="visit",
            origin_id=str(visit.pk), made_by_id=visit.made_by_id, stored_at=visit.stored_at,
        )
        for visit in told
    )
    while batch := list(islice(rows, 500)):
        Informed.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0007_desk"),
        ("ledger", "0004_service_expires"),
        ("people", "0010_establishments"),
        ("units", "0004_event_by_member"),
    ]
    operations = [
        migrations.RemoveConstraint(
            model_name='householdshare',
            name='a_household_is_with_one_member',
        ),
        migrations.AddField(
            model_name='householdshare',
            name='ended_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='householdshare',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='householdshare',
            name='ended_why',
            field=models.CharField(blank=True, choices=[('taken_back', 'thu lại'), ('moved', 'giao cho người khác'), ('balanced', 'chia lại cho đều'), ('renewed', 'giao lại với ngày khác'), ('ran_out', 'hết ngày giao')], max_length=10, verbose_name='thôi vì'),
        ),
        migrations.AddField(
            model_name='householdshare',
            name='shared_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='householdshare',
            name='together',
            field=models.BooleanField(default=False, verbose_name='cùng làm'),
        ),
        migrations.AddIndex(
            model_name='householdshare',
            index=models.Index(fields=['member', 'campaign', 'ended_at'], name='share_of_a_member'),
        ),
        migrations.AddConstraint(
            model_name='householdshare',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('together', False)), fields=('household', 'campaign'), name='a_household_is_with_one_member'),
        ),
        migrations.AddConstraint(
            model_name='householdshare',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('household', 'campaign', 'member'), name='a_member_holds_a_household_once'),
        ),
        migrations.AddConstraint(
            model_name='householdshare',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ended_why', '')), models.Q(models.Q(('ended_at__isnull', False)), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='a_share_ends_with_its_reason'),
        ),
        migrations.CreateModel(
            name='HouseholdHelper',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('stored_at', models.DateTimeField(verbose_name='nhận vào lúc')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='helpers', to='units.campaign')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='helpers', to='people.household')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='helped_households', to='units.member')),
            ],
            options={
                'ordering': ['-from_on', '-stored_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('household', 'campaign'), name='a_household_has_one_helper'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='helper_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='helper_ended_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='HelperContact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('on', models.DateField(verbose_name='ngày')),
                ('stored_at', models.DateTimeField(verbose_name='nhận vào lúc')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='field.householdhelper')),
            ],
            options={
                'ordering': ['-on', '-stored_at'],
                'constraints': [models.UniqueConstraint(fields=('helper', 'on'), name='one_contact_a_day')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdInformed',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('form', models.CharField(choices=[('visit', 'đến nhà nói chuyện'), ('session', 'dự buổi hỗ trợ'), ('leaflet', 'tờ rơi đưa tận tay'), ('zalo', 'nhóm Zalo của thôn'), ('meeting', 'họp thôn'), ('loudspeaker', 'nghe loa truyền thanh')], max_length=11, verbose_name='hình thức')),
                ('on', models.DateField(verbose_name='ngày')),
                ('origin', models.CharField(help_text='visit, session, hand', max_length=10, verbose_name='từ đâu')),
                ('origin_id', models.CharField(blank=True, max_length=40)),
                ('stored_at', models.DateTimeField(verbose_name='nhận vào lúc')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='informings', to='units.campaign')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='informings', to='people.household')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-on', 'id'],
                'indexes': [models.Index(fields=['campaign', 'household', 'form'], name='informed_household')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='informing_withdrawn_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='LeaderMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=300, verbose_name='lời nhắn')),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('until_on', models.DateField(verbose_name='đến hết ngày')),
                ('written_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('to_member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leader_messages', to='units.area')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-written_at', '-id'],
                'indexes': [models.Index(fields=['village', 'until_on'], name='message_of_a_village')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='message_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='message_withdrawn_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='LoudspeakerChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counts', models.BooleanField(verbose_name='tính là đã được thông tin')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='loudspeaker_choices', to='units.campaign')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ContestedLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.household')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('rival', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ledger.claim')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.service')),
                ('stands', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ledger.claim')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', False), ('person', None)), models.Q(('household', None), ('person__isnull', False)), _connector='OR'), name='a_look_is_about_one_thing')],
            },
        ),
        migrations.RunPython(of_earlier_visits, migrations.RunPython.noop),
    ]

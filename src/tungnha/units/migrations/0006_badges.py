
import django.db.models.deletion
from django.db import migrations, models

import tungnha.units.protection


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0005_limits'),
    ]

    operations = [
        migrations.CreateModel(
            name='BadgeKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True)),
                ('public', models.CharField(max_length=64, unique=True)),
                ('private', tungnha.units.protection.EncryptedTextField(null=True)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Badge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.CharField(max_length=16, unique=True, verbose_name='mã thẻ')),
                ('name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('team', models.CharField(max_length=120, verbose_name='tổ, đơn vị')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(verbose_name='đến hết ngày')),
                ('secret', tungnha.units.protection.EncryptedTextField(null=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='thu hồi lúc')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='badges', to='units.member')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='badges', to='units.badgekey')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__gte', models.F('valid_from'))), name='badge_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='badge_revoked_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='BadgeShown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('badge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='units.badge')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('badge', 'slot'), name='digits_are_checked_once')],
            },
        ),
    ]

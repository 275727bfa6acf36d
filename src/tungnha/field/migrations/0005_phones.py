"""Devices, join codes, operations of phones, the log of changes. The triggers that write the log are no part of any
migration: field/sync/triggers.py makes them after each."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import tungnha.units.protection


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0004_notes_of_earlier_visits"),
        ("people", "0010_establishments"),
        ("units", "0004_event_by_member"),
    ]
    operations = [
        migrations.CreateModel(
            name='ChangeMark',
            fields=[
                ('on', models.DateField(primary_key=True, serialize=False)),
                ('no', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=60, verbose_name='tên máy')),
                ('platform', models.CharField(blank=True, max_length=120)),
                ('app_version', models.CharField(blank=True, max_length=40)),
                ('secret_hash', models.CharField(help_text='SHA-256 của khóa 256 bit chỉ máy ấy có', max_length=64)),
                ('carry_key', tungnha.units.protection.EncryptedTextField(help_text='khóa mở tệp việc chưa gửi mang sang máy khác, base64url')),
                ('pledge_version', models.CharField(max_length=20)),
                ('pledged_at', models.DateTimeField(verbose_name='cam kết bảo mật lúc')),
                ('joined_at', models.DateTimeField(verbose_name='tham gia lúc')),
                ('contact_at', models.DateTimeField(blank=True, null=True, verbose_name='liên lạc gần nhất')),
                ('held', models.PositiveIntegerField(default=0, verbose_name='còn giữ, chưa gửi')),
                ('acked', models.PositiveBigIntegerField(default=0, help_text='theo lời máy ấy', verbose_name='thao tác số lớn nhất đã báo là đã nhận')),
                ('whole', models.PositiveBigIntegerField(default=0, verbose_name='đã nhận đủ đến thao tác số')),
                ('clock_offset', models.IntegerField(default=0, verbose_name='đồng hồ chạy trước, giây')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='thu hồi lúc')),
                ('emptied_at', models.DateTimeField(blank=True, null=True, verbose_name='đã được bảo xóa trắng lúc')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='units.member')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['member', '-joined_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='device_revoked_by_and_at_together')],
            },
        ),
        migrations.CreateModel(
            name='FieldChange',
            fields=[
                ('no', models.BigAutoField(primary_key=True, serialize=False)),
                ('household_id', models.BigIntegerField()),
                ('xid', models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('xid__isnull', False)), fields=['xid'], name='change_by_transaction')],
            },
        ),
        migrations.CreateModel(
            name='JoinCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(verbose_name='dùng được đến')),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('device', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='join_code', to='field.device')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_codes', to='units.member')),
            ],
        ),
        migrations.CreateModel(
            name='PhoneOperation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(verbose_name='số thứ tự trên máy')),
                ('kind', models.CharField(max_length=20)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('digest', models.CharField(help_text='SHA-256 của nội dung ở dạng chuẩn', max_length=64)),
                ('made_at', models.DateTimeField(verbose_name='giờ làm, đã chỉnh theo giờ máy chủ')),
                ('phone_at', models.DateTimeField(blank=True, help_text='khi khác giờ đã chỉnh', null=True, verbose_name='giờ trên máy')),
                ('stored_at', models.DateTimeField(verbose_name='nhận vào lúc')),
                ('answer', models.CharField(choices=[('stored', 'đã ghi'), ('conflict', 'đã ghi, có lời khác'), ('aside', 'để riêng, cần người xem'), ('refused', 'không nhận được')], max_length=8)),
                ('why_text', tungnha.units.protection.EncryptedTextField(blank=True, verbose_name='vì sao')),
                ('told_text', tungnha.units.protection.EncryptedTextField(blank=True, help_text='JSON', verbose_name='những gì đã báo kèm')),
                ('content_text', tungnha.units.protection.EncryptedTextField(blank=True, help_text='JSON, chỉ giữ khi cần người xem', verbose_name='nội dung')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='đã xem lúc')),
                ('settled_how', models.CharField(blank=True, choices=[('done', 'đã ghi vào sổ'), ('nothing', 'không cần làm gì'), ('again', 'đã ghi lại thành lượt khác')], max_length=8)),
                ('settled_why_text', tungnha.units.protection.EncryptedTextField(blank=True, verbose_name='vì sao làm vậy')),
                ('carried_by', models.ForeignKey(blank=True, db_index=False, help_text='mang hộ bằng tệp hoặc mã QR', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('device', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='operations', to='field.device')),
                ('household', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='phone_operations', to='people.household')),
                ('person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='phone_operations', to='people.person')),
                ('same_id_as', models.ForeignKey(blank=True, db_index=False, help_text='cùng mã với thao tác này nhưng nội dung khác', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='others', to='field.phoneoperation')),
                ('settled_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['stored_at', 'seq'],
                'indexes': [models.Index(fields=['device', 'seq'], name='operation_by_device_and_seq'), models.Index(condition=models.Q(('answer__in', ('aside', 'refused')), ('settled_at', None)), fields=['device', 'stored_at'], name='operation_that_waits'), models.Index(condition=models.Q(('household__isnull', False)), fields=['household'], name='operation_by_household'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='operation_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None), ('settled_how', '')), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('settled_how', ''), _negated=True)), _connector='OR'), name='operation_settled_at_by_and_how_together')],
            },
        ),
        migrations.CreateModel(
            name='SyncEpoch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(help_text='đồng hồ có thể bị lùi, số thì không', unique=True)),
                ('started_at', models.DateTimeField()),
                ('why', models.CharField(choices=[('first', 'lần đầu'), ('behind', 'cơ sở dữ liệu lùi về trước'), ('by_hand', 'người quản trị đặt')], max_length=8)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='KnownAs',
            fields=[
                ('key', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('stored_at', models.DateTimeField()),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='other_keys', to='people.household')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='other_keys', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', False), ('person', None)), models.Q(('household', None), ('person__isnull', False)), _connector='OR'), name='a_key_is_of_a_person_or_a_household')],
            },
        ),
    ]

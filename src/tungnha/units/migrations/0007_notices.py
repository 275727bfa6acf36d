
import datetime
import django.db.models.deletion
import tungnha.units.protection
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0006_badges'),
    ]

    operations = [
        migrations.CreateModel(
            name='PushKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True)),
                ('public', models.CharField(max_length=100)),
                ('private', tungnha.units.protection.EncryptedTextField(null=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='MemberNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='cùng một việc, cùng một người: một thông báo', max_length=120)),
                ('subject', models.CharField(max_length=160, verbose_name='việc gì')),
                ('words', models.CharField(max_length=600, verbose_name='lời')),
                ('url', models.CharField(blank=True, max_length=200, verbose_name='mở ở đâu')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='gấp')),
                ('made_at', models.DateTimeField()),
                ('until', models.DateTimeField(verbose_name='còn cần đến')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='đã xem lúc')),
                ('by_hand_at', models.DateTimeField(blank=True, null=True, verbose_name='đã báo bằng cách khác lúc')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='units.member')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'indexes': [models.Index(fields=['member', 'read_at'], name='units_membe_member__8d4f99_idx')],
                'constraints': [models.UniqueConstraint(fields=('member', 'key'), name='a_thing_is_told_once')],
            },
        ),
        migrations.CreateModel(
            name='NoticeWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail', models.BooleanField(default=True, verbose_name='qua thư điện tử')),
                ('push', models.BooleanField(default=True, verbose_name='qua trình duyệt')),
                ('quiet_from', models.TimeField(default=datetime.time(21, 0), verbose_name='không báo từ')),
                ('quiet_to', models.TimeField(default=datetime.time(6, 30), verbose_name='đến')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notice_wish', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PushPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', tungnha.units.protection.EncryptedTextField(null=True)),
                ('endpoint_ix', models.CharField(help_text='SHA-256 của địa chỉ', max_length=64, unique=True)),
                ('public', models.CharField(max_length=100)),
                ('secret', tungnha.units.protection.EncryptedTextField(null=True)),
                ('named', models.CharField(blank=True, max_length=60, verbose_name='máy')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_places', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='NoticeSending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', 'thư điện tử'), ('push', 'trình duyệt')], max_length=4)),
                ('for_at', models.DateTimeField(db_index=True, verbose_name='gửi từ lúc')),
                ('state', models.CharField(choices=[('waiting', 'chờ gửi'), ('sending', 'đang gửi'), ('sent', 'đã gửi'), ('failed', 'không gửi được'), ('dropped', 'không cần nữa')], db_index=True, default='waiting', max_length=7)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.CharField(blank=True, max_length=40)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='units.membernotice')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='units.pushplace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('place', None)), fields=('notice', 'channel'), name='one_sending_of_a_channel'), models.UniqueConstraint(fields=('notice', 'place'), name='one_sending_to_a_place')],
            },
        ),
    ]

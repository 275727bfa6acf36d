"""The schedule of sessions: approval, equipment, topics, who is called, who was served, the queue.

Sessions planned before there was any approval were in force: they stand as published.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def one_key_each(apps, schema_editor):
    sessions = apps.get_model("field", "SupportSession")
    for pk in list(sessions.objects.values_list("pk", flat=True)):
        sessions.objects.filter(pk=pk).update(key=uuid.uuid4())
    sessions.objects.filter(published_at=None, cancelled_at=None).update(published_at=F("starts_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0005_phones"),
        ("ledger", "0004_service_expires"),
        ("people", "0010_establishments"),
        ("units", "0004_event_by_member"),
    ]
    operations = [
        migrations.CreateModel(
            name='CheckInService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('done', 'đã làm xong'), ('refused', 'chưa làm')], max_length=7)),
                ('level', models.PositiveSmallIntegerField(default=1, verbose_name='mức')),
                ('channel', models.CharField(blank=True, max_length=60, verbose_name='qua kênh')),
                ('why', models.CharField(blank=True, choices=[('refused', 'chưa muốn làm'), ('has_already', 'đã có từ trước'), ('no_smartphone', 'không có điện thoại thông minh'), ('expired_card', 'căn cước hết hạn'), ('forgot_password', 'quên mật khẩu'), ('others_sim', 'SIM đứng tên người khác'), ('afraid', 'sợ lừa đảo'), ('system', 'hệ thống lỗi, mạng yếu'), ('no_time', 'chưa kịp làm')], max_length=16, verbose_name='vì sao chưa')),
                ('made_at', models.DateTimeField()),
                ('check_in', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='field.checkin')),
                ('claim', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='check_in_service', to='ledger.claim')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_in_services', to='ledger.service')),
                ('telephone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.telephone')),
            ],
            options={
                'ordering': ['made_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('telephone', None)), fields=('check_in', 'service', 'outcome'), name='one_result_at_a_session'), models.UniqueConstraint(fields=('check_in', 'service', 'outcome', 'telephone'), name='one_result_of_a_telephone_at_a_session')],
            },
        ),
        migrations.CreateModel(
            name='Equipment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='tên')),
                ('count', models.PositiveSmallIntegerField(verbose_name='số lượng')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='units.area')),
                ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='units.organisation', verbose_name='đơn vị giữ')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('area', 'name', 'kept_by'), name='one_equipment_of_a_name_and_keeper'), models.UniqueConstraint(condition=models.Q(('kept_by', None)), fields=('area', 'name'), name='one_equipment_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='EquipmentUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveSmallIntegerField()),
                ('equipment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='field.equipment')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='equipment', to='field.supportsession')),
            ],
            options={
                'ordering': ['equipment__name'],
                'constraints': [models.UniqueConstraint(fields=('session', 'equipment'), name='one_use_of_an_equipment')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listed_at', models.DateTimeField(verbose_name='đưa vào danh sách lúc')),
                ('called_at', models.DateTimeField(blank=True, null=True, verbose_name='đã báo lúc')),
                ('taken_off_at', models.DateTimeField(blank=True, null=True, verbose_name='bỏ khỏi danh sách lúc')),
                ('called_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('listed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='field.supportsession')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='one_invitation_a_person')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'thứ Hai'), (1, 'thứ Ba'), (2, 'thứ Tư'), (3, 'thứ Năm'), (4, 'thứ Sáu'), (5, 'thứ Bảy'), (6, 'Chủ nhật')])),
                ('from_time', models.TimeField()),
                ('to_time', models.TimeField()),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='people.place')),
            ],
            options={
                'ordering': ['weekday', 'from_time'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_time__gt', models.F('from_time'))), name='opening_hours_end_after_they_start'), models.UniqueConstraint(fields=('place', 'weekday', 'from_time'), name='one_opening_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='QueueLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.CharField(max_length=40)),
                ('letter', models.CharField(max_length=2)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='field.supportsession')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'device'), name='one_letter_of_a_device_at_a_session'), models.UniqueConstraint(fields=('session', 'letter'), name='one_device_of_a_letter_at_a_session')],
            },
        ),
        migrations.CreateModel(
            name='QueueTicket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.CharField(blank=True, max_length=2)),
                ('n', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'đang chờ'), ('called', 'đang làm'), ('served', 'đã xong'), ('left', 'đã về')], default='waiting', max_length=7)),
                ('desk', models.CharField(blank=True, max_length=10, verbose_name='bàn')),
                ('given_at', models.DateTimeField()),
                ('state_at', models.DateTimeField()),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='people.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tickets', to='field.supportsession')),
            ],
            options={
                'ordering': ['given_at', 'letter', 'n'],
                'constraints': [models.UniqueConstraint(fields=('session', 'letter', 'n'), name='one_ticket_of_a_number_at_a_session')],
            },
        ),
        migrations.CreateModel(
            name='QueueStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('waiting', 'đang chờ'), ('called', 'đang làm'), ('served', 'đã xong'), ('left', 'đã về')], max_length=7)),
                ('desk', models.CharField(blank=True, max_length=10, verbose_name='bàn')),
                ('made_at', models.DateTimeField()),
                ('stored_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='field.queueticket')),
            ],
            options={
                'ordering': ['made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ScheduleRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('last_on', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('capacity', models.PositiveSmallIntegerField(default=40, verbose_name='một buổi làm được (người)')),
                ('weekdays', models.JSONField(default=list, verbose_name='thứ trong tuần')),
                ('parts', models.JSONField(default=list, verbose_name='buổi trong ngày')),
                ('staff_each', models.PositiveSmallIntegerField(default=1, verbose_name='số người đơn vị cử cho một buổi')),
                ('needs', models.JSONField(default=dict, verbose_name='máy móc một buổi')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedule_rules', to='units.area')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='schedule_rules', to='units.campaign')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'area'), name='one_schedule_rule_of_a_campaign')],
            },
        ),
        migrations.CreateModel(
            name='SessionChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('planned', 'lên lịch'), ('moved', 'đổi giờ, đổi nơi'), ('cancelled', 'hủy')], max_length=9)),
                ('sequence', models.PositiveIntegerField()),
                ('was_starts_at', models.DateTimeField(blank=True, null=True)),
                ('was_ends_at', models.DateTimeField(blank=True, null=True)),
                ('was_published', models.BooleanField(default=False)),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='vì sao')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='field.supportsession')),
                ('was_place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SessionWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField()),
                ('side', models.CharField(choices=[('area', 'thôn'), ('organisation', 'đơn vị cử người')], max_length=12)),
                ('says', models.CharField(choices=[('yes', 'đồng ý'), ('no', 'chưa đồng ý')], max_length=3)),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='vì sao chưa')),
                ('instead_starts_at', models.DateTimeField(blank=True, null=True, verbose_name='đề nghị bắt đầu')),
                ('instead_ends_at', models.DateTimeField(blank=True, null=True, verbose_name='đề nghị kết thúc')),
                ('instead_place', models.CharField(blank=True, max_length=160, verbose_name='đề nghị nơi khác')),
                ('heard_from', models.CharField(blank=True, max_length=120, verbose_name='nghe ai nói, qua đâu')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='session_words', to='units.organisation')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='field.supportsession')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AlterModelOptions(
            name='supportsession',
            options={'ordering': ['starts_at', 'id']},
        ),
        migrations.RenameField(model_name='supportsession', old_name='approved_at', new_name='published_at'),
        migrations.AlterField(
            model_name='supportsession',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='công bố lúc'),
        ),
        migrations.AddField(
            model_name='checkin',
            name='how',
            field=models.CharField(choices=[('card', 'quét thẻ căn cước'), ('number', 'gõ số'), ('name', 'tìm theo tên'), ('none', 'không ghi tên')], default='name', max_length=6, verbose_name='nhận ra bằng'),
        ),
        migrations.AddField(
            model_name='checkin',
            name='topics',
            field=models.JSONField(blank=True, default=list, verbose_name='đã thực hành'),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='bring',
            field=models.CharField(blank=True, max_length=300, verbose_name='mang theo'),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='cancelled_why',
            field=models.CharField(blank=True, max_length=200, verbose_name='vì sao hủy'),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='capacity',
            field=models.PositiveSmallIntegerField(default=40, verbose_name='làm được khoảng (người)'),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='sửa lúc'),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True, help_text='mã dùng trên điện thoại, lịch'),
        ),
        migrations.RunPython(one_key_each, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='supportsession',
            name='key',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='mã dùng trên điện thoại, lịch', unique=True),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='made_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='made_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='occasion',
            field=models.CharField(choices=[('own', 'buổi riêng'), ('meeting', 'lồng ghép họp thôn'), ('point', 'điểm cố định mở cửa')], default='own', max_length=7, verbose_name='hình thức'),
        ),
        migrations.AddField(
            model_name='supportsession',
            name='sequence',
            field=models.PositiveIntegerField(default=0, verbose_name='lần đổi giờ, đổi nơi'),
        ),
        migrations.AlterField(
            model_name='supportsession',
            name='cancelled_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='hủy lúc'),
        ),
        migrations.AddIndex(
            model_name='supportsession',
            index=models.Index(fields=['area', 'starts_at'], name='field_suppo_area_id_e8a100_idx'),
        ),
        migrations.AddIndex(
            model_name='supportsession',
            index=models.Index(fields=['starts_at', 'ends_at'], name='field_suppo_starts__19f0fb_idx'),
        ),
        migrations.AddConstraint(
            model_name='staffing',
            constraint=models.UniqueConstraint(condition=models.Q(('member', None)), fields=('session', 'organisation'), name='one_staffing_of_an_organisation'),
        ),
    ]

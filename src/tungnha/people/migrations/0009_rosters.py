import django.db.models.deletion
from django.db import migrations, models

import tungnha.units.protection


class Migration(migrations.Migration):
    dependencies = [("people", "0008_access")]

    operations = [
        migrations.AlterField(
            model_name="personchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("added", "thêm vào sổ"),
                    ("corrected", "sửa thông tin"),
                    ("moved", "chuyển hộ"),
                    ("residence", "đổi tình trạng cư trú"),
                    ("confirmed", "xác nhận lại"),
                    ("merged", "gộp hai bản ghi"),
                    ("unmerged", "tách lại bản ghi đã gộp"),
                    ("erased", "xóa thông tin"),
                    ("roster", "danh sách của đơn vị"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('alone', 'người cao tuổi ở một mình hoặc chỉ với người cao tuổi'), ('home', 'cần người đến tận nhà'), ('no_device', 'không có điện thoại thông minh'), ('cannot_read', 'không đọc được chữ'), ('merit', 'người có công'), ('welfare', 'hưởng chính sách an sinh xã hội')], max_length=11, verbose_name='cần vì')),
                ('purpose', models.CharField(max_length=200, verbose_name='để làm gì')),
                ('said_by', models.CharField(choices=[('register', 'máy gợi ý từ sổ nhân khẩu'), ('visit', 'Tổ ghi khi đến nhà'), ('desk', 'cán bộ xã ghi'), ('body', 'cơ quan có thẩm quyền')], max_length=8, verbose_name='theo ai')),
                ('state', models.CharField(choices=[('offered', 'chờ xác nhận'), ('confirmed', 'đã xác nhận'), ('declined', 'không phải')], default='offered', max_length=9)),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('offered_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('body', models.ForeignKey(blank=True, help_text='cơ quan cho biết', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('offered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='people.person')),
            ],
            options={
                'ordering': ['-offered_at', '-id'],
                'indexes': [models.Index(fields=['state', 'person'], name='people_need_state_5e0a74_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on', None), models.Q(('state', 'declined'), _negated=True)), fields=('person', 'kind'), name='a_need_is_open_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='need_decided_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('merit', 'welfare')), _negated=True), ('body__isnull', False), _connector='OR'), name='need_of_a_body_names_it'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='need_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='RosterFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('content', models.TextField(blank=True, editable=False)),
                ('columns', models.JSONField(default=dict, verbose_name='cột')),
                ('received_at', models.DateTimeField()),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
                ('counts', models.JSONField(blank=True, default=dict, verbose_name='kết quả')),
                ('refused', tungnha.units.protection.EncryptedTextField(blank=True, verbose_name='các dòng không nhận')),
                ('imported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roster_files', to='units.organisation')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-received_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('imported_at', None), ('imported_by', None)), models.Q(('imported_at__isnull', False), ('imported_by__isnull', False)), _connector='OR'), name='roster_file_imported_at_and_by_together'), models.CheckConstraint(condition=models.Q(('imported_at', None), ('content', ''), _connector='OR'), name='roster_file_is_emptied_by_its_import')],
            },
        ),
        migrations.CreateModel(
            name='RosterQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('name', 'cùng họ tên và ngày sinh'), ('number', 'cùng số định danh, khác họ tên')], max_length=6)),
                ('asked_at', models.DateTimeField()),
                ('same', models.BooleanField(blank=True, null=True, verbose_name='là một người')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roster_questions', to='people.person')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='people.rosterentry')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('entry', 'candidate'), name='asked_once_of_an_entry_and_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('same', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('same__isnull', False)), _connector='OR'), name='roster_question_answered_at_and_by_together')],
            },
        ),
        migrations.RemoveConstraint(
            model_name="persongroup",
            name="a_person_is_in_a_group_once",
        ),
        migrations.RemoveConstraint(
            model_name="rosterentry",
            name="a_person_is_on_a_roster_once",
        ),
        migrations.AddField(
            model_name="rosterentry",
            name="home",
            field=models.CharField(blank=True, max_length=160, verbose_name="nơi ở, như đơn vị ghi"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="rosterentry",
            name="kind",
            field=models.CharField(
                choices=[("staff", "cán bộ, người lao động"), ("member", "đoàn viên, hội viên")],
                default="staff",
                max_length=6,
                verbose_name="là",
            ),
        ),
        migrations.AlterField(
            model_name="rosterentry",
            name="from_on",
            field=models.DateField(blank=True, null=True, verbose_name="từ ngày"),
        ),
        migrations.AlterField(
            model_name="rosterentry",
            name="room",
            field=models.CharField(blank=True, max_length=80, verbose_name="phòng, tổ, chi hội"),
        ),
        migrations.AlterField(
            model_name="rosterentry",
            name="to_on",
            field=models.DateField(blank=True, null=True, verbose_name="đến hết ngày"),
        ),
        migrations.AddConstraint(
            model_name="persongroup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on", None)),
                fields=("person", "kind", "organisation"),
                name="a_person_is_in_a_group_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on", None)),
                fields=("person", "organisation"),
                name="a_person_is_on_a_roster_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("from_on", None), ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                ),
                name="roster_entry_ends_after_it_starts",
            ),
        ),
    ]

"""Lists handed out to units, their rows, what comes back."""

import django.db.models.deletion
from django.db import migrations, models

import tungnha.units.protection


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_sellers"),
        ("lists", "0004_review"),
        ("people", "0010_establishments"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name='HandedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('who', models.CharField(choices=[('roster', 'người trong danh sách của chính đơn vị'), ('group', 'người của một nhóm'), ('missing', 'người chưa có một tiện ích'), ('holding', 'người sổ ghi đã có một tiện ích'), ('contested', 'người có hai ghi nhận khác nhau')], max_length=9, verbose_name='những ai')),
                ('choice_words', models.CharField(max_length=300, verbose_name='những ai, bằng lời')),
                ('columns', models.JSONField(default=list, help_text='mã trong lists.handed_rules.COLUMNS', verbose_name='các cột')),
                ('asked', models.JSONField(default=list, help_text='[[mã tiện ích, mức], …]', verbose_name='hỏi tiện ích nào')),
                ('whole_why', models.CharField(blank=True, max_length=200, verbose_name='vì sao ghi số đầy đủ')),
                ('left_out', models.PositiveIntegerField(default=0, verbose_name='người đã yêu cầu hạn chế, không đưa vào')),
                ('made_at', models.DateTimeField(verbose_name='giao lúc')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='tải lần đầu lúc')),
                ('called_back_at', models.DateTimeField(blank=True, null=True, verbose_name='thu lại lúc')),
                ('called_back_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao thu lại')),
                ('deletion_said_at', models.DateTimeField(blank=True, null=True, verbose_name='báo đã xóa lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_lists', to='units.area')),
                ('called_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handed_lists', to='units.campaign')),
                ('deletion_said_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('export', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handed', to='people.export')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_lists', to='units.organisation')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('taken_by', None)), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='handed_list_taken_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('called_back_at', None), ('called_back_by', None), ('called_back_why', '')), models.Q(('called_back_at__isnull', False), ('called_back_by__isnull', False), models.Q(('called_back_why', ''), _negated=True)), _connector='OR'), name='handed_list_called_back_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('deletion_said_at', None), ('deletion_said_by', None)), models.Q(('deletion_said_at__isnull', False), ('deletion_said_by__isnull', False)), _connector='OR'), name='handed_list_deletion_said_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='HandedReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('content', models.TextField(blank=True, editable=False)),
                ('columns', models.JSONField(default=dict, verbose_name='cột')),
                ('received_at', models.DateTimeField()),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
                ('counts', models.JSONField(blank=True, default=dict, verbose_name='kết quả')),
                ('refused', tungnha.units.protection.EncryptedTextField(blank=True, verbose_name='các dòng không nhận')),
                ('as_of_on', models.DateField(verbose_name='đơn vị ghi đến ngày')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='rút lại lúc')),
                ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao rút lại')),
                ('handed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='lists.handedlist')),
                ('imported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-received_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('imported_at', None), ('imported_by', None)), models.Q(('imported_at__isnull', False), ('imported_by__isnull', False)), _connector='OR'), name='handed_return_imported_at_and_by_together'), models.CheckConstraint(condition=models.Q(('imported_at', None), ('content', ''), _connector='OR'), name='handed_return_is_emptied_by_its_import'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None), ('withdrawn_why', '')), models.Q(('imported_at__isnull', False), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='handed_return_withdrawn_only_once_imported_and_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='HandedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='số thứ tự')),
                ('key', models.CharField(max_length=10, unique=True, verbose_name='mã dòng')),
                ('given_text', tungnha.units.protection.EncryptedTextField(blank=True, help_text='JSON: mã cột → chữ trong ô', verbose_name='đã giao')),
                ('handed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='lists.handedlist')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_rows', to='people.person')),
            ],
            options={
                'ordering': ['handed', 'number'],
                'constraints': [models.UniqueConstraint(fields=('handed', 'number'), name='one_row_of_a_number_in_a_handed_list')],
            },
        ),
        migrations.CreateModel(
            name='HandedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField(verbose_name='dòng trong tệp')),
                ('theirs', models.BooleanField(blank=True, null=True, verbose_name='là người của đơn vị')),
                ('said_text', tungnha.units.protection.EncryptedTextField(blank=True, help_text='JSON: facts, services, note, problems', verbose_name='lời của đơn vị')),
                ('sent_back', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='lists.handedreturn')),
                ('row', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='lists.handedrow')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handed_answers', to='people.person')),
            ],
            options={
                'ordering': ['sent_back', 'line'],
                'constraints': [models.UniqueConstraint(fields=('sent_back', 'row'), name='a_return_answers_a_row_once')],
            },
        ),
    ]

import django.db.models.deletion
import tungnha.units.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0005_search"),
        ("units", "0002_villages_by_name"),
    ]

    operations = [
        migrations.CreateModel(
            name='Doubt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('number_birth', 'số định danh và năm sinh không khớp'), ('number_sex', 'số định danh và giới tính không khớp'), ('number_odd', 'số định danh khó có thật'), ('two_numbers', 'có hai số định danh cùng đang dùng'), ('birth_odd', 'ngày sinh khó có thật'), ('name_odd', 'họ tên có chữ số hoặc ký hiệu lạ')], max_length=12)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubts', to='people.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='a_doubt_is_noted_once')],
            },
        ),
        migrations.CreateModel(
            name='LikelyDouble',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.JSONField(default=list, help_text='mã của từng lý do: people.doubles.WHY', verbose_name='vì sao')),
                ('weight', models.PositiveSmallIntegerField(default=0, verbose_name='chắc đến đâu')),
                ('state', models.CharField(choices=[('open', 'chờ xem'), ('same', 'một người, đã gộp'), ('different', 'hai người khác nhau'), ('gone', 'không còn giống nhau')], default='open', max_length=9)),
                ('found_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubles_as_a', to='people.person')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='doubles_as_b', to='people.person')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-weight', 'id'],
                'indexes': [models.Index(fields=['state', 'weight'], name='people_like_state_a312db_idx')],
                'constraints': [models.UniqueConstraint(fields=('a', 'b'), name='a_pair_is_asked_once'), models.CheckConstraint(condition=models.Q(('a__lt', models.F('b'))), name='the_earlier_record_stands_first')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state_text', tungnha.units.protection.EncryptedTextField()),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='vì sao')),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='tách lại lúc')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged_by', to='people.person')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='people.person')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='nobody_is_merged_into_herself'), models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('gone',), name='a_record_is_merged_into_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='RegisterNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('moved', 'đã chuyển đi'), ('deceased', 'đã mất'), ('wrong', 'thông tin sai hoặc còn thiếu')], max_length=8)),
                ('words_text', tungnha.units.protection.EncryptedTextField(blank=True, verbose_name='lời báo')),
                ('facts_text', tungnha.units.protection.EncryptedTextField(blank=True, help_text='JSON: tên trường → giá trị đề nghị', verbose_name='đề nghị ghi là')),
                ('said_at', models.DateTimeField(verbose_name='báo lúc')),
                ('origin', models.CharField(help_text='visit, session, desk', max_length=20, verbose_name='từ đâu')),
                ('origin_id', models.CharField(max_length=40)),
                ('state', models.CharField(choices=[('waiting', 'chờ xem'), ('accepted', 'đã ghi vào sổ'), ('declined', 'không đúng')], default='waiting', max_length=8)),
                ('answer_text', tungnha.units.protection.EncryptedTextField(blank=True, verbose_name='trả lời')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='people.household')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='people.person')),
                ('said_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['said_at', 'id'],
                'indexes': [models.Index(fields=['state', 'said_at'], name='people_regi_state_8f6ebe_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('household__isnull', False), ('person__isnull', True)), models.Q(('household__isnull', True), ('person__isnull', False)), _connector='OR'), name='note_is_about_a_person_or_a_household'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='note_decided_by_and_at_together'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('origin', 'origin_id', 'kind', 'person'), name='one_note_about_a_person_and_origin'), models.UniqueConstraint(condition=models.Q(('household__isnull', False)), fields=('origin', 'origin_id', 'kind', 'household'), name='one_note_about_a_household_and_origin')],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0003_exchange'),
        ('people', '0010_establishments'),
        ('units', '0004_event_by_member'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='dòng trong tệp')),
                ('sheet', models.CharField(blank=True, max_length=120, verbose_name='trang tính')),
                ('step', models.UUIDField(db_index=True, help_text='what was decided by one press, and is undone by one', verbose_name='lần ghi')),
                ('what', models.CharField(choices=[('same', 'là người máy đưa ra'), ('other', 'là người khác trong sổ'), ('added', 'thêm mới vào sổ'), ('nobody', 'không có trong sổ'), ('wrong', 'dòng không phải một người'), ('later', 'để xem sau')], max_length=6, verbose_name='quyết định')),
                ('likely', models.FloatField(blank=True, null=True, verbose_name='máy thấy giống đến đâu')),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='hoàn tác lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('incoming', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='lists.incominglist')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='list_decisions', to='people.person')),
                ('row', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to='lists.listrow', verbose_name='dòng')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['incoming', 'number'], name='decision_by_row'), models.Index(fields=['incoming', 'by', 'at'], name='decision_by_member')],
                'constraints': [models.UniqueConstraint(fields=('step', 'incoming', 'number'), name='one_decision_of_a_row_in_a_step'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('what__in', ('same', 'other', 'added'))), models.Q(('person__isnull', True), ('what__in', ('nobody', 'wrong', 'later'))), _connector='OR'), name='decision_names_a_person_exactly_when_there_is_one'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='decision_undone_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='DecidedPair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pattern', models.CharField(max_length=120, verbose_name='cách giống nhau')),
                ('same', models.BooleanField(verbose_name='là một người')),
                ('at', models.DateTimeField()),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decided_pairs', to='units.organisation')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pairs', to='lists.reviewdecision')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['sender', 'at'], name='decided_pair_by_sender')],
            },
        ),
        migrations.CreateModel(
            name='ReviewPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField(verbose_name='thứ tự hỏi')),
                ('question', models.CharField(help_text='hash of how row and candidates agree; no names', max_length=64, verbose_name='câu hỏi')),
                ('alike', models.PositiveIntegerField(default=1, verbose_name='số dòng cùng câu hỏi')),
                ('likely', models.FloatField(default=0.0, verbose_name='người giống nhất: giống đến đâu')),
                ('alone', models.BooleanField(default=False, verbose_name='không ai khác đáng kể')),
                ('state', models.CharField(choices=[('open', 'chờ xem'), ('later', 'để sau'), ('settled', 'đã quyết định')], default='open', max_length=7)),
                ('machine_verdict', models.CharField(choices=[('linked', 'khớp'), ('ambiguous', 'cần xem'), ('not_found', 'không có trong sổ'), ('unreadable', 'không đọc được')], max_length=10, verbose_name='máy kết luận')),
                ('machine_double', models.PositiveIntegerField(blank=True, null=True)),
                ('taken_until', models.DateTimeField(blank=True, null=True, verbose_name='đang xem đến')),
                ('best', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('incoming', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='lists.incominglist')),
                ('machine_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='place', to='lists.listrow')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['incoming', 'place'],
                'indexes': [models.Index(fields=['incoming', 'state', 'place'], name='review_place_in_order'), models.Index(fields=['incoming', 'question'], name='review_place_by_question')],
            },
        ),
    ]

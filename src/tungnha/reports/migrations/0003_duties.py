import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0006_network'),
        ('reports', '0002_keep_words_and_front'),
        ('units', '0004_event_by_member'),
    ]

    operations = [
        migrations.AddField(
            model_name='obligation',
            name='moved',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='số lần đổi hạn'),
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('read_on', models.DateField(blank=True, null=True, verbose_name='máy lấy gần nhất ngày')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Excuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='từ kỳ có hạn ngày')),
                ('until_on', models.DateField(verbose_name='đến kỳ có hạn ngày')),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao thôi miễn')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('channel', models.CharField(choices=[('app', 'trong phần mềm'), ('mail', 'thư điện tử'), ('zalo', 'dán vào nhóm Zalo'), ('phone', 'gọi điện thoại'), ('letter', 'công văn')], max_length=8, verbose_name='qua đâu')),
                ('for_at', models.DateTimeField(verbose_name='để nhắc lúc')),
                ('state', models.CharField(choices=[('waiting', 'chờ gửi'), ('sending', 'đang gửi'), ('sent', 'đã gửi'), ('failed', 'không gửi được'), ('dropped', 'thôi gửi')], default='waiting', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='xong lúc')),
                ('trouble', models.CharField(blank=True, help_text='mã, không phải lời', max_length=40, verbose_name='vì sao chưa gửi được')),
            ],
            options={
                'ordering': ['for_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReminderRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('day', 'theo ngày, giờ'), ('minutes', 'theo phút so với hạn')], max_length=8)),
                ('days', models.PositiveSmallIntegerField(blank=True, help_text='0: chính ngày hạn', null=True, verbose_name='trước mấy ngày làm việc')),
                ('at', models.TimeField(blank=True, null=True, verbose_name='lúc')),
                ('minutes', models.SmallIntegerField(blank=True, help_text='âm: trước hạn', null=True, verbose_name='phút so với hạn')),
                ('by_mail', models.BooleanField(default=True, verbose_name='gửi cả thư điện tử')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['made_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='hỏi về việc gì')),
                ('words', models.TextField(blank=True, verbose_name='nói rõ thêm')),
                ('due_at', models.DateTimeField(verbose_name='hạn')),
                ('asked_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi hỏi từ')),
                ('closed_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao thôi hỏi')),
                ('moved', models.PositiveSmallIntegerField(default=0, verbose_name='số lần đổi hạn')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='RequestAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='lần')),
                ('values', models.JSONField(default=dict, help_text='mã câu hỏi → số, chữ, true/false, ngày ISO', verbose_name='điều trả lời')),
                ('sent_at', models.DateTimeField(verbose_name='gửi lúc')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lại lúc')),
                ('returned_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao trả lại')),
            ],
            options={
                'ordering': ['ask', 'number'],
            },
        ),
        migrations.CreateModel(
            name='RequestAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('excused_at', models.DateTimeField(blank=True, null=True, verbose_name='được miễn lúc')),
                ('excused_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao được miễn')),
            ],
            options={
                'ordering': ['area__order', 'area__code', 'organisation__order', 'organisation__name'],
            },
        ),
        migrations.CreateModel(
            name='RequestField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('label', models.CharField(max_length=200, verbose_name='câu hỏi')),
                ('kind', models.CharField(choices=[('number', 'số'), ('text', 'chữ'), ('yesno', 'có / không'), ('date', 'ngày'), ('choice', 'chọn một')], max_length=8, verbose_name='trả lời bằng')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='đơn vị tính')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='các câu trả lời để chọn')),
                ('required', models.BooleanField(default=False, verbose_name='phải trả lời')),
            ],
            options={
                'ordering': ['order', 'id'],
            },
        ),
        migrations.AddField(
            model_name='calendarfeed',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='units.member'),
        ),
        migrations.AddField(
            model_name='excuse',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='excuse',
            name='duty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='excuses', to='plans.duty'),
        ),
        migrations.AddField(
            model_name='excuse',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='excuses', to='units.organisation'),
        ),
        migrations.AddField(
            model_name='excuse',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='by',
            field=models.ForeignKey(blank=True, help_text='trống: máy nhắc', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='obligation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='reports.obligation'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='duty',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminder_rules', to='plans.duty'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='reminderrule',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='request',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='units.area'),
        ),
        migrations.AddField(
            model_name='request',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='request',
            name='organisation',
            field=models.ForeignKey(blank=True, help_text='ai hỏi', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='units.organisation'),
        ),
        migrations.AddField(
            model_name='request',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='plans.plan'),
        ),
        migrations.AddField(
            model_name='requestanswer',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='requestanswer',
            name='sent_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='requestask',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='units.area'),
        ),
        migrations.AddField(
            model_name='requestask',
            name='excused_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member'),
        ),
        migrations.AddField(
            model_name='requestask',
            name='organisation',
            field=models.ForeignKey(blank=True, help_text='trống: bộ phận phụ trách của địa bàn ấy', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='units.organisation'),
        ),
        migrations.AddField(
            model_name='requestask',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='reports.request'),
        ),
        migrations.AddField(
            model_name='requestanswer',
            name='ask',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='reports.requestask'),
        ),
        migrations.AddField(
            model_name='request',
            name='above',
            field=models.ForeignKey(blank=True, help_text='câu hỏi của cấp trên mà lần hỏi này giao tiếp xuống', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handed_on', to='reports.requestask'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='ask',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='reports.requestask'),
        ),
        migrations.AddField(
            model_name='requestfield',
            name='from_field',
            field=models.ForeignKey(blank=True, help_text='câu của cấp trên mà câu này hỏi lại', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handed_on', to='reports.requestfield'),
        ),
        migrations.AddField(
            model_name='requestfield',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='reports.request'),
        ),
        migrations.AddConstraint(
            model_name='excuse',
            constraint=models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='excuse_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='excuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='excuse_withdrawn_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('at__isnull', False), ('days__isnull', False), ('kind', 'day'), ('minutes', None)), models.Q(('at', None), ('days', None), ('kind', 'minutes'), ('minutes__isnull', False)), _connector='OR'), name='reminder_rule_says_when'),
        ),
        migrations.AddConstraint(
            model_name='reminderrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='reminder_rule_ended_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='requestask',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('request', 'area'), name='one_ask_of_an_area'),
        ),
        migrations.AddConstraint(
            model_name='requestask',
            constraint=models.UniqueConstraint(fields=('request', 'organisation'), name='one_ask_of_a_body'),
        ),
        migrations.AddConstraint(
            model_name='requestask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('excused_at', None), ('excused_by', None)), models.Q(('excused_at__isnull', False), ('excused_by__isnull', False)), _connector='OR'), name='ask_excused_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='requestanswer',
            constraint=models.UniqueConstraint(fields=('ask', 'number'), name='one_answer_of_a_number'),
        ),
        migrations.AddIndex(
            model_name='request',
            index=models.Index(fields=['due_at'], name='request_due'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['state', 'for_at'], name='reminder_state_for'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ask', None), ('obligation__isnull', False)), models.Q(('ask__isnull', False), ('obligation', None)), _connector='OR'), name='reminder_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='requestfield',
            constraint=models.UniqueConstraint(fields=('request', 'order'), name='one_field_at_a_place'),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

import tungnha.units.protection


def say_where_each_stands(apps, schema_editor):
    """What was handed in before approval had steps: returned ones are returned; what a frozen report was compiled from
    was accepted with it; all others wait. Each gets the steps that are known of it."""
    Submission, Step = apps.get_model("reports", "Submission"), apps.get_model("reports", "Step")
    Report, Event = apps.get_model("reports", "Report"), apps.get_model("units", "Event")
    apps.get_model("reports", "SubmittedFigure").objects.filter(
        computed__isnull=False, count=models.F("computed")
    ).update(own=False)
    frozen = {
        (r.duty_id, r.period): r
        for r in Report.objects.exclude(frozen_at=None).exclude(duty=None).order_by("frozen_at")
    }
    who_returned = dict(
        Event.objects.filter(verb="report.returned", about="reports.Submission").values_list("about_id", "member_id")
    )
    members = set(apps.get_model("units", "Member").objects.values_list("pk", flat=True))
    steps = []
    for row in Submission.objects.select_related("obligation").order_by("pk").iterator():
        steps.append(Step(submission_id=row.pk, act="send", at=row.sent_at, by_id=row.sent_by_id))
        report = frozen.get((row.obligation.duty_id, row.obligation.period))
        if row.returned_at is not None:
            row.state = "returned"
            by = who_returned.get(str(row.pk))
            steps.append(
                Step(
                    submission_id=row.pk,
                    act="return",
                    why=row.returned_why,
                    at=row.returned_at,
                    by_id=by if by in members else None,
                )
            )
        elif report is not None and row.sent_at <= report.figures_at:
            row.state = "accepted"
            steps.append(Step(submission_id=row.pk, act="accept", at=report.frozen_at, by_id=report.frozen_by_id))
        else:
            continue
        row.save(update_fields=["state"])
    Step.objects.bulk_create(steps, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_measures"),
        ("people", "0010_establishments"),
        ("plans", "0007_work"),
        ("reports", "0003_duties"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(default=1, verbose_name='từ mức')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi hỏi từ')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_lists', to='plans.duty')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.service')),
            ],
            options={
                'ordering': ['duty', 'service__order', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('duty', 'service'), name='a_duty_asks_for_a_list_once')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figures', models.JSONField(default=list, help_text='[{target, name, then, now}]', verbose_name='số liệu khác')),
                ('parts', models.JSONField(default=list, verbose_name='phần lời văn khác')),
                ('at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='đã xem lúc')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.report')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reports.submission')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('report', 'submission'), name='a_correction_is_told_once'), models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_by', None)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False)), _connector='OR'), name='correction_seen_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='LockedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.TextField(help_text='JSON, khóa theo thứ tự chữ cái', verbose_name='nội dung khóa')),
                ('sha256', models.CharField(max_length=64, verbose_name='mã kiểm')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('report', models.ForeignKey(blank=True, help_text='báo cáo tổng hợp đã khóa cùng; trống: phòng khóa riêng', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='reports.report')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='reports.submission')),
            ],
            options={
                'ordering': ['submission', 'id'],
            },
        ),
        migrations.CreateModel(
            name='NamedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(default=1, verbose_name='từ mức')),
                ('on', models.DateField(verbose_name='đến ngày')),
                ('people', models.PositiveIntegerField(verbose_name='số người')),
                ('sha256', models.CharField(help_text='của các dòng, như lúc gửi', max_length=64, verbose_name='mã kiểm')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.service')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_lists', to='reports.submission')),
            ],
            options={
                'ordering': ['submission', 'service__order'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'service'), name='one_named_list_of_a_service')],
            },
        ),
        migrations.CreateModel(
            name='NamedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='số thứ tự')),
                ('given_text', tungnha.units.protection.EncryptedTextField(blank=True, help_text='JSON: họ tên, năm sinh, số đã che, từ', verbose_name='dòng như lúc gửi')),
                ('named_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='reports.namedlist')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_rows', to='people.person')),
            ],
            options={
                'ordering': ['named_list', 'number'],
                'constraints': [models.UniqueConstraint(fields=('named_list', 'number'), name='one_row_of_a_number_in_a_named_list')],
            },
        ),
        migrations.CreateModel(
            name='SharedReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi dùng chung từ')),
                ('also', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_from', to='plans.duty')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shared_with', to='plans.duty')),
            ],
            options={
                'ordering': ['duty', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('duty', 'also'), name='a_duty_shares_its_report_with_another_once'), models.CheckConstraint(condition=models.Q(('duty', models.F('also')), _negated=True), name='a_duty_shares_with_another')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('send', 'gửi'), ('return', 'trả lại'), ('accept', 'tiếp nhận'), ('take_back', 'bỏ tiếp nhận'), ('lock', 'khóa'), ('ask', 'đề nghị mở lại'), ('reopen', 'mở lại')], max_length=9, verbose_name='việc')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='vì sao')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, help_text='trống: không rõ, có từ trước khi ghi từng bước', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reports.submission')),
            ],
            options={
                'ordering': ['submission', 'id'],
            },
        ),
        migrations.CreateModel(
            name='UnitDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(blank=True, help_text='trống: để bên cạnh', null=True, verbose_name='bản nháp thứ')),
                ('sitting', models.UUIDField(verbose_name='lần mở trang')),
                ('after', models.PositiveIntegerField(default=0, verbose_name='sau báo cáo lần')),
                ('content', models.JSONField(default=dict, verbose_name='những ô đã viết')),
                ('saved_at', models.DateTimeField()),
                ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='reports.obligation')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['obligation', '-saved_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('obligation', 'after', 'number'), name='one_unit_draft_of_a_number'), models.UniqueConstraint(fields=('obligation', 'after', 'sitting'), name='one_unit_draft_of_a_sitting')],
            },
        ),
        migrations.AddField(
            model_name="submission",
            name="causes",
            field=models.TextField(blank=True, verbose_name="nguyên nhân"),
        ),
        migrations.AddField(
            model_name="submission",
            name="next_tasks",
            field=models.TextField(blank=True, verbose_name="nhiệm vụ kỳ tới"),
        ),
        migrations.AddField(
            model_name="submission",
            name="proposed",
            field=models.JSONField(blank=True, default=list, verbose_name="phần để nguyên như máy đề xuất"),
        ),
        migrations.AddField(
            model_name="submission",
            name="serves",
            field=models.ForeignKey(
                blank=True,
                help_text="báo cáo mà bản này dùng chung",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="served_by",
                to="reports.submission",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="shortcomings",
            field=models.TextField(blank=True, verbose_name="tồn tại, hạn chế"),
        ),
        migrations.AddField(
            model_name="submission",
            name="state",
            field=models.CharField(
                choices=[
                    ("sent", "chờ tiếp nhận"),
                    ("returned", "trả lại để sửa"),
                    ("accepted", "đã tiếp nhận"),
                    ("locked", "đã khóa"),
                    ("reopened", "đã mở lại, chờ bản sửa"),
                ],
                default="sent",
                max_length=8,
                verbose_name="đang ở bước",
            ),
        ),
        migrations.AddField(
            model_name="submittedfigure",
            name="checked",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="[{code, sentence, answer}]",
                verbose_name="điều cần xem và lời đơn vị",
            ),
        ),
        migrations.AddField(
            model_name="submittedfigure",
            name="own",
            field=models.BooleanField(default=True, verbose_name="số của đơn vị"),
        ),
        migrations.RunPython(say_where_each_stands, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_at__isnull", False), ("state", "returned")),
                    models.Q(models.Q(("state", "returned"), _negated=True), ("returned_at", None)),
                    _connector="OR",
                ),
                name="submission_returned_is_a_state",
            ),
        ),
    ]

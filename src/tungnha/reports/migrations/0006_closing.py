import django.db.models.expressions
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.expressions import CombinedExpression


def member():
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member")


def kept(related, to):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related, to=to)


def key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0007_work"),
        ("reports", "0005_paper"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="report", name="one_report_a_period"),
        migrations.AddField(
            model_name="report",
            name="content",
            field=models.TextField(
                blank=True,
                help_text="JSON, khóa theo thứ tự chữ cái; khi đã chốt",
                verbose_name="nội dung khóa",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="edition",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="lần chốt"),
        ),
        migrations.AddField(
            model_name="report",
            name="reopened_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="vì sao mở lại"),
        ),
        migrations.AddField(
            model_name="report",
            name="sha256",
            field=models.CharField(blank=True, max_length=64, verbose_name="mã kiểm"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("plan", "duty", "period", "area", "edition"), name="one_report_a_period_and_edition"
            ),
        ),
        migrations.CreateModel(
            name='EvaluationWeights',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('targets', models.PositiveSmallIntegerField(verbose_name='chỉ tiêu')),
                ('tasks', models.PositiveSmallIntegerField(verbose_name='nhiệm vụ đúng hạn')),
                ('reports', models.PositiveSmallIntegerField(verbose_name='báo cáo đúng hạn')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluation_weights', to='plans.plan')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('targets', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('tasks')), '-', models.F('reports')))), name='evaluation_weights_are_a_hundred')],
            },
        ),
        migrations.CreateModel(
            name="HandedUp",
            fields=[
                key(),
                ("report", kept("handed_up", "reports.report")),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_up",
                        to="reports.submission",
                    ),
                ),
            ],
            options={"ordering": ["-id"]},
        ),
        migrations.CreateModel(
            name='PhaseClosing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.TextField(help_text='JSON, khóa theo thứ tự chữ cái', verbose_name='nội dung chốt')),
                ('sha256', models.CharField(max_length=64, verbose_name='mã kiểm')),
                ('obligations', models.PositiveIntegerField(default=0, verbose_name='số kỳ báo cáo thôi phải nộp')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='units.phase')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='plans.plan')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'phase'), name='a_phase_of_a_plan_is_closed_once')],
            },
        ),
    ]

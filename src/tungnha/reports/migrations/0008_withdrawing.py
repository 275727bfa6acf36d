import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0007_work"),
        ("reports", "0007_exchange"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('withdraw', 'thu hồi'), ('replace', 'thay thế'), ('correct', 'đính chính')], max_length=8, verbose_name='việc')),
                ('why', models.CharField(max_length=300, verbose_name='vì sao')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changed_by', to='reports.paper')),
                ('later', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='reports.paper')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('earlier', models.F('later')), _negated=True), name='a_paper_does_not_change_itself')],
            },
        ),
        migrations.CreateModel(
            name='PhaseReopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300, verbose_name='vì sao mở lại')),
                ('obligations', models.PositiveIntegerField(default=0, verbose_name='số kỳ báo cáo phải nộp lại')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('closing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reopening', to='reports.phaseclosing')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name="phaseclosing",
            name="a_phase_of_a_plan_is_closed_once",
        ),
        migrations.AddField(
            model_name="phaseclosing",
            name="edition",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="lần chốt"),
        ),
        migrations.AddConstraint(
            model_name="phaseclosing",
            constraint=models.UniqueConstraint(
                fields=("plan", "phase", "edition"), name="one_closing_of_a_phase_and_edition"
            ),
        ),
    ]

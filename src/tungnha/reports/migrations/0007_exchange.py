import django.db.models.deletion
from django.db import migrations, models

import tungnha.units.protection


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_measures"),
        ("plans", "0007_work"),
        ("reports", "0006_closing"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name='OtherKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.CharField(max_length=64, verbose_name='khóa công khai')),
                ('made_at', models.DateTimeField(verbose_name='đăng ký lúc')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='thu hồi lúc')),
                ('ended_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao thu hồi')),
                ('area', models.ForeignKey(help_text='nơi đăng ký nó', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_keys', to='units.organisation')),
            ],
            options={
                'ordering': ['organisation__order', 'organisation__name', '-id'],
                'constraints': [models.UniqueConstraint(fields=('area', 'public'), name='a_key_is_registered_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='other_key_ended_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name="Destination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(blank=True, max_length=200, verbose_name="địa chỉ máy chủ cấp trên")),
                (
                    "above_symbol",
                    models.CharField(blank=True, max_length=60, verbose_name="số, ký hiệu kế hoạch cấp trên"),
                ),
                ("above_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="destinations", to="plans.plan"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="destinations", to="reports.otherkey"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name='OwnKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public', models.CharField(max_length=64, unique=True, verbose_name='khóa công khai')),
                ('private', tungnha.units.protection.EncryptedTextField(verbose_name='khóa bí mật')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi dùng từ')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchange_keys', to='units.area')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('area',), name='an_office_signs_with_one_key'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='own_key_ended_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name="PlanMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=64, verbose_name="kế hoạch của nơi gửi")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "duty",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plans.duty"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name='ReceivedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='mã kiểm')),
                ('size', models.PositiveIntegerField(verbose_name='byte')),
                ('way', models.CharField(choices=[('file', 'mang tệp đến'), ('net', 'gửi qua mạng')], max_length=4, verbose_name='đến bằng')),
                ('state', models.CharField(choices=[('taken', 'đã nhận vào'), ('waiting', 'chờ cán bộ xem'), ('refused', 'không nhận')], max_length=8)),
                ('code', models.CharField(blank=True, max_length=20, verbose_name='mã của lý do')),
                ('why', models.CharField(blank=True, max_length=600, verbose_name='vì sao')),
                ('body', models.JSONField(blank=True, null=True, verbose_name='nội dung đã ký')),
                ('public', models.CharField(blank=True, max_length=64, verbose_name='khóa của nơi gửi')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='số thứ tự của nơi gửi')),
                ('period', models.CharField(blank=True, max_length=20, verbose_name='kỳ')),
                ('made_at', models.DateTimeField(blank=True, null=True, verbose_name='giờ ghi trong tệp')),
                ('received_at', models.DateTimeField(verbose_name='đến lúc')),
                ('answer', models.TextField(blank=True, verbose_name='phiếu trả lời gần nhất')),
                ('area', models.ForeignKey(help_text='nơi nhận', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('key', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.otherkey')),
                ('submission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received_files', to='reports.submission')),
            ],
            options={
                'ordering': ['-received_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('area', 'sha256'), name='a_file_is_received_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), ('submission__isnull', False)), models.Q(models.Q(('state', 'taken'), _negated=True), ('submission', None)), _connector='OR'), name='a_file_taken_is_a_submission')],
            },
        ),
        migrations.CreateModel(
            name='SentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='số thứ tự')),
                ('content', models.TextField(help_text='nguyên văn, chỉ có số và lời của báo cáo', verbose_name='tệp')),
                ('sha256', models.CharField(max_length=64, unique=True, verbose_name='mã kiểm')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('destination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_files', to='reports.destination')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_files', to='reports.report')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(fields=('to', 'number'), name='one_sent_file_of_a_number')],
            },
        ),
        migrations.CreateModel(
            name="SendTry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("arrived", models.BooleanField(default=False, verbose_name="đến nơi")),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="vì sao chưa")),
                (
                    "sent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tries", to="reports.sentfile"
                    ),
                ),
            ],
            options={
                "ordering": ["sent", "id"],
            },
        ),
        migrations.CreateModel(
            name='KeptList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='tính đến ngày')),
                ('count', models.PositiveIntegerField(verbose_name='số dòng')),
                ('root', models.CharField(max_length=64, verbose_name='mã chứng')),
                ('kept', tungnha.units.protection.EncryptedTextField(help_text='JSON {"salt", "ids"}: mã trong sổ, không tên, không số', verbose_name='các dòng')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.measure')),
                ('sent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='reports.sentfile')),
            ],
            options={
                'ordering': ['sent', 'id'],
                'constraints': [models.UniqueConstraint(fields=('sent', 'measure'), name='one_kept_list_of_a_measure')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('taken', 'đã nhận vào'), ('waiting', 'chờ cán bộ xem'), ('refused', 'không nhận')], max_length=8)),
                ('content', models.TextField(verbose_name='nguyên văn, có chữ ký')),
                ('sha256', models.CharField(max_length=64, verbose_name='mã kiểm')),
                ('made_at', models.DateTimeField(verbose_name='giờ của nơi trả lời')),
                ('at', models.DateTimeField(verbose_name='đến lúc')),
                ('sent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='reports.sentfile')),
            ],
            options={
                'ordering': ['sent', 'made_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('sent', 'sha256'), name='an_answer_is_kept_once')],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_approval"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, max_length=20, verbose_name='loại')),
                ('year', models.PositiveIntegerField(verbose_name='năm')),
                ('first', models.PositiveIntegerField(default=1, verbose_name='số đầu tiên cấp ở đây')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='number_series', to='units.organisation')),
            ],
            options={
                'ordering': ['-year', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind', 'year'), name='one_series_of_a_body_kind_and_year')],
            },
        ),
        migrations.CreateModel(
            name="OfficeForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("superior", models.CharField(blank=True, max_length=300, verbose_name="cơ quan chủ quản")),
                ("issuer", models.CharField(max_length=300, verbose_name="cơ quan ban hành")),
                ("in_prose", models.CharField(max_length=300, verbose_name="tên trong câu")),
                ("place", models.CharField(max_length=80, verbose_name="địa danh")),
                ("address", models.JSONField(default=list, verbose_name="địa chỉ cuối trang")),
                (
                    "symbol",
                    models.CharField(help_text="UBND, BCĐ, VHXH", max_length=30, verbose_name="chữ viết tắt cơ quan"),
                ),
                ("unit", models.CharField(blank=True, max_length=30, verbose_name="chữ viết tắt nơi soạn công văn")),
                ("archive", models.CharField(default="VT", max_length=80, verbose_name="lưu")),
                ("recipients", models.JSONField(default=list, verbose_name="nơi nhận thường dùng")),
                ("one_series", models.BooleanField(default=False, verbose_name="đánh số chung mọi loại")),
                ("saved_at", models.DateTimeField()),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="office_form", to="units.organisation"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
            ],
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('report', 'Báo cáo'), ('plan', 'Kế hoạch'), ('letter', 'Công văn'), ('notice', 'Thông báo'), ('invitation', 'Giấy mời'), ('submission', 'Tờ trình')], max_length=12, verbose_name='loại')),
                ('subject', models.CharField(max_length=500, verbose_name='trích yếu')),
                ('symbol', models.CharField(max_length=40, verbose_name='ký hiệu')),
                ('front', models.JSONField(default=dict, help_text='reports.papers.front: who writes to whom, on what grounds, who signs', verbose_name='thể thức')),
                ('signer_name', models.CharField(blank=True, max_length=120, verbose_name='người ký')),
                ('words', models.TextField(blank=True, verbose_name='lời văn')),
                ('kept', models.JSONField(default=list, help_text='drafting.words: what no line can hold', verbose_name='bảng, hình')),
                ('annexes', models.JSONField(default=list, verbose_name='phụ lục')),
                ('form', models.CharField(max_length=30, verbose_name='mẫu thể thức')),
                ('source', models.CharField(blank=True, help_text='reminder:12:2026-W22', max_length=80, verbose_name='lập từ')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='số')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='ngày ban hành')),
                ('version', models.PositiveIntegerField(default=1)),
                ('drafted_at', models.DateTimeField()),
                ('issued_at', models.DateTimeField(blank=True, null=True)),
                ('put_aside_at', models.DateTimeField(blank=True, null=True, verbose_name='bỏ dự thảo lúc')),
                ('file', models.FileField(blank=True, null=True, upload_to='papers/%Y/%m')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('pdf', models.FileField(blank=True, null=True, upload_to='papers/%Y/%m')),
                ('pdf_sha256', models.CharField(blank=True, max_length=64)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='units.area')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='units.campaign')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='units.organisation')),
            ],
            options={
                'ordering': ['-drafted_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('issued_at', None), ('issued_by', None), ('number', None)), models.Q(('issued_at__isnull', False), ('issued_by__isnull', False), ('issued_on__isnull', False), ('number__isnull', False)), _connector='OR'), name='paper_issued_with_number_day_and_hand')],
            },
        ),
        migrations.CreateModel(
            name='PaperWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(verbose_name='lần')),
                ('words', models.TextField(blank=True, verbose_name='lời văn')),
                ('front', models.JSONField(default=dict, verbose_name='thể thức')),
                ('saved_at', models.DateTimeField()),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved', to='reports.paper')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('paper', 'version'), name='one_text_of_a_version')],
            },
        ),
        migrations.CreateModel(
            name='Signer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lines', models.JSONField(default=list, help_text='["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]', verbose_name='thẩm quyền ký')),
                ('concurrent', models.CharField(blank=True, max_length=120, verbose_name='chức danh ở cơ quan')),
                ('name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('by_paper', models.CharField(blank=True, help_text='giấy ủy quyền khi ký TUQ.', max_length=200, verbose_name='theo văn bản')),
                ('order', models.PositiveIntegerField(default=0)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signers', to='units.organisation')),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='signer_from_before_to')],
            },
        ),
        migrations.CreateModel(
            name='TakenNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('on', models.DateField(verbose_name='ngày')),
                ('what', models.CharField(blank=True, max_length=300, verbose_name='văn bản nào')),
                ('taken_at', models.DateTimeField()),
                ('paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='reports.paper')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='reports.numberseries')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('series', 'number'), name='a_number_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name="Abbreviation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="tên đơn vị")),
                ("short", models.CharField(max_length=30, verbose_name="viết tắt")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abbreviations",
                        to="units.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["short", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "short"), name="one_unit_of_an_abbreviation")
                ],
            },
        ),
    ]

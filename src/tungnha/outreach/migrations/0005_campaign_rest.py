import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0004_training"),
        ("people", "0010_establishments"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name='Commendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_name', models.CharField(blank=True, help_text='trống: khen tập thể', max_length=120, verbose_name='cá nhân')),
                ('form', models.CharField(choices=[('certificate', 'tặng giấy khen'), ('letter', 'gửi thư khen'), ('praise', 'biểu dương tại hội nghị')], max_length=11, verbose_name='hình thức')),
                ('why', models.CharField(max_length=1000, verbose_name='thành tích')),
                ('figures', models.JSONField(default=list, help_text='[{"name", "value", "url"}]', verbose_name='số liệu đi kèm')),
                ('figures_on', models.DateField(verbose_name='số liệu tính đến')),
                ('key', models.UUIDField(default=uuid.uuid4, help_text='trang đặt; gửi lại lần hai thì không ghi thêm', unique=True)),
                ('made_at', models.DateTimeField(verbose_name='đề nghị lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commendations', to='units.area')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commendations', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commendations', to='units.organisation')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='praised', to='units.area')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('village__isnull', False)), models.Q(('organisation__isnull', False), ('village', None)), _connector='OR'), name='a_commendation_is_of_one_place')],
            },
        ),
        migrations.CreateModel(
            name='CommendationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('agreed', 'đã thẩm định, đồng ý trình'), ('objected', 'đã thẩm định, chưa đồng ý'), ('decided', 'có quyết định'), ('refused', 'không khen'), ('taken_back', 'nơi đề nghị rút lại')], max_length=10, verbose_name='bước')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='ý kiến')),
                ('paper_number', models.CharField(blank=True, max_length=60, verbose_name='số quyết định')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='ngày ký')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('commendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='outreach.commendation')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('step', 'decided'), _negated=True), models.Q(models.Q(('paper_number', ''), _negated=True), ('signed_on__isnull', False)), _connector='OR'), name='a_commendation_is_decided_by_a_paper')],
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='ngày kiểm tra')),
                ('inspectors', models.CharField(max_length=300, verbose_name='người kiểm tra')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='nhận xét chung')),
                ('key', models.UUIDField(default=uuid.uuid4, help_text='trang đặt; gửi lại lần hai thì không ghi thêm', unique=True)),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(help_text='nơi kiểm tra', on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='units.area')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspections', to='units.organisation')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inspected', to='units.area')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('village__isnull', False)), models.Q(('organisation__isnull', False), ('village', None)), _connector='OR'), name='an_inspection_is_of_a_village_or_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=500, verbose_name='phải khắc phục')),
                ('due_on', models.DateField(verbose_name='hạn')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='outreach.inspection')),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name="FindingStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("said", "nơi được kiểm tra báo đã khắc phục"),
                            ("fixed", "xác nhận đã khắc phục"),
                            ("again", "chưa đạt, phải làm tiếp"),
                        ],
                        max_length=5,
                        verbose_name="bước",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="lời ghi")),
                ("on", models.DateField(verbose_name="ngày")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="outreach.finding"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name='FundSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='tên nguồn')),
                ('kind', models.CharField(choices=[('budget', 'ngân sách'), ('mobilised', 'xã hội hóa, vận động'), ('operator', 'doanh nghiệp hỗ trợ'), ('other', 'nguồn khác')], max_length=9, verbose_name='loại')),
                ('paper', models.CharField(max_length=200, verbose_name='văn bản giao, ghi nhận')),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fund_sources', to='units.area')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fund_sources', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'area', 'name'), name='one_fund_source_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='EstimateLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200, verbose_name='nội dung')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('paper', models.CharField(blank=True, max_length=200, verbose_name='văn bản')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='estimate', to='outreach.fundsource')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='an_estimate_line_is_not_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Gift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=160, verbose_name='hiện vật')),
                ('quantity', models.PositiveIntegerField(verbose_name='số lượng')),
                ('unit', models.CharField(max_length=30, verbose_name='đơn vị tính')),
                ('worth', models.BigIntegerField(blank=True, null=True, verbose_name='trị giá ước (đồng)')),
                ('giver_name', models.CharField(max_length=160, verbose_name='người, đơn vị cho')),
                ('on', models.DateField(verbose_name='nhận ngày')),
                ('receipt_number', models.CharField(blank=True, max_length=40, verbose_name='số biên nhận')),
                ('made_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='bỏ lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='units.area')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gifts_received', to='units.area')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='a_gift_is_something')],
            },
        ),
        migrations.CreateModel(
            name='GoodPractice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='tên cách làm')),
                ('words', models.TextField(max_length=3000, verbose_name='làm thế nào')),
                ('proof', models.CharField(max_length=500, verbose_name='bằng chứng')),
                ('since_on', models.DateField(verbose_name='làm từ ngày')),
                ('figure', models.CharField(blank=True, help_text='mã của số liệu', max_length=40, verbose_name='xem kết quả bằng chỉ tiêu')),
                ('figure_name', models.CharField(blank=True, max_length=200, verbose_name='tên chỉ tiêu')),
                ('key', models.UUIDField(default=uuid.uuid4, help_text='trang đặt; gửi lại lần hai thì không ghi thêm', unique=True)),
                ('made_at', models.DateTimeField(verbose_name='nêu lúc')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='xét lúc')),
                ('approved', models.BooleanField(blank=True, null=True, verbose_name='đồng ý nhân rộng')),
                ('decided_why', models.CharField(blank=True, max_length=500, verbose_name='ý kiến')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='units.area')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='units.campaign')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='units.organisation')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_practices', to='units.area')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('organisation', None), ('village__isnull', False)), models.Q(('organisation__isnull', False), ('village', None)), _connector='OR'), name='a_practice_is_of_one_place'), models.CheckConstraint(condition=models.Q(models.Q(('approved', None), ('decided_at', None), ('decided_by', None)), models.Q(('approved__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='a_practice_is_decided_whole')],
            },
        ),
        migrations.CreateModel(
            name="InspectionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("asked", models.CharField(max_length=200, verbose_name="điều cần xem")),
                (
                    "answer",
                    models.CharField(
                        choices=[("good", "đạt"), ("bad", "chưa đạt"), ("none", "không xét")],
                        max_length=4,
                        verbose_name="kết quả",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="ghi thêm")),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="outreach.inspection"
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name='PracticeCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='làm theo từ ngày')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='làm khác chỗ nào')),
                ('made_at', models.DateTimeField()),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='thôi từ ngày')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='outreach.goodpractice')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copied_practices', to='units.area')),
            ],
            options={
                'ordering': ['from_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('practice', 'village'), name='a_village_copies_a_practice_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_by', None), ('ended_on', None)), models.Q(('ended_by__isnull', False), ('ended_on__isnull', False)), _connector='OR'), name='practice_copy_ended_on_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='SupportNorm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='tên mức')),
                ('amount', models.BigIntegerField(verbose_name='mức một thành viên hoạt động, một quý (đồng)')),
                ('legal_source', models.CharField(max_length=200, verbose_name='căn cứ pháp lý')),
                ('kinds', models.JSONField(default=list, help_text='["visit", "session", "activity", "training"]', verbose_name='việc nào được tính')),
                ('least', models.PositiveSmallIntegerField(default=1, verbose_name='ít nhất mấy việc trong quý')),
                ('from_on', models.DateField(verbose_name='áp dụng từ ngày')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='support_norms', to='units.area')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-from_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('least__gt', 0)), name='a_support_norm_is_more_than_nothing'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='support_norm_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='TeamPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='quý')),
                ('members', models.PositiveSmallIntegerField(verbose_name='thành viên của Tổ')),
                ('active', models.PositiveSmallIntegerField(verbose_name='thành viên hoạt động')),
                ('amount', models.BigIntegerField(verbose_name='số tiền (đồng)')),
                ('over_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao vượt dự toán')),
                ('made_at', models.DateTimeField()),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='chi ngày')),
                ('receipt_number', models.CharField(blank=True, max_length=40, verbose_name='số phiếu chi')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='bỏ lúc')),
                ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao bỏ')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('norm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='outreach.supportnorm')),
                ('paid_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='outreach.fundsource')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_payments', to='units.area')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['year', 'quarter', 'village__order', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('village', 'year', 'quarter', 'norm'), name='a_team_is_paid_once_a_quarter_by_a_norm'), models.CheckConstraint(condition=models.Q(('active__lte', models.F('members')), ('amount__gte', 0), ('quarter__gte', 1), ('quarter__lte', 4)), name='a_team_payment_adds_up'), models.CheckConstraint(condition=models.Q(models.Q(('paid_by', None), ('paid_on', None), ('receipt_number', '')), models.Q(('paid_by__isnull', False), ('paid_on__isnull', False), models.Q(('receipt_number', ''), _negated=True)), _connector='OR'), name='a_payment_is_paid_whole')],
            },
        ),
        migrations.CreateModel(
            name='ZaloGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='tên nhóm')),
                ('keeper_name', models.CharField(max_length=120, verbose_name='người giữ nhóm')),
                ('join_url', models.CharField(blank=True, max_length=120, verbose_name='đường dẫn vào nhóm')),
                ('created_on', models.DateField(verbose_name='lập ngày')),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi dùng lúc')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zalo_groups', to='units.area')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('village',), name='a_village_has_one_zalo_group'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='zalo_group_closed_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='ZaloHousehold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='có trong nhóm từ ngày')),
                ('stored_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi lúc')),
                ('ended_why', models.CharField(blank=True, choices=[('left', 'đã rời nhóm'), ('mistake', 'đánh dấu nhầm'), ('withdrawn', 'rút lại đồng ý')], max_length=9, verbose_name='vì sao')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zalo_households', to='people.consent')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='outreach.zalogroup')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='zalo_groups', to='people.household')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('group', 'household'), name='a_household_is_in_a_zalo_group_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('ended_why', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='zalo_household_ended_whole')],
            },
        ),
        migrations.CreateModel(
            name="ZaloNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="gửi ngày")),
                ("words", models.TextField(max_length=1000, verbose_name="nội dung")),
                ("stored_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="outreach.zalogroup"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
            ],
            options={
                "ordering": ["-on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="thứ tự")),
                ("words", models.CharField(max_length=200, verbose_name="điều cần xem")),
                (
                    "of",
                    models.CharField(
                        choices=[("village", "thôn"), ("unit", "đơn vị"), ("both", "thôn và đơn vị")],
                        default="both",
                        max_length=7,
                        verbose_name="xem ở",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checklist", to="units.area"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.member",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("area", "words"),
                        name="one_checklist_item_of_its_words",
                    )
                ],
            },
        ),
    ]

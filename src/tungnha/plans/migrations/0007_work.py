import django.db.models.deletion
import tungnha.units.protection
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0006_network"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name='AdoptionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0)),
                ('name', models.CharField(max_length=120, verbose_name='tên mục')),
                ('asks', models.CharField(choices=[('plan', 'kế hoạch: số, ngày ban hành'), ('figure', 'chỉ tiêu ghi trong kế hoạch'), ('day', 'việc đã làm: ngày'), ('group', 'tổ, ban: số và ngày quyết định'), ('contact', 'đầu mối: họ tên, điện thoại')], max_length=8, verbose_name='cần ghi')),
                ('of', models.CharField(choices=[('areas', 'các địa bàn'), ('bodies', 'các đơn vị'), ('both', 'các địa bàn và đơn vị')], default='areas', max_length=6, verbose_name='của')),
                ('group_kind', models.CharField(blank=True, choices=[('steering', 'Ban Chỉ đạo'), ('working', 'tổ công tác'), ('rollout', 'tổ triển khai'), ('project06', 'Tổ Đề án 06'), ('team', 'Tổ công nghệ số cộng đồng')], max_length=12, verbose_name='loại tổ')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='hạn')),
                ('made_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoption_items', to='plans.plan')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('target', models.ForeignKey(blank=True, help_text='chỉ tiêu được so', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.target')),
            ],
            options={
                'ordering': ['order', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('plan', 'name'), name='one_adoption_item_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='AdoptionEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_done', models.BooleanField(verbose_name='đã có')),
                ('on', models.DateField(blank=True, null=True, verbose_name='ngày')),
                ('paper_number', models.CharField(blank=True, max_length=60, verbose_name='số, ký hiệu')),
                ('value', models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True, verbose_name='mức ghi trong kế hoạch')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='đầu mối')),
                ('contact_phone', tungnha.units.protection.EncryptedTextField(blank=True, null=True, verbose_name='điện thoại công vụ')),
                ('key', models.UUIDField(help_text='trang đặt; gửi lại lần hai thì không ghi thêm', unique=True)),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='plans.adoptionitem')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['item', 'id'], name='plans_adopt_item_id_de9bf6_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('organisation', None)), models.Q(('area', None), ('organisation__isnull', False)), _connector='OR'), name='an_adoption_word_is_of_an_area_or_a_body')],
            },
        ),
        migrations.CreateModel(
            name="TaskCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(blank=True, max_length=120, verbose_name="người phụ trách")),
                ("authority", models.CharField(blank=True, max_length=300, verbose_name="thẩm quyền")),
                ("responsibility", models.CharField(blank=True, max_length=300, verbose_name="trách nhiệm")),
                ("made_at", models.DateTimeField()),
                ("leads", models.ManyToManyField(blank=True, related_name="+", to="units.organisation")),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="charges", to="plans.task"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name='TaskEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('taken', 'nhận việc'), ('doing', 'đang làm'), ('done', 'báo xong'), ('confirmed', 'xác nhận'), ('returned', 'trả lại để làm tiếp'), ('withdrawn', 'rút lại')], max_length=10, verbose_name='việc')),
                ('on', models.DateField(verbose_name='ngày làm')),
                ('words', models.TextField(blank=True, verbose_name='kết quả, bằng lời')),
                ('outputs', models.JSONField(blank=True, default=dict, verbose_name='đầu ra đếm được')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='đường dẫn')),
                ('token', models.CharField(blank=True, max_length=40, verbose_name='tệp giữ ở đâu')),
                ('file_name', models.CharField(blank=True, max_length=255, verbose_name='tên tệp')),
                ('key', models.UUIDField(help_text='trang đặt; gửi lại lần hai thì không ghi thêm', unique=True)),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
                ('retracts', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retracted_by', to='plans.taskentry')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='plans.task')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['task', 'id'], name='plans_taske_task_id_6f9e7b_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('area', None), ('organisation', None), _connector='OR'), name='an_entry_is_about_one_place_or_the_whole'), models.CheckConstraint(condition=models.Q(models.Q(('retracts__isnull', False), ('step', 'withdrawn')), models.Q(models.Q(('step', 'withdrawn'), _negated=True), ('retracts', None)), _connector='OR'), name='an_entry_that_withdraws_names_another')],
            },
        ),
        migrations.CreateModel(
            name='TaskExtension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until_on', models.DateField(verbose_name='xin đến hết ngày')),
                ('why', models.TextField(verbose_name='lý do')),
                ('asked_at', models.DateTimeField()),
                ('granted', models.BooleanField(blank=True, null=True, verbose_name='cho gia hạn')),
                ('granted_until_on', models.DateField(blank=True, null=True, verbose_name='cho đến hết ngày')),
                ('decision', models.TextField(blank=True, verbose_name='ý kiến quyết định')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='plans.task')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('area', None), ('organisation', None), _connector='OR'), name='an_extension_is_of_one_place_or_the_whole'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('granted', None), ('granted_until_on', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('granted', False), ('granted_until_on', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('granted', True), ('granted_until_on__isnull', False)), _connector='OR'), name='extension_decided_as_a_whole')],
            },
        ),
        migrations.CreateModel(
            name='TaskUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='plans.task')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('task', 'area'), name='an_area_stands_in_a_grid_once'), models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('task', 'organisation'), name='a_body_stands_in_a_grid_once'), models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('organisation', None)), models.Q(('area', None), ('organisation__isnull', False)), _connector='OR'), name='a_grids_place_is_an_area_or_a_body')],
            },
        ),
    ]

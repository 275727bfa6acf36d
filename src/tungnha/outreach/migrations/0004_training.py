import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0005_measures"),
        ("outreach", "0003_library"),
        ("people", "0010_establishments"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name="Competence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("framework", models.SlugField(max_length=40, verbose_name="khung")),
                ("source", models.CharField(max_length=200, verbose_name="căn cứ")),
                ("letter", models.CharField(max_length=4, verbose_name="điểm")),
                ("name", models.CharField(max_length=160, verbose_name="tên")),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["framework", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "letter"), name="one_competence_of_a_letter_in_a_framework"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingProgramme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=160, verbose_name="tên chương trình")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("team", "Tổ công nghệ số cộng đồng"),
                            ("youth", "đoàn viên, thanh niên"),
                            ("squad", "đội hình hỗ trợ"),
                            ("official", "cán bộ, công chức, viên chức"),
                            ("citizen", "người dân"),
                            ("pupil", "học sinh"),
                            ("worker", "người lao động doanh nghiệp"),
                        ],
                        default="team",
                        max_length=8,
                        verbose_name="dành cho",
                    ),
                ),
                ("topics", models.JSONField(blank=True, default=list, verbose_name="chuyên đề")),
                ("rule", models.JSONField(default=dict, verbose_name="thế nào là đạt")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="bản")),
                ("made_at", models.DateTimeField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="training_programmes", to="units.area"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.member",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        help_text="bản trước",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="outreach.trainingprogramme",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.service",
                        verbose_name="học đạt thì ghi",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "-version"],
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='tên lớp')),
                ('trainer_words', models.CharField(blank=True, max_length=160, verbose_name='đơn vị giảng ở nơi khác')),
                ('mode', models.CharField(choices=[('place', 'tại chỗ'), ('online', 'trực tuyến')], default='place', max_length=6, verbose_name='hình thức')),
                ('where', models.CharField(blank=True, help_text='nơi chưa có tên, hoặc đường dẫn phòng học', max_length=300, verbose_name='ở đâu')),
                ('starts_at', models.DateTimeField(verbose_name='bắt đầu')),
                ('ends_at', models.DateTimeField(verbose_name='kết thúc')),
                ('topics', models.JSONField(blank=True, default=list, verbose_name='chuyên đề')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='mã điểm danh')),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='chốt lúc')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='hủy lúc')),
                ('cancelled_why', models.CharField(blank=True, max_length=200, verbose_name='vì sao hủy')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='units.area')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='units.campaign')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='people.place')),
                ('trainer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='units.organisation', verbose_name='đơn vị giảng')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='outreach.trainingprogramme')),
            ],
            options={
                'ordering': ['-starts_at', '-id'],
                'indexes': [models.Index(fields=['area', 'starts_at'], name='outreach_co_area_id_f57f30_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='course_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='course_closed_at_and_by_together'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('cancelled_at', None), _connector='OR'), name='course_is_closed_or_cancelled')],
            },
        ),
        migrations.CreateModel(
            name='Trainee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='mời lúc')),
                ('taken_off_at', models.DateTimeField(blank=True, null=True, verbose_name='bỏ khỏi lớp lúc')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member', verbose_name='người mời')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainees', to='outreach.course', verbose_name='lớp')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trainees', to='units.organisation', verbose_name='đơn vị')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='people.person')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('course', 'person'), name='a_person_is_asked_to_a_course_once')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('qr', 'tự quét mã QR'), ('name', 'điểm danh theo tên')], default='name', max_length=4, verbose_name='ghi bằng')),
                ('made_at', models.DateTimeField(verbose_name='có mặt lúc')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='bỏ điểm danh lúc')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member', verbose_name='người ghi')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member', verbose_name='người bỏ')),
                ('trainee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='outreach.trainee', verbose_name='lượt học')),
            ],
            options={
                'ordering': ['made_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('trainee',), name='somebody_is_present_at_a_course_once'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='attendance_taken_back_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('levels', models.JSONField(default=dict, help_text='số của việc → mức 0–3', verbose_name='từng việc')),
                ('level', models.PositiveSmallIntegerField(default=0, verbose_name='mức chung')),
                ('passed', models.BooleanField(default=False, verbose_name='đạt')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='vì sao sửa')),
                ('made_at', models.DateTimeField(verbose_name='đánh giá lúc')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member', verbose_name='người ghi')),
                ('trainee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='outreach.trainee', verbose_name='lượt học')),
            ],
            options={
                'ordering': ['made_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__lte', 3)), name='assessment_level_is_known')],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=160, verbose_name="việc")),
                ("must", models.BooleanField(default=False, verbose_name="bắt buộc")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "competence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="outreach.competence",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="outreach.trainingprogramme",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="CourseCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("team", "Tổ công nghệ số cộng đồng"),
                            ("youth", "đoàn viên, thanh niên"),
                            ("squad", "đội hình hỗ trợ"),
                            ("official", "cán bộ, công chức, viên chức"),
                            ("citizen", "người dân"),
                            ("pupil", "học sinh"),
                            ("worker", "người lao động doanh nghiệp"),
                        ],
                        max_length=8,
                        verbose_name="ai",
                    ),
                ),
                ("invited", models.PositiveIntegerField(blank=True, null=True, verbose_name="được mời")),
                ("present", models.PositiveIntegerField(verbose_name="đã dự")),
                ("passed", models.PositiveIntegerField(blank=True, null=True, verbose_name="đạt")),
                ("document", models.CharField(blank=True, max_length=160, verbose_name="theo văn bản")),
                ("made_at", models.DateTimeField()),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="outreach.course"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        help_text="số nói lại",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="outreach.coursecount",
                    ),
                ),
                (
                    "stated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_counts",
                        to="units.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("passed", None), ("passed__lte", models.F("present")), _connector="OR"),
                            models.Q(("invited", None), ("present__lte", models.F("invited")), _connector="OR"),
                        ),
                        name="course_count_is_within_its_whole",
                    )
                ],
            },
        ),
    ]

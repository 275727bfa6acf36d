import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The one-stop desk, marks of satisfaction, typed series."""

    dependencies = [
        ("field", "0006_schedule"),
        ("ledger", "0004_service_expires"),
        ("people", "0010_establishments"),
        ("units", "0004_event_by_member"),
    ]

    operations = [
        migrations.CreateModel(
            name='DeskVisit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('come_from', models.CharField(choices=[('here', 'người trong xã'), ('elsewhere', 'người nơi khác')], max_length=9, verbose_name='ở đâu đến')),
                ('outcome', models.CharField(choices=[('advised', 'đã tư vấn'), ('helped', 'đã làm giúp'), ('refused', 'đã tư vấn, chưa muốn làm'), ('not_advised', 'chưa tư vấn được')], max_length=11, verbose_name='kết quả')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='vì sao')),
                ('made_at', models.DateTimeField(verbose_name='lúc')),
                ('stored_at', models.DateTimeField(verbose_name='nhận vào lúc')),
                ('taken_back_at', models.DateTimeField(blank=True, null=True, verbose_name='lấy lại lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='desk_visits', to='units.area')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_visits', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='desk_visits', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_visits', to='units.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_visits', to='people.person')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-made_at', 'id'],
                'indexes': [models.Index(fields=['area', 'made_at'], name='field_deskv_area_id_1fceb1_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='desk_visit_taken_back_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='DeskService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(default=1, verbose_name='mức')),
                ('claim', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='desk_service', to='ledger.claim')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.service')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='field.deskvisit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visit', 'service'), name='a_service_is_done_once_a_visit')],
            },
        ),
        migrations.CreateModel(
            name='SatisfactionMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('where', models.CharField(choices=[('desk', 'bộ phận một cửa'), ('session', 'buổi hỗ trợ'), ('visit', 'tại nhà')], max_length=7, verbose_name='ở đâu')),
                ('mark', models.PositiveSmallIntegerField(choices=[(1, 'chưa hài lòng'), (2, 'bình thường'), (3, 'hài lòng')], verbose_name='mức')),
                ('on', models.DateField(verbose_name='ngày')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='satisfaction_marks', to='units.area')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='satisfaction_marks', to='field.supportsession')),
            ],
            options={
                'ordering': ['-on', 'id'],
                'indexes': [models.Index(fields=['area', 'where', 'on'], name='field_satis_area_id_153a62_idx')],
            },
        ),
        migrations.CreateModel(
            name='TypedSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='tên')),
                ('unit', models.CharField(choices=[('days', 'ngày làm việc'), ('hours', 'giờ'), ('minutes', 'phút'), ('percent', '%'), ('count', 'số lượng')], max_length=7, verbose_name='đơn vị tính')),
                ('less_is_better', models.BooleanField(default=True, verbose_name='giảm là tốt')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi theo dõi lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='typed_series', to='units.area')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('area', 'name'), name='one_typed_series_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name="SeriesValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="ngày")),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="giá trị")),
                ("evidence", models.CharField(max_length=200, verbose_name="căn cứ")),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="field.typedseries"
                    ),
                ),
            ],
            options={
                "ordering": ["on", "made_at", "id"],
            },
        ),
    ]

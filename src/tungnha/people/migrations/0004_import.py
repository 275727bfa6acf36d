import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

import tungnha.people.models.files
import tungnha.units.protection


def say_how_far(apps, schema_editor):
    """Files of before: imported ones are; what waited for its next step has to be sent again (its content was kept in
    the database, where it no longer is)."""
    files = apps.get_model("people", "PopulationFile").objects
    files.exclude(imported_at=None).update(state="imported", started_at=F("imported_at"), started_by=F("imported_by"))
    files.filter(imported_at=None).update(
        state="refused", problem="Tệp này được gửi trước khi sản phẩm nâng cấp: xin gửi lại tệp."
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0003_changes_and_exports")]
    operations = [
        migrations.CreateModel(
            name='ImportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='phần thứ')),
                ('counts', models.JSONField(verbose_name='kết quả')),
                ('added', models.JSONField(default=list, help_text='[[mã đầu, mã cuối], …]', verbose_name='đã thêm')),
                ('updated', models.JSONField(default=list, help_text='[[mã người, dòng, [điều đã đổi]], …]', verbose_name='đã cập nhật')),
                ('unchanged', models.JSONField(default=list, help_text='[[mã người, dòng], …]', verbose_name='không đổi')),
                ('heads', models.JSONField(default=list, help_text='[[mã hộ, dòng], …]', verbose_name='chủ hộ theo tệp')),
                ('refused', tungnha.units.protection.EncryptedTextField(blank=True, help_text='[[dòng, vì sao], …]', verbose_name='vì sao không nhận')),
                ('noted', tungnha.units.protection.EncryptedTextField(blank=True, help_text='[[dòng, điều cần xem], …]', verbose_name='điều cần xem')),
                ('added_from', models.BigIntegerField(blank=True, null=True)),
                ('added_to', models.BigIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='people.populationfile')),
            ],
            options={
                'ordering': ['file', 'number'],
                'indexes': [models.Index(fields=['added_from', 'added_to'], name='people_impo_added_f_a473ca_idx')],
                'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='a_part_is_written_once')],
            },
        ),
        migrations.CreateModel(
            name='SenderLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sender', models.CharField(max_length=60, verbose_name='ai lập')),
                ('header', models.CharField(max_length=64, verbose_name='dấu của dòng tiêu đề')),
                ('columns', models.JSONField(verbose_name='cột')),
                ('confirmed_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sender_layouts', to='units.area')),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'sender', 'header'), name='one_layout_of_a_header')],
            },
        ),
        migrations.RemoveConstraint(
            model_name="populationfile",
            name="population_file_is_emptied_by_its_import",
        ),
        migrations.RemoveField(
            model_name="populationfile",
            name="content",
        ),
        migrations.RemoveField(
            model_name="populationfile",
            name="refused",
        ),
        migrations.RemoveField(
            model_name="populationfile",
            name="touched",
        ),
        migrations.AddField(
            model_name="populationfile",
            name="keeps_refused",
            field=models.BooleanField(default=False, verbose_name="còn giữ các dòng chưa nhận"),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="layout_known",
            field=models.BooleanField(default=False, verbose_name="mẫu cột đã biết"),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="next_part",
            field=models.PositiveIntegerField(default=0, verbose_name="phần kế tiếp"),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="official",
            field=models.BooleanField(default=False, verbose_name="danh sách chính thức"),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="preview",
            field=tungnha.units.protection.EncryptedTextField(
                blank=True, help_text="nếu nhập thì sao: số dòng, những dòng đầu không nhận"
            ),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="problem",
            field=models.CharField(blank=True, max_length=400, verbose_name="vì sao không mở được"),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="progress",
            field=models.JSONField(blank=True, default=dict, verbose_name="đến đâu"),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="bắt đầu ghi lúc"),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="started_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"
            ),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="state",
            field=models.CharField(
                choices=[
                    ("opening", "đang mở tệp"),
                    ("opened", "chờ chọn cột"),
                    ("checking", "đang soát"),
                    ("asking", "chờ trả lời"),
                    ("checked", "chờ nhập"),
                    ("importing", "đang nhập"),
                    ("stopped", "đã dừng giữa chừng"),
                    ("imported", "đã nhập xong"),
                    ("left", "đã nhập một phần"),
                    ("refused", "không mở được"),
                ],
                default="opening",
                max_length=9,
                verbose_name="đến bước",
            ),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="stop_asked",
            field=models.BooleanField(default=False, verbose_name="được bảo dừng"),
        ),
        migrations.AddField(
            model_name="populationfile",
            name="token",
            field=models.CharField(default=tungnha.people.models.files.new_token, editable=False, max_length=40),
        ),
        migrations.AlterField(
            model_name="populationfile",
            name="header_row",
            field=models.PositiveIntegerField(default=0, verbose_name="dòng tiêu đề"),
        ),
        migrations.AlterField(
            model_name="populationfile",
            name="sheet",
            field=models.CharField(blank=True, max_length=120, verbose_name="trang"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["folded_name", "birth_date"], name="person_by_name_and_birth"),
        ),
        migrations.RunPython(say_how_far, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="populationfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("imported_at", None), ("state__in", ("imported", "left")), _connector="OR"),
                name="population_file_is_closed_when_imported",
            ),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """The words of everyone who is in the register already."""
    from tungnha.people import finding

    finding.fill(apps.get_model("people", "Person"), apps.get_model("people", "NameWord"))


class Migration(migrations.Migration):
    dependencies = [("people", "0004_import")]
    operations = [
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.BigIntegerField(help_text='mã của chữ; 0: cả tên')),
                ('place', models.BinaryField(help_text='chỗ đứng trong kết quả: còn ở đây, tên, đệm, họ', max_length=25)),
                ('spelled', models.CharField(help_text='các chữ của tên, dấu viết bằng số', max_length=400)),
                ('year', models.SmallIntegerField(null=True)),
                ('state', models.SmallIntegerField(help_text='0 ở đây, 1 đi xa, 2 đã chuyển hoặc đã mất')),
                ('commune', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.area')),
                ('other', models.ForeignKey(db_constraint=False, db_index=False, help_text='tên của bản ghi đã gộp vào người này', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='name_words', to='people.person')),
                ('village', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.area')),
            ],
            options={
                'indexes': [models.Index(fields=['commune', 'word', 'place', 'person', 'spelled', 'year', 'state'], name='name_words_in_order'), models.Index(condition=models.Q(('word', 0)), fields=['village', 'place', 'person', 'spelled', 'year', 'state'], name='names_of_a_village'), models.Index(condition=models.Q(('word', 0)), fields=['commune', 'year', 'word', 'place', 'person', 'spelled', 'state'], name='names_of_a_year'), models.Index(condition=models.Q(('other__isnull', False)), fields=['other'], name='names_of_merged_records')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]

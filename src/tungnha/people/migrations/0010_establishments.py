import django.db.models.deletion
from django.db import migrations, models

import tungnha.units.protection
from tungnha.identity import names


def fill_words(apps, schema_editor):
    """What is searched of the establishments and products that are there already."""
    sellers = apps.get_model("people", "Establishment").objects
    rows = list(sellers.all())
    for row in rows:
        row.name_key, row.folded_words = names.tone_key(row.name)[:200], names.fold(row.name)
    sellers.bulk_update(rows, ["name_key", "folded_words"], batch_size=200)
    products = apps.get_model("people", "Product").objects
    made = list(products.all())
    for row in made:
        row.folded_name = names.fold(row.name)[:200]
    products.bulk_update(made, ["folded_name"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_rosters"),
    ]

    operations = [
        migrations.CreateModel(
            name='EstablishmentChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('added', 'thêm vào sổ'), ('corrected', 'sửa thông tin'), ('moved', 'chuyển thôn'), ('decided', 'xác định điều kiện'), ('closed', 'nghỉ kinh doanh'), ('reopened', 'mở lại'), ('product', 'sản phẩm'), ('seen', 'xem số đầy đủ'), ('forgotten', 'bỏ tên chủ')], max_length=10)),
                ('before_text', tungnha.units.protection.EncryptedTextField(blank=True)),
                ('after_text', tungnha.units.protection.EncryptedTextField(blank=True)),
                ('origin', models.CharField(blank=True, help_text='desk, import, visit', max_length=20, verbose_name='từ đâu')),
                ('origin_id', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='people.establishment')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='people.product')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['origin', 'origin_id'], name='people_esta_origin_cf0322_idx')],
            },
        ),
        migrations.CreateModel(
            name='ProductListing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('floor', models.CharField(max_length=60, verbose_name='sàn')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='địa chỉ trên sàn')),
                ('from_on', models.DateField(verbose_name='có từ ngày')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='gỡ từ ngày')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', to='people.product')),
            ],
            options={
                'ordering': ['ended_on', 'from_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ListingCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen', models.BooleanField(verbose_name='còn bán')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='ghi chú')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='people.productlisting')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ProductPromotion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='ngày')),
                ('where', models.CharField(max_length=160, verbose_name='ở đâu')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='đường dẫn')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promotions', to='people.product')),
            ],
            options={
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='SellerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(choices=[('establishments', 'Hộ kinh doanh, cơ sở'), ('products', 'Sản phẩm OCOP')], max_length=14, verbose_name='danh sách gì')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('source', models.CharField(max_length=60, verbose_name='ai lập')),
                ('kind', models.CharField(choices=[('household_business', 'hộ kinh doanh'), ('cooperative', 'hợp tác xã'), ('enterprise', 'doanh nghiệp'), ('workshop', 'cơ sở sản xuất'), ('school', 'trường học')], max_length=20, verbose_name='loại cơ sở mới')),
                ('as_of_on', models.DateField(verbose_name='số liệu đến ngày')),
                ('content', models.TextField(blank=True, editable=False)),
                ('sheet', models.CharField(max_length=120, verbose_name='trang')),
                ('columns', models.JSONField(default=dict, verbose_name='cột')),
                ('columns_at', models.DateTimeField(blank=True, null=True, verbose_name='chốt cột lúc')),
                ('answers', tungnha.units.protection.EncryptedTextField(blank=True, help_text='thôn mà người nhập đã chỉ cho từng cách ghi trong tệp')),
                ('received_at', models.DateTimeField()),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
                ('counts', models.JSONField(blank=True, default=dict, verbose_name='kết quả')),
                ('refused', tungnha.units.protection.EncryptedTextField(blank=True, verbose_name='các dòng không nhận')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seller_files', to='units.area')),
                ('imported_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-received_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('imported_at', None), ('content', ''), _connector='OR'), name='seller_file_is_emptied_by_its_import')],
            },
        ),
        migrations.AlterModelOptions(
            name="establishment",
            options={"ordering": ["name", "id"]},
        ),
        migrations.AlterModelOptions(
            name="product",
            options={"ordering": ["name", "id"]},
        ),
        migrations.AddField(
            model_name="establishment",
            name="address",
            field=models.CharField(blank=True, max_length=200, verbose_name="địa chỉ"),
        ),
        migrations.AddField(
            model_name="establishment",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="nghỉ từ ngày"),
        ),
        migrations.AddField(
            model_name="establishment",
            name="closed_why",
            field=models.CharField(blank=True, max_length=200, verbose_name="vì sao nghỉ"),
        ),
        migrations.AddField(
            model_name="establishment",
            name="code",
            field=tungnha.units.protection.EncryptedTextField(
                blank=True, verbose_name="mã số hộ kinh doanh, mã số thuế"
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="code_ix",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=32),
        ),
        migrations.AddField(
            model_name="establishment",
            name="eligible_by",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.member"
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="eligible_on",
            field=models.DateField(blank=True, null=True, verbose_name="xác định ngày"),
        ),
        migrations.AddField(
            model_name="establishment",
            name="folded_words",
            field=models.CharField(blank=True, editable=False, help_text="tên, chủ, ngành nghề", max_length=460),
        ),
        migrations.AddField(
            model_name="establishment",
            name="kept_by",
            field=models.ForeignKey(
                blank=True,
                help_text="đơn vị theo dõi: cán bộ của đơn vị này thấy và ghi được, dù không thấy cả xã",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_establishments",
                to="units.organisation",
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="name_key",
            field=models.CharField(blank=True, editable=False, help_text="để nhận ra tên trùng", max_length=200),
        ),
        migrations.AddField(
            model_name="establishment",
            name="owner_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="chủ, người đại diện"),
        ),
        migrations.AddField(
            model_name="establishment",
            name="phone",
            field=tungnha.units.protection.EncryptedTextField(blank=True, verbose_name="điện thoại"),
        ),
        migrations.AddField(
            model_name="establishment",
            name="same_as",
            field=models.ForeignKey(
                blank=True,
                help_text="ghi trùng với",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="doubles",
                to="people.establishment",
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="trade",
            field=models.CharField(blank=True, max_length=120, verbose_name="ngành nghề, mặt hàng"),
        ),
        migrations.AddField(
            model_name="establishment",
            name="workers",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="số lao động"),
        ),
        migrations.AddField(
            model_name="product",
            name="decision",
            field=models.CharField(blank=True, max_length=80, verbose_name="quyết định công nhận"),
        ),
        migrations.AddField(
            model_name="product",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="thôi làm từ ngày"),
        ),
        migrations.AddField(
            model_name="product",
            name="folded_name",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="product",
            name="recognised_on",
            field=models.DateField(blank=True, null=True, verbose_name="công nhận ngày"),
        ),
        migrations.AddField(
            model_name="product",
            name="valid_until",
            field=models.DateField(blank=True, null=True, verbose_name="có giá trị đến hết ngày"),
        ),
        migrations.AlterField(
            model_name="establishment",
            name="kind",
            field=models.CharField(
                choices=[
                    ("household_business", "hộ kinh doanh"),
                    ("cooperative", "hợp tác xã"),
                    ("enterprise", "doanh nghiệp"),
                    ("workshop", "cơ sở sản xuất"),
                    ("school", "trường học"),
                ],
                max_length=20,
                verbose_name="loại",
            ),
        ),
        migrations.AddIndex(
            model_name="establishment",
            index=models.Index(fields=["kind", "village"], name="people_esta_kind_d09c76_idx"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("ocop_stars", None), ("ocop_stars__range", (1, 5)), _connector="OR"),
                name="ocop_has_one_to_five_stars",
            ),
        ),
        migrations.RunPython(fill_words, migrations.RunPython.noop),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0002_activities'),
        ('people', '0010_establishments'),
        ('units', '0004_event_by_member'),
    ]

    operations = [
        migrations.AddField(
            model_name='material',
            name='audience',
            field=models.CharField(choices=[('all', 'mọi người dân'), ('elderly', 'người cao tuổi'), ('pupils', 'học sinh, phụ huynh'), ('sellers', 'hộ kinh doanh'), ('officials', 'cán bộ, công chức'), ('teams', 'thành viên Tổ')], default='all', max_length=10, verbose_name='dành cho'),
        ),
        migrations.AddField(
            model_name='material',
            name='campaign',
            field=models.ForeignKey(blank=True, help_text='trống: dùng cho mọi kế hoạch của nơi này', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='materials', to='units.campaign'),
        ),
        migrations.AddField(
            model_name='material',
            name='is_public',
            field=models.BooleanField(default=False, verbose_name='bà con xem không cần đăng nhập'),
        ),
        migrations.AddField(
            model_name='material',
            name='link',
            field=models.URLField(blank=True, help_text='video, trang chính thức', max_length=400, verbose_name='đường dẫn'),
        ),
        migrations.AlterField(
            model_name='material',
            name='kind',
            field=models.CharField(choices=[('guide', 'hướng dẫn từng bước'), ('leaflet', 'tờ rơi'), ('warning', 'cảnh báo lừa đảo'), ('poster', 'áp phích, hình ảnh'), ('chart', 'đồ họa thông tin'), ('banner', 'băng rôn, khẩu hiệu'), ('audio', 'bài phát thanh, ghi âm'), ('video', 'video')], default='guide', max_length=8, verbose_name='loại'),
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160, verbose_name='ưu đãi gì')),
                ('for_whom', models.CharField(max_length=200, verbose_name='cho ai')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='điều kiện, cách nhận')),
                ('paper', models.CharField(blank=True, max_length=160, verbose_name='theo văn bản')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('until', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('made_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='xã đồng ý lúc')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi lúc')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='units.area')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='units.organisation')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on', None), ('until', None), ('until__gte', models.F('starts_on')), _connector='OR'), name='an_offer_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='offer_approved_at_and_by_together'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='offer_withdrawn_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='OfferTelling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='ngày báo')),
                ('how', models.CharField(choices=[('meeting', 'họp thôn'), ('speaker', 'loa truyền thanh'), ('zalo', 'nhóm Zalo của thôn'), ('doors', 'đến từng nhà'), ('notice', 'niêm yết')], max_length=8, verbose_name='bằng cách nào')),
                ('at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='outreach.offer')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('offer', 'area'), name='a_village_is_told_of_an_offer_once'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='offer_telling_taken_back_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='PlanAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, unique=True, verbose_name='mã')),
                ('made_at', models.DateTimeField()),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='address', to='units.campaign')),
            ],
        ),
        migrations.CreateModel(
            name='PlanLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=800, verbose_name='đường dẫn')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='nói về')),
                ('found', models.CharField(choices=[('qr', 'mã QR trong kế hoạch'), ('url', 'ghi trong kế hoạch'), ('typed', 'cán bộ ghi thêm')], max_length=5, verbose_name='lấy từ')),
                ('made_at', models.DateTimeField()),
                ('shown_at', models.DateTimeField(blank=True, null=True, verbose_name='cho bà con xem từ')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='units.campaign')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('shown_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'url'), name='a_plan_keeps_an_address_once'), models.CheckConstraint(condition=models.Q(models.Q(('shown_at', None), ('shown_by', None)), models.Q(('shown_at__isnull', False), ('shown_by__isnull', False)), _connector='OR'), name='plan_link_shown_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('banner', 'băng rôn'), ('panel', 'pa nô'), ('notice', 'niêm yết'), ('poster', 'áp phích'), ('leaflets', 'tờ rơi để sẵn'), ('screen', 'bảng điện tử')], max_length=8, verbose_name='hình thức')),
                ('title', models.CharField(max_length=160, verbose_name='nội dung')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='xong trước hết ngày')),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi theo dõi lúc')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='units.area')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='units.campaign')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('material', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='outreach.material')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='posting_closed_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='PostedSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='nơi treo, niêm yết')),
                ('area', models.ForeignKey(help_text='thôn, hoặc xã nếu là trụ sở', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.place')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sites', to='outreach.posting')),
            ],
            options={
                'ordering': ['area__path', 'id'],
                'constraints': [models.UniqueConstraint(fields=('posting', 'area', 'name'), name='a_place_is_asked_once')],
            },
        ),
        migrations.CreateModel(
            name='SiteEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_up', models.BooleanField(verbose_name='đang treo')),
                ('quantity', models.PositiveSmallIntegerField(default=1, verbose_name='số lượng')),
                ('on', models.DateField(verbose_name='từ ngày, đến ngày')),
                ('picture', models.BinaryField(blank=True, help_text='WebP, đã thu nhỏ, không kèm nơi chụp', null=True, verbose_name='ảnh')),
                ('at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='outreach.postedsite')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('is_up', False), ('quantity__gte', 1), _connector='OR'), name='what_hangs_is_counted'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', None)), models.Q(('taken_back_at__isnull', False), ('taken_back_by__isnull', False)), _connector='OR'), name='site_entry_taken_back_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='MaterialDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='đã nhận lúc')),
                ('how', models.CharField(blank=True, choices=[('opened', 'đã mở xem'), ('file', 'đã tải tệp'), ('phone', 'đã có trên điện thoại của Tổ'), ('paper', 'đã nhận bản in')], max_length=6, verbose_name='nhận bằng cách nào')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('from_area', models.ForeignKey(help_text='nơi chuyển', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.area')),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='outreach.material')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation')),
                ('received_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('material', 'area'), name='a_material_goes_to_an_area_once'), models.UniqueConstraint(fields=('material', 'organisation'), name='a_material_goes_to_a_body_once'), models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('organisation', None)), models.Q(('area', None), ('organisation__isnull', False)), _connector='OR'), name='a_material_goes_to_an_area_or_a_body'), models.CheckConstraint(condition=models.Q(models.Q(('received_at', None), ('received_by', None)), models.Q(('received_at__isnull', False), ('received_by__isnull', False)), _connector='OR'), name='material_delivery_received_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='MaterialFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('use', 'để in, để phát'), ('template', 'bản mẫu để sửa')], max_length=8)),
                ('name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('token', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField(verbose_name='số byte')),
                ('sha256', models.CharField(max_length=64)),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='outreach.material')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('material', 'purpose'), name='one_file_of_a_material_each_use')],
            },
        ),
    ]

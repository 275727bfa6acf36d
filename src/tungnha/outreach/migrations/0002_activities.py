import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0001_materials'),
        ('units', '0004_event_by_member'),
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('radio', 'phát trên loa truyền thanh'), ('article', 'tin, bài'), ('post', 'bài Zalo, Facebook'), ('conference', 'hội nghị'), ('study', 'sinh hoạt chuyên đề'), ('joined', 'lồng ghép họp thôn, họp đoàn thể'), ('banner', 'băng rôn, pa nô, áp phích'), ('launch', 'lễ phát động'), ('door', 'hướng dẫn tận nhà')], max_length=10, verbose_name='hình thức')),
                ('name', models.CharField(max_length=200, verbose_name='tên gọi')),
                ('content', models.TextField(blank=True, max_length=3000, verbose_name='nội dung')),
                ('audience', models.CharField(blank=True, max_length=200, verbose_name='đối tượng')),
                ('joined_to', models.CharField(blank=True, max_length=160, verbose_name='lồng ghép vào')),
                ('pillar', models.CharField(blank=True, choices=[('government', 'chính quyền số'), ('economy', 'kinh tế số'), ('society', 'xã hội số')], max_length=10, verbose_name='trụ cột')),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('to_on', models.DateField(verbose_name='đến hết ngày')),
                ('hours', models.JSONField(blank=True, default=list, help_text='["05:30", "17:00"]', verbose_name='giờ')),
                ('made_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation', verbose_name='đơn vị lên lịch')),
            ],
            options={
                'ordering': ['from_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ActivityPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='địa điểm')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_why', models.CharField(blank=True, max_length=200, verbose_name='vì sao thôi')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='outreach.activity')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activity_parts', to='units.area')),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('organisation', models.ForeignKey(blank=True, help_text='trống: thôn (hoặc xã) làm', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activity_parts', to='units.organisation')),
            ],
            options={
                'ordering': ['area__order', 'area__code', 'id'],
            },
        ),
        migrations.CreateModel(
            name='News',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='đầu đề')),
                ('words', models.TextField(max_length=6000, verbose_name='lời')),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(verbose_name='sửa lúc')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='duyệt lúc')),
                ('posted_on', models.DateField(blank=True, null=True, verbose_name='đăng ngày')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='đăng ở')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('as_part', models.ForeignKey(blank=True, help_text='tin đã đăng, tính là một tin, bài', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.activitypart')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='news', to='outreach.activitypart')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='NewsPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('picture', models.BinaryField(blank=True, help_text='WebP, đã thu nhỏ, không kèm nơi chụp', null=True, verbose_name='ảnh')),
                ('caption', models.CharField(blank=True, max_length=200, verbose_name='chú thích')),
                ('consent', models.CharField(choices=[('asked', 'đã hỏi, mọi người trong ảnh đồng ý cho đăng'), ('guardian', 'có trẻ em: cha mẹ, người giám hộ đã đồng ý'), ('nobody', 'không nhận ra ai trong ảnh')], max_length=8, verbose_name='sự đồng ý')),
                ('consent_on', models.DateField(verbose_name='hỏi ngày')),
                ('made_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('news', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='outreach.news')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='OutreachForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('section', models.CharField(blank=True, max_length=20, verbose_name='mục của kế hoạch')),
                ('made_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=120, verbose_name='hình thức')),
                ('lines', models.TextField(blank=True, max_length=2000, verbose_name='như trong kế hoạch')),
                ('kinds', models.JSONField(default=list, verbose_name='gồm những việc')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outreach_forms', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['order', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PartResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done', models.BooleanField(verbose_name='đã làm')),
                ('on', models.DateField(verbose_name='ngày')),
                ('times', models.PositiveSmallIntegerField(default=1, verbose_name='số lần')),
                ('reached', models.PositiveIntegerField(blank=True, null=True, verbose_name='số người dự, tiếp cận')),
                ('reached_how', models.CharField(blank=True, choices=[('counted', 'đếm tại chỗ (người)'), ('signed', 'theo danh sách ký tên (người)'), ('stated', 'đơn vị báo (người)'), ('shown', 'lượt xem trên trang, nhóm (lượt)'), ('estimated', 'ước số người nghe (người)')], max_length=9, verbose_name='số ấy có từ đâu')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='đường dẫn')),
                ('file', models.CharField(blank=True, editable=False, help_text='mã tệp đã khóa trên máy chủ', max_length=40)),
                ('file_name', models.CharField(blank=True, max_length=255, verbose_name='tệp kèm theo')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='ghi thêm')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='outreach.activitypart')),
                ('stated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.organisation', verbose_name='số của đơn vị')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='activitypart',
            name='result',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='outreach.partresult'),
        ),
        migrations.CreateModel(
            name='ReadyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('loudspeaker', 'lời đọc trên loa'), ('zalo', 'tin nhắn Zalo'), ('invitation', 'giấy mời họp'), ('poster', 'lời áp phích, niêm yết')], max_length=11, verbose_name='kênh')),
                ('title', models.CharField(max_length=160, verbose_name='tên gọi')),
                ('words', models.TextField(max_length=6000, verbose_name='lời')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='bản')),
                ('made_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='duyệt lúc')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ready_texts', to='units.area')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ready_texts', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='in_own_words', to='outreach.readytext')),
                ('replaces', models.OneToOneField(blank=True, help_text='bản trước', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='outreach.readytext')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.AddField(
            model_name='activity',
            name='text',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='outreach.readytext'),
        ),
        migrations.CreateModel(
            name='TextTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.SlugField(max_length=40, verbose_name='chủ đề mẫu')),
                ('channel', models.CharField(choices=[('loudspeaker', 'lời đọc trên loa'), ('zalo', 'tin nhắn Zalo'), ('invitation', 'giấy mời họp'), ('poster', 'lời áp phích, niêm yết')], max_length=11, verbose_name='kênh')),
                ('words', models.TextField(blank=True, max_length=6000, verbose_name='lời, có chỗ trống')),
                ('made_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='text_templates', to='units.area')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('section', models.CharField(blank=True, max_length=20, verbose_name='mục của kế hoạch')),
                ('made_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=200, verbose_name='chủ đề')),
                ('lines', models.TextField(blank=True, max_length=6000, verbose_name='nội dung, như trong kế hoạch')),
                ('pillar', models.CharField(blank=True, choices=[('government', 'chính quyền số'), ('economy', 'kinh tế số'), ('society', 'xã hội số')], max_length=10, verbose_name='trụ cột')),
                ('topic', models.SlugField(blank=True, max_length=40, verbose_name='lời soạn sẵn')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='themes', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['order', 'id'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='readytext',
            name='theme',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='outreach.theme'),
        ),
        migrations.AddField(
            model_name='activity',
            name='themes',
            field=models.ManyToManyField(related_name='activities', to='outreach.theme'),
        ),
        migrations.CreateModel(
            name='KeyMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('section', models.CharField(blank=True, max_length=20, verbose_name='mục của kế hoạch')),
                ('made_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('sort', models.CharField(choices=[('slogan', 'khẩu hiệu'), ('message', 'thông điệp')], default='message', max_length=7, verbose_name='loại')),
                ('words', models.CharField(max_length=400, verbose_name='lời')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_messages', to='units.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['order', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None), ('sort', 'slogan')), fields=('campaign',), name='one_slogan_of_a_campaign'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='key_message_removed_at_and_by_together')],
            },
        ),
        migrations.AddConstraint(
            model_name='news',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='news_approved_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='news',
            constraint=models.CheckConstraint(condition=models.Q(('posted_on', None), ('approved_at__isnull', False), _connector='OR'), name='news_is_posted_after_approval'),
        ),
        migrations.AddConstraint(
            model_name='newsphoto',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('picture__isnull', False), ('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('picture', None), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='a_picture_goes_with_its_consent'),
        ),
        migrations.AddConstraint(
            model_name='outreachform',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('campaign', 'name'), name='one_outreach_form_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='outreachform',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='outreach_form_removed_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='partresult',
            constraint=models.CheckConstraint(condition=models.Q(('reached', None), models.Q(('reached_how', ''), _negated=True), _connector='OR'), name='who_was_reached_is_somebodys_figure'),
        ),
        migrations.AddConstraint(
            model_name='activitypart',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('activity', 'area'), name='one_part_of_an_area'),
        ),
        migrations.AddConstraint(
            model_name='activitypart',
            constraint=models.UniqueConstraint(fields=('activity', 'organisation'), name='one_part_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='activitypart',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by', None)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='activity_part_cancelled_at_and_by_together'),
        ),
        migrations.AddIndex(
            model_name='texttemplate',
            index=models.Index(fields=['area', 'topic', 'channel'], name='outreach_te_area_id_669fca_idx'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('campaign', 'name'), name='one_theme_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='theme_removed_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='readytext',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='ready_text_approved_at_and_by_together'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['campaign', 'from_on', 'to_on'], name='outreach_ac_campaig_f70cfe_idx'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='activity_ends_after_it_starts'),
        ),
    ]

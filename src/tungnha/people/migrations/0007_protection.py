import uuid

import django.db.models.deletion
import tungnha.units.protection
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_register"), ("units", "0003_days_off")]

    operations = [
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('person', 'người'), ('household', 'hộ')], max_length=9)),
                ('why', models.CharField(choices=[('request', 'theo yêu cầu của người ấy'), ('retention', 'hết thời hạn giữ'), ('mistake', 'nhập nhầm, không được phép giữ')], max_length=9)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('detected_at', models.DateTimeField(verbose_name='phát hiện lúc')),
                ('since_at', models.DateTimeField(blank=True, null=True, verbose_name='xảy ra từ lúc')),
                ('until_at', models.DateTimeField(blank=True, null=True, verbose_name='đến lúc')),
                ('what', models.TextField(verbose_name='việc gì đã xảy ra')),
                ('kinds', models.JSONField(default=list, verbose_name='loại dữ liệu')),
                ('whole_reach', models.BooleanField(default=False, verbose_name='tính cả những người tài khoản có thể xem')),
                ('device', models.CharField(blank=True, max_length=160, verbose_name='máy, thiết bị')),
                ('measures', models.TextField(blank=True, verbose_name='đã làm gì để ngăn chặn, khắc phục')),
                ('harm', models.TextField(blank=True, verbose_name='hậu quả có thể có')),
                ('notified_at', models.DateTimeField(blank=True, null=True, verbose_name='đã thông báo cơ quan chuyên trách lúc')),
                ('notified_how', models.CharField(blank=True, max_length=200, verbose_name='số văn bản, nơi nhận')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='đã báo những người bị ảnh hưởng lúc')),
                ('told_how', models.CharField(blank=True, max_length=200, verbose_name='báo bằng cách nào')),
                ('repaired_at', models.DateTimeField(blank=True, null=True, verbose_name='khắc phục xong lúc')),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='units.area')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('export', models.ForeignKey(blank=True, help_text='bản kết xuất', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='people.export')),
                ('member', models.ForeignKey(blank=True, help_text='tài khoản liên quan', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-detected_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='BreachNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('at', models.DateTimeField()),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='people.breach')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ConsentNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=200, verbose_name='mục đích')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='bản thứ')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consent_notices', to='units.area')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consent_notices', to='units.campaign')),
            ],
            options={
                'ordering': ['purpose', '-version'],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('paper', 'giấy có chữ ký'), ('call', 'cuộc gọi có ghi âm'), ('sms', 'tin nhắn theo cú pháp'), ('email', 'thư điện tử'), ('form', 'biểu mẫu trên mạng'), ('oral', 'nói miệng, có người làm chứng')], max_length=5, verbose_name='bằng cách nào')),
                ('given_at', models.DateTimeField(verbose_name='lúc đồng ý')),
                ('evidence', models.CharField(max_length=200, verbose_name='bằng chứng để ở đâu')),
                ('witness', models.CharField(blank=True, max_length=120, verbose_name='người làm chứng')),
                ('guardian', models.CharField(blank=True, max_length=120, verbose_name='người giám hộ đồng ý thay')),
                ('stored_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='rút lại lúc')),
                ('withdrawn_how', models.CharField(blank=True, max_length=200, verbose_name='rút bằng cách nào')),
                ('collected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents_collected', to='units.member')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.person')),
                ('withdrawn_by', models.ForeignKey(blank=True, help_text='ai ghi việc rút', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='people.consentnotice')),
            ],
            options={
                'ordering': ['-given_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ProcessingRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='bản thứ')),
                ('purpose', models.CharField(max_length=300, verbose_name='mục đích')),
                ('basis', models.CharField(choices=[('duty', 'nhiệm vụ của cơ quan nhà nước (Điều 19 khoản 1 điểm c Luật 91/2025/QH15)'), ('consent', 'sự đồng ý của từng người (Điều 9 Luật 91/2025/QH15)')], max_length=7, verbose_name='căn cứ')),
                ('basis_document', models.CharField(blank=True, max_length=300, verbose_name='văn bản giao nhiệm vụ')),
                ('fields', models.JSONField(default=list, verbose_name='các trường dữ liệu')),
                ('recipients', models.TextField(blank=True, verbose_name='ai nhận dữ liệu')),
                ('measures', models.TextField(blank=True, verbose_name='biện pháp bảo vệ')),
                ('keep_until', models.DateField(blank=True, null=True, verbose_name='giữ tên đến hết ngày')),
                ('keep_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='giữ tên thêm mấy tháng sau khi kết thúc')),
                ('responsible_unit', models.CharField(max_length=200, verbose_name='đơn vị chịu trách nhiệm')),
                ('responsible_name', models.CharField(max_length=120, verbose_name='người chịu trách nhiệm')),
                ('stopped_on', models.DateField(blank=True, null=True, verbose_name='thôi dùng mục đích này từ ngày')),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processing_records', to='units.area')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='processing_records', to='units.campaign')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='people.processingrecord')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ProtectionCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('risk', 'đánh giá rủi ro'), ('compliance', 'kiểm tra việc tuân thủ')], max_length=10, verbose_name='việc gì')),
                ('on', models.DateField(verbose_name='ngày làm')),
                ('looked_at', models.TextField(verbose_name='đã xem những gì')),
                ('found', models.TextField(blank=True, verbose_name='thấy gì')),
                ('to_do', models.TextField(blank=True, verbose_name='phải làm gì')),
                ('next_on', models.DateField(verbose_name='lần sau, chậm nhất ngày')),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protection_checks', to='units.area')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Retention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='đến hạn ngày')),
                ('proposed_at', models.DateTimeField()),
                ('register_too', models.BooleanField(blank=True, null=True, verbose_name='cả tên trong sổ nhân khẩu')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('frozen_at', models.DateTimeField(blank=True, null=True, verbose_name='đã giữ lại số lượng lúc')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='tổng số việc')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='đã làm')),
                ('rows', models.JSONField(default=dict, verbose_name='số dòng của từng loại')),
                ('cursor', models.JSONField(default=dict, help_text='{bảng: dòng cuối đã làm}', verbose_name='đang ở đâu')),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='hồ sơ đổi nên thôi')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retentions', to='units.area')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='retentions', to='units.campaign')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='retentions', to='people.processingrecord')),
            ],
            options={
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='KeptCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(max_length=20, verbose_name='nhóm')),
                ('service', models.CharField(blank=True, max_length=40, verbose_name='mã tiện ích; trống: số người của nhóm')),
                ('service_name', models.CharField(blank=True, max_length=200, verbose_name='tiện ích')),
                ('level', models.PositiveSmallIntegerField(default=0, verbose_name='mức')),
                ('count', models.PositiveIntegerField(verbose_name='số người')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kept_counts', to='units.area')),
                ('retention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='people.retention')),
            ],
            options={
                'ordering': ['village__order', 'group', 'service', 'level'],
            },
        ),
        migrations.CreateModel(
            name='RightsRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('view', 'xem dữ liệu'), ('correct', 'sửa dữ liệu'), ('provide', 'cung cấp bản sao dữ liệu'), ('withdraw', 'rút lại sự đồng ý'), ('restrict', 'hạn chế xử lý'), ('object', 'phản đối xử lý'), ('delete', 'xóa dữ liệu'), ('protect', 'áp dụng biện pháp bảo vệ dữ liệu')], max_length=8, verbose_name='yêu cầu gì')),
                ('received_at', models.DateTimeField(verbose_name='nhận lúc')),
                ('channel', models.CharField(choices=[('desk', 'đến trụ sở'), ('team', 'qua Tổ công nghệ số cộng đồng'), ('paper', 'đơn gửi đến'), ('phone', 'gọi điện'), ('email', 'thư điện tử')], max_length=5, verbose_name='nhận bằng cách nào')),
                ('asks', models.CharField(choices=[('self', 'chính người ấy'), ('guardian', 'cha, mẹ hoặc người giám hộ'), ('representative', 'người được ủy quyền')], max_length=14, verbose_name='ai yêu cầu')),
                ('asker_name', models.CharField(max_length=120, verbose_name='họ tên người yêu cầu')),
                ('asker_contact', tungnha.units.protection.EncryptedTextField(blank=True, verbose_name='địa chỉ, điện thoại để trả lời')),
                ('about_name', models.CharField(blank=True, max_length=120, verbose_name='họ tên người có dữ liệu')),
                ('words', models.TextField(blank=True, verbose_name='nội dung yêu cầu')),
                ('checked', models.CharField(blank=True, choices=[('card', 'đã xem thẻ căn cước'), ('vneid', 'đã xem VNeID trên máy của người ấy'), ('known', 'cán bộ, Tổ trưởng biết mặt'), ('papers', 'đã xem thẻ và giấy ủy quyền, giấy khai sinh')], max_length=6, verbose_name='kiểm tra người yêu cầu bằng')),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('not_found_at', models.DateTimeField(blank=True, null=True, verbose_name='đã tìm, không có trong sổ lúc')),
                ('third_party', models.BooleanField(default=False, verbose_name='bên thứ ba phải cùng làm')),
                ('stored_at', models.DateTimeField()),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='đã phản hồi lúc')),
                ('extended_at', models.DateTimeField(blank=True, null=True, verbose_name='gia hạn lúc')),
                ('extended_why', models.CharField(blank=True, max_length=300, verbose_name='vì sao gia hạn')),
                ('outcome', models.CharField(blank=True, choices=[('done', 'đã làm đủ'), ('partly', 'làm được một phần'), ('refused', 'từ chối'), ('not_held', 'không giữ dữ liệu của người này')], max_length=8, verbose_name='kết quả')),
                ('outcome_why', models.TextField(blank=True, verbose_name='đã làm gì, lý do')),
                ('article', models.CharField(blank=True, max_length=160, verbose_name='theo quy định nào')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
                ('acknowledged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rights_requests', to='units.area')),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('extended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rights_requests', to='people.person')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
            ],
            options={
                'ordering': ['-received_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, max_length=200, verbose_name='vì sao thôi')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='people.person')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='restrictions', to='people.rightsrequest')),
            ],
            options={
                'ordering': ['-since_at'],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('request', 'theo yêu cầu của người ấy'), ('retention', 'hết thời hạn giữ'), ('mistake', 'nhập nhầm, không được phép giữ')], max_length=9)),
                ('persons', models.PositiveIntegerField(default=0, verbose_name='số người')),
                ('rows', models.JSONField(default=dict, verbose_name='số dòng của từng loại')),
                ('at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='units.area')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.member')),
                ('retention', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='people.retention')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='people.rightsrequest')),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='breach',
            constraint=models.CheckConstraint(condition=models.Q(('since_at', None), ('until_at', None), ('until_at__gte', models.F('since_at')), _connector='OR'), name='breach_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='consentnotice',
            constraint=models.UniqueConstraint(fields=('area', 'purpose', 'version'), name='one_notice_of_a_version_and_purpose'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='consent_withdrawn_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'oral'), _negated=True), models.Q(('witness', ''), _negated=True), _connector='OR'), name='consent_by_word_of_mouth_has_a_witness'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'notice'), name='a_person_agrees_once_to_a_notice'),
        ),
        migrations.AddConstraint(
            model_name='processingrecord',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('keep_months__isnull', False), ('keep_until', None)), models.Q(('keep_months', None), ('keep_until__isnull', False)), models.Q(('campaign', None), ('keep_months', None), ('keep_until', None)), _connector='OR'), name='processing_record_is_kept_until_a_day_or_some_months'),
        ),
        migrations.AddConstraint(
            model_name='protectioncheck',
            constraint=models.CheckConstraint(condition=models.Q(('next_on__gt', models.F('on'))), name='next_check_is_after_this_one'),
        ),
        migrations.AddConstraint(
            model_name='retention',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at', None)), fields=('record',), name='the_names_of_a_record_go_once'),
        ),
        migrations.AddConstraint(
            model_name='retention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False)), _connector='OR'), name='retention_confirmed_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='retention',
            constraint=models.CheckConstraint(condition=models.Q(('done', 0), ('frozen_at__isnull', False), _connector='OR'), name='nothing_is_erased_before_it_is_counted'),
        ),
        migrations.AddConstraint(
            model_name='keptcount',
            constraint=models.UniqueConstraint(fields=('retention', 'village', 'group', 'service', 'level'), name='one_kept_count_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='rightsrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='rights_request_answered_with_an_outcome'),
        ),
        migrations.AddConstraint(
            model_name='rightsrequest',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('not_found_at', None), _connector='OR'), name='rights_request_found_or_not_found'),
        ),
        migrations.AddConstraint(
            model_name='rightsrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extended_at', None), ('extended_by', None)), models.Q(('extended_at__isnull', False), ('extended_by__isnull', False)), _connector='OR'), name='rights_request_extended_at_and_by_together'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='a_person_is_restricted_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='restriction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='restriction_ended_at_and_by_together'),
        ),
    ]

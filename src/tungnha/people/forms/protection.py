"""The forms of the law on personal data. Nothing is ticked beforehand: silence is no consent (Đ9)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from tungnha.people.models import Breach, Consent, ProcessingRecord, ProtectionCheck, RightsRequest
from tungnha.people.protection.rights_rules import GROUNDS
from tungnha.units import clock
from tungnha.units.typed import WholeNumberField

ROWS = forms.Textarea(attrs={"rows": 3})
# Typed, not picked: a browser in English would show the month before the day.
WHEN = forms.DateTimeInput(format="%H:%M %d/%m/%Y")
FIELDS = (
    "họ và tên", "ngày sinh", "giới tính", "địa chỉ, hộ", "số định danh cá nhân", "số điện thoại",
    "quan hệ với chủ hộ", "tiện ích số đã có", "lượt đến nhà, buổi hỗ trợ", "nơi làm việc, đoàn thể",
    "có tài khoản thanh toán hay chưa", "có Sổ sức khỏe điện tử hay chưa", "ảnh hoạt động",
)  # fmt: skip
KINDS = (*FIELDS, "mật khẩu đăng nhập của cán bộ", "nhật ký sử dụng")


def _when(label: str, *, required: bool = True, help_text: str = "") -> forms.DateTimeField:
    hint = f"giờ rồi ngày, ví dụ 07:30 26/5/2026; {help_text}".rstrip("; ")
    wrong = {"invalid": f"{label}: viết giờ rồi ngày, ví dụ 07:30 26/5/2026"}
    return forms.DateTimeField(label=label, required=required, widget=WHEN, help_text=hint, error_messages=wrong)


class TakeInForm(forms.Form):
    """At the desk: who asks what, when it came."""

    kind = forms.ChoiceField(label="Người dân yêu cầu gì", choices=RightsRequest.Kind.choices, widget=forms.RadioSelect)
    asker_name = forms.CharField(label="Họ và tên người yêu cầu", max_length=120)
    asks = forms.ChoiceField(label="Người yêu cầu là", choices=RightsRequest.Asks.choices, widget=forms.RadioSelect)
    about_name = forms.CharField(
        label="Dữ liệu của ai", max_length=120, required=False, help_text="để trống nếu là chính người yêu cầu"
    )
    asker_contact = forms.CharField(
        label="Địa chỉ hoặc điện thoại để trả lời", max_length=200, required=False, help_text="được lưu ở dạng mã hóa"
    )
    words = forms.CharField(label="Nội dung yêu cầu", widget=ROWS, required=False, max_length=3000)
    channel = forms.ChoiceField(label="Nhận bằng cách nào", choices=RightsRequest.Channel.choices)
    received_at = _when("Nhận lúc", help_text="hạn trả lời tính từ ngày này")


class TeamTakeInForm(forms.Form):
    """A team's member at a door: three fields; it goes to the data steward."""

    kind = forms.ChoiceField(label="Người dân muốn gì", choices=RightsRequest.Kind.choices, widget=forms.RadioSelect)
    asker_name = forms.CharField(label="Họ và tên người ấy", max_length=120)
    words = forms.CharField(
        label="Người ấy nói gì, ở nhà nào, gọi lại số nào", widget=ROWS, max_length=1000, help_text="ghi vắn tắt"
    )


class CheckAskerForm(forms.Form):
    checked = forms.ChoiceField(
        label="Đã kiểm tra người yêu cầu bằng", choices=RightsRequest.Checked.choices, widget=forms.RadioSelect
    )


class ExtendForm(forms.Form):
    why = forms.CharField(label="Vì sao phải gia hạn", widget=ROWS, max_length=300, help_text="được ghi trong thư báo")


class AnswerForm(forms.Form):
    """How a request ends."""

    outcome = forms.ChoiceField(label="Kết quả", choices=RightsRequest.Outcome.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label="Lý do, nội dung nói thêm", widget=ROWS, required=False, max_length=3000,
        help_text="bắt buộc khi từ chối hoặc chỉ làm được một phần; được ghi trong thư trả lời",
    )  # fmt: skip
    ground = forms.ChoiceField(
        label="Nếu từ chối: theo quy định nào", required=False,
        choices=[("", "không từ chối"), *((code, f"{cited}: {when}") for code, cited, when in GROUNDS)],
    )  # fmt: skip
    consents = forms.ModelMultipleChoiceField(
        label="Rút lại sự đồng ý nào", queryset=Consent.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, request: RightsRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Consent.objects.filter(person=request.person, withdrawn_at=None).select_related("notice")
        consents = self.fields["consents"]
        assert isinstance(consents, forms.ModelMultipleChoiceField)
        if request.kind == RightsRequest.Kind.WITHDRAW and request.person is not None and held.exists():
            consents.queryset = held
            consents.label_from_instance = lambda row: str(row.notice)  # type: ignore[method-assign,assignment]
        else:
            del self.fields["consents"]


class LiftForm(forms.Form):
    why = forms.CharField(label="Vì sao thôi hạn chế", max_length=200)


class RecordForm(forms.Form):
    """A processing record: every question of Đ19 answered in one form."""

    purpose = forms.CharField(label="Mục đích", max_length=300, help_text="một việc cụ thể; mỗi mục đích một hồ sơ")
    basis = forms.ChoiceField(label="Căn cứ", choices=ProcessingRecord.Basis.choices, widget=forms.RadioSelect)
    basis_document = forms.CharField(
        label="Văn bản giao nhiệm vụ", max_length=300, required=False, help_text="kế hoạch, quyết định số mấy"
    )
    fields_used = forms.MultipleChoiceField(
        label="Dùng những dữ liệu nào", choices=[(name, name) for name in FIELDS], widget=forms.CheckboxSelectMultiple
    )
    recipients = forms.CharField(
        label="Ai nhận dữ liệu",
        widget=ROWS,
        required=False,
        help_text="đơn vị nào, theo thỏa thuận nào; trống: không ai",
    )
    measures = forms.CharField(label="Biện pháp bảo vệ", widget=ROWS, required=False)
    keep_until = forms.DateField(label="Giữ tên đến hết ngày", required=False, help_text="chỉ ghi một trong hai ô")
    keep_months = WholeNumberField(
        label="Hoặc thêm mấy tháng sau khi kết thúc", required=False, min_value=0, max_value=120
    )
    responsible_unit = forms.CharField(label="Đơn vị chịu trách nhiệm", max_length=200)
    responsible_name = forms.CharField(label="Người chịu trách nhiệm", max_length=120)

    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"fields": given.pop("fields_used")}


class CheckForm(forms.Form):
    kind = forms.ChoiceField(label="Việc gì", choices=ProtectionCheck.Kind.choices, widget=forms.RadioSelect)
    on = forms.DateField(label="Ngày làm")
    looked_at = forms.CharField(label="Đã xem những gì", widget=ROWS, max_length=5000)
    found = forms.CharField(label="Thấy gì", widget=ROWS, required=False, max_length=5000)
    to_do = forms.CharField(label="Phải làm gì", widget=ROWS, required=False, max_length=5000)
    next_on = forms.DateField(label="Lần sau, chậm nhất ngày")


class DeletedForm(forms.Form):
    on = forms.DateField(label="Ngày đã xóa", help_text="ngày nơi nhận báo đã xóa, hoặc ngày tự xóa")


class NoticeForm(forms.Form):
    purpose = forms.CharField(label="Xin đồng ý để làm gì", max_length=200, help_text="một mục đích mỗi mẫu")
    text = forms.CharField(
        label="Lời xin đồng ý", widget=forms.Textarea(attrs={"rows": 8}), max_length=10_000,
        help_text="dùng dữ liệu gì, để làm gì, ai nhận, giữ đến bao giờ, rút lại thế nào",
    )  # fmt: skip


class ConsentForm(forms.Form):
    """One person, one purpose. Every part is chosen by hand."""

    notice = forms.ModelChoiceField(label="Đồng ý với mẫu nào", queryset=Consent.objects.none())
    channel = forms.ChoiceField(label="Bằng cách nào", choices=Consent.Channel.choices, widget=forms.RadioSelect)
    given_at = _when("Đồng ý lúc")
    evidence = forms.CharField(
        label="Bằng chứng để ở đâu", max_length=200, help_text="ví dụ: tờ số 12, tập phiếu thôn 1"
    )
    witness = forms.CharField(
        label="Người làm chứng", max_length=120, required=False, help_text="bắt buộc khi đồng ý bằng lời nói"
    )
    guardian = forms.CharField(
        label="Người giám hộ", max_length=120, required=False, help_text="bắt buộc khi người ấy chưa đủ 18 tuổi"
    )

    def __init__(self, *args: Any, notices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice"].queryset = notices  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    how = forms.CharField(label="Rút lại bằng cách nào", max_length=200, help_text="ví dụ: nói tại nhà, gửi đơn")


class BreachForm(forms.Form):
    """What is known now; what is found out later is written over, the old words go into the minutes."""

    detected_at = _when("Phát hiện lúc", help_text="72 giờ tính từ lúc này, cả đêm và ngày nghỉ")
    what = forms.CharField(
        label="Việc gì đã xảy ra", widget=ROWS, max_length=5000, help_text="không ghi tên, số của ai"
    )
    kinds = forms.MultipleChoiceField(
        label="Loại dữ liệu", choices=[(name, name) for name in KINDS], widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    since_at = _when("Xảy ra từ lúc", required=False, help_text="trống: chưa rõ")
    until_at = _when("Đến lúc", required=False, help_text="trống: đến lúc phát hiện")
    member = forms.ModelChoiceField(label="Tài khoản liên quan", queryset=Breach.objects.none(), required=False)
    whole_reach = forms.BooleanField(
        label="Tài khoản có thể bị người khác dùng: tính cả mọi người tài khoản ấy xem được", required=False
    )
    export = forms.CharField(
        label="Mã in trên tệp bị lộ", required=False, max_length=12, help_text="ví dụ TN-7K3F9Q, ở cuối trang"
    )
    device = forms.CharField(label="Máy, thiết bị", required=False, max_length=160, help_text="ví dụ: điện thoại mất")
    harm = forms.CharField(label="Hậu quả có thể có", widget=ROWS, required=False, max_length=3000)
    measures = forms.CharField(label="Đã làm gì", widget=ROWS, required=False, max_length=5000)

    def __init__(self, *args: Any, members: Any, exports: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exports = exports
        self.fields["member"].queryset = members  # type: ignore[attr-defined]

    def clean_export(self) -> Any:
        mark = self.cleaned_data["export"].strip().upper()
        if not mark:
            return None
        found = self.exports.filter(mark=mark).first()
        if found is None:
            raise forms.ValidationError("Không có tệp nào mang mã này trong xã: xin xem lại từng chữ.")
        return found


class NoteForm(forms.Form):
    text = forms.CharField(label="Ghi vào biên bản", widget=ROWS, max_length=5000, help_text="không ghi tên, số của ai")


class StepForm(forms.Form):
    on = _when("Lúc")
    how = forms.CharField(label="Ghi thêm", max_length=200, required=False, help_text="số văn bản, nơi nhận, cách báo")


def now_local() -> datetime:
    """The present, as a form begins with it."""
    return clock.now()

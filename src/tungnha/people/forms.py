from django import forms


class UnmaskForm(forms.Form):
    """Why a hidden number must be seen in full: kept in the log (Luật 91/2025/QH15 Đ3.2, purpose limitation)."""

    PURPOSES = [
        ("set_up", "Làm thủ tục cùng người dân"),
        ("cross_check", "Đối chiếu danh sách"),
        ("correct", "Sửa thông tin sai"),
        ("call", "Gọi điện hẹn"),
    ]
    purpose = forms.ChoiceField(label="Xem số đầy đủ để làm gì?", choices=PURPOSES, widget=forms.RadioSelect)

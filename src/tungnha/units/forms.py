from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest

from tungnha.units.models import User


class LoginForm(forms.Form):
    login = forms.CharField(
        label="Số điện thoại hoặc thư điện tử",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Mật khẩu",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("login") and data.get("password"):
            self.user = authenticate(self.request, login=data["login"], password=data["password"])
            if self.user is None:
                raise forms.ValidationError(
                    "Số điện thoại (hoặc thư điện tử) và mật khẩu không khớp. Xin kiểm tra rồi nhập lại."
                )
        return data


class PasswordForm(forms.Form):
    """One's own password, changed: the old one once, the new one twice."""

    old = forms.CharField(
        label="Mật khẩu đang dùng", max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    new = forms.CharField(
        label="Mật khẩu mới", max_length=200, strip=False, help_text="Ít nhất 10 ký tự, không chỉ toàn số.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="Mật khẩu mới, gõ lại", max_length=200, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError("Mật khẩu đang dùng không đúng. Xin gõ lại.")
        return old

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "Hai lần gõ mật khẩu mới không giống nhau. Xin gõ lại.")
        return data

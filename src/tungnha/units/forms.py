from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest


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

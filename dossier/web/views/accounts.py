"""Coming in and going out; accounts and their roles."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import login as log_in
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dossier.web.access import needs, open_to_all
from dossier.web.accounts import settle_owner
from dossier.web.models import Account
from dossier.web.opened import desk, service
from dossier.web.roles import Act, Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@open_to_all
@never_cache
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the personal mode: the right word lets in, once it is out of the address bar."""
    mine = service().token
    if not mine or not secrets.compare_digest(token.encode(), mine.encode()):
        raise PermissionDenied("Đường liên kết không đúng hoặc đã cũ: lấy đường liên kết mới ở cửa sổ lệnh.")
    log_in(request, settle_owner(), backend="django.contrib.auth.backends.ModelBackend")
    return redirect("tong-quan")


class _Login(LoginView):
    template_name = "web/login.html"
    redirect_authenticated_user = True


login = open_to_all(_Login.as_view())
logout = open_to_all(method_decorator(never_cache, name="dispatch")(LogoutView).as_view())


@require_http_methods(["GET", "POST"])
@needs(Act.SELF)
def change_password(request: HttpRequest) -> HttpResponse:
    """One's own password."""
    form = PasswordChangeForm(cast("Account", request.user), request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Đã đổi mật khẩu.")
        return redirect("tong-quan")
    return render(request, "web/form.html", {"form": form, "title": "Đổi mật khẩu", "button": "Đổi mật khẩu"})


class AccountForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """An account as the administrator writes it; a new password is optional for one that exists."""

    password = forms.CharField(label="Mật khẩu mới", required=False, widget=forms.PasswordInput, strip=False)

    class Meta:
        """Fields in the order of the form."""

        model = Account
        fields = ("username", "full_name", "role", "unit", "office", "is_active", "password")
        labels = {"username": "Tên đăng nhập", "is_active": "Đang hoạt động"}  # noqa: RUF012 - Django's way to say it
        help_texts = {  # noqa: RUF012
            "username": "Chữ không dấu, số và . _ - @",
            "unit": "Bắt buộc với cán bộ cấp xã; người thẩm định không chấm đơn vị của mình.",
            "office": "Bắt buộc với cơ quan thẩm định.",
            "is_active": "Bỏ chọn thì tài khoản không đăng nhập được; tài khoản không bị xóa để nhật ký còn tra được.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = desk().campaign
        units = [("", "—"), *((unit.id, unit.short) for unit in campaign.units)]
        offices = [("", "—"), *((office.id, office.name) for office in campaign.offices)]
        self.fields["unit"].widget = forms.Select(choices=units)
        self.fields["office"].widget = forms.Select(choices=offices)
        self.fields["password"].required = self.instance.pk is None

    def clean(self) -> dict[str, Any]:
        """A role that works for somebody says for whom; the password is a good one."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("role") == Role.COMMUNE.value and not data.get("unit"):
            self.add_error("unit", "Chọn đơn vị của cán bộ này.")
        if data.get("role") == Role.OFFICE.value and not data.get("office"):
            self.add_error("office", "Chọn cơ quan của người thẩm định.")
        if data.get("password"):
            try:
                validate_password(data["password"], Account(username=data.get("username", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data

    def save(self, commit: bool = True) -> Account:  # noqa: FBT001, FBT002 - Django's signature
        """The account, with its new password hashed."""
        account: Account = super().save(commit=False)
        if self.cleaned_data["password"]:
            account.set_password(self.cleaned_data["password"])
        if commit:
            account.save()
        return account


@require_http_methods(["GET", "POST"])
@needs(Act.ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account, and a form for a new one."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, f"Đã tạo tài khoản {form.save().username}.")
        return redirect("tai-khoan")
    people = Account.objects.filter(is_superuser=False).order_by("username")
    return render(request, "web/accounts.html", {"people": people, "form": form})


@require_http_methods(["GET", "POST"])
@needs(Act.ACCOUNTS)
def account(request: HttpRequest, account: int) -> HttpResponse:
    """One account."""
    found = get_object_or_404(Account, pk=account, is_superuser=False)
    form = AccountForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        messages.success(request, f"Đã lưu tài khoản {form.save().username}.")
        return redirect("tai-khoan")
    return render(request, "web/form.html", {"form": form, "title": f"Tài khoản {found.username}", "button": "Lưu"})

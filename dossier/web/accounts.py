"""Accounts: the owner of the personal mode, and people with roles."""

from __future__ import annotations

import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from dossier.errors import BadInputError, RefusedError
from dossier.web.models import Account
from dossier.web.roles import Role


def settle_owner() -> Account:
    """The one account of the personal mode, named as the machine knows the person; it has no password."""
    name = getpass.getuser()
    owner, made = Account.objects.get_or_create(
        username=f"chu-may:{name}"[:150], defaults={"role": Role.HOME.value, "is_superuser": True, "full_name": name}
    )
    if made:
        owner.set_unusable_password()
        owner.save()
    return owner


def make_admin(name: str, password: str) -> Account:
    """The first administrator, who makes the other accounts.

    Raises:
        RefusedError: there is such an account.
        BadInputError: the password is weak; says why.
    """
    if Account.objects.filter(username=name).exists():
        raise RefusedError(f"Đã có tài khoản «{name}»: đăng nhập, hoặc chọn tên khác.")
    account = Account(username=name, role=Role.ADMIN.value)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise BadInputError(" ".join(error.messages)) from error
    account.set_password(password)
    account.save()
    return account

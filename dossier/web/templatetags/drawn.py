"""``{% drawn disk %} … {% enddrawn %}``: a part of a page that is the same for all who may see it. Builtin, too."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from dossier.web.access import rights
from dossier.web.opened import desk

if TYPE_CHECKING:
    from django.template import Context
    from django.template.base import FilterExpression, NodeList, Parser, Token

register = template.Library()
# Stands in a kept part where the form token of whoever asks goes; nobody outside knows it.
_TOKEN = secrets.token_hex(32)


@register.tag
def drawn(parser: Parser, token: Token) -> template.Node:
    """Draw the part once for each stamp of the disk, taken before what it shows was read; without one each time anew.

    It may show nothing else of the person than what their rights decide, and of the request its address and token.
    """
    _, disk = token.split_contents()
    nodes = parser.parse(("enddrawn",))
    parser.delete_first_token()
    return _Drawn(parser.compile_filter(disk), nodes)


class _Drawn(template.Node):
    def __init__(self, disk: FilterExpression, nodelist: NodeList) -> None:
        self.disk, self.nodelist = disk, nodelist

    def render(self, context: Context) -> SafeString:
        """The part, with the token of whoever asks."""
        disk = self.disk.resolve(context)
        if not disk:
            return self.nodelist.render(context)
        request = context["request"]
        about = (self, request.get_full_path(), rights(request))
        text = desk().drawn(about, disk, lambda: self._draw(context))
        token = str(context["csrf_token"]) if _TOKEN in text else ""
        return mark_safe(text.replace(_TOKEN, token))  # noqa: S308 - drawn by a template, which escapes

    def _draw(self, context: Context) -> str:
        with context.push(csrf_token=_TOKEN):
            return self.nodelist.render(context)

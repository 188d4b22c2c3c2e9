"""click's own words in Vietnamese: help headings and usage errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

_USAGE_WORDS = {"[OPTIONS]": "[TÙY CHỌN]", "COMMAND [ARGS]...": "LỆNH ..."}
_EXTRA_WORDS = {"[default: ": "[mặc định: ", "[required]": "[bắt buộc]", "; required]": "; bắt buộc]"}
_EXTRA_ARGUMENT = re.compile("Got unexpected extra arguments?")
_PARAMETER_KINDS = {"argument": "tham số", "option": "tùy chọn"}


class VietnameseCommand(click.Command):
    """A command whose help page is Vietnamese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Cách dùng: ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words after the command's name."""
        return [_translate(piece, _USAGE_WORDS) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` with a Vietnamese text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện trang này."
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of options."""
        _write_options(self, ctx, formatter)


class VietnameseGroup(VietnameseCommand, click.Group):
    """A group whose help page is Vietnamese."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of options, then of commands."""
        _write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands in the order they were added, which is the order of the work."""
        rows = [(name, self.commands[name].get_short_help_str(limit=90)) for name in self.list_commands(ctx)]
        with formatter.section("Các lệnh"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the work, not of the alphabet."""
        del ctx
        return list(self.commands)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command of the first word."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            known = ", ".join(self.list_commands(ctx))
            raise UsageError(f"Không có lệnh «{args[0]}». Các lệnh: {known}.", ctx)
        return super().resolve_command(ctx, args)


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    rows = [record for option in options if (record := option.get_help_record(ctx)) is not None]
    if rows:
        with formatter.section("Tùy chọn"):
            formatter.write_dl([(names, _translate(text, _EXTRA_WORDS)) for names, text in rows])


def _translate(text: str, words: dict[str, str]) -> str:
    for english, vietnamese in words.items():
        text = text.replace(english, vietnamese)
    return text


def explain_usage(error: UsageError) -> str:
    """A usage error as a Vietnamese sentence; click's own text only where nothing else is known."""
    if isinstance(error, NoSuchOption):
        return f"Không có tùy chọn «{error.option_name}»{_suggest(error.possibilities)}."
    if isinstance(error, MissingParameter):
        kind = _PARAMETER_KINDS.get(error.param.param_type_name if error.param else "", "tham số")
        return f"Thiếu {kind} {_name(error)}."
    if isinstance(error, BadParameter):
        return f"Giá trị của {_name(error)} không hợp lệ: {_wanted(error)}"
    if isinstance(error, BadOptionUsage):
        return f"Tùy chọn «{error.option_name}» dùng chưa đúng: thiếu hoặc thừa giá trị."
    return _EXTRA_ARGUMENT.sub("Thừa tham số", error.message)


def _wanted(error: BadParameter) -> str:
    """What the parameter takes; the error's own words where its type says nothing."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"chọn một trong: {', '.join(map(str, kind.choices))}."
    if isinstance(kind, click.IntRange):
        return f"cần số nguyên từ {kind.min} {'trở lên' if kind.max is None else f'đến {kind.max}'}."
    if isinstance(kind, click.types.IntParamType):
        return "cần số nguyên."
    if isinstance(kind, click.DateTime):
        return f"cần dạng {error.param.metavar if error.param else ''}."
    if isinstance(kind, click.Path):
        return "không thấy đường dẫn này, hoặc không đúng là tệp (thư mục) cần đọc."
    return error.message


def _suggest(possibilities: Sequence[str] | None) -> str:
    return f"; có phải: {', '.join(possibilities)}" if possibilities else ""


def _name(error: BadParameter) -> str:
    return error.param.get_error_hint(error.ctx) if error.param and error.ctx else "tham số"

"""``dossier serve`` and ``dossier accounts``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import jobs_option, ocr_option
from dossier.cli.vietnamese import VietnameseCommand

if TYPE_CHECKING:
    from dossier.web import Service


@click.command(cls=VietnameseCommand)
@click.argument("start", default=Path(), metavar="[THƯ_MỤC]", type=click.Path(file_okay=False, path_type=Path))
@click.option("--port", metavar="SỐ", type=click.IntRange(1, 65535), default=8765, show_default=True, help="Cổng.")
@click.option("--no-browser", is_flag=True, help="Không tự mở trình duyệt.")
@click.option("--office", is_flag=True, help="Dùng chung trong cơ quan: có tài khoản và vai trò.")
@click.option("--host", metavar="ĐỊA_CHỈ", default="", help="Địa chỉ nghe khi dùng chung (mặc định: chỉ máy này).")
@click.option("--name", "names", metavar="TÊN", multiple=True, help="Tên miền mà người dùng gõ (dùng chung).")
@click.option("--cert", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="Chứng thư TLS (PEM).")
@click.option("--key", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="Khóa của chứng thư (PEM).")
@click.option("--behind-proxy", is_flag=True, help="Đứng sau máy chủ ủy quyền đã lo HTTPS.")
@click.option(
    "--database", metavar="URL", default="", help="PostgreSQL cho tài khoản (mặc định: tệp trong records/web)."
)
@click.option(
    "--admin",
    metavar="TÊN",
    default="",
    help="Tạo tài khoản quản trị đầu tiên; mật khẩu được hỏi hoặc lấy ở DOSSIER_ADMIN_PASSWORD.",
)
@jobs_option
@ocr_option
def serve(
    start: Path,
    *,
    port: int,
    no_browser: bool,
    office: bool,
    host: str,
    names: tuple[str, ...],
    cert: Path | None,
    key: Path | None,
    behind_proxy: bool,
    database: str,
    admin: str,
    jobs: int,
    ocr: str,
) -> None:
    """Mở kỳ đánh giá trong trình duyệt: một mình trên máy này, hoặc dùng chung trong cơ quan (--office)."""
    import secrets

    from dossier.campaign import find_root
    from dossier.web import Service
    from dossier.web import serve as run

    shared = host or names or cert or key or behind_proxy or database or admin
    if shared and not office:
        raise click.UsageError("--host, --name, --cert, --key, --behind-proxy, --database, --admin cần --office.")
    if (cert is None) != (key is None):
        raise click.UsageError("--cert và --key phải đi cùng nhau.")
    service = Service(
        root=find_root(start).resolve(),
        token="" if office else secrets.token_urlsafe(24),
        host=host or "127.0.0.1",
        port=port,
        names=names,
        certificate=cert,
        key=key,
        behind_proxy=behind_proxy,
        database=database,
        jobs=jobs,
        ocr=ocr,
    )
    run(service, ready=lambda address: _tell(address, service, browser=not no_browser), admin=admin, ask=_ask_password)


def _tell(address: str, service: Service, *, browser: bool) -> None:
    from dossier.cli.show import say

    say(f"Đang phục vụ: {address}")
    if not service.secure and not service.personal and service.host not in {"127.0.0.1", "localhost"}:
        say("Chú ý: không có TLS, mật khẩu đi qua mạng không mã hóa. Thêm --cert và --key, hoặc --behind-proxy.")
    say("Dừng: Ctrl-C.")
    if browser and service.personal:
        click.launch(address)


def _ask_password(name: str) -> str:
    """From the environment where nobody sits at a console: a service's unit file, a container."""
    import os

    if given := os.environ.get("DOSSIER_ADMIN_PASSWORD"):
        return given
    password: str = click.prompt(f"Mật khẩu cho {name}", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")
    return password

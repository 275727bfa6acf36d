"""What the environment may say, checked once at start: a bad value stops the product with one clear sentence."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from tungnha.units import keyring

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def refuse(sentence: str) -> NoReturn:
    raise SystemExit(f"Không khởi động được: {sentence}")


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, default)
    if value not in allowed:
        refuse(f"{name} phải là một trong {', '.join(allowed)}; đang là “{value}”.")
    return value


def count(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isascii() or not value.isdigit() or not 1 <= len(value) <= 6:
        refuse(f"{name} phải là một số nguyên, ví dụ {default}; đang là “{value}”.")
    return int(value)


def counts(name: str, default: tuple[int, ...]) -> tuple[int, ...]:
    """Whole numbers parted by commas, each larger than the one before: “30, 60, 90”."""
    value = os.environ.get(name, "").strip() or ",".join(map(str, default))
    parts = [part.strip() for part in value.split(",")]
    read = tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= 4)
    if len(read) != len(parts) or list(read) != sorted({*read} - {0}):
        shown = ", ".join(map(str, default))
        refuse(f"{name} phải là các số ngày tăng dần, cách nhau bằng dấu phẩy, ví dụ {shown}; đang là “{value}”.")
    return read


def numbers(name: str) -> frozenset[int]:
    """Numbers of rows parted by commas, in any order; none where nothing is set."""
    parts = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
        refuse(f"{name} phải là các số cách nhau bằng dấu phẩy; đang là “{','.join(parts)}”.")
    return frozenset(map(int, parts))


def instant(name: str) -> datetime | None:
    """An ISO instant; without an offset it is read as Vietnamese time."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        refuse(f"{name} phải là ngày giờ dạng 2026-05-26T08:00; đang là “{value}”.")
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def mail_server(name: str, sender: str) -> dict[str, Any] | None:
    """`smtps://user:password@host:465`, `smtp://host:587` (STARTTLS), `smtp-plain://127.0.0.1:25`; None when unset.
    `sender`: the name of the setting that says who mail comes from."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    kinds = {"smtps": ("tls", 465), "smtp": ("starttls", 587), "smtp-plain": ("none", 25)}
    try:
        found = urlsplit(value)
        port = found.port
    except ValueError:
        refuse(f"{name} có cổng không đúng; ví dụ smtps://ten:mat-khau@mail.example.gov.vn:465.")
    if found.scheme not in kinds or not found.hostname:
        refuse(f"{name} phải có dạng smtps://ten:mat-khau@may-chu:465 (hoặc smtp://, smtp-plain://).")
    if found.scheme == "smtp-plain" and found.hostname not in ("127.0.0.1", "::1", "localhost"):
        refuse(f"{name}: smtp-plain không mã hóa, chỉ dùng cho máy chủ thư trên chính máy này.")
    comes_from = os.environ.get(sender, "").strip()
    if comes_from.count("@") != 1 or comes_from.startswith("@") or comes_from.endswith("@"):
        refuse(f"đặt {name} thì phải đặt cả {sender}, là địa chỉ thư của cơ quan, ví dụ tungnha@example.gov.vn.")
    security, usual = kinds[found.scheme]
    return {
        "host": found.hostname, "port": port or usual, "user": unquote(found.username or ""),
        "password": unquote(found.password or ""), "security": security, "sender": comes_from,
    }  # fmt: skip


def push_contact(name: str) -> str:
    """`mailto:` and an office's address, or https; empty when unset."""
    value = os.environ.get(name, "").strip()
    if value and not value.startswith(("mailto:", "https://")):
        refuse(f"{name} phải là mailto:địa-chỉ-thư-cơ-quan hoặc https://…; đang là “{value}”.")
    return value


def keys(data_dir: Path, *, production: bool) -> keyring.Keys:
    """The secret keys, kept outside the database (Luật 91/2025/QH15: safeguards of personal data).

    TUNGNHA_KEYS_FILE names the file (units/keyring.py); outside production one is made on first use.
    """
    named = os.environ.get("TUNGNHA_KEYS_FILE")
    if production and not named:
        refuse("khi chạy thật phải đặt TUNGNHA_KEYS_FILE (tệp khóa, giữ ngoài cơ sở dữ liệu).")
    path = Path(named).resolve() if named else data_dir / "keys.json"
    if not path.exists():
        if production:
            refuse(f"không thấy tệp khóa {path}; tạo bằng lệnh “tungnha keys”, hoặc chép lại từ bản sao lưu.")
        with suppress(FileExistsError):  # another process was quicker
            write_keys(path)
    try:
        found = keyring.read(path)
    except keyring.BadKeyFile as problem:
        refuse(f"tệp khóa {path} {problem}.")
    except OSError as problem:
        refuse(f"tệp khóa {path} không đọc được ({problem.strerror}).")
    if production and keyring.open_to_others(path):
        refuse(f"tệp khóa {path} người khác trên máy cũng đọc được. Xin chạy: chmod 600 {path}")
    return found


def write_keys(path: Path) -> None:
    """Make new keys, readable by their owner only. Never overwrites: lost keys are lost data."""
    keyring.create(path)

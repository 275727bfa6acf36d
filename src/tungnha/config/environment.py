"""What the environment may say, checked once at start: a bad value stops the product with one clear sentence."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NoReturn
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

"""A real browser (`chromium` of tests/conftest.py) against the running product."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

WALK = Path(__file__).resolve().parents[2] / "docs" / "walk"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """The server answers from other threads: a shared database in memory would refuse them, a file does not."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("e2e") / "test.sqlite3")


@pytest.fixture
def open_browser(chromium, live_server) -> Iterator[Callable[..., Any]]:
    """open_browser(login, password, phone=False) → a page of a browser of one's own, logged in."""
    contexts = []

    def start(login: str = "", password: str = "", *, phone: bool = False) -> Any:
        context = chromium.new_context(
            base_url=live_server.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", accept_downloads=True,
            viewport=PHONE if phone else DESK, is_mobile=phone, has_touch=phone,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.trouble = []
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        page.on("console", lambda said: page.trouble.append(said.text) if said.type == "error" else None)
        if login:
            page.goto("/dang-nhap/")
            page.fill("input[name=login]", login)
            page.fill("input[name=password]", password)
            page.click("button:has-text('Vào')")
        return page

    yield start
    for context in contexts:
        context.close()


@pytest.fixture
def picture() -> Callable[[Any, str], None]:
    """Keep a picture of the page for docs/walk, when TUNGNHA_WALK=1: tests must not change the tree by themselves."""

    def keep(page: Any, name: str) -> None:
        if os.environ.get("TUNGNHA_WALK") == "1":
            WALK.mkdir(exist_ok=True)
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            # Pages are flat colours: 128 of them look the same, in a third of the bytes.
            shot.quantize(128, dither=Image.Dither.NONE).save(WALK / f"{name}.png", optimize=True)

    return keep

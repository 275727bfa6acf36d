"""What the scenarios do on the same pages: hand a plan in, answer what its review asks, read a Word file they take."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import docx


def hand_in(desk: Any, file: dict[str, Any]) -> None:
    """The plan is read and its review stands open."""
    desk.goto("/ke-hoach/tai-len/")
    desk.set_input_files("input[name=file]", file)
    desk.click("button:has-text('Đọc văn bản')")
    desk.wait_for_url(re.compile("/ke-hoach/ra-soat/"))
    desk.wait_for_selector(".has-review")


def answer(desk: Any, item: str, words: str) -> None:
    """One of the answers offered to a question of the review."""
    offered = desk.locator(f"button[data-do=answer][data-item={item}][data-answer='{words}']")
    offered.locator("visible=true").first.click()
    desk.wait_for_selector("[data-save-state]:has-text('Đã lưu')")
    desk.wait_for_function("(one) => !document.querySelector(`button[data-do=answer][data-item=${one}]`)", arg=item)


def saved(desk: Any) -> None:
    """The review has sent all that was changed."""
    desk.wait_for_selector("[data-save-state]:has-text('Đã lưu')")
    desk.wait_for_function("() => ![...Object.keys(localStorage)].some(one => one.startsWith('ra-soat'))")


def fill_day(page: Any, name: str, day: date) -> None:
    box = page.locator(f"input[name={name}]")
    box.fill(f"{day:%Y-%m-%d}" if box.get_attribute("type") == "date" else f"{day:%d/%m/%Y}")


def words_of(download: Any) -> str:
    """All words of a Word file, those of its tables too."""
    paper = docx.Document(Path(download.path()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])

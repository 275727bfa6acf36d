"""Small steps through WordprocessingML: children by name, values, switches."""

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def kids(element: Any, name: str) -> list[Any]:
    return [] if element is None else list(element.findall(W + name))


def child(element: Any, name: str) -> Any:
    return None if element is None else element.find(W + name)


def attr(element: Any, name: str) -> str | None:
    return None if element is None else element.get(W + name)


def val(element: Any, name: str) -> str | None:
    """w:val of a child, None when there is no such child."""
    return attr(child(element, name), "val")


def switch(element: Any, name: str) -> bool | None:
    """A toggle such as w:vanish: None when not stated."""
    found = child(element, name)
    if found is None:
        return None
    return (attr(found, "val") or "true").lower() not in ("0", "false", "off")


def flag(element: Any, name: str) -> bool:
    return bool(switch(element, name))


def number_of(text: str | None, default: int) -> int:
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default


def chosen(alternate: Any) -> Any:
    """The one branch of mc:AlternateContent to read: the first choice that holds anything, else the fallback."""
    for branch in [*alternate.findall(MC + "Choice"), *alternate.findall(MC + "Fallback")]:
        if len(branch):
            return branch
    return None


def text_boxes(element: Any) -> Iterator[Any]:
    """Each w:txbxContent below, once: Word writes a box twice, for itself and for older readers."""
    for inner in element:
        if inner.tag == MC + "AlternateContent":
            branch = chosen(inner)
            if branch is not None:
                yield from text_boxes(branch)
        elif inner.tag == W + "txbxContent":
            yield inner
        elif isinstance(inner.tag, str):
            yield from text_boxes(inner)

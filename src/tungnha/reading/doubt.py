"""Words read from a picture are less sure: the finds that rest on them say so, numbers most of all."""

from collections.abc import Iterator, Sequence
from typing import Any

from .align import place

FROM_SCAN = "Đọc từ bản quét: cần người xem lại."
_SCAN_FACTOR = 0.9  # of the confidence a find has, when all its words were read well
_POOR_NUMBER = 0.8  # a number read with less is named

Placed = tuple[int, int, str, float]  # start, end, word as read, confidence


def mark(draft: dict[str, Any], words: Sequence[tuple[str, float]]) -> None:
    """Lower the confidence of every find by the worst number in it; `doubt` says why. Adds nothing to text files."""
    if not words:
        return
    places = place(draft["text"], [word for word, _ in words])
    read = [(start, end, *words[index]) for index, start, end in places if words[index][1] < 1]
    for find in _finds(draft):
        start, end = find["span"]
        _doubt(find, [one for one in read if one[0] < end and one[1] > start])


def _doubt(find: dict[str, Any], inside: list[Placed]) -> None:
    if not inside:
        return
    numbers = [(word, sure) for _, _, word, sure in inside if any(c.isdigit() for c in word)]
    all_sure = [sure for _, _, _, sure in inside]
    worst = min((sure for _, sure in numbers), default=sum(all_sure) / len(all_sure))
    find["confidence"] = round(find["confidence"] * _SCAN_FACTOR * min(1.0, worst + 0.05), 2)
    poor = [word.strip(".,;:()") for word, sure in numbers if sure < _POOR_NUMBER]
    find["doubt"] = FROM_SCAN + (f" Số chưa rõ: {', '.join(f'“{n}”' for n in poor)}." if poor else "")


def _finds(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("span"), list) and len(value["span"]) == 2 and "confidence" in value:
            yield value
        for part in value.values():
            yield from _finds(part)
    elif isinstance(value, list):
        for part in value:
            yield from _finds(part)

"""`python -m tungnha.reading FILE`: the draft as JSON on stdout; a refusal on stderr with exit status 2.

`--tree` prints the zones and the tree of sections instead: what the readers of targets and units were given to read.
"""

import json
import sys
from collections.abc import Iterator

from . import UnreadableDocument, read, take_in
from .document import Document, open_document
from .sections import build_tree, preamble_end

_LEVELS = ("part", "I.", "A.", "1.", "1.1", "a)", "-", "+", "·")


def tree_lines(doc: Document) -> Iterator[str]:
    """Each line of the repaired text with its zone, and in the body its depth and form of mark."""
    first = preamble_end(doc)
    zones = (
        ("head", doc.head_start, doc.head_end), ("title", doc.head_end, first), ("foot", *doc.foot),
        ("annex", doc.annex_start, doc.annex_end),
    )  # fmt: skip
    for zone, start, end in zones[:2]:
        yield from (f"{zone:>7} {line.text[:150]!r}" for line in doc.lines[start:end])
    for node in build_tree(doc, first, doc.body_end).walk():
        if node.level >= 0:
            depth = sum(1 for _ in node.ancestors())
            yield f"{node.path:>7} {'  ' * depth}[{_LEVELS[node.level]}] {node.line.text[:130]!r}"
    for zone, start, end in zones[2:]:
        yield from (f"{zone:>7} {line.text[:150]!r}" for line in doc.lines[start:end])


def main(argv: list[str]) -> int:
    tree = argv[:1] == ["--tree"]
    if len(argv) != 1 + tree:
        sys.stderr.write("Cách dùng: python -m tungnha.reading [--tree] TỆP\n")
        return 2
    try:
        if tree:
            with open(argv[1], "rb") as file:
                text = take_in(argv[1], file.read()).text
            sys.stdout.write("\n".join(tree_lines(open_document(text))) + "\n")
            return 0
        draft = read(argv[0])
    except (UnreadableDocument, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(json.dumps(draft, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m tungnha.reading FILE`: the draft as JSON on stdout; a refusal on stderr with exit status 2."""

import json
import sys

from . import UnreadableDocument, read


def main(argv: list[str]) -> int:
    if len(argv) != 1:
        sys.stderr.write("Cách dùng: python -m tungnha.reading TỆP\n")
        return 2
    try:
        draft = read(argv[0])
    except UnreadableDocument as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    sys.stdout.write(json.dumps(draft, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What docs/identity.md shows is what happens."""

import doctest
from pathlib import Path


def test_the_page_of_the_library_tells_the_truth():
    page = Path(__file__).parents[2] / "docs" / "identity.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (failed, tried > 20) == (0, True)

"""The file beside the database that remembers how far it had come: written by several threads of one server at once."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from tungnha.field.sync import epochs

pytestmark = pytest.mark.one_database


def test_threads_that_write_it_at_once_never_take_it_away_from_each_other():
    problems: list[Exception] = []

    def write(first: int) -> None:
        try:
            for height in range(first, first + 150):
                epochs._write(SimpleNamespace(id="e"), height)
        except OSError as problem:
            problems.append(problem)

    threads = [threading.Thread(target=write, args=(n * 1000,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert epochs._read()["epoch"] == "e"
    assert list(epochs._file().parent.glob("sync-height.json.*")) == []

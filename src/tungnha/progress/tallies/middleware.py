"""Whoever wrote something counts again what it changed, once it is stored and before the answer goes: so that hardly
any reader has to."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from django.http import HttpRequest, HttpResponse

from tungnha.progress.tallies import recount

READING = frozenset({"GET", "HEAD", "OPTIONS"})
AT_MOST = 0.3  # seconds; what takes longer is left to whoever reads, and to the hourly `tungnha tick`
APART = 10.0  # seconds between two counts of one village: a phone that comes back sends one batch after the other


class RecountWhatChanged:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._counted: dict[int, float] = {}  # village → when, by this process

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.method not in READING:
            recount.recount_quietly(AT_MOST, self._lately)
        return answer

    def _lately(self, village: int) -> bool:
        now = monotonic()
        if now - self._counted.get(village, -APART) < APART:
            return True
        if len(self._counted) > 10_000:
            self._counted.clear()
        self._counted[village] = now
        return False

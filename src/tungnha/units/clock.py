"""The one clock (C23). Nothing else in the product asks the machine what time it is.

In production it is the machine's. Tests freeze it; a rehearsal (TUNGNHA_REHEARSAL=1) may set it, for
everyone and all processes at once, through a small file in the data directory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_frozen: datetime | None = None


def now() -> datetime:
    """The present instant, in Vietnamese time."""
    return timezone.localtime(_frozen or _rehearsed() or timezone.now())


def today() -> date:
    return now().date()


def start_of(at: datetime) -> datetime:
    """Midnight of that day in Vietnam."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def is_rehearsed() -> bool:
    """True where the clock does not run by itself: pages must say so."""
    return bool(_frozen or _rehearsed())


def _rehearsed() -> datetime | None:
    if settings.PRODUCTION:
        return None
    if settings.REHEARSAL:
        try:
            return datetime.fromisoformat(settings.REHEARSAL_CLOCK_FILE.read_text(encoding="utf-8").strip())
        except (FileNotFoundError, ValueError):
            pass
    clock: datetime | None = settings.REHEARSAL_CLOCK
    return clock


def set_rehearsal(at: datetime | None) -> None:
    """Move the clock of a rehearsal, or let it run again (None). Refused in production."""
    if settings.PRODUCTION or not settings.REHEARSAL:
        raise RuntimeError("the clock can only be set in a rehearsal")
    if at is None:
        settings.REHEARSAL_CLOCK_FILE.unlink(missing_ok=True)
    else:
        settings.REHEARSAL_CLOCK_FILE.write_text(at.isoformat(), encoding="utf-8")


@contextmanager
def freeze(at: datetime | str) -> Iterator[None]:
    """Hold the clock at `at` (ISO text is Vietnamese time) for every thread of this process: for tests."""
    global _frozen
    if settings.PRODUCTION:
        raise RuntimeError("production runs on the true clock")
    before, _frozen = _frozen, _aware(at)
    try:
        yield
    finally:
        _frozen = before


def _aware(at: datetime | str) -> datetime:
    value = datetime.fromisoformat(at) if isinstance(at, str) else at
    return value if value.tzinfo else timezone.make_aware(value)

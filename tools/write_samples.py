"""Write a sample of every text the product makes into docs/samples, for human eyes: `make samples`.

The demonstration is built in a folder of its own; its officer, leader, team leader and unit officer, and a stranger,
open what they can; of each route the first texts are kept. Nothing in them is of a real person.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import deque
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "docs" / "samples"
MOST_PAGES, MOST_OF_A_ROUTE = 2500, 2
sys.path.insert(0, str(ROOT))
os.environ["TUNGNHA_DATA"] = tempfile.mkdtemp(prefix="tungnha-samples-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tungnha.config.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402

from tests.texts.generated import texts_of  # noqa: E402
from tests.texts.ill_written import faults  # noqa: E402
from tungnha.demo import build  # noqa: E402
from tungnha.units.models import Member, Role  # noqa: E402

WHO = (Role.OFFICER, Role.LEADER, Role.TEAM_LEADER, Role.UNIT_OFFICER, None)


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> int:
    settings.ALLOWED_HOSTS = ["*"]
    settings.ADDRESS = settings.ADDRESS or "https://tungnha.example"
    build.build(say)
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for old in SAMPLES.glob("*.txt"):
        old.unlink()
    seen: set[str] = set()
    wrong = 0
    for role in WHO:
        for name, words, official in _walk(role):
            if words in seen or len(list(SAMPLES.glob(f"{_file(name)}*.txt"))) >= MOST_OF_A_ROUTE + 1:
                continue
            seen.add(words)
            at = len(list(SAMPLES.glob(f"{_file(name)}*.txt"))) + 1
            (SAMPLES / f"{_file(name)}-{at}.txt").write_text(words + "\n", encoding="utf-8")
            for fault in faults(words, official=official):
                wrong += 1
                say(f"{name}: {fault}")
    say(f"{len(seen)} văn bản trong {SAMPLES.relative_to(ROOT)}, {wrong} chỗ cần xem")
    return 0


def _file(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold())


def _walk(role: Role | None):
    """From the first page along every link, a few addresses of each route."""
    client = Client()
    if role is not None:
        member = Member.objects.filter(role=role, user__is_active=True).order_by("area__kind", "pk").first()
        if member is None:
            return
        client.force_login(member.user)
    queue, known, of_route = deque(["/", "/cong-dan/"]), {"/", "/cong-dan/"}, {}
    pages = 0
    while queue and pages < MOST_PAGES:
        where = queue.popleft()
        try:
            name = resolve(where.partition("?")[0]).view_name
        except Resolver404:
            continue
        if of_route.get(name, 0) > MOST_OF_A_ROUTE or "logout" in name or "phone" in name:
            continue
        of_route[name] = of_route.get(name, 0) + 1
        answer = client.get(where)
        pages += 1
        for text in texts_of(name, answer):
            if len(text.words) > 30:
                yield name, text.words, text.official
        if answer.status_code == 302:
            links = [answer.url]
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            links = re.findall(r'href="(/[^"#]*)', answer.content.decode())
        else:
            links = []
        for link in links:
            link = link.replace("&amp;", "&")
            if link not in known:
                known.add(link)
                queue.append(link)


if __name__ == "__main__":
    raise SystemExit(main())

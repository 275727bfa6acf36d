"""Phones as tests hold them: they join, make operations, send them as docs/sync.md says, keep what they are given."""

from __future__ import annotations

import gzip
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from tungnha.field.sync import joining, pledge
from tungnha.units import clock


class Phone:
    """One phone of one member. `seq` counts its operations; `told` is the last answer."""

    def __init__(self, member: Any, *, by: Any, name: str = "Máy thử") -> None:
        code = joining.make_code(member=member, by=by, at=clock.now()).code
        joined = joining.join(
            code=code, name=name, platform="Android 9", app_version="1", pledge_version=pledge.VERSION,
            agreed_at=clock.now(), at=clock.now(),
        )  # fmt: skip
        self.member, self.device = member, joined.device
        self.authorization = f"Device {joined.device.pk}.{joined.secret}"
        self.carry_key, self.client = joined.carry_key, Client()
        self.seq = self.acked = 0
        self.epoch = self.since = self.cursor = self.config = None
        self.rows: dict[str, dict[str, Any]] = {}
        self.told: dict[str, Any] = {}

    def op(self, kind: str, content: dict[str, Any], *, at: datetime | None = None, **more: Any) -> dict[str, Any]:
        self.seq += 1
        made_at = (at or clock.now()).isoformat()
        return {"id": str(uuid.uuid4()), "seq": self.seq, "kind": kind, "v": 1, "made_at": made_at,
                "content": content} | more  # fmt: skip

    def visit(self, household: Any, *results: tuple[Any, str, str], at: datetime | None = None, **more: Any) -> Any:
        """`results`: (person, service code, outcome)."""
        said = [{"person": str(p.key), "service": code, "level": 1, "outcome": outcome} for p, code, outcome in results]
        content = {"household": str(household.key), "outcome": "met", "results": said} | more
        return self.op("visit", content, at=at)

    def post(self, path: str, data: Any, *, packed: bool = False, authorization: str | None = None) -> Any:
        body = json.dumps(data).encode()
        headers = {"authorization": self.authorization if authorization is None else authorization}
        if packed:
            body, headers["content-encoding"] = gzip.compress(body), "gzip"
        return self.client.post(f"/dt/api/{path}", body, content_type="application/json", headers=headers)

    def request(self, *ops: dict[str, Any], **more: Any) -> dict[str, Any]:
        from tungnha.field.sync.holding import hash_of

        doors = hash_of(self.rows) if self.since and not self.cursor else None
        return {
            "protocol": 1, "app": "1", "now": clock.now().isoformat(), "epoch": self.epoch, "since": self.since,
            "cursor": self.cursor, "rows": 500, "doors": doors, "config": self.config, "acked": self.acked,
            "held": len(ops), "ops": list(ops),
        } | more  # fmt: skip

    def sync(self, *ops: dict[str, Any], packed: bool = False, **more: Any) -> dict[str, Any]:
        """Send, and lay what comes back in, as the phone does."""
        answer = self.post("sync", self.request(*ops, **more), packed=packed)
        assert answer.status_code == 200, answer.content
        self.told = told = json.loads(answer.content)
        self.acked = max([self.acked, *(op["seq"] for op in ops if isinstance(op, dict))])
        self.epoch, self.since, self.cursor = told["epoch"], told["since"], told["cursor"]
        self.config = told["config"]["hash"] if told["config"] else self.config
        for row in told["rows"]:
            self.rows[row["k"]] = row
        for key in told["gone"]:
            self.rows.pop(key, None)
        if told["doors"] is not None:
            self.rows = {key: row for key, row in self.rows.items() if key in told["doors"]}
        return told

    def answers(self, *ops: dict[str, Any], **more: Any) -> list[str]:
        return [one["answer"] for one in self.sync(*ops, **more)["answers"]]


def later(**span: Any) -> datetime:
    return clock.now() + timedelta(**span)

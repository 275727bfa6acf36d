"""A demonstration that stands already is kept, whatever was added to the product since."""

from __future__ import annotations

import json

from tungnha.demo import build


def test_a_demonstration_built_by_an_older_product_gets_the_newer_tables(tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr(build, "call_command", lambda name, **more: called.append(name))
    monkeypatch.setattr(build, "_words", lambda guide: guide["marker"])
    wanted = {"version": build.VERSION, "clock": "2026-05-26T08:00", "week": ""}
    (tmp_path / build.GUIDE).write_text(json.dumps({"made_for": wanted, "marker": "the first one"}), encoding="utf-8")
    said: list[str] = []
    guide = build.ensure(tmp_path, fresh=False, clock_at="2026-05-26T08:00", say=said.append)
    assert (guide, called) == ("the first one", ["migrate"])
    assert said == ["Dữ liệu chạy thử đã có sẵn (dùng --fresh để dựng lại)."]

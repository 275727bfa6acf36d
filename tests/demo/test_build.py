"""A demonstration that stands already is kept, whatever was added to the product since."""

from __future__ import annotations

import json

from tungnha.demo import build


def test_a_demonstration_built_by_an_older_product_gets_the_newer_tables(tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr(build, "lay_tables", lambda: called.append("tables"))
    monkeypatch.setattr(build, "_words", lambda guide: guide["marker"])
    wanted = {"version": build.VERSION, "clock": "2026-05-26T08:00", "week": ""}
    (tmp_path / build.GUIDE).write_text(json.dumps({"made_for": wanted, "marker": "the first one"}), encoding="utf-8")
    said: list[str] = []
    guide = build.ensure(tmp_path, fresh=False, clock_at="2026-05-26T08:00", say=said.append)
    assert (guide, called) == ("the first one", ["tables"])
    assert said == ["Dữ liệu chạy thử đã có sẵn (dùng --fresh để dựng lại)."]


def test_a_demonstration_built_anew_starts_at_its_own_hour_not_at_an_earlier_rehearsals(tmp_path, monkeypatch):
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    for name in ("clock", build.GUIDE, "keys.json"):
        (tmp_path / name).write_text("2026-05-28T10:07", encoding="utf-8")
    build._empty(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]

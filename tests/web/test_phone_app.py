"""The phone's app as it is handed out: whole, by version, small, and from nowhere else."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess

import pytest
from django.test import Client

from tungnha.web import phone_app
from tungnha.web.phone_app import FOLDER, app, load

pytestmark = pytest.mark.one_database
BUDGET = 60_000  # bytes over the air for all that is ours; the scanner comes besides
OWN = {name: file for name, file in app().files.items() if not name.startswith(phone_app.OTHERS)}
SCRIPTS = {name: (FOLDER / name).read_text("utf-8") for name in OWN if name.endswith(".js")}
NODE = shutil.which("node")


@pytest.fixture
def browser(db):
    return Client()


def test_the_shell_needs_no_log_in_and_is_asked_for_anew(browser):
    answer = browser.get("/dt/")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert "'wasm-unsafe-eval'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert f"/dt/app/{app().version}/screen/start.js" in answer.content.decode()


def test_other_pages_compile_nothing(browser):
    assert "wasm" not in browser.get("/dang-nhap/").headers["Content-Security-Policy"]


def test_every_file_of_the_version_is_kept_for_good_and_packed(browser):
    for name, file in app().files.items():
        answer = browser.get(f"/dt/app/{app().version}/{name}", headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, name
        assert "immutable" in answer.headers["Cache-Control"]
        packed = answer.headers.get("Content-Encoding") == "gzip"
        assert (gzip.decompress(answer.content) if packed else answer.content) == file.body


def test_a_file_of_another_version_is_not_there(browser):
    assert browser.get("/dt/app/0123456789ab/app.css").status_code == 404
    assert browser.get(f"/dt/app/{app().version}/README.md").status_code == 404
    assert browser.get(f"/dt/app/{app().version}/../settings.py").status_code == 404
    assert browser.post("/dt/").status_code in (403, 405)


def test_one_byte_more_in_any_file_is_another_version(tmp_path):
    copy = shutil.copytree(FOLDER, tmp_path / "phone")
    version = load(copy).version
    assert load(copy).version == version
    for name in ("app.css", "sw.js", "index.html", "screen/door.js", "rules/words.js"):
        before = (copy / name).read_text("utf-8")
        (copy / name).write_text(before + "\n;", "utf-8")
        assert load(copy).version != version, name
        (copy / name).write_text(before, "utf-8")


def test_the_worker_keeps_every_file_of_its_version():
    told = json.loads(re.match(rb"self\.APP = ({.*?});\n", app().worker.body)[1])
    parts = app().files[told["pack"]].body.split(b"\0")
    packed = {name.decode(): text for name, text in zip(parts[::2], parts[1::2], strict=True)}
    assert told["version"] == app().version
    assert set(told["files"]) | set(packed) | {told["pack"]} == set(app().files)
    assert packed == {name: app().files[name].body for name in packed}
    assert set((FOLDER / phone_app.ORDER).read_text("utf-8").split()) <= set(packed)
    assert {name.split(".")[-1] for name in packed} == {"js", "css"}  # the media types sw.js knows


def test_all_of_ours_goes_over_the_air_in_sixty_kilobytes():
    """What a phone fetches to hold the app whole, without the scanner and the pictures of the home screen."""
    size = sum(len(file.packed) for file in (app().files[phone_app.PACK], app().shell, app().worker))
    assert size < BUDGET, f"{size:,} bytes"


def test_what_comes_after_the_start_is_kept_too_and_small():
    """Screens few open are no part of the pack; the worker still keeps each, or they would not open without signal."""
    later = {name: file for name, file in app().files.items() if name.startswith(phone_app.LATER)}
    told = json.loads(re.match(rb"self\.APP = ({.*?});\n", app().worker.body)[1])
    assert later.keys() <= set(told["files"])
    assert 0 < sum(len(file.packed) for file in later.values()) < 8_000


@pytest.mark.skipif(NODE is None, reason="không có node trên máy này")
def test_what_goes_out_says_word_for_word_what_was_written():
    """Notes and blanks are left out; a parser reads both forms."""
    pairs = {name: (text, OWN[name].body.decode()) for name, text in SCRIPTS.items()}
    assert any(full != lean for full, lean in pairs.values())
    command = [NODE, "--expose-internals", "tests/web/phone_words.cjs"]
    said = subprocess.run(
        command, input=json.dumps(pairs), capture_output=True, text=True, check=True, cwd=FOLDER.parents[2]
    )
    assert json.loads(said.stdout) == []
    pairs["screen/door.js"] = (SCRIPTS["screen/door.js"], SCRIPTS["screen/door.js"].replace("all_away", "al_away"))
    said = subprocess.run(
        command, input=json.dumps(pairs), capture_output=True, text=True, check=True, cwd=FOLDER.parents[2]
    )
    assert json.loads(said.stdout) == ["screen/door.js"]


def test_every_module_and_every_name_that_is_asked_for_is_there():
    asked = [
        (name, words, (FOLDER / name).parent / path)
        for name, text in SCRIPTS.items()
        for words, path in re.findall(r"""(?:import \{([^}]+)\} from |import\()'(\.{1,2}/[^']+)'""", text)
    ]
    assert len(asked) > 100
    missing = [(name, str(path)) for name, _, path in asked if not path.is_file()]
    for name, words, path in asked:
        given = set(re.findall(r"export (?:async )?(?:function|const|let|class) (\w+)", path.read_text("utf-8")))
        missing += [
            (name, word) for word in re.findall(r"(\w+)(?: as \w+)?(?:,|$)", words.strip()) if word not in given
        ]
    assert missing == []


def test_what_people_are_called_is_never_read_as_markup():
    words = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "DOMParser")
    assert [(name, word) for name, text in SCRIPTS.items() for word in words if word in text] == []


def test_nothing_stands_inside_the_page_and_nothing_comes_from_elsewhere():
    shell = (FOLDER / "index.html").read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", shell)
    texts = {**SCRIPTS, "index.html": shell, "app.css": (FOLDER / "app.css").read_text("utf-8")}
    found = {(n, a) for n, text in texts.items() for a in re.findall(r"https?://[^'\"` )]+", text)}
    assert {address for _, address in found} <= {"http://www.w3.org/2000/svg"}


def test_every_drawing_that_is_asked_for_is_there():
    known = set(re.findall(r"^  (\w+): '", SCRIPTS["screen/icons.js"], re.M))
    asked = {
        drawn
        for text in SCRIPTS.values()
        for drawn in re.findall(r"(?:icon\(|icon: |drawn: )'(\w+)'", text)
    }  # fmt: skip
    assert asked <= known


def test_what_others_made_is_byte_for_byte_theirs():
    told = dict(
        re.findall(r"^\| ([\w.]+) \|.*\| ([0-9a-f]{64}) \|$", (FOLDER / "vendor/VENDOR.md").read_text("utf-8"), re.M)
    )
    held = {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (FOLDER / "vendor").iterdir() if p.suffix != ".md"
    }
    assert told == held
    assert {f"vendor/{name}": app().files[f"vendor/{name}"].body for name in held} == {
        f"vendor/{name}": (FOLDER / "vendor" / name).read_bytes() for name in held
    }


@pytest.mark.skipif(NODE is None, reason="không có node trên máy này")
def test_a_code_drawn_by_the_phone_is_read_by_its_scanner_and_drawn_alike_by_another_maker():
    import segno

    texts = ["TN1 x", "Lê Thị Bưởi|ấ", "q" * 300, "A1-_" * 245, "z" * 1500]
    # Exactly full ones: for others the other maker lays one byte of padding more than the norm asks.
    full = {1: 17, 2: 32, 7: 154, 10: 271, 14: 458, 22: 1003, 32: 1952, 40: 2953}
    texts += ["k" * room for room in full.values()]
    command = [NODE, "tests/web/phone_codes.mjs", str(FOLDER)]
    said = subprocess.run(
        command, input=json.dumps(texts), capture_output=True, text=True, check=True, cwd=FOLDER.parents[2]
    )
    drawn = json.loads(said.stdout)
    assert [one["read"] for one in drawn] == [[text] for text in texts]
    assert [one["version"] for one in drawn[-len(full) :]] == list(full)
    for text, one in zip(texts[-len(full) :], drawn[-len(full) :], strict=True):
        other = segno.make(text.encode(), error="l", version=one["version"], mask=0, boost_error=False, mode="byte")
        assert one["rows"] == ["".join(map(str, row)) for row in other.matrix]

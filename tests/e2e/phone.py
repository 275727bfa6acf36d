"""A phone of 360 × 640 in the hand of a team member, for the browser tests of the app: what it does, and how it is held
against what every screen must be."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import axe_playwright_python
from django.core.servers.basehttp import ThreadedWSGIServer
from pytest_django.live_server_helper import LiveServer

from tests.conftest import CHROMIUM, QUIET
from tungnha.field.sync import joining
from tungnha.units import clock

SIZE = {"width": 360, "height": 640}
PIN = "482915"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FAKE_CAMERA = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]

RUN_AXE = """
    () => axe.run(document, {resultTypes: ["violations"]}).then(said => said.violations
        .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 140)).join(" | ")}`))
"""
MEASURE = """
    () => {
        const seen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length
            && !e.closest(".hidden-visually, .said") && getComputedStyle(e).clipPath === "none";
        const modal = document.querySelector("dialog[open]") ?? document.body;
        const all = (words) => [...modal.querySelectorAll(words)].filter(seen);
        const told = (e) => e.outerHTML.slice(0, 110);
        const target = (e) => e.matches("[type=checkbox], [type=radio]") ? e.closest("label") ?? e : e;
        const faults = [];
        for (const e of all("a[href], button, input, select, textarea, summary")) {
            const box = target(e).getBoundingClientRect();
            if (box.height < 47.9 || box.width < 47.9) faults.push(`small ${box.width}×${box.height}: ${told(e)}`);
        }
        const texts = document.createTreeWalker(modal, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const at = texts.currentNode.parentElement;
            if (!texts.currentNode.data.trim() || !seen(at)) continue;
            const size = parseFloat(getComputedStyle(at).fontSize);
            if (size < 18) faults.push(`text of ${size} px: ${told(at)}`);
        }
        return faults;
    }
"""
WIDE = """
    () => {
        const root = document.scrollingElement;
        const over = [...document.querySelectorAll("body *")].filter(e => e.checkVisibility()
            && e.getBoundingClientRect().right > 361 && !e.closest(".hidden-visually, .said"));
        return root.scrollWidth > 360 || over.length
            ? [`${root.scrollWidth} px wide: ${over.slice(0, 3).map(e => e.outerHTML.slice(0, 110)).join(" | ")}`] : [];
    }
"""
LARGER = "(size) => { document.documentElement.style.fontSize = size }"


class SameAddress(ThreadedWSGIServer):
    """Takes the address again although the system still remembers who talked to it before."""

    def __init__(self, *args: Any, allow_reuse_address: bool = True, **more: Any) -> None:
        super().__init__(*args, allow_reuse_address=True, **more)


class Server:
    """The product, in a thread of its own, that can be stopped and started again at the same address."""

    def __init__(self) -> None:
        self.running: LiveServer | None = None
        self.address = "127.0.0.1:0"
        self.start()
        assert self.running is not None
        self.url = self.running.url
        self.address = self.url.removeprefix("http://")

    def stop(self) -> None:
        if self.running:
            self.running.stop()
            self.running = None

    def start(self) -> None:
        if self.running is None:
            self.running = LiveServer(self.address, start=False)
            self.running.thread.server_class = SameAddress
            self.running.start()


class Phone:
    """One phone: a browser with a folder of its own, so that it can be shut and opened again."""

    def __init__(self, chromium: Any, url: str, folder: Path, camera: Path | None = None) -> None:
        self.chromium, self.url, self.folder = chromium, url, folder
        self.args = [*QUIET, *FAKE_CAMERA] + ([f"--use-file-for-fake-video-capture={camera}"] if camera else [])
        self.trouble: list[str] = []
        self.open()

    def open(self, way: str = "") -> None:
        self.context = self.chromium.browser_type.launch_persistent_context(
            str(self.folder), executable_path=CHROMIUM, headless=True, args=self.args, viewport=SIZE, is_mobile=True,
            has_touch=True, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", permissions=["camera"],
            accept_downloads=True,
        )  # fmt: skip
        self.page = self.context.pages[0]
        self.page.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.add_init_script(
            "addEventListener('click', () => (globalThis.taps = (globalThis.taps ?? 0) + 1), true)"
        )
        self.page.goto(f"{self.url}/dt/{way}")

    def close(self) -> None:
        self.context.close()

    def signal(self, on: bool) -> None:
        self.context.set_offline(not on)

    # -- what a person does

    def enter(self, pin: str = PIN) -> None:
        for digit in pin:
            self.page.tap(f".pad button:text-is('{digit}')")

    def join(self, member: Any, leader: Any, look: Any = None) -> None:
        """By the leader's link. `look(name)` is called at each step."""
        look = look or (lambda name: None)
        code = joining.make_code(member=member, by=leader, at=clock.now())
        self.page.goto(f"{self.url}/dt/#gia-nhap={code.code}")
        self.page.wait_for_selector("text=Cam kết giữ kín")
        look("1-pledge")
        self.page.tap("label.tick")
        self.page.tap("text=Đồng ý, tiếp tục")
        self.page.wait_for_selector(".pad")
        look("1-pin")
        self.enter()
        self.page.wait_for_selector("text=một lần nữa")
        self.enter()
        self.page.wait_for_selector("text=Máy đã sẵn sàng")
        look("1-ready")
        self.page.evaluate("navigator.serviceWorker.ready")
        self.page.tap("text=Bắt đầu đi từng nhà")
        self.page.wait_for_selector(".next")

    def unlock(self, pin: str = PIN) -> None:
        self.page.wait_for_selector(".pad")
        self.enter(pin)
        self.page.wait_for_selector(".pad", state="detached")

    def go(self, way: str) -> None:
        self.page.evaluate("(way) => { location.hash = way }", way)

    def send(self) -> None:
        self.page.tap("text=Gửi ngay")
        self.page.wait_for_timeout(250)  # the bar follows what was saved a moment later
        self.page.wait_for_selector(".state:has-text('Đã gửi hết')")

    def next_house(self) -> str:
        return str(self.page.inner_text(".next h2"))

    def waiting(self) -> int:
        found = self.page.locator(".state .count")
        return int(found.inner_text()) if found.count() else 0

    # -- what every screen must be

    def faults(self, name: str) -> list[str]:
        """At the size of the phone, then with letters twice as large."""
        self.page.wait_for_timeout(180)  # the sheet has come up
        if not self.page.evaluate("!!globalThis.axe"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(RUN_AXE) + self.page.evaluate(MEASURE) + self.page.evaluate(WIDE)
        self.page.evaluate(LARGER, "225%")
        found += [f"at 200 %: {fault}" for fault in self.page.evaluate(WIDE)]
        self.page.evaluate(LARGER, "")
        return [f"{name}: {fault}" for fault in found]


def camera_film(path: Path, text: str, *, frames: int = 12, side: int = 230) -> Path:
    """What a cheap camera sees of a card held in the hand: tilted, noisy, unevenly lit, out of focus. A run of JPEG
    pictures one after the other is a film the browser plays as its camera."""
    import numpy
    import segno
    from PIL import Image, ImageFilter

    chance = numpy.random.default_rng(8)
    matrix = numpy.array([list(row) for row in segno.make(text, error="m", encoding="utf-8").matrix], dtype=bool)
    code = Image.fromarray(numpy.where(numpy.pad(matrix, 4), 0, 255).astype("uint8")).resize((side, side), 0)
    turn = random.Random(8)
    with path.open("wb") as film:
        for _ in range(frames):
            picture = Image.new("L", (640, 480), 168)
            card = code.rotate(turn.uniform(-12, 12), expand=True, fillcolor=168, resample=Image.Resampling.BICUBIC)
            picture.paste(card, (400 - side + turn.randint(-12, 12), 205 - side // 2 + turn.randint(-12, 12)))
            lean = turn.uniform(-0.06, 0.06)
            picture = picture.transform((640, 480), Image.Transform.AFFINE, (1, lean, -lean * 240, lean / 2, 1, 0))
            light = numpy.asarray(picture.filter(ImageFilter.GaussianBlur(0.8)), dtype=float)
            light = light * numpy.linspace(0.72, 1.08, 640) + chance.normal(0, 8, light.shape)
            frame = Image.fromarray(light.clip(0, 255).astype("uint8")).convert("RGB")
            frame.save(film, "JPEG", quality=80)
    return path

"""What every page must hold, looked at in the browser as it is drawn: the faults in words, none when all is well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = {1280: 900, 390: 844}
LEAST_TEXT = {1280: 16, 390: 18}  # px of running text, at a desk and on a phone

RUN_AXE = """
    (rules) => axe.run(document, {resultTypes: ["violations"], runOnly: rules}).then(said => said.violations
        .filter(v => ["serious", "critical"].includes(v.impact))
        .map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`))
"""
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What another width can change where the same things stand on the page.
RULES_OF_WIDTH = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
SHOWS_MORE_ON_A_PHONE = "() => Boolean(document.querySelector('.bar'))"

LOOK = """
    async (least) => {
        document.querySelectorAll("details").forEach(e => e.open = true);
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        const seen = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length;
        const all = (words) => [...document.querySelectorAll(words)].filter(seen);
        const told = (e) => e.outerHTML.slice(0, 140);
        const faults = [];
        const root = document.scrollingElement;
        if (root.scrollWidth > innerWidth) {
            const wide = all("body *").filter(e => e.getBoundingClientRect().right > innerWidth + 1);
            faults.push(`wider than the screen, ${root.scrollWidth} px: ${wide.slice(0, 3).map(told).join(" | ")}`);
        }
        const small = all("p, li, td, th, dd, dt, label, input, select, textarea, button, a, summary, small")
            .filter(e => e.innerText?.trim() || e.matches("input, select, textarea"))
            .filter(e => parseFloat(getComputedStyle(e).fontSize) < least);
        if (small.length) faults.push(`text under ${least} px: ${small.slice(0, 3).map(told).join(" | ")}`);
        const nameless = all("input:not([type=hidden]), select, textarea")
            .filter(e => ![...(e.labels ?? [])].some(l => l.innerText.trim()) && !e.ariaLabel);
        if (nameless.length) faults.push(`control without a label: ${nameless.slice(0, 3).map(told).join(" | ")}`);
        const boxes = all(".table-scroll").filter(e => e.scrollHeight > e.clientHeight + 2);
        if (boxes.length) faults.push(`a table scrolls up and down inside its box: ${boxes.slice(0, 2).map(told)}`);
        const heads = document.querySelectorAll("h1").length;
        if (heads !== 1) faults.push(`${heads} h1`);
        return faults;
    }
"""

# The lowest thing in the page, when the page is scrolled to its end, must stand clear of the bar under the thumb.
UNDER_THE_BAR = """
    () => {
        const bar = document.querySelector(".bar");
        if (!bar) return [];
        scrollTo(0, document.body.scrollHeight);
        const top = bar.getBoundingClientRect().top;
        return [...document.querySelectorAll("main :is(a, button, input, select, summary)")]
            .filter(e => e.getBoundingClientRect().bottom > top)
            .map(e => `under the bar: ${e.outerHTML.slice(0, 140)}`);
    }
"""

FINGER = """
    () => [...document.querySelectorAll(".phone :is(button, .btn, select, input:not([type=hidden]))")]
        .filter(e => e.getClientRects().length)
        .map(e => [e, (e.labels?.[0] && e.matches("[type=radio], [type=checkbox]") ? e.labels[0] : e)])
        .filter(([, e]) => e.getBoundingClientRect().height < 44)
        .map(([e]) => `too low for a finger: ${e.outerHTML.slice(0, 140)}`)
"""

FIRST_STOP = """
    () => {
        const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
        const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        const first = e.matches("a.skip") || document.querySelector(".error-summary, .print-page");
        return first && box.top >= 0 && drawn ? [] : [`first tab stop: ${e.outerHTML.slice(0, 140)}`];
    }
"""


def faults(page: Any, address: str, host: str, opens: Callable[[Any], None] | None = None) -> list[str]:
    """Open one page, look at it at a desk's width and at a phone's. `opens`: how, where its address is not enough."""
    page.trouble.clear()
    elsewhere: list[str] = []
    watch = lambda request: urlsplit(request.url).netloc != host and elsewhere.append(request.url)  # noqa: E731
    page.on("request", watch)
    page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})
    opens(page) if opens else page.goto(address)
    page.evaluate(AXE)
    found = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        all_rules = width == 1280 or page.evaluate(SHOWS_MORE_ON_A_PHONE)
        said = page.evaluate(LOOK, LEAST_TEXT[width]) + page.evaluate(
            RUN_AXE, ALL_RULES if all_rules else RULES_OF_WIDTH
        )
        if width == 390:
            said += page.evaluate(FINGER) + page.evaluate(UNDER_THE_BAR)
        found += [f"{width} px: {fault}" for fault in said]
    page.keyboard.press("Tab")
    found += page.evaluate(FIRST_STOP)
    page.remove_listener("request", watch)
    found += [f"asks elsewhere: {url}" for url in elsewhere if not url.startswith("data:")]
    return found + [f"the browser says: {trouble}" for trouble in page.trouble]

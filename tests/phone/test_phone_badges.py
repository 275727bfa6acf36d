"""A phone without a network tells a badge as the server does: the same bytes, read by the phone's own code."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from tungnha.field.sync.badges import for_phones
from tungnha.units.badges import operations as badges
from tungnha.units.badges import token
from tungnha.units.models import Badge

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NODE, HOUSE = shutil.which("node"), Path(__file__).parents[2]
TODAY = date(2026, 5, 26)
LOOK = """
import { check, digits } from './src/tungnha/phone/badge/token.js'
const { asked, secret, ms } = JSON.parse(await new Response(process.stdin).text())
const said = []
for (const [text, config, today] of asked) said.push(await check(text, config, today))
console.log(JSON.stringify({ said, digits: secret && await digits(secret, ms) }))
"""


def looked(asked, **more):
    command = [NODE, "--input-type=module", "-e", LOOK]
    sent = json.dumps({"asked": asked, **more})
    said = subprocess.run(command, input=sent, capture_output=True, text=True, cwd=HOUSE, check=True)
    return json.loads(said.stdout)


@pytest.fixture
def told(members, at_tuesday):
    """What Sơn's phone holds."""
    badges.issue(members=[members.son], valid_to=date(2026, 7, 31), by=members.mai, at=at_tuesday)
    return for_phones(members.son, at_tuesday)


def code(mine, seal="", digits="123456", body=None):
    dot = f".{seal}" if seal else ""
    return f"https://mau.example{mine['url']}?ma={digits}#{body or mine['body']}{dot}"


@pytest.mark.skipif(NODE is None, reason="không có node trên máy này")
def test_without_a_network_each_fate_has_its_own_word(told, members, at_tuesday):
    mine, yesterday, tomorrow = told["mine"], TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    seal, changed = mine["days"][f"{TODAY}"], bytearray(token.from_text(mine["body"]))
    changed[20] ^= 1  # a letter of the name
    other = token.day_seal("00" * 8, TODAY, Badge.objects.get().key.private)
    foreign = token.signed(token.Said("11" * 8, "Sơn", "Tổ", TODAY, TODAY), token.new_key()[0])
    cases = [
        ("printed", code(mine), told, TODAY), ("live", code(mine, seal), told, TODAY),
        ("replayed", code(mine, seal), told, tomorrow), ("forged", code(mine, other), told, TODAY),
        ("early", code(mine), told, yesterday), ("expired", code(mine), told, date(2026, 8, 1)),
        ("forged", code(mine, body=token.to_text(bytes(changed))), told, TODAY),
        ("forged", code(mine, body=token.to_text(foreign)), told, TODAY),
        ("forged", code(mine), told | {"keys": []}, TODAY),
        ("revoked", code(mine, seal), told | {"revoked": [Badge.objects.get().serial]}, TODAY),
        ("not-a-badge", "https://mau.example/xa/99901/", told, TODAY), ("not-a-badge", "00020101021138", told, TODAY),
    ]  # fmt: skip
    slot = token.slot_of(at_tuesday)
    found = looked(
        [[text, config, f"{on}"] for _, text, config, on in cases], secret=mine["secret"],
        ms=int(at_tuesday.timestamp() * 1000),
    )  # fmt: skip
    assert [one["code"] for one in found["said"]] == [word for word, *_ in cases]
    assert (found["said"][1]["name"], found["said"][1]["to"]) == ("Sơn", "2026-07-31")
    assert found["digits"]["digits"] == token.digits_of(mine["secret"], slot)


def test_a_phone_holds_the_seals_of_the_coming_weeks_and_only_of_its_own_badge(told, members, at_tuesday):
    days = sorted(told["mine"]["days"])
    assert (days[0], len(days) >= 14, days[-1] <= "2026-07-31") == ("2026-05-26", True, True)
    assert for_phones(members.lan, at_tuesday)["mine"] is None
    next_day = for_phones(members.son, at_tuesday + timedelta(days=1))["mine"]
    assert set(next_day["days"]) >= set(days[1:])


def test_the_phone_of_somebody_who_left_shows_no_badge(told, members, at_tuesday):
    members.son.valid_to = TODAY - timedelta(days=1)
    members.son.save()
    now = for_phones(members.son, at_tuesday)
    assert (now["mine"], now["revoked"]) == (None, [Badge.objects.get().serial])


@pytest.mark.skipif(NODE is None, reason="không có node trên máy này")
def test_signatures_are_checked_as_the_standard_says():
    """RFC 8032, 7.1, the second and third of its examples; and each with one bit changed."""
    script = """
import { isSigned } from './src/tungnha/phone/badge/curve.js'
const hex = (t) => Uint8Array.from(t.match(/../g) ?? [], (two) => parseInt(two, 16))
const said = []
const asked = JSON.parse(await new Response(process.stdin).text())
for (const [key, text, signature] of asked) said.push(await isSigned(hex(text), hex(signature), hex(key)))
console.log(JSON.stringify(said))
"""
    key2 = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    sig2 = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    key3 = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    sig3 = (
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    wrong = f"{int(sig2[:2], 16) ^ 1:02x}{sig2[2:]}"
    too_large = sig2[:64] + "ff" * 32  # s beyond the order: another form of the same would be taken too
    asked = [[key2, "72", sig2], [key3, "af82", sig3], [key2, "73", sig2], [key2, "72", wrong], [key3, "72", sig2],
             [key2, "72", too_large], ["ff" * 32, "72", sig2]]  # fmt: skip
    command = [NODE, "--input-type=module", "-e", script]
    said = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, cwd=HOUSE, check=True)
    assert json.loads(said.stdout) == [True, True, False, False, False, False, False]

"""Notices by e-mail, handed to a real SMTP server on this machine."""

from __future__ import annotations

import email
import socketserver
import threading
from datetime import datetime
from email import policy
from types import SimpleNamespace

import pytest

from tungnha.config import environment
from tungnha.units.calendar import VIETNAM
from tungnha.units.senders import CannotSend, MailSender, MailServer, Notice

AT = datetime(2026, 5, 27, 8, 0, tzinfo=VIETNAM)
NOTICE = Notice(
    "o1:d1@0800", "Nhắc báo cáo tuần 22, hạn 10 giờ 00 thứ Năm, 28/5/2026", "Đơn vị chưa gửi.", "https://a.vn/k/1/"
)


class Conversation(socketserver.StreamRequestHandler):
    """Enough of RFC 5321 for one client; `server.answers` maps a recipient to what RCPT is answered."""

    def handle(self):
        self.say("220 mail.example ESMTP")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say("354 go on")
                self.take_letter()
            elif verb == b"RCPT":
                self.say(self.server.answers.get(line.split(b"<")[1].split(b">")[0].decode(), "250 ok"))
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")

    def take_letter(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=policy.default))
        self.say("250 taken")

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")


@pytest.fixture
def mail_server():
    """A server on the loopback: `letters` taken, `answers` to recipients, `at` for the sender."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads, server.letters, server.answers = True, [], {}
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host, port = server.server_address
        server.at = MailServer(host, port, security="none", sender="tungnha@mau.example")
        yield server
        server.shutdown()


def member(address="thu@mau.example", active=True):
    return SimpleNamespace(user=SimpleNamespace(email=address, is_active=active))


def test_a_notice_arrives_in_vietnamese_from_the_office_and_says_that_a_machine_wrote_it(mail_server):
    with MailSender(mail_server.at) as way:
        way.send(member(), NOTICE, AT)
        way.send(member("son@mau.example"), NOTICE, AT)

    first, second = mail_server.letters
    assert (first["Subject"], first["To"], second["To"]) == (NOTICE.subject, "thu@mau.example", "son@mau.example")
    assert str(first["From"]) == "Từng Nhà <tungnha@mau.example>"
    assert first.get_content().split() == [*NOTICE.words.split(), NOTICE.url]
    assert (first["Auto-Submitted"], first["Date"].datetime) == ("auto-generated", AT)
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(("answer", "may_pass"), [("550 nobody", False), ("451 later", True)])
def test_who_is_refused_for_good_is_told_from_who_may_be_reached_later(mail_server, answer, may_pass):
    mail_server.answers["thu@mau.example"] = answer
    with MailSender(mail_server.at) as way, pytest.raises(CannotSend) as problem:
        way.send(member(), NOTICE, AT)
    assert (problem.value.code, problem.value.may_pass, mail_server.letters) == ("refused", may_pass, [])


def test_a_server_that_is_not_there_is_worth_another_try():
    nowhere = MailServer("127.0.0.1", 9, security="none", sender="a@b.example")
    with MailSender(nowhere) as way, pytest.raises(CannotSend) as problem:
        way.send(member(), NOTICE, AT)
    assert (problem.value.code, problem.value.may_pass) == ("no_connection", True)


def test_who_has_no_address_or_may_not_log_in_is_not_written_to(mail_server):
    way = MailSender(mail_server.at)
    assert [way.reaches(one) for one in (member(), member(None), member(active=False))] == [True, False, False]
    assert not MailSender().reaches(member())  # no server is set up


@pytest.mark.parametrize(
    ("value", "host", "port", "security"),
    [("smtps://a:p%40ss@mail.vn", "mail.vn", 465, "tls"), ("smtp://mail.vn:2587", "mail.vn", 2587, "starttls"),
     ("smtp-plain://127.0.0.1", "127.0.0.1", 25, "none")],
)  # fmt: skip
def test_the_server_is_named_in_one_setting(monkeypatch, value, host, port, security):
    monkeypatch.setenv("S", value)
    monkeypatch.setenv("F", "tungnha@mau.example")
    found = environment.mail_server("S", "F")
    assert (found["host"], found["port"], found["security"]) == (host, port, security)
    assert value.count("%40") == 0 or found["password"] == "p@ss"


@pytest.mark.parametrize("value", ["mail.vn:25", "http://mail.vn", "smtp://mail.vn:xx", "smtp-plain://mail.vn"])
def test_a_setting_that_cannot_be_meant_stops_the_product_with_a_sentence(monkeypatch, value):
    monkeypatch.setenv("S", value)
    monkeypatch.setenv("F", "tungnha@mau.example")
    with pytest.raises(SystemExit, match="Không khởi động được"):
        environment.mail_server("S", "F")


def test_mail_comes_from_somebody(monkeypatch):
    monkeypatch.setenv("S", "smtps://mail.vn")
    monkeypatch.setenv("F", "")
    with pytest.raises(SystemExit, match="địa chỉ thư của cơ quan"):
        environment.mail_server("S", "F")

"""What goes out to a member: notices, and the ways they go (docs/decisions/0040-duties.md).

A notice names nobody and holds no figure about a person: it lies in mailboxes we do not keep. A way of sending is a
class with `code`, `reaches` and `send`, named in settings.SENDERS; reminders of reports use it, and what other rooms
tell somebody (answers to feedback, warnings) goes the same way. A sender is told the instant; it asks no clock.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from types import TracebackType
from typing import Protocol, Self

from django.conf import settings
from django.utils.module_loading import import_string

from tungnha.units.models import Member

PATIENCE = 15  # seconds for one step of a mail server


@dataclass(frozen=True)
class Notice:
    """`key` is the same whenever the same thing is said to the same member; `url` opens it, or is blank."""

    key: str
    subject: str
    words: str
    url: str = ""


class CannotSend(Exception):
    """`code`: why, as one word for the record. `may_pass`: worth another try later."""

    def __init__(self, code: str, *, may_pass: bool) -> None:
        super().__init__(code)
        self.code, self.may_pass = code, may_pass


class Sender(Protocol):
    """One way out, open while it is used: `with sender_of("mail") as way: way.send(member, notice, at)`."""

    code: str

    def reaches(self, member: Member) -> bool:
        """Whether this way leads to the member at all."""

    def send(self, member: Member, notice: Notice, at: datetime) -> None:
        """Hand the notice over. Raises CannotSend; afterwards it was either taken or it was not."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None
    ) -> None: ...


def sender_of(code: str) -> Sender | None:
    """The sender of a channel as the installation is set up; None where it has none."""
    path = settings.SENDERS.get(code)
    return import_string(path)() if path else None


@dataclass(frozen=True)
class MailServer:
    """security: `tls` from the first byte, `starttls`, or `none` (only for a server on the same machine)."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    security: str = "starttls"
    sender: str = ""


class MailSender:
    """By e-mail through the office's own server (TUNGNHA_SMTP). One connection for many notices."""

    code = "mail"

    def __init__(self, server: MailServer | None = None) -> None:
        named = settings.MAIL_SETTINGS
        self.server = server or (MailServer(**named) if named else None)
        self._connection: smtplib.SMTP | None = None

    def reaches(self, member: Member) -> bool:
        return self.server is not None and bool(member.user.email) and member.user.is_active

    def send(self, member: Member, notice: Notice, at: datetime) -> None:
        if not self.reaches(member) or self.server is None:
            raise CannotSend("no_address", may_pass=False)
        message = letter(notice, to=member.user.email or "", sender=self.server.sender, at=at)
        try:
            self._connect().send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise CannotSend("refused", may_pass=all(400 <= code < 500 for code in codes)) from refused
        except smtplib.SMTPResponseException as answer:
            raise CannotSend(f"smtp_{answer.smtp_code}", may_pass=answer.smtp_code < 500) from answer
        except (smtplib.SMTPException, OSError) as broken:
            self._connection = None
            raise CannotSend("no_connection", may_pass=True) from broken

    def _connect(self) -> smtplib.SMTP:
        assert self.server is not None
        if self._connection is None:
            server = self.server
            secure = ssl.create_default_context()
            if server.security == "tls":
                made: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=secure)
            else:
                made = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
                if server.security == "starttls":
                    made.starttls(context=secure)
            if server.user:
                made.login(server.user, server.password)
            self._connection = made
        return self._connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection = None


def letter(notice: Notice, *, to: str, sender: str, at: datetime) -> EmailMessage:
    """Plain text. The Message-ID follows from the key: a mailbox that gets a notice twice shows it once."""
    message = EmailMessage()
    message["Subject"] = " ".join(notice.subject.split())
    name, _, domain = sender.rpartition("@")
    message["From"] = Address("Từng Nhà", name, domain)
    message["To"] = to
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{hashlib.sha256(notice.key.encode()).hexdigest()[:32]}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    message.set_content("\n\n".join(part for part in (notice.words, notice.url) if part), cte="quoted-printable")
    return message

"""The QR code of the chip identity card (CCCD, 2021–2024) and of the thẻ Căn cước (TT 16/2024/TT-BCA).

Fields are parted by "|": number, old card number, name, birth date, sex, address, issue date. Cards since 1/7/2024
add fields behind them (a cancelled number, parents of a child under 14), some readers a day of expiry; the order of
the new ones is not confirmed, so everything from the sixth field on is passed over. Only number, name, birth date and
sex are kept. The address, the old and cancelled numbers and parents' names are dropped here, at the door, and the raw
text must never be stored (Luật 91/2025/QH15, Điều 3: only what the purpose needs).
"""

from dataclasses import dataclass

from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.names import tidy
from tungnha.identity.numbers import read_personal_number
from tungnha.identity.sexes import Sex, read_sex

FEWEST_FIELDS = 6


class BadCard(ValueError):
    """Not the QR code of an identity card; the message is the sentence for the reader."""


@dataclass(frozen=True)
class CardData:
    """What is kept of a card shown by its holder."""

    number: str
    full_name: str
    birth: PartialDate
    sex: Sex | None

    def oddities(self) -> tuple[str, ...]:
        """A sentence for each contradiction between the number and the rest of the card: scan it again, or look."""
        number = read_personal_number(self.number)
        return number.oddities(self.sex, self.birth.year) if number else ()


def read_card_qr(text: str) -> CardData:
    """Read a card's QR text by position, tolerant of extra fields. Raises BadCard with a sentence."""
    fields = [field.strip() for field in text.strip().strip("\ufeff").split("|")]
    if len(fields) < FEWEST_FIELDS:
        raise BadCard("Đây không phải mã QR của thẻ căn cước. Hãy quét mã QR in trên thẻ.")
    return CardData(_number(fields[0]), _name(fields[2]), _birth(fields[3]), read_sex(fields[4]))


def _number(text: str) -> str:
    number = read_personal_number(text)
    if number is None or number.kind != "cccd" or len(text) != 12:
        raise BadCard("Mã QR không có số định danh 12 chữ số. Hãy quét lại.")
    return number.value


def _name(text: str) -> str:
    if not text:
        raise BadCard("Mã QR không có họ tên. Hãy quét lại.")
    return tidy(text, proper_case=True)


def _birth(text: str) -> PartialDate:
    try:
        return read_date(text)
    except BadDate as problem:
        raise BadCard(f"Ngày sinh trong mã QR không đọc được. {problem}") from problem

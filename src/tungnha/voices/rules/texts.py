"""What a village reads out and what it sends to its group about a rumour. Proposals: every word can be changed."""

from __future__ import annotations

from tungnha.voices.models import Rumour

WORDS_A_MINUTE = 120  # of a loudspeaker
ALWAYS = "Bà con không đọc mã OTP, mật khẩu cho ai, không bấm đường dẫn lạ, không chuyển tiền theo điện thoại."
FRAUD_CALL = "Ai gặp chuyện này, xin báo ngay cho Tổ công nghệ số cộng đồng của thôn hoặc Công an xã."


def script(rumour: Rumour, words: str, who: str) -> str:
    """For the loudspeaker: said twice, in short sentences."""
    told = rumour.told
    opens = f"Kính thưa bà con {rumour.area.full_name}."
    if rumour.kind == Rumour.Kind.FRAUD:
        body: tuple[str, ...] = (
            f"{who} cảnh báo: gần đây có kẻ gian lừa bà con như sau: {told}.",
            sentence(words),
            ALWAYS,
            FRAUD_CALL,
        )
    else:
        body = (f"Mấy ngày nay có lời đồn: {told}.", f"{who} trả lời như sau. {sentence(words)}", ALWAYS)
    return "\n".join((opens, *body, "Xin nhắc lại.", sentence(words), "Xin cảm ơn bà con đã nghe."))


def zalo(rumour: Rumour, words: str, who: str) -> str:
    told = rumour.told
    head = "CẢNH BÁO LỪA ĐẢO" if rumour.kind == Rumour.Kind.FRAUD else "TIN ĐỒN KHÔNG ĐÚNG"
    said = "Thủ đoạn" if rumour.kind == Rumour.Kind.FRAUD else "Lời đồn"
    return "\n".join((head, f"{said}: {told}.", f"{who} trả lời: {sentence(words)}", ALWAYS))


def sentence(words: str) -> str:
    words = " ".join(words.split())
    return words if words[-1:] in ".!?" else f"{words}."


def minutes(text: str) -> float:
    """How long it takes to read out, in halves of a minute, at least one half."""
    return max(0.5, round(len(text.split()) / WORDS_A_MINUTE * 2) / 2)


def spoken_length(text: str) -> str:
    """`nửa phút`, `1 phút`, `1 phút rưỡi`."""
    halves = round(minutes(text) * 2)
    whole, half = divmod(halves, 2)
    return "nửa phút" if not whole else f"{whole} phút{' rưỡi' if half else ''}"

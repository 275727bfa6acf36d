"""Vietnamese as typed with the fonts of before Unicode; written from the published tables, not from our own reader."""

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TO_TCVN3 = dict(zip(_LETTERS, _TCVN3, strict=True))

_VNI = {
    **dict(zip("àáảãạ", ("aø", "aù", "aû", "aõ", "aï"), strict=True)),
    **dict(zip("âầấẩẫậ", ("aâ", "aà", "aá", "aå", "aã", "aä"), strict=True)),
    **dict(zip("ăằắẳẵặ", ("aê", "aè", "aé", "aú", "aü", "aë"), strict=True)),
    **dict(zip("èéẻẽẹ", ("eø", "eù", "eû", "eõ", "eï"), strict=True)),
    **dict(zip("êềếểễệ", ("eâ", "eà", "eá", "eå", "eã", "eä"), strict=True)),
    **dict(zip("òóỏõọ", ("oø", "où", "oû", "oõ", "oï"), strict=True)),
    **dict(zip("ôồốổỗộ", ("oâ", "oà", "oá", "oå", "oã", "oä"), strict=True)),
    **dict(zip("ơờớởỡợ", ("ô", "ôø", "ôù", "ôû", "ôõ", "ôï"), strict=True)),
    **dict(zip("ùúủũụ", ("uø", "uù", "uû", "uõ", "uï"), strict=True)),
    **dict(zip("ưừứửữự", ("ö", "öø", "öù", "öû", "öõ", "öï"), strict=True)),
    **dict(zip("ìíỉĩị", ("ì", "í", "æ", "ó", "ò"), strict=True)),
    **dict(zip("ỳýỷỹỵ", ("yø", "yù", "yû", "yõ", "î"), strict=True)),
    "đ": "ñ",
}


def tcvn3(text: str) -> str:
    """A capital with a tone has no code: the typist takes the small one."""
    return "".join(_TO_TCVN3.get(letter) or _TO_TCVN3.get(letter.lower(), letter) for letter in text)


def vni(text: str) -> str:
    """Each mark is a letter behind; it follows the case of its letter."""
    return "".join(map(_vni_letter, text))


def _vni_letter(letter: str) -> str:
    code = _VNI.get(letter.lower())
    if code is None:
        return letter
    return code if letter.islower() else code.upper()

"""Whether a word can be a Vietnamese syllable: onset, rhyme and tone fit together.

Loan words and names of the highlands may not; used to weigh whole passages, never to judge one word.
"""

import re
import unicodedata
from functools import lru_cache


def _words(text: str) -> list[str]:
    return text.split()


_ONSETS = _words("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")
_OPEN = _words(
    "a ai ao au ay âu ây e eo ê êu i ia iu iêu o oa oai oao oay oe oeo oi ô ôi ơ ơi u ua ui uê uơ uy uya uây uôi uyu "
    "uau ư ưa ưi ưu ươi ươu y yêu uêu oong"
)
_NASAL = _words(
    "am an ang anh ăm ăn ăng âm ân âng em en eng êm ên ênh im in inh iêm iên iêng om on ong ôm ôn ông ơm ơn um un ung "
    "uôm uôn uông ưm ưn ưng ươm ươn ương oan oang oanh oam oăn oăng oăm oen uân uâng uên uênh uyên uynh yên yêm yêng "
    "yn ynh oeng uyn"
)
_STOPPED = _words(
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oc op ot ôc ôp ôt ơp ơt uc up ut uôc uôt "
    "ưc ưt ươc ươp ươt oac oach oat oăc oăt oet uât uêch uyêt uych uyt yêt yt ych ooc uôp ưp oap oăp uyp"
)
_LONGEST = 7  # nghiêng
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_ONSET = f"(?:{'|'.join(sorted(_ONSETS, key=len, reverse=True))})?"
_SYLLABLE = re.compile(f"{_ONSET}(?:(?P<free>{'|'.join([*_OPEN, *_NASAL])})|(?P<stopped>{'|'.join(_STOPPED)}))")
_OF_GI = re.compile(f"gi(?:{'|'.join(['', 'n', 'êt', 'ên', 'êng', 'êc', 'êm', 'p', 'm'])})|qu(?:y|ôc|a|ang|ôt|ơ|ơi)")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """One word in Unicode, of either case."""
    if not 1 <= len(word) <= _LONGEST:
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in parts if c in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
    if len(tones) > 1:
        return False
    found = _SYLLABLE.fullmatch(bare)
    if found is None:
        return bool(_OF_GI.fullmatch(bare))
    return found.group("stopped") is None or (len(tones) == 1 and tones[0] in "\u0301\u0323")

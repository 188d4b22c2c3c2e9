"""Vietnamese text typed with the fonts of before Unicode (TCVN3, VNI), repaired by content. Pure.

Such files hold Latin letters and signs that only the old font shows as Vietnamese. The name of a font proves
nothing (measured: 133 of 408 real .doc files name one, the text of 1 needs it), so the syllables decide.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from dossier.text import nfc

# A reader that knows that a run is set in a capitals font (``.VnTimeH`` and its like show small letters as
# capitals) puts it between these two noncharacters; ``repair`` takes them out again.
CAPITALS_ON, CAPITALS_OFF = "\ufdd0", "\ufdd1"


class LegacyEncoding(StrEnum):
    """The two that were in common use; the values are their names to people."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


# TCVN 5712:1993 VN3 ("ABC"): one byte a letter, no capitals with tones.
_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_LETTERS = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_TONES = {"ø": _GRAVE, "ù": _ACUTE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX = {"â": "", "à": _GRAVE, "á": _ACUTE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVE = {"ê": "", "è": _GRAVE, "é": _ACUTE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
# VNI for Windows: a vowel is followed by a letter that carries its marks.
_VNI = (
    _VNI_LETTERS
    | {base + mark: nfc(_VNI_LETTERS.get(base, base) + tone) for base in "aeouyôö" for mark, tone in _VNI_TONES.items()}
    | {base + mark: nfc(base + _CIRCUMFLEX + tone) for base in "aeo" for mark, tone in _VNI_CIRCUMFLEX.items()}
    | {"a" + mark: nfc("a" + _BREVE + tone) for mark, tone in _VNI_BREVE.items()}
)
_VNI_PATTERN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)

# Letters that no text in the old encoding holds, and Vietnamese in Unicode does.
_MODERN = "ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323"
_FOREIGN = {
    LegacyEncoding.TCVN3: re.compile(f"[{_MODERN}àÀÁÂÃÍÙÚ]"),
    LegacyEncoding.VNI: re.compile(f"[{_MODERN}]"),
}
_WORD = re.compile(r"[^\W\d_]+")
_SEGMENT = re.compile(r"[^\n\t]+")
_TOKEN = re.compile(r"\S+")
_CAPITALS_RUN = re.compile(f"{CAPITALS_ON}([^{CAPITALS_OFF}]*)")
_SIGNS = str.maketrans("", "", CAPITALS_ON + CAPITALS_OFF)
_LEAST_EVIDENCE = 3  # different words that only the repair makes Vietnamese
_LEAST_CAPITALS = 2
_SAMPLE = 1 << 16  # bytes that show the encoding of any text

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
# Nucleus: the codas that may close it; "-" for none. The spelling of written syllables, tones aside.
_RIMES = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- ch m n nh p t u",
    "i": "- a ch m n nh p t u",
    "iê": "c m n ng p t u",
    "o": "- c i m n ng p t",
    "oo": "c ng",
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng t",
    "oe": "- m n o t",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- a c i m n ng p t",
    "uâ": "n ng t y",
    "uê": "- ch n nh",
    "uô": "c i m n ng t",
    "uơ": "-",
    "uy": "- a ch n nh p t u",
    "uyê": "n t",
    "ư": "- a c i m n ng t u",
    "ươ": "c i m n ng p t u",
    "y": "- ch n nh t",
    "yê": "m n ng t u",
}
_STOPPED = ("c", "ch", "p", "t")


class Repaired(NamedTuple):
    """Text in Unicode, and the encoding some of it was found in; None when nothing had to be changed."""

    text: str
    encoding: LegacyEncoding | None


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable, in either style of placing the tone mark."""
    return _is_syllable(nfc(word).casefold())


@lru_cache(maxsize=20_000)
def _is_syllable(word: str) -> bool:
    marks = unicodedata.normalize("NFD", word)
    tones = [mark for mark in marks if mark in (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)]
    bare = nfc("".join(mark for mark in marks if mark not in tones))
    if len(tones) > 1 or bare not in _syllables():
        return False
    return not bare.endswith(_STOPPED) or tones in ([_ACUTE], [_DOT])


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    rimes = [nucleus + coda.strip("-") for nucleus, codas in _RIMES.items() for coda in codas.split()]
    joined = (onset + rime for onset in _ONSETS.split() for rime in rimes if _fits(onset, rime))
    return frozenset([*joined, *rimes])


def _fits(onset: str, rime: str) -> bool:
    """Before e, ê, i, y the sounds of c, g, ng are written k, gh, ngh; ``gi`` counts as g and i."""
    front = rime[0] in "eêiy"
    if onset in {"k", "gh", "ngh"}:
        return front
    return not front or (onset not in {"c", "ng", "g"}) or (onset == "g" and rime[0] == "i")


def decode(text: str, encoding: LegacyEncoding) -> str:
    """Text in an old encoding, turned to Unicode without asking whether it is; what the table lacks stays."""
    if encoding is LegacyEncoding.TCVN3:
        return text.translate(_TCVN3)
    return _VNI_PATTERN.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    letter = _VNI[match[0].lower()]
    return letter.upper() if match[0][0].isupper() else letter


def repair(text: str) -> Repaired:
    """The text with every word in an old encoding turned to Unicode; what is in Unicode already is left alone.

    One encoding is judged for the whole text, then word by word whether it is in it: files pasted together from
    old and new ones are common, down to a cell half typed in each. A word that reads well both ways follows its
    piece (line or cell). TCVN3 has no capitals with tones; they are restored where the letters around are capitals.
    """
    encoding = find_encoding(text)
    if encoding is None:
        return Repaired(_without_signs(text), None)
    repairing = _Repairing(encoding)
    return Repaired(_SEGMENT.sub(lambda match: repairing.piece(match[0]), text), encoding)


class _Repairing:
    """Remembers, from word to word, whether the text around is in the old encoding."""

    def __init__(self, encoding: LegacyEncoding) -> None:
        self._encoding = encoding
        self._old = True

    def piece(self, piece: str) -> str:
        if piece.isascii():
            return piece
        if _FOREIGN[self._encoding].search(piece):
            self._old = False
        elif gain := _gain(piece, self._encoding):
            self._old = gain > 0
        new = _TOKEN.sub(self._token, piece)
        if new != piece and self._encoding is LegacyEncoding.TCVN3:
            new = _with_capitals(new)
        return _without_signs(new)

    def _token(self, match: re.Match[str]) -> str:
        token = match[0]
        if token.isascii() or (len(token) == 1 and not token.isalpha()):  # a bullet is not the letter ã
            return token
        if _FOREIGN[self._encoding].search(token):
            self._old = False
            return token
        gain = _gain(token, self._encoding)
        if gain < 0 < _score(token):
            return token
        if gain > 0:
            self._old = True
        return decode(token, self._encoding) if self._old else token


def find_encoding(text: str) -> LegacyEncoding | None:
    """The old encoding that makes most of the text Vietnamese; None when it is plain, foreign or Unicode."""
    pieces = {
        encoding: [piece for piece in _SEGMENT.findall(text) if not piece.isascii() and not foreign.search(piece)]
        for encoding, foreign in _FOREIGN.items()
    }
    gains = {encoding: sum(_gain(piece, encoding) for piece in pieces[encoding]) for encoding in LegacyEncoding}
    best = max(gains, key=lambda encoding: gains[encoding])
    if gains[best] < _LEAST_EVIDENCE:
        return None
    old = {word for piece in pieces[best] for word in _marked_words(piece)}
    new = {word for piece in pieces[best] for word in _marked_words(decode(piece, best))}
    found = sum(map(is_syllable, new - old))
    return best if found >= _LEAST_EVIDENCE else None


def decode_bytes(data: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or an 8-bit encoding; what none explains becomes replacement characters.

    The last is the Vietnamese code page, or the Western one that old fonts were typed over; then the text comes
    as ``repair`` expects it, not repaired. A character cut off at the end is dropped.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        sample = data[:_SAMPLE]
        vietnamese, western = nfc(sample.decode("cp1258", "replace")), sample.decode("cp1252", "replace")
    if _score(vietnamese) >= _score(repair(western).text):
        return nfc(data.decode("cp1258", "replace"))
    return data.decode("cp1252", "replace")


def is_capitals_font(name: str) -> bool:
    """Whether a font of the TCVN3 time shows small letters as capitals: ``.VnTimeH``, ``.VnArialH``."""
    return name.startswith(".Vn") and name.split(" ", maxsplit=1)[0].endswith("H")


def _gain(piece: str, encoding: LegacyEncoding) -> int:
    new = decode(piece, encoding)
    return sum(1 if is_syllable(word) else -1 for word in _marked_words(new)) - _score(piece)


def _score(text: str) -> int:
    """Words with marks that are written Vietnamese, less those that are not; single letters say nothing."""
    return sum(1 if _is_written(word) else -1 for word in _marked_words(text))


def _is_written(word: str) -> bool:
    """An old encoding is given away by capitals inside a word, too: ``bÈn``."""
    return is_syllable(word) and (word.islower() or word.isupper() or word.istitle())


def _marked_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if len(word) > 1 and not word.isascii()]


def _without_signs(text: str) -> str:
    return text.translate(_SIGNS)


def _with_capitals(piece: str) -> str:
    """``QUYếT ĐịNH`` → ``QUYẾT ĐỊNH``: whole pieces, or words beyond doubt, whose only small letters have tones."""
    piece = _CAPITALS_RUN.sub(lambda run: run[1].upper(), piece)
    if _is_all_capitals(piece):
        return piece.upper()
    return _WORD.sub(lambda word: word[0].upper() if _is_all_capitals(word[0]) else word[0], piece)


def _is_all_capitals(text: str) -> bool:
    small = (char for char in text if char.islower())
    return sum(map(str.isupper, text)) >= _LEAST_CAPITALS and all(
        any(mark in (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT) for mark in unicodedata.normalize("NFD", char))
        for char in small
    )

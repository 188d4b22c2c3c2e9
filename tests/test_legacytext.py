from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier import legacytext
from dossier.legacytext import CAPITALS_OFF, CAPITALS_ON, LegacyEncoding, decode_bytes, is_syllable, repair
from dossier.text import nfc

TCVN3, VNI = LegacyEncoding.TCVN3, LegacyEncoding.VNI
TO_TCVN3 = str.maketrans({chr(new): chr(old) for old, new in legacytext._TCVN3.items()})
TO_VNI = {new: old for old, new in legacytext._VNI.items()}
TO_VNI |= {new.upper(): old.upper() for new, old in TO_VNI.items()}

SENTENCES = [
    "Ủy ban nhân dân xã đã ban hành kế hoạch cải cách hành chính năm 2025",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
    "Độc lập - Tự do - Hạnh phúc",
    "Trên cơ sở đề nghị của Văn phòng, giao các công chức chuyên môn thực hiện",
    "quyết định phê duyệt kỳ kiểm tra, khuỷu tay, quýt ngọt, nguýt, giếng nước, gìn giữ",
]
# Syllables that between them use every toned letter of the alphabet.
WORDS = (
    "bà bả bã bá bạ bằng bẳng bẵng bắng bặng bần bẩn bẫn bấn bận bè bẻ bẽ bé bẹ bề bể bễ bế bệ bì bỉ bĩ bí bị "
    "bò bỏ bõ bó bọ bồ bổ bỗ bố bộ bờ bở bỡ bớ bợ bù bủ bũ bú bụ từ tử tữ tứ tự kỳ kỷ kỹ ký kỵ đo ăn âm êm ôm ơn"
)

vietnamese = st.lists(st.sampled_from(WORDS.split()), min_size=4, max_size=12, unique=True).map(" ".join)


def to_tcvn3(text: str) -> str:
    return text.translate(TO_TCVN3)


def to_vni(text: str) -> str:
    return "".join(TO_VNI.get(char, char) for char in text)


def test_published_examples() -> None:
    # The motto and the name of the state as every old file has them.
    assert legacytext.decode("Céng hßa x· héi chñ nghÜa ViÖt Nam", TCVN3) == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert legacytext.decode("§éc lËp - Tù do - H¹nh phóc", TCVN3) == "Độc lập - Tự do - Hạnh phúc"
    assert legacytext.decode("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", VNI) == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert legacytext.decode("Ñoäc laäp - Töï do - Haïnh phuùc", VNI) == "Độc lập - Tự do - Hạnh phúc"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_come_back(sentence: str) -> None:
    lowered = sentence[0].lower() + sentence[1:]  # TCVN3 has no capitals with tones
    assert repair(to_tcvn3(lowered)) == (lowered, TCVN3)
    assert repair(to_vni(sentence)) == (sentence, VNI)


@given(vietnamese)
def test_any_syllables_come_back_from_either_encoding(text: str) -> None:
    assert legacytext.decode(to_tcvn3(text), TCVN3) == text
    assert legacytext.decode(to_vni(text), VNI) == text


@given(st.lists(st.sampled_from(WORDS.split()), min_size=8, max_size=12, unique=True).map(" ".join))
def test_what_is_old_is_recognised(text: str) -> None:
    assert repair(to_tcvn3(text)) == (text, TCVN3)
    assert repair(to_vni(text)) == (text, VNI)


@given(
    st.lists(st.one_of(vietnamese, st.sampled_from(SENTENCES), vietnamese.map(str.upper)), max_size=6).map("\n".join)
)
def test_unicode_text_is_left_alone(text: str) -> None:
    assert repair(text) == (text, None)


@given(st.text())
def test_a_repaired_text_is_repaired(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        "Société générale d'économie, déjà vue à la carte, où l'été était très doux",
        "Straße, Größe, Übung, Äpfel und Öl für fünf schöne Mädchen",
        "§ 5 · ½ × 3 ± 2 © 2025 «trích» ® ¶",
        "Xã Hà An có báo cáo, tài trí hài hòa",  # every letter of it also stands in the old tables
        "PHÒNG VĂN HÓA: \u00a0danh sách kèm theo",
        "",
    ],
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert repair(text) == (text, None)


def test_old_and_new_pasted_together() -> None:
    old = "Tæng sè thu ng©n s¸ch nhµ n­íc trªn ®Þa bµn"
    text = f"Có Hà An\tBiểu số 62\n{old}\nThu khác, ph¹t chËm thuÕ\nBổ sung có mục tiêu b»ng vèn viÖn trî"
    assert repair(text).text == (
        "Có Hà An\tBiểu số 62\nTổng số thu ngân sách nhà nước trên địa bàn\n"
        "Thu khác, phạt chậm thuế\nBổ sung có mục tiêu bằng vốn viện trợ"
    )


def test_a_bullet_is_no_letter() -> None:
    assert repair("· Tæng sè thu ng©n s¸ch nhµ n­íc").text == "· Tổng số thu ngân sách nhà nước"


def test_capitals_typed_with_an_old_font() -> None:
    text = "QUYÕT §ÞNH\nVÒ viÖc phª duyÖt kÕ ho¹ch\nñY BAN NH¢N D¢N"
    assert repair(text).text == "QUYẾT ĐỊNH\nVề việc phê duyệt kế hoạch\nỦY BAN NHÂN DÂN"


def test_a_capitals_font_counts_only_over_old_text() -> None:
    marked = f"{CAPITALS_ON}ñy ban nh©n d©n{CAPITALS_OFF} tØnh phª duyÖt"
    assert repair(marked).text == "ỦY BAN NHÂN DÂN tỉnh phê duyệt"
    assert repair(f"{CAPITALS_ON}ủy ban{CAPITALS_OFF} nhân dân").text == "ủy ban nhân dân"


def test_capitals_fonts() -> None:
    names = (".VnTimeH", ".VnArialH", ".VnTime", "VNI-Times", ".VnBlackH (W1)", "Times New Roman H")
    assert [name for name in names if legacytext.is_capitals_font(name)] == [".VnTimeH", ".VnArialH", ".VnBlackH (W1)"]


def test_syllables() -> None:
    words = "nghiêng giếng gì quốc quyển khuya hoà hòa thuở ươm yêu quýt xoong nguệch ở"
    assert [word for word in words.split() if not is_syllable(word) or not is_syllable(word.upper())] == []


def test_not_syllables() -> None:
    words = "céng viÖt cát̀ kác nghan khach ngiêng bcd tưp đrích NSĐP"
    assert [word for word in words.split() if is_syllable(word)] == []


def test_bytes_of_each_encoding() -> None:
    text = "Quyết định của Ủy ban nhân dân xã về việc cải cách hành chính"
    assert decode_bytes(text.encode()) == text
    assert decode_bytes(text.encode("utf-16")) == text
    assert decode_bytes("\ufeffkế".encode()) == "kế"
    split = re.sub("[^đĐăâêôơưĂÂÊÔƠƯ\x00-\x7f]", lambda match: _tone_apart(match[0]), text)
    assert decode_bytes(split.encode("cp1258")) == text
    old = to_tcvn3(text[0].lower() + text[1:].replace("Ủ", "ủ"))
    assert decode_bytes(old.encode("cp1252")) == old


def _tone_apart(letter: str) -> str:
    """As code page 1258 has it: letter and tone, two characters."""
    for tone in "\u0300\u0301\u0303\u0309\u0323":
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
            if nfc(base + tone) == letter:
                return base + tone
    return letter

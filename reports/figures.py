"""Numbers in Chinese figures, as they head sections and paragraphs."""

_DIGITS = "一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Return 1 to 99: 一, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens - 1]) + ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")

"""Citizen identity numbers (GB 11643): check digit, birthday, sex, the old 15 digits, masking.

The first two digits name a province; 81, 82 and 83 are residence permits of Hong Kong, Macao and Taiwan, and
99 is assigned to nobody, which makes it right for invented people. Abolished counties stay valid for life, so
the four digits after the province are not looked up.
"""

import re
import unicodedata
from datetime import date

_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|99")
_SHAPE = re.compile(r"[1-9]\d{16}[\dX]")
_OLD_SHAPE = re.compile(r"[1-9]\d{14}")
_IGNORED = re.compile(r"[\s'’‘`\-]+")


def normalized(text: str) -> str:
    """Return a number as it is kept: half-width, without blanks, dashes, apostrophe, with a capital X.

    Nothing is added, left out or repaired; what is no number comes back as it is.
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


def is_valid(text: str) -> bool:
    """Tell whether this has 18 digits, a province, an existing birthday and the right check digit."""
    return problem(text) == ""


def problem(text: str) -> str:
    """Return what is wrong with a number: "", "shape", "old", "region", "birthday" or "check-digit".

    "old" is a sound number of 15 digits: `upgraded` proposes the new one, a person has to confirm it.
    """
    number = normalized(text)
    if _OLD_SHAPE.fullmatch(number):
        sound = _PROVINCES.match(number) is not None and _existing_day("19" + number[6:12]) is not None
        return "old" if sound else "shape"
    if not _SHAPE.fullmatch(number):
        return "shape"
    if _PROVINCES.match(number) is None:
        return "region"
    if _existing_day(number[6:14]) is None:
        return "birthday"
    return "" if check_digit(number[:17]) == number[17] else "check-digit"


def check_digit(digits: str) -> str:
    """Return the 18th character for 17 digits (ISO 7064 MOD 11-2, as GB 11643 prescribes)."""
    from stdnum.iso7064 import mod_11_2

    return str(mod_11_2.calc_check_digit(digits))


def birth_date(text: str) -> str:
    """Return the birthday in a number as `1985-07-01`; nothing when the number has none that exists."""
    number = normalized(text)
    if _OLD_SHAPE.fullmatch(number):
        number = f"{number[:6]}19{number[6:]}"
    day = _existing_day(number[6:14]) if len(number) in (17, 18) else None
    return day.isoformat() if day else ""


def sex(text: str) -> str:
    """Return "male" or "female" by the 17th digit (15th of an old number); nothing for anything else."""
    number = normalized(text)
    if _SHAPE.fullmatch(number):
        order = number[16]
    elif _OLD_SHAPE.fullmatch(number):
        order = number[14]
    else:
        return ""
    return "male" if int(order) % 2 else "female"


def upgraded(text: str) -> str:
    """Propose the 18 digits of an old number of 15 (century 19); nothing when it is no such number.

    Only a proposal: people of a hundred years and more were born in another century, and the card decides.
    """
    number = normalized(text)
    if problem(number) != "old":
        return ""
    longer = f"{number[:6]}19{number[6:]}"
    return longer + check_digit(longer)


def mask(text: str) -> str:
    """Return a number fit for paper that others see: the first 6 and last 4 characters, stars between."""
    number = normalized(text)
    if len(number) <= 10:
        return "*" * len(number)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def _existing_day(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if 1850 <= day.year <= 2200 else None

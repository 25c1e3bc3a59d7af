"""Invented people and organisations for the sample, the demonstration and volume trials.

Nobody here exists: ID numbers carry the unassigned region prefix 990101 (GB/T 2260 has no 99) with a valid
check digit (GB 11643), mobile numbers begin with 120, which no network hands out, the places are on no map.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from models import id_number

BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"
COMMITTEE = "中共云栖市柳溪街道工作委员会"
SECRETARY = "尉迟文静"
CLERK = "沈　墨"
SEED = 20260701

_REGION = "990101"

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱郭何林高罗郑梁谢宋唐许韩冯曹彭苏潘卢田董袁蒋蔡余杜叶程魏吕沈任姚"
_MALE = (
    "志远", "建国", "国庆", "海波", "晓东", "文斌", "永福", "德顺", "明辉", "春生", "金贵",
    "长松", "大勇", "立新", "少华", "俊杰", "浩然", "子轩", "一鸣", "卫东", "保田", "敬堂",
)  # fmt: skip
_FEMALE = (
    "秀英", "桂兰", "玉珍", "淑芬", "文静", "海燕", "晓梅", "雪琴", "美玲", "春花", "金凤",
    "丽萍", "佳慧", "雨桐", "思琪", "欣怡", "月娥", "巧云", "素贞", "若兰", "小满", "青禾",
)  # fmt: skip
_MINORITIES = ("回族", "满族", "苗族", "土家族", "蒙古族")
_PLACES = ("云栖市柳溪", "云栖市石渡县", "云栖市南浦县", "青岚市望亭县", "青岚市竹屿县", "白鹭市河湾县")
_EDUCATION = ("小学", "初中", "高中", "中专", "大专", "大学", "研究生")
_WORK = (
    "退休教师", "社区工作者", "个体工商户", "小学教师", "物业公司职员", "退休职工", "公交公司司机",
    "社区医生", "便民服务中心职员", "物流公司职员", "中学教师", "水电维修工", "幼儿园教师", "农贸市场管理员",
)  # fmt: skip
_LANES = ("桐花巷", "枕水弄", "半亩塘路", "听松里", "石拱桥南路")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented member; dates are complete days, `regular` is None during probation."""

    name: str
    female: bool
    ethnicity: str
    native_place: str
    id_number: str
    birth: date
    education: str
    joined: date
    regular: date | None
    group: str
    party_post: str
    work: str
    phone: str
    address: str


def identity_number(birth: date, serial: int, *, female: bool) -> str:
    """Return an ID number of nobody: serial 0–499 tells apart people of one birthday and sex (GB 11643)."""
    order = serial * 2 + (0 if female else 1)
    digits = f"{_REGION}{birth:%Y%m%d}{order:03d}"
    return digits + id_number.check_digit(digits)


def people(count: int, *, year: int, seed: int = SEED, probationary: int = 3, groups: int = 4) -> list[Person]:
    """Return invented members as they could stand in a branch's roster in `year`, party group by party group.

    The last `probationary` ones joined in the first half of that year and are not yet full members.
    """
    dice = random.Random(seed)
    taken: set[str] = set()
    serials: Counter[tuple[date, bool]] = Counter()
    found = []
    for index in range(count):
        female = dice.random() < 0.45
        young = index >= count - probationary
        birth = _birthday(dice, year, young=young)
        serials[birth, female] += 1
        joined = date(year, dice.randint(1, 6), dice.randint(1, 28)) if young else _joining(dice, birth, year)
        found.append(
            Person(
                name=_name(dice, taken, female=female),
                female=female,
                ethnicity=dice.choice(_MINORITIES) if dice.random() < 0.06 else "汉族",
                native_place=dice.choice(_PLACES),
                id_number=identity_number(birth, serials[birth, female], female=female),
                birth=birth,
                education=_schooling(dice, birth),
                joined=joined,
                regular=None if young else joined.replace(year=joined.year + 1),
                group=f"第{_NUMERALS[index * groups // max(count, 1)]}党小组",
                party_post="",
                work="退休职工" if year - birth.year > 62 else dice.choice(_WORK),
                phone=f"1200{index:07d}",
                address=_address(dice),
            )
        )
    return found


_NUMERALS = "一二三四五六七八九十"


def _birthday(dice: random.Random, year: int, *, young: bool) -> date:
    age = dice.randint(22, 34) if young else dice.randint(28, 84)
    return date(year - age, 1, 1) + timedelta(days=dice.randint(0, 364))


def _joining(dice: random.Random, birth: date, year: int) -> date:
    """Return a day of joining at the age of nineteen or more, two years before `year` at the latest."""
    latest = min(birth.year + 45, year - 2)
    return date(dice.randint(birth.year + 20, latest), dice.randint(1, 12), dice.randint(1, 28))


def _address(dice: random.Random) -> str:
    lane, house = dice.choice(_LANES), dice.randint(1, 180)
    return f"{lane}{house}号{dice.randint(1, 6)}单元{dice.randint(1, 6)}0{dice.randint(1, 4)}"


def _schooling(dice: random.Random, birth: date) -> str:
    return _EDUCATION[min(6, max(0, (birth.year - 1940) // 12 + dice.randint(0, 2)))]


def _name(dice: random.Random, taken: set[str], *, female: bool) -> str:
    given = _FEMALE if female else _MALE
    for _ in range(40):
        name = dice.choice(_SURNAMES) + dice.choice(given)
        if name not in taken:
            break
    taken.add(name)
    return name

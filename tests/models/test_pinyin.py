"""Search keys of names: surnames as they are really read, rare characters, several readings."""

import pytest

from models.pinyin import MOST_READINGS, name_keys

LIKELY = """
单小满:shanxiaoman 曾雨桐:zengyutong 仇志远:qiuzhiyuan
查良:zhaliang 解放:xiefang 区青:ouqing 盖叫:gejiao 覃勇:qinyong 朴成:piaocheng
种师道:chongshidao 尉健:weijian 尉迟文静:yuchiwenjing 万俟卨:moqixie
欧阳修:ouyangxiu 令狐冲:linghuchong 澹台明:tantaiming 长孙无忌:zhangsunwuji
乐毅:yueyi 赵䶮:zhaoyan 林喆:linzhe 周堃:zhoukun 单玥:shanyue 曾犇:zengben
沈镕:shenrong 梁𠅤:liangxi 买买提·艾山:maimaitiaishan J._Smith:jsmith
翟天:zhaitian
"""


@pytest.mark.parametrize("pair", LIKELY.split())
def test_the_likely_reading_comes_first(pair: str) -> None:
    name, _, likely = pair.replace("_", " ").partition(":")
    assert name_keys(name).sort_key == likely


TYPED = """
吕布:lvbu 吕布:lubu 覃勇:tanyong 乐毅:leyi 李乐:liyue 李乐:lile
单玥:danyue 曾犇:cengben 尉健:yujian
"""


@pytest.mark.parametrize("pair", TYPED.split())
def test_every_reading_that_people_type_is_kept(pair: str) -> None:
    name, _, typed = pair.partition(":")
    assert typed in name_keys(name).readings


def test_initials_follow_the_readings() -> None:
    assert name_keys("覃勇").initials == "qy ty"
    assert name_keys("买买提·艾山").initials == "mmtas"
    assert name_keys("吕布").initials == "lb"


def test_names_that_are_no_names_get_keys_too() -> None:
    assert name_keys("=SUM(A1)").pinyin == "suma1"
    assert name_keys("···").pinyin == ""
    assert len(name_keys("乐" * 60).readings) <= MOST_READINGS

"""Writes the cases `Z…` of `meetings/`: what was found by writing files of many trades before reading the importer.

    python -m tests.data.field.make_more_meetings

In the form of `make_meetings`, whose makers it uses.
"""

import shutil

from tests.data.field.make_meetings import HERE, NAMES, A, M, S, case, met, text, xlsx

K = ("日期", "会议类型", "议题")
ALL = "、".join(NAMES)
D = ["2026-01-15", "2026-02-12", "2026-03-12", "2026-04-09", "2026-05-14", "2026-06-11", "2026-07-09", "2026-08-13"]
TICKS = [[name, "√", "√"] for name in NAMES[:6]]


def without(*names: str) -> str:
    return "、".join(name for name in NAMES if name not in names)


def told(day: str, marks: dict[str, str] | None = None, kinds: str = "assembly") -> dict[str, object]:
    return met(day, kinds, "", marks)


def row(at: int, *cells: object) -> list[object]:
    return [D[at], A, f"议题{at}", *cells]


def lists() -> None:
    case(
        "Z01-参加名单里的病假与迟到", "会议台账.xlsx",
        xlsx(
            [*K, "参加人员"],
            row(0, without("滕望舒", "尹槐序") + "、滕望舒（病假）、尹槐序（迟到）"),
            row(1, without("滕望舒") + "、滕望舒（未到）"),
            row(2, without("滕望舒", "尹槐序") + "、滕望舒×、尹槐序√"),
            row(3, without("苗青禾") + "、苗青禾（线上）"),
        ),
        "名单里写明没到的人没有到",
        meetings=[
            told(D[0], {"滕望舒": "sick", "尹槐序": "late"}), told(D[1], {"滕望舒": "absent"}),
            told(D[2], {"滕望舒": "absent"}), told(D[3]),
        ],
    )  # fmt: skip
    case(
        "Z02-名字前有编号", "会议台账.xlsx",
        xlsx(
            [*K, "参加人员", "缺席人员"],
            row(0, "\n".join(f"{at}.{name}" for at, name in enumerate(NAMES, 1)), ""),
            row(1, " ".join(f"{at}、{name}" for at, name in enumerate(NAMES, 1)), "无"),
            row(2, without("苗青禾", "滕望舒"), "（1）苗青禾（病假）（2）滕望舒（事假）"),
            row(3, without("苗青禾", "滕望舒"), "①苗青禾②滕望舒"),
            row(4, without("苗青禾", "滕望舒"), "1、苗青禾：出差；2、滕望舒——住院"),
            row(5, without("苗青禾", "滕望舒"), "2（苗青禾、滕望舒）"),
        ),
        "编号不是名字的一部分，也不把别人的原因记到下一个人头上",
        meetings=[
            told(D[0]), told(D[1]), told(D[2], {"苗青禾": "sick", "滕望舒": "personal"}),
            told(D[3], {"苗青禾": "absent", "滕望舒": "absent"}), told(D[4], {"苗青禾": "official", "滕望舒": "sick"}),
            told(D[5], {"苗青禾": "absent", "滕望舒": "absent"}),
        ],
    )  # fmt: skip
    case(
        "Z03-一句话管几个人", "会议台账.xlsx",
        xlsx(
            [*K, "缺席人员"],
            row(0, "苗青禾 滕望舒 请假"), row(1, "苗青禾，滕望舒（病假1人，事假1人）"), row(2, "两人请假"),
            row(3, "苗青禾（事）、滕望舒（均为病假）"),
        ),
        "不知道是哪一个人的原因，要问",
        meetings=[told(D[3], {"苗青禾": "personal", "滕望舒": "sick"})], asked=D[:3],
    )  # fmt: skip
    case(
        "Z04-不是全体的全体", "会议台账.xlsx",
        xlsx(
            [*K, "参加人员"],
            row(0, "全体支委"), row(1, "全体在职党员"), row(2, "部分党员"), row(3, "全体党员（6人）"),
            row(4, "全体党员、入党积极分子"), row(5, "全体党员，滕望舒缺席"), row(6, "所有人"),
            [D[7], "支部委员会会议", "议题7", "全体支委"],
        ),
        "只有说了全体党员的才是全体",
        meetings=[
            told(D[4]), told(D[5], {"滕望舒": "absent"}), told(D[6]),
            told(D[7], dict.fromkeys(NAMES[3:], "none"), "committee"),
        ],
        asked=D[:4], says=["全体支委", "全体在职党员"],
    )  # fmt: skip
    case(
        "Z05-应到人员只有几个人", "会议台账.xlsx",
        xlsx(
            [*K, "应到人员", "缺席人员"],
            row(0, "贺云帆、苗青禾、柏承志", ""), row(1, ALL, ""), row(2, ALL, "滕望舒"),
        ),
        "应到名单以外的人没有一个字说到了",
        meetings=[told(D[1]), told(D[2], {"滕望舒": "absent"})], asked=D[:1],
    )  # fmt: skip
    case(
        "Z06-签到情况里的名单", "会议台账.xlsx",
        xlsx(
            [*K, "签到情况"],
            row(0, " ".join(name + ("×" if name == "滕望舒" else "√") for name in NAMES)), row(1, ALL),
            row(2, without("滕望舒") + "、滕望舒（缺）"), row(3, without("滕望舒")),
            row(4, f"已签到：{without('滕望舒')}；未签到：滕望舒"),
        ),
        "签到情况也可以是名单",
        meetings=[
            told(D[0], {"滕望舒": "absent"}), told(D[1]), told(D[2], {"滕望舒": "absent"}),
            told(D[4], {"滕望舒": "absent"}),
        ],
        asked=[D[3]],
    )  # fmt: skip
    case(
        "Z07-扫码的已签与未签", "会议台账.xlsx",
        xlsx(
            [*K, "已签人员", "未签人员", "流动党员未到", "旷课", "批准人", "考勤员"],
            row(0, without("滕望舒", "尹槐序"), "滕望舒", "尹槐序", "", "贺云帆", "苗青禾"),
            row(1, without("滕望舒"), "", "", "滕望舒", "贺云帆", "苗青禾"),
        ),
        "看得懂的栏名不用问",
        meetings=[told(D[0], {"滕望舒": "absent", "尹槐序": "absent"}), told(D[1], {"滕望舒": "absent"})],
        unread=["批准人", "考勤员"],
    )  # fmt: skip


def words() -> None:
    case(
        "Z08-原因的各种说法", "会议台账.xlsx",
        xlsx(
            [*K, "缺席人员"],
            row(0, "滕望舒因孩子生病请假"), row(1, "苗青禾、滕望舒均因公出差"),
            row(2, "苗青禾公务出差，滕望舒身体不适"),
            row(3, "苗青禾、滕望舒，共2人"), row(4, "滕望舒请假一天"), row(5, "没有人"), row(6, "无，全员到齐"),
            row(7, "滕望舒同志-病假"),
        ),
        "说法不同，意思看得懂",
        meetings=[
            told(D[0], {"滕望舒": "personal"}), told(D[1], {"苗青禾": "official", "滕望舒": "official"}),
            told(D[2], {"苗青禾": "official", "滕望舒": "sick"}), told(D[3], {"苗青禾": "absent", "滕望舒": "absent"}),
            told(D[4], {"滕望舒": "personal"}), told(D[5]), told(D[6]), told(D[7], {"滕望舒": "sick"}),
        ],
    )  # fmt: skip
    case(
        "Z09-名字带称呼", "会议台账.xlsx",
        xlsx(
            [*K, "参加人员", "缺席人员"],
            row(
                0, "书记贺云帆，组织委员苗青禾，柏承志老师、宁小棠主任、尹槐序同志、阮听澜、古丽娜尔·艾力",
                "党员滕望舒",
            ),
        ),
        "称呼不是名字的一部分",
        meetings=[told(D[0], {"滕望舒": "absent"})],
    )  # fmt: skip
    case(
        "Z16-同一次会写了两行", "会议台账.xlsx",
        xlsx(
            [*K, "缺席人员"], row(0, "滕望舒、尹槐序"), row(1, "无"), [D[1], A, "议题1", "滕望舒、宁小棠"],
        ),
        "两行写的没到的人不一样，要说出来",
        meetings=[told(D[0], {"滕望舒": "absent", "尹槐序": "absent"}), told(D[1])], says=["不一样"],
    )  # fmt: skip


def counts_and_states() -> None:
    case(
        "Z10-人数写在不认识的栏", "会议台账.xlsx",
        xlsx([*K, "党员（应到/实到）", "未到会同志"], row(0, "8/6", ""), row(1, "8/8", ""), row(2, "8/7", "滕望舒")),
        "数字说有人没到",
        meetings=[told(D[1]), told(D[2], {"滕望舒": "absent"})], asked=D[:1],
    )  # fmt: skip
    case(
        "Z11-人员情况应到实到", "会议台账.xlsx",
        xlsx(
            [*K, "人员情况", "缺席"],
            row(0, "应8实6", ""), row(1, "应到8人，实到7人", ""), row(2, "应到8人，实到8人", ""),
        ),
        "数字说有人没到",
        meetings=[told(D[2])], asked=D[:2],
    )  # fmt: skip
    case(
        "Z12-没有开的会", "会议台账.xlsx",
        xlsx(
            [*K, "参加人员", "会议状态", "备注"],
            row(0, "全体党员", "已召开", ""), row(1, "全体党员", "已取消", ""), row(2, "全体党员", "未召开", ""),
            row(3, "全体党员", "", "因故取消"), row(4, "全体党员", "", "推迟到7月"), row(5, "全体党员", "", "会后座谈"),
        ),
        "没有开的会不能登记成全到",
        meetings=[told(D[0]), told(D[5])], asked=D[1:5], says=["已取消"],
    )  # fmt: skip
    case(
        "Z13-是否召开", "会议台账.xlsx",
        xlsx([*K, "是否召开", "缺席人员"], row(0, "是", "无"), row(1, "否", "无")),
        "写着没有召开的要问",
        meetings=[told(D[0])], asked=[D[1]],
    )  # fmt: skip
    case(
        "Z14-别的日期栏", "会议台账.xlsx",
        xlsx(
            ["会议日期", "会议类型", "议题", "缺席人员", "下次会议日期", "预计召开时间", "上次会议时间", "补课日期"],
            [M, A, "讨论计划", "滕望舒", "2026-04-20", "2026-03-19", "2026-02-20", "2026-03-22"],
            [S, A, "换届准备", "无", "2026-07-20", "2026-06-19", "2026-05-20", ""],
        ),
        "下次、上次、预计、补课的日期不是会议的日期",
        meetings=[told(M, {"滕望舒": "absent"}), told(S)],
        unread=["下次会议日期", "预计召开时间", "上次会议时间", "补课日期"],
    )  # fmt: skip
    case(
        "Z15-表名是类别", "三会一课.xlsx",
        xlsx(
            ["日期", "议题", "缺席人员"], [D[0], "学习", "无"], [D[1], "党课", "无"], sheet="支部党员大会",
            more={"党小组会": [["日期", "党小组", "议题", "参加人员"], [D[2], "第一党小组", "学习", "全体组员"]]},
        ),
        "表名写着党员大会，议题“学习”不会把它变成集中学习；议题是“党课”的要问",
        meetings=[told(D[0]), told(D[2], {NAMES[at]: "none" for at in (1, 3, 5, 7)}, "group")], asked=[D[1]],
    )  # fmt: skip


def persons_and_grids() -> None:
    there = [["3月主题党日", M, name, "2026-03-20 08:50", "90"] for name in NAMES[:5]]
    head = ["活动名称", "活动时间", "姓名", "签到时间", "参会时长"]
    for name, gone in (("Z20-签到时间空着", ["", ""]), ("Z21-签到时间是机器写的空", ["NaT", "0"])):
        case(
            name, "签到表.csv",
            text(head, *there, *(["3月主题党日", M, one, *gone] for one in NAMES[5:])),
            "没有签到时间的人没有签到",
            meetings=[], asked=[M],
        )  # fmt: skip
    case(
        "Z22-缺勤打勾", "缺勤表.xlsx",
        xlsx(
            ["2026年党员大会缺勤登记表"], ["姓名", D[0], D[1], D[2]],
            *([name, "√" if name == "滕望舒" else "", "√" if name == "尹槐序" else "", ""] for name in NAMES),
        ),
        "缺勤表里的勾是缺勤；一个勾也没有的那天不能不说",
        meetings=[
            told(D[0], {"滕望舒": "absent"}), told(D[1], {"尹槐序": "absent"}), told(D[2]),
        ],
        asked_or_in=D[:3],
    )  # fmt: skip
    case(
        "Z23-是否参加", "统计.xlsx",
        xlsx(
            ["2026年参加情况"], ["姓名", "是否参加1月15日支部党员大会", "是否参加2月12日党课"],
            *([name, "是", "是"] for name in NAMES[:6]), ["阮听澜", "否", "是"], ["古丽娜尔·艾力", "1", "0"],
        ),
        "栏名问是否参加，是和否就看得懂",
        meetings=[told(D[0], {"阮听澜": "absent"}), told(D[1], {"古丽娜尔·艾力": "absent"}, "lecture")],
    )  # fmt: skip
    case(
        "Z26-世界时的考勤表", "考勤表.xlsx",
        xlsx(
            ["2026年党员大会考勤表"], ["姓名", "2026-03-19T16:00:00.000Z", "2026-06-17T16:00:00.000Z"],
            *([name, "到", "到"] for name in NAMES),
        ),
        "世界时可能是第二天，要问，议题也不是“TZ”",
        meetings=[], asked=[M, S],
    )  # fmt: skip
    case(
        "Z24-学时合计", "学时统计.xlsx",
        xlsx(
            ["2026年党员学时统计表"], ["姓名", "集中学习学时", "自学学时", "总学时"],
            *([name, 32, 10, 42] for name in NAMES),
        ),
        "不是会议，说清是什么、怎么办",
        meetings=[], whole=["meetings-study-table"], whole_says=["学时"],
    )  # fmt: skip
    case(
        "Z25-问卷星签到", "问卷.xlsx",
        xlsx(
            ["序号", "提交答卷时间", "所用时间", "1、您的姓名", "2、是否参加"],
            *([at, "2026/5/15 9:01:12", "20秒", name, "参加"] for at, name in enumerate(NAMES, 1)),
        ),
        "这是一次会的名单，该去粘贴",
        meetings=[], whole=["meetings-attendee-list"], whole_says=["粘贴"],
    )  # fmt: skip


def main() -> None:
    for old in HERE.glob("Z*"):
        shutil.rmtree(old)
    lists()
    words()
    counts_and_states()
    persons_and_grids()


if __name__ == "__main__":
    main()

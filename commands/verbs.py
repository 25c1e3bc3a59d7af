"""The verbs by name: which module performs each, and what it does in one line. Names stay for good."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its module has `configure(parser)` and `perform(arguments) -> Outcome`."""

    module: str
    summary: str


VERBS: dict[str, Verb] = {
    "demo": Verb("commands.demo", "用虚构的支部走一遍：导入花名册、一年的会议、打印、上报、党委接收、回执"),
    "new": Verb("commands.new", "建立一本空台账"),
    "protect": Verb("commands.protect", "加密一本没有加密的台账（先验过备份），或换一张新的恢复码单"),
    "password": Verb("commands.password", "设、改、取消台账的密码"),
    "sheet": Verb("commands.sheet", "再印一张恢复码单（台账还打得开的时候）"),
    "import": Verb("commands.import_file", "导入花名册或会议记录（Excel、WPS、CSV 等）"),
    "members": Verb("commands.members", "列出党员"),
    "meetings": Verb("commands.meetings", "列出一年的会议和出勤"),
    "duties": Verb("commands.duties", "列出一年的任务：按哪条规定，落实了没有"),
    "credits": Verb("commands.credits", "列出每名党员的学时、学分，可逐条说明由来"),
    "gaps": Verb("commands.gaps", "列出一年的档案还缺什么：按轻重、按人"),
    "archives": Verb("commands.archives", "列出每名党员一年的学习档案：填写、审阅、归档到了哪一步"),
    "pledges": Verb("commands.pledges", "列出一年的承诺：办到哪一步，评定结果如何"),
    "kinds": Verb("commands.kinds", "列出记录的种类：各有哪些项目"),
    "records": Verb("commands.records", "列出、登记、导入某一类记录（发言、学习、学分等）"),
    "forms": Verb("commands.forms", "列出可以打印的表"),
    "print": Verb("commands.print_form", "打印一张表到 PDF 或 Excel 文件"),
    "register": Verb("commands.register", "支部与党委互相登记（接入文件、登记文件）"),
    "pack": Verb("commands.pack", "生成上报包"),
    "verify": Verb("commands.verify", "核验一个包或一份备份是否完整、是谁的"),
    "receive": Verb("commands.receive", "接收支部的上报包"),
    "receipt": Verb("commands.receipt", "开具回执，或登记收到的回执"),
    "check": Verb("commands.check", "检查台账是否完好、有无矛盾"),
    "backup": Verb("commands.backup", "做一份经过校验的备份"),
    "restore": Verb("commands.restore", "用备份恢复成一本新的台账"),
    "take-over": Verb("commands.take_over", "把另一台电脑上那一份台账多出的记录接过来"),
    "undo": Verb("commands.undo", "撤销一笔操作"),
    "log": Verb("commands.log", "列出操作记录：何时、何人、做了什么"),
}

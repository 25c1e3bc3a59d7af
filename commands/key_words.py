"""What the verbs that make or change keys tell: the code, and what opens the ledger from now on."""

from typing import Any

from models import ledger_keys
from models.ledger import Ledger
from models.ledger_keys import Sheet


def code_data(sheet: Sheet) -> dict[str, Any]:
    """Return the documented keys of a code that is shown."""
    return {"recovery_code": sheet.code, "sheet": sheet.number}


def code_lines(sheet: Sheet) -> list[str]:
    """Tell a new code and what to do with it."""
    return [
        code_line(sheet),
        "恢复码只显示这一次。请抄写或打印，与印章一起锁好：电脑坏了、换了电脑，有台账文件或一份备份，加上它，就都打得开。",
    ]


def code_line(sheet: Sheet) -> str:
    """Tell a code with its number and day."""
    made = f"，{sheet.made}" if sheet.made else ""
    return f"恢复码（{sheet.number} 号{made}）：{sheet.code}"


def opens(ledger: Ledger) -> str:
    """Tell what is asked for when an encrypted ledger is opened."""
    if ledger_keys.has_password(ledger):
        return "打开时要密码"
    if ledger_keys.users(ledger):
        return "在这台电脑上用现在的登录名打开，什么都不用输"
    return "这台电脑上没能留下钥匙，每次打开都要输入恢复码"

"""Nothing that the program wrote anywhere shows a person, a number or a secret, whatever the encoding, after kills."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources
from models import vault
from tests.exchange.roster_kit import number

ROOT = resources.ROOT.parent
PASSWORD = "巷口卖糖葫芦的老赵"
ACTOR = "尉迟文静"
NAMES = (ACTOR, "买买提·艾山", "单田芳", "欧阳建国")
NUMBERS = tuple(number(f"19{60 + at}0701", at) for at in range(1, 4))

WRITE = """
import json, os, sys
from pathlib import Path
from exchange import pack, registration
from models import backup, ledger_keys, member, own_key, rescue, vault
work, secrets = Path(sys.argv[1]), Path(sys.argv[2])
names, numbers = json.loads(sys.argv[3]), json.loads(sys.argv[4])

def fill(book):
    with book.operation("roster.import") as op:
        for name, number in zip(names[1:], numbers):
            member.add_member(op, member_id=book.ids.new(), name=name, id_number=number, remark=name * 30)

def tell(book):
    keys = book.query("SELECT sign_private, seal_private FROM own_key")
    sheet = ledger_keys.sheet(book)
    with secrets.open("a") as file:
        file.write("\\n".join([*(key for row in keys for key in row.values()), sheet.code]) + "\\n")

def typed(planned):
    groups = planned.sheet.code.split("-")
    return [groups[at - 1] for at in planned.asked]

committee = vault.create_ledger(
    work / "党委.zbtz", organization="柳溪街道党工委", level="committee", actor=names[0], encrypted=True
).ledger
branch = vault.create_ledger(work / "支部.zbtz", organization="桐花巷支部", actor=names[0], encrypted=True).ledger
fill(branch)
issued = registration.invite(committee, work, name="桐花巷支部")
joined = registration.join(branch, issued.path, issued.shown_code, work)
registration.accept(committee, joined.path)
pack.make_package(branch, work)
backup.make_backup(branch, work / "U盘")
backup.daily_backup(branch)
tell(branch), tell(committee)
branch.close(), committee.close()

book = vault.create_ledger(work / "早先" / "明文.zbtz", organization="早先的支部", actor=names[0]).ledger
fill(book)
planned = rescue.begin(book)
rescue.carry_out(book, planned, typed(planned), password=sys.argv[5])
tell(book)
book.close()
vault.open_ledger(work / "早先" / "明文.zbtz", password=sys.argv[5]).close()
"""

KILLED = """
import os, signal, sys
from pathlib import Path
from models import backup, conversion, files, ledger_keys, member, vault
path, how, name = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
book = vault.open_ledger(path)
if how == "write":
    with book.operation("member.add") as op:
        member.add_member(op, member_id=book.ids.new(), name=name, remark=name * 30)
    die()
files.put_in_place = die
if how == "backup":
    backup.make_backup(book, path.parent / "U盘")
if how == "convert":
    from models import keyring
    keyring.save = lambda *_: None
    conversion.encrypt(book, ledger_keys.new_key(book.clock))
book.close()
made = next((path.parent / "U盘").glob("*.dybak"))
backup.restore_backup(made, path.parent / "新" / "恢复.zbtz")
"""


def forms(secret: str) -> Iterator[bytes]:
    """Every way in which a text may lie in a file."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        plain = secret.encode(encoding)
        yield plain
        for skipped in range(3):
            # What stands around it is not known: only whole groups of base64 within the text.
            yield base64.b64encode(plain[skipped : skipped + (len(plain) - skipped) // 3 * 3])


def raw(key: str) -> Iterator[bytes]:
    yield from forms(key)
    yield bytes.fromhex(key)
    yield base64.b64encode(bytes.fromhex(key))[:40]


def written(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.skipif(os.name == "nt", reason="no kill -9 on Windows")
def test_nobody_s_name_number_or_key_lies_anywhere(tmp_path: Path) -> None:
    everything, secrets = tmp_path / "全部", tmp_path / "secrets.txt"
    work, home, temporary = (everything / name for name in ("台账", "home", "tmp"))
    for folder in (work, home, temporary):
        folder.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ZBTZ_"))}
    environment |= {"HOME": str(home), "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}

    def run(code: str, *arguments: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode

    names, numbers = json.dumps(NAMES), json.dumps(NUMBERS)
    assert run(WRITE, str(work), str(secrets), names, numbers, PASSWORD) == 0
    seen = written(everything)
    for how in ("write", "backup", "convert", "restore"):
        assert run(KILLED, str(work / "支部.zbtz"), how, NAMES[3]) == -9
        # Unfinished files are looked at as the kill left them; the next start removes them.
        seen |= {f"{how}: {name}": content for name, content in written(everything).items()}
    left = {name.partition(": ")[2] for name in seen if ": " in name}
    for end in ("-wal", ".lock", ".convert.part", ".dybak.part", ".dybak.db.part", ".zbtz.part"):
        assert any(name.endswith(end) for name in left), f"no {end} was there to be looked at"
    assert "home/.local/share/zhibu-taizhang/user.key" in seen

    told = secrets.read_text().splitlines()
    keys, codes = [line for line in told if len(line) == 64], [line for line in told if "-" in line]
    assert (len(keys), len(codes)) == (4, 3)
    wanted = {form: secret for secret in (*NAMES, *NUMBERS, PASSWORD) for form in forms(secret)}
    wanted |= {form: "private key" for key in keys for form in raw(key)}
    wanted |= {form: "code" for code in codes for form in (*forms(code), *forms(code.replace("-", "")))}
    shown = [(name, form) for name, content in seen.items() for form in wanted if len(form) > 5 and form in content]
    assert {(name, wanted[form]) for name, form in shown} == set()


def test_the_search_finds_what_a_plain_ledger_shows(tmp_path: Path) -> None:
    vault.create_ledger(tmp_path / "明文.zbtz", organization="某支部", actor=ACTOR).ledger.close()
    content = (tmp_path / "明文.zbtz").read_bytes()
    assert any(form in content for form in forms(ACTOR))

"""Writes invented people into a workbook, so that volume goes through the real importer as well."""

from io import BytesIO
from pathlib import Path

from commands.invented import Person
from models import files

_HEAD = (
    "姓名", "性别", "民族", "籍贯", "公民身份号码", "出生日期", "学历", "人员类别", "入党日期",
    "转正日期", "党小组", "党内职务", "工作岗位", "联系电话", "家庭住址",
)  # fmt: skip


def write_roster(path: Path, people: list[Person]) -> None:
    """Write an .xlsx roster with one header row, every cell as text. Raises WorldError."""
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("党员花名册")
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, len(_HEAD) - 1, 16)
        for row, values in enumerate([_HEAD, *map(_cells, people)]):
            for column, value in enumerate(values):
                # write_string: a name that looks like a formula stays a name.
                sheet.write_string(row, column, value, text)
    files.write_file(path, content.getvalue())


def _cells(person: Person) -> tuple[str, ...]:
    return (
        person.name,
        "女" if person.female else "男",
        person.ethnicity,
        person.native_place,
        person.id_number,
        person.birth.isoformat(),
        person.education,
        "正式党员" if person.regular else "预备党员",
        person.joined.isoformat(),
        person.regular.isoformat() if person.regular else "",
        person.group,
        person.party_post,
        person.work,
        person.phone,
        person.address,
    )

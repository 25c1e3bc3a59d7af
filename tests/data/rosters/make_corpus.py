"""Makes the kept corpus again: `python tests/data/rosters/make_corpus.py` (needs soffice).

One ugly village list, built with openpyxl and saved by LibreOffice as .xlsx, .xls, .ods, .csv and .html, so
that the importer is tried on what a real office program writes.
"""

import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
FILTERS = {
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false",
    "html": "html:HTML (StarCalc)",
}
HEAD = (
    "序号",
    "姓　名",
    "性别",
    "民族",
    "身份证号",
    "出生年月",
    "",
    "组织关系",
    None,
    "党员类别",
    "联系方式",
    "小组",
)
BELOW = (None, None, None, None, None, None, None, "入党时间", "转正时间", None, None, None)
PEOPLE = (
    (1, "张　三", "男", "汉", "990101195204071235", 1952.04, None, "1975.7", "1976.7", "正式", "12099900001", "一组"),
    (2, "买买提.艾山", "男", "维吾尔族", "990101198507011014", date(1985, 7, 1), None,
     39629, "2009.6", "正式", 12099900002, None),
    (3, "单小满", "女", "〃", "990101198510011023", 1985.1, None,
     "二○○八年六月", date(2009, 6, 1), "同上", "12099900003", None),
    (4, "曾雨桐", "女", "汉 族", "990101200001011025", "2000.1.1", None, "2026年1月", None, "预备党员", None, "二组"),
)  # fmt: skip


def build(path: Path) -> None:
    """Write the workbook as openpyxl can."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "党员名册"
    sheet.append(["柳溪村党支部党员花名册（2026年）"])
    sheet.append(["填报单位：柳溪村　　　　联系电话：　"])
    sheet.append(list(HEAD))
    sheet.append(list(BELOW))
    for person in PEOPLE:
        sheet.append(list(person))
    sheet.append([None, "合计", "4人"])
    sheet.append(["填表人：王五  2026.3.15"])
    for area in ("A1:L1", "A2:L2", "H3:I3", "A9:B9", "L5:L7"):
        sheet.merge_cells(area)
    for column in "ABCDEFGJKL":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet["F5"].number_format = sheet["F7"].number_format = "0.00"
    sheet["F6"].number_format = 'yyyy"年"m"月"'
    sheet["I7"].number_format = "yyyy/m/d"
    sheet["A9"].value = "合计"
    sheet.row_dimensions[8].hidden = True
    hidden = book.create_sheet("字典")
    hidden.append(["姓名", "编码"])
    hidden.append(["223_正式党员", "223"])
    hidden.sheet_state = "hidden"
    book.save(path)


def main() -> None:
    """Build the workbook and let LibreOffice save it in each format."""
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit("soffice (LibreOffice Calc) is needed")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "village.xlsx"
        build(made)
        for ending, filter_ in FILTERS.items():
            subprocess.run(
                [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", filter_,
                 "--outdir", f"{folder}/out", str(made)],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            shutil.copyfile(Path(folder) / "out" / f"village.{ending}", HERE / f"village.{ending}")


if __name__ == "__main__":
    main()

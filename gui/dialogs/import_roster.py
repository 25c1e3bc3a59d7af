"""Importing a roster: preview first, nothing written until confirmed."""

ROSTER_FILES = "花名册 (*.xlsx *.xlsm *.xls *.ods *.csv *.html *.htm);;所有文件 (*)"

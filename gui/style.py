"""Colours, sizes and the style sheet: the only place where the look is decided.

Applied once for the whole program by `apply`; widgets choose among these by object names and dynamic
properties.
"""

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

import resources

BRAND = "#A81C22"
BRAND_PRESSED = "#8C151A"
BRAND_SOFT = "#FBEFEF"
ON_BRAND = "#FFFFFF"
ON_BRAND_QUIET = "#F6DADB"
PAGE = "#F4F5F7"
CARD = "#FFFFFF"
LINE = "#DFE2E8"
INNER_LINE = "#ECEEF2"
CONTROL_LINE = "#BEC4CE"
TEXT = "#1F2329"
SECONDARY = "#5C6470"
HINT = "#666D78"
SELECTED_ROW = "#FBE9E9"
HOVER = "#F6F7F9"

# State -> (text, ground); each is shown with a word or a mark as well.
STATES = {
    "done": ("#17703E", "#E6F4EC"),
    "soon": ("#8A5200", "#FFF3DC"),
    "overdue": ("#B42318", "#FDEBE9"),
    "progress": ("#1F5FAE", "#E8F0FB"),
    "none": ("#5C6470", "#EEF0F3"),
}

BODY_PT = 10.5
SECONDARY_PT = 9.75
CARD_TITLE_PT = 12.0
PRODUCT_PT = 13.5
PAGE_TITLE_PT = 15.0
FIGURE_PT = 20.0

HEADER_HEIGHT = 50
NAV_WIDTH = 164
NAV_WIDTH_COMPACT = 76
NAV_ITEM_HEIGHT = 42
CONTROL_HEIGHT = 34
ROW_HEIGHT = 36
FOOT_HEIGHT = 30
SCROLL_BAR_WIDTH = 12
GAP = 14
PAGE_MARGIN = (20, 16, 20, 12)
CARD_PADDING = (16, 14, 16, 14)
CARD_RADIUS = 8
CONTROL_RADIUS = 5

_WINDOWS_FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei")


def apply(app: QApplication) -> None:
    """Give the application its style, palette, font and style sheet."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette())
    app.setFont(font(family=text_family()))
    app.setStyleSheet(sheet())


def text_family() -> str:
    """Return Microsoft YaHei where it is installed, else the program's own 黑 file, so that no machine
    shows boxes.
    """
    for family in _WINDOWS_FAMILIES:
        if QFontDatabase.hasFamily(family):
            return family
    number = QFontDatabase.addApplicationFont(str(resources.FONTS / "hei.ttf"))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else ""


def font(points: float = BODY_PT, *, strong: bool = False, family: str = "") -> QFont:
    """Return a font of the program's family."""
    made = QFont(family) if family else QFont()
    made.setPointSizeF(points)
    if strong:
        made.setWeight(QFont.Weight.Bold)
    return made


def palette() -> QPalette:
    """Return the palette that Fusion draws with."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, PAGE),
        (role.WindowText, TEXT),
        (role.Base, CARD),
        (role.AlternateBase, HOVER),
        (role.Text, TEXT),
        (role.Button, CARD),
        (role.ButtonText, TEXT),
        (role.Highlight, BRAND),
        (role.HighlightedText, ON_BRAND),
        (role.PlaceholderText, HINT),
        (role.ToolTipBase, TEXT),
        (role.ToolTipText, ON_BRAND),
        (role.Link, BRAND),
        (role.LinkVisited, BRAND),
        (role.Mid, LINE),
    ):
        made.setColor(name, QColor(colour))
    for name in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor("#9AA1AC"))
    return made


def _icon_url(name: str) -> str:
    return (resources.ICONS / f"{name}.svg").as_posix()


def sheet() -> str:
    """Return the style sheet; a focused control has a brand border two pixels wide and does not move its
    text.
    """
    return f"""
* {{ outline: none; }}
QToolTip {{ background: {TEXT}; color: {ON_BRAND}; border: 1px solid {TEXT}; padding: 4px 6px; }}
QMainWindow, QDialog {{ background: {PAGE}; }}
#Page, #PageBody, QScrollArea, #ScrollBody {{ background: transparent; border: none; }}
#Surface {{ background: {PAGE}; }}

#Header {{ background: {BRAND}; }}
#FrameHead {{ background: {BRAND}; color: {ON_BRAND}; padding-left: 14px; }}
#Header QLabel {{ color: {ON_BRAND}; background: transparent; }}
#Header QPushButton, #Header QToolButton {{ color: {ON_BRAND}; background: transparent; border: 2px
  solid transparent; border-radius: {CONTROL_RADIUS}px; padding: 3px 8px; min-height: 26px; }}
#Header QPushButton:hover, #Header QToolButton:hover {{ background: {BRAND_PRESSED}; }}
#Header QPushButton:pressed, #Header QToolButton:pressed {{ background: #75100F; }}
#Header QPushButton:focus, #Header QToolButton:focus {{ border-color: {ON_BRAND}; }}
#Header QPushButton::menu-indicator {{ image: none; }}

#Navigation {{ background: {CARD}; border-right: 1px solid {LINE}; }}
#Foot {{ background: {PAGE}; border-top: 1px solid {INNER_LINE}; }}
#Foot QLabel, #BackupState {{ color: {SECONDARY}; }}

#Card {{ background: {CARD}; border: 1px solid {LINE}; border-radius: {CARD_RADIUS}px; }}
#Line {{ background: {INNER_LINE}; border: none; }}
QLabel[tone="secondary"] {{ color: {SECONDARY}; }}
QLabel[tone="hint"] {{ color: {HINT}; }}
QLabel[tone="done"] {{ color: {STATES["done"][0]}; }}
QLabel[tone="soon"] {{ color: {STATES["soon"][0]}; }}
QLabel[tone="overdue"] {{ color: {STATES["overdue"][0]}; }}

QPushButton {{ background: {CARD}; color: {TEXT}; border: 1px solid {CONTROL_LINE}; border-radius:
  {CONTROL_RADIUS}px; padding: 0 14px; min-height: {CONTROL_HEIGHT - 2}px; }}
QPushButton:hover {{ background: {HOVER}; }}
QPushButton:pressed {{ background: {INNER_LINE}; }}
QPushButton:focus {{ border: 2px solid {BRAND}; padding: 0 13px; min-height: {CONTROL_HEIGHT - 4}px; }}
QPushButton:disabled {{ color: #9AA1AC; border-color: {LINE}; }}
NavButton {{ min-height: 0; }}
QPushButton[kind="primary"] {{ background: {BRAND}; color: {ON_BRAND}; border-color: {BRAND}; }}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {{ background: {BRAND_PRESSED}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {TEXT}; }}
QPushButton[kind="primary"]:disabled {{ background: #D9A9AB; border-color: #D9A9AB; color: {ON_BRAND}; }}
QPushButton[kind="link"] {{ background: transparent; border: 2px solid transparent; color: {BRAND};
  padding: 0 6px; min-height: 26px; }}
QPushButton[kind="link"]:hover {{ background: {BRAND_SOFT}; }}
QPushButton[kind="link"]:focus {{ border-color: {BRAND}; }}
QPushButton[kind="figure"] {{ border: 1px solid {LINE}; border-radius: {CARD_RADIUS}px; padding: 0; }}
QPushButton[kind="figure"]:hover {{ border-color: {CONTROL_LINE}; background: {CARD}; }}
QPushButton[kind="figure"]:focus {{ border: 2px solid {BRAND}; padding: 0; }}
QPushButton[kind="chip"] {{ border-radius: 15px; padding: 0 12px; min-height: 28px; }}
QPushButton[kind="chip"]:checked {{ background: {BRAND_SOFT}; color: {BRAND}; border: 1px solid {BRAND}; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {BRAND}; padding: 0 11px; min-height: 26px; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 2px solid transparent; color: {SECONDARY};
  padding: 0 6px; min-height: 26px; }}
QPushButton[kind="quiet"]:hover {{ background: {INNER_LINE}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {BRAND}; }}
QPushButton[segment="true"] {{ border-radius: 0; margin-left: -1px; padding: 0 13px; }}
QPushButton[segment="true"][place="first"] {{ margin-left: 0; border-top-left-radius: {CONTROL_RADIUS}px;
  border-bottom-left-radius: {CONTROL_RADIUS}px; }}
QPushButton[segment="true"][place="last"] {{ border-top-right-radius: {CONTROL_RADIUS}px;
  border-bottom-right-radius: {CONTROL_RADIUS}px; }}
QPushButton[segment="true"]:checked {{ background: {BRAND_SOFT}; color: {BRAND}; border: 1px solid {BRAND}; }}
QPushButton[segment="true"]:focus {{ border: 2px solid {BRAND}; padding: 0 12px; }}

QLineEdit, QComboBox, QPlainTextEdit, QSpinBox {{ background: {CARD}; color: {TEXT}; border: 1px
  solid {CONTROL_LINE}; border-radius: {CONTROL_RADIUS}px; padding: 0 9px;
  selection-background-color: {BRAND}; selection-color: {ON_BRAND}; }}
QLineEdit, QComboBox, QSpinBox {{ min-height: {CONTROL_HEIGHT - 2}px; }}
QPlainTextEdit {{ padding: 4px 5px; }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QSpinBox:focus {{ border: 2px solid {BRAND};
  padding: 0 8px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ min-height: {CONTROL_HEIGHT - 4}px; }}
QPlainTextEdit:focus {{ padding: 3px 4px; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border-color: {STATES["overdue"][0]};
  background: #FFFAF9; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {PAGE}; color: {SECONDARY}; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url("{_icon_url("chevron-down")}"); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ background: {CARD}; border: 1px solid {LINE}; padding: 4px; outline: none;
  selection-background-color: {SELECTED_ROW}; selection-color: {TEXT}; }}
QComboBox QAbstractItemView::item {{ min-height: 30px; padding: 0 6px; }}

QSpinBox {{ padding-right: 24px; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: none; width: 22px; background: transparent; }}
QSpinBox::up-arrow {{ image: url("{_icon_url("chevron-up")}"); width: 12px; height: 12px; }}
QSpinBox::down-arrow {{ image: url("{_icon_url("chevron-down")}"); width: 12px; height: 12px; }}

QTableView {{ background: {CARD}; border: none; gridline-color: transparent;
  selection-background-color: {SELECTED_ROW}; selection-color: {TEXT}; }}
QHeaderView {{ background: {CARD}; border: none; }}
QHeaderView::section {{ background: {CARD}; color: {SECONDARY}; border: none; border-bottom: 1px solid {LINE};
  padding: 0 10px; }}
QHeaderView::section:hover {{ background: {HOVER}; }}
QTableCornerButton::section {{ background: {CARD}; border: none; }}

QScrollBar:vertical {{ background: transparent; width: {SCROLL_BAR_WIDTH}px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: {SCROLL_BAR_WIDTH}px; margin: 2px; }}
QScrollBar::handle {{ background: #C3C8D1; border-radius: 4px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: #9FA6B2; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
border: none;
  width: 0; height: 0; }}

QCalendarWidget QWidget {{ alternate-background-color: {CARD}; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {CARD}; }}
QCalendarWidget QToolButton {{ color: {TEXT}; background: {CARD}; border: none; border-radius: 4px;
  padding: 6px 10px; }}
QCalendarWidget QToolButton:hover {{ background: {HOVER}; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {BRAND}; selection-color: #FFFFFF; outline: none; }}

QMenu {{ background: {CARD}; border: 1px solid {LINE}; padding: 5px; }}
QMenu::item {{ padding: 7px 28px 7px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {SELECTED_ROW}; color: {TEXT}; }}
QMenu::item:disabled {{ color: {HINT}; }}
QMenu::separator {{ height: 1px; background: {INNER_LINE}; margin: 5px 8px; }}

QListWidget {{ background: {CARD}; border: 1px solid {LINE}; border-radius: {CARD_RADIUS}px; padding: 4px;
  outline: none; }}
QListWidget:focus {{ border: 2px solid {BRAND}; padding: 3px; }}
QListWidget::item {{ padding: 4px 8px; border-radius: {CONTROL_RADIUS}px; color: {TEXT}; }}
QListWidget::item:selected {{ background: {BRAND_SOFT}; color: {BRAND}; }}
QSplitter::handle {{ background: transparent; }}

QProgressBar {{ background: {INNER_LINE}; border: none; border-radius: 3px; max-height: 6px; min-height:
6px; }}
QProgressBar::chunk {{ background: {BRAND}; border-radius: 3px; }}
QCheckBox, QRadioButton {{ spacing: 8px; min-height: 26px; border: 2px solid transparent; border-radius:
4px; padding: 0 2px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {BRAND}; }}
#Toast {{ background: #2B3038; border-radius: 8px; }}
#Toast QLabel {{ color: {ON_BRAND}; background: transparent; }}
#Toast QPushButton {{ color: #FFD4D0; background: transparent; border: 2px solid transparent; min-height:
  24px;
  padding: 0 6px; }}
#Toast QPushButton:hover {{ background: #3A414B; }}
#Toast QPushButton:focus {{ border-color: {ON_BRAND}; }}
"""

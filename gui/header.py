"""The deep red head of the window: product, organisation with the menu of ledgers, find, who works, lock."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from gui import icons, style
from gui.widgets.texts import label


class Header(QWidget):
    """Tells by signals what was asked for; shows nothing of a ledger until `show_ledger`."""

    open_asked = Signal()
    new_asked = Signal()
    recent_asked = Signal(object)
    find_asked = Signal()
    user_asked = Signal()
    lock_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Header")
        self.setFixedHeight(style.HEADER_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 12, 0)
        row.setSpacing(6)
        self.product = label("支部台账", points=style.PRODUCT_PT, strong=True)
        row.addWidget(self.product)
        row.addSpacing(10)
        self.organization = OrganizationButton()
        row.addWidget(self.organization, 100)
        row.addStretch(1)
        self.find_button = _header_button("查找", "search", "查找党员（Ctrl+K）")
        self.find_button.clicked.connect(self.find_asked)
        self.find_key: QLabel = label("Ctrl+K", points=style.SECONDARY_PT)
        self.find_key.setStyleSheet(f"color: {style.ON_BRAND_QUIET};")
        self.user = _header_button("", "user-round", "经手人")
        self.user.clicked.connect(self.user_asked)
        self.lock = _header_button("", "lock", "锁上台账（Ctrl+L）")
        self.lock.clicked.connect(self.lock_asked)
        for widget in (self.find_button, self.find_key, self.user, self.lock):
            row.addWidget(widget)
        self._menu = QMenu(self)
        self.organization.setMenu(self._menu)
        self.show_closed()

    def show_closed(self) -> None:
        """No ledger is open."""
        for widget in (self.organization, self.find_button, self.find_key, self.user, self.lock):
            widget.hide()

    def show_ledger(self, organization: str, user: str, *, protected: bool, recent: dict[Path, str]) -> None:
        """Show whose ledger is open and who works with it; recent: other ledgers, and whose they are."""
        self.organization.show_name(organization)
        self.user.setText(user)
        self.user.setAccessibleName(f"经手人：{user}")
        for widget in (self.organization, self.find_button, self.find_key, self.user):
            widget.show()
        self.lock.setVisible(protected)
        self._fill_menu(recent)
        self._fit()

    def _fill_menu(self, recent: dict[Path, str]) -> None:
        self._menu.clear()
        for path, name in recent.items():
            told = path.name if path.stem == name or not name else f"{name}　{path.name}"
            action = self._menu.addAction(told.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.recent_asked.emit(path))
        if recent:
            self._menu.addSeparator()
        # Only told here, behind the tab: the window itself listens, and of two that listen neither would act.
        opening = self._menu.addAction("打开另一本台账…\tCtrl+O")
        opening.triggered.connect(self.open_asked)
        self._menu.addAction("新建台账…").triggered.connect(self.new_asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up first the key hint, then words, on narrow screens."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < 860
        self.find_button.setText("" if narrow else "查找")
        self.find_key.setVisible(not narrow and not self.find_button.isHidden())


class OrganizationButton(QPushButton):
    """The organisation's name with a chevron behind it; a long name ends in … and is told in full on
    hovering.
    """

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        """Show another name."""
        self._name = name
        self.setToolTip(f"{name}：打开另一本台账或新建")
        self.setAccessibleName(f"当前台账：{name}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the whole name."""
        return QSize(self.fontMetrics().horizontalAdvance(self._name) + 46, 34)

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters."""
        return QSize(min(self.sizeHint().width(), 110), 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name as far as it fits, and the chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(style.ON_BRAND))
        area = self.rect().adjusted(10, 0, -32, 0)
        shown = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
        mark = icons.pixmap("chevron-down", 16, style.ON_BRAND, self.devicePixelRatioF())
        x = area.left() + self.fontMetrics().horizontalAdvance(shown) + 6
        painter.drawPixmap(x, (self.height() - 16) // 2, mark)


def _header_button(text: str, icon: str, name: str) -> QPushButton:
    made = QPushButton(text)
    made.setIcon(icons.icon(icon, style.ON_BRAND, 18, 2))
    made.setIconSize(QSize(20, 18))
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setAutoDefault(False)
    return made

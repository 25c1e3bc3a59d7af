"""Which page, and how large: the line above a preview."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.widgets.buttons import button
from gui.widgets.page_view import PageView
from gui.widgets.texts import label


class ZoomBar(QWidget):
    """Belongs to one `PageView`."""

    def __init__(self, view: PageView) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.place = label("", tone="secondary")
        self._previous = button("", icon="chevron-left", kind="quiet", name="上一页")
        self._previous.clicked.connect(lambda: view.go_to(view.current_page() - 1))
        self._next = button("", icon="chevron-right", kind="quiet", name="下一页")
        self._next.clicked.connect(lambda: view.go_to(view.current_page() + 1))
        smaller = button("", icon="zoom-out", kind="quiet", name="缩小")
        smaller.clicked.connect(view.zoom_out)
        self.percent = label("", tone="secondary")
        larger = button("", icon="zoom-in", kind="quiet", name="放大")
        larger.clicked.connect(view.zoom_in)
        fit = button("适合宽度", kind="quiet")
        fit.clicked.connect(lambda: view.set_zoom(0))
        for widget in (self._previous, self.place, self._next):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (smaller, self.percent, larger, fit):
            row.addWidget(widget)
        view.moved.connect(self._show_place)
        view.zoomed.connect(lambda zoom: self.percent.setText(f"{round(zoom * 100)}%"))
        self._show_place(0, 0)

    def _show_place(self, page: int, pages: int) -> None:
        self.place.setText(f"第 {page} 页，共 {pages} 页" if pages else "")
        self._previous.setEnabled(page > 1)
        self._next.setEnabled(page < pages)

"""The pages of the window, of which one is shown: another takes its place, or is shown beside it for a while."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from journal_app.ui.widgets import title_of


class PageStack(QStackedWidget):
    """Holds the page that is shown, and under one that is shown beside it, the one that will be gone back to."""

    def __init__(self) -> None:
        super().__init__()
        self._focus: QWidget | None = None

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of all before."""
        old = [each for number in range(self.count()) if (each := self.widget(number)) is not None]
        self._change_to(page)
        for each in old:
            self.removeWidget(each)
            each.deleteLater()
        self._focus_title(page)

    def show_beside(self, page: QWidget) -> None:
        """Show a page and keep the one before as it is, with all that is typed in it."""
        self._focus = QApplication.focusWidget()
        self._change_to(page)
        self._focus_title(page)

    def go_back(self) -> None:
        """Show the page again beside which another was shown, with the focus where it was."""
        page, before = self.currentWidget(), self.widget(self.currentIndex() - 1)
        if page is None or before is None:
            return
        focus, self._focus = self._focus, None
        self.setCurrentWidget(before)
        self.removeWidget(page)
        page.deleteLater()
        if focus is not None and before.isAncestorOf(focus):
            focus.setFocus()

    def holds(self, page: QWidget) -> bool:
        """Say whether a page is shown, or is under the one that is."""
        return self.indexOf(page) >= 0

    def _change_to(self, page: QWidget) -> None:
        """Show a page that is new, with the focus where it wants it, if anywhere."""
        focus, before = QApplication.focusWidget(), self.currentWidget()
        if focus is not None and before is not None and before.isAncestorOf(focus):
            focus.clearFocus()  # or Qt gives it to the first thing that was made of the page: help, at its end
        self.addWidget(page)
        self.setCurrentWidget(page)

    def _focus_title(self, page: QWidget) -> None:
        # What the page itself wants is known also where the window is not active, as after a dialog that just closed.
        title = title_of(page)
        if title is not None and page.focusWidget() is None:
            title.setFocus()  # a screen reader says where the person is now

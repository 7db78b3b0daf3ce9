"""The language put on the window: its direction, and the words that the toolkit brings itself."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from journal_app.i18n import language_in_use, use_language

_OURS = "toolkit words"


def speak(application: QApplication, language: str) -> None:
    """Say everything in ``language`` (a tag such as ``es``): also what stands in Qt's own dialogs and menus."""
    use_language(language)
    locale = QLocale(language_in_use())
    QLocale.setDefault(locale)
    application.setLayoutDirection(locale.textDirection())
    for old in application.findChildren(QTranslator, _OURS):
        application.removeTranslator(old)
        old.deleteLater()
    words = QTranslator(application)
    words.setObjectName(_OURS)
    if QTranslator.load(words, locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)

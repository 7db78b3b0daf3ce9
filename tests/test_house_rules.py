"""The rules of the house that no other tool holds: sizes, names, network, raw text and decoders in Qt, words."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "journal_app"

LONGEST_MODULE, LONGEST_FUNCTION, MOST_METHODS = 400, 60, 15
NAMELESS = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common", "stuff"}
MAY_PRINT = {"cli.py", "verifier.py"}

# Modules that speak over a network. asyncio is here because it opens connections as readily as it waits; pyHanko,
# which signs and checks signatures, is written for it, and in one place its coroutines are run without any socket.
NETWORK = {
    *("socket", "socketserver", "ssl", "asyncio", "asyncore", "http", "urllib.request", "urllib.error", "ftplib"),
    *("smtplib", "imaplib", "poplib", "nntplib", "telnetlib", "xmlrpc", "webbrowser", "wsgiref"),
    *("requests", "aiohttp", "httpx", "urllib3", "websockets", "paramiko", "pycurl", "dns"),
    *("PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"),
    *("PySide6.QtWebEngineQuick", "PySide6.QtWebSockets", "PySide6.QtWebChannel", "PySide6.QtWebView"),
    *("PySide6.QtHttpServer", "PySide6.QtRemoteObjects", "PySide6.QtBluetooth", "PySide6.QtQuick", "PySide6.QtQml"),
    *("PySide6.QtMultimedia", "PySide6.QtPdf", "PySide6.QtPdfWidgets"),
}
MAY_WAIT = {"integrity/at_once.py"}

# Qt guesses whether a text is markup, and opens the files that an <img> in it names. So the classes that guess are
# made once, in widgets.py, where they are told that their text is plain, and the others show only that module's.
WRAPPERS = "ui/widgets.py"
GUESSING_CLASSES = {
    *("QLabel", "QMessageBox", "QProgressDialog", "QInputDialog", "QErrorMessage", "QToolTip", "QWhatsThis"),
    *("QSplashScreen", "QSystemTrayIcon", "QStaticText", "QWizard"),
}
MARKUP_CLASSES = {"QTextBrowser", "QTextEdit", "QTextDocument", "QTextDocumentFragment", "QMovie", "QDesktopServices"}
GUESSING_SETTERS = {"setToolTip", "setWhatsThis", "setStatusTip", "setInformativeText", "setDetailedText"}
MARKUP_SETTERS = {"setHtml", "setMarkdown", "insertHtml", "appendHtml", "toHtml", "setOpenExternalLinks"}
MARKUP_FORMATS = {"RichText", "AutoText", "MarkdownText"}

# Foreign files are decoded in the locked worker and nowhere else. So Qt gets raw rows of pixels, in one place, and
# draws icons that come with the program, in another; nothing hands it bytes or a name from which it makes a picture.
PIXELS_HOME, ICONS_HOME, ROWS = "ui/covered.py", "ui/icons.py", 5  # a picture of rows is made with five arguments
DECODER_CLASSES = {
    *("QImageReader", "QImageIOHandler", "QImageIOPlugin", "QPicture", "QBitmap", "QMovie", "QFileIconProvider"),
    *("QSvgRenderer", "QSvgWidget", "QGraphicsSvgItem", "QGraphicsPixmapItem", "QTextImageFormat", "QPdfDocument"),
}
DECODING_CALLS = {
    *("fromData", "loadFromData", "imageData", "retrieveData", "fromTheme", "setPixmapFromFile", "insertImage"),
    *("addImage", "addFile", "addPixmap", "setTextureImage"),
}

# A function without an owner stays connected for as long as the signal lives: where pages come and go before that, it
# is called for pages that are gone, and holds them. The method of a page is disconnected with the page.
OUTLIVING = re.compile(r"\bself\.desk\.|\bdesk\.|\b_?shortcuts\.changed|\bidle\.|\bstyleHints\(\)|\bclipboard\(\)")

UNKIND = re.compile(r"\b(please|simply|just|oops|sorry|invalid|failed|are you sure)\b|!", re.IGNORECASE)
TRANSLATORS = {"pgettext", "npgettext", "translate", "ntranslate"}

Rule = Callable[[ast.Module, str], Iterator[str]]


def overlong(tree: ast.Module, _: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{node.lineno}: {node.name} has {lines} lines"
        if isinstance(node, ast.ClassDef):
            own = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
            public = [each.name for each in own if not each.name.startswith("_")]
            if len(public) > MOST_METHODS:
                yield f"{node.lineno}: {node.name} has {len(public)} public methods"


def opening(tree: ast.Module, _: str) -> Iterator[str]:
    first, _, rest = (ast.get_docstring(tree, clean=False) or "").partition("\n")
    if not first.strip().endswith("."):
        yield "1: opens without one line that could stand on the floor plan"
    if rest and rest.partition("\n")[0].strip():
        yield "1: its opening line runs on"


def printing(tree: ast.Module, name: str) -> Iterator[str]:
    if name in MAY_PRINT:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"print", "input"}:
            yield f"{node.lineno}: {node.func.id}()"


def network(tree: ast.Module, name: str) -> Iterator[str]:
    for line, module in imported(tree):
        if any(module == each or module.startswith(f"{each}.") for each in NETWORK):
            if module == "asyncio" and name in MAY_WAIT:
                continue
            yield f"{line}: imports {module}"


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what is imported, as module and as module.name: ``from PySide6 import QtNetwork`` is the module too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant):
                    yield node.lineno, str(argument.value)


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def raw_text(tree: ast.Module, name: str) -> Iterator[str]:
    wrapping = name == WRAPPERS
    classes = MARKUP_CLASSES if wrapping else MARKUP_CLASSES | GUESSING_CLASSES
    setters = MARKUP_SETTERS if wrapping else MARKUP_SETTERS | GUESSING_SETTERS
    for line, module in imported(tree):
        package, _, last = module.rpartition(".")
        if package.startswith("PySide6") and last in classes:
            yield f"{line}: uses {last}"
        if package.startswith("PySide6") and last == "*":
            yield f"{line}: imports everything of {package}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in setters:
            yield f"{node.lineno}: calls {_called(node)}"
        if isinstance(node, ast.Attribute) and node.attr in MARKUP_FORMATS:
            yield f"{node.lineno}: asks for {node.attr}"
        if isinstance(node, ast.Attribute) and node.attr in classes:
            yield f"{node.lineno}: uses {node.attr}"


def decoded_here(tree: ast.Module, name: str) -> Iterator[str]:
    """Yield what makes a picture of bytes or of a file in the program's own process; Qt lives in ui (.importlinter)."""
    if not name.startswith("ui/"):
        return
    classes = DECODER_CLASSES - ({"QSvgRenderer"} if name == ICONS_HOME else set())
    brought = {module.rpartition(".")[2] for _, module in imported(tree)}
    for line, module in imported(tree):
        if module.startswith("PySide6") and module.rpartition(".")[2] in classes:
            yield f"{line}: uses {module}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in classes:
            yield f"{node.lineno}: uses {node.attr}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\burl\(", node.value):
            yield f"{node.lineno}: a style names a file"
        if isinstance(node, ast.Call) and (called := _decodes(node, name, brought)):
            yield f"{node.lineno}: calls {called}"


def _decodes(node: ast.Call, name: str, brought: set[str]) -> str:
    called, own = _called(node), ast.unparse(node.func)
    if called in DECODING_CALLS:
        return called
    if called == "QImage" and (name != PIXELS_HOME or len(node.args) != ROWS or node.keywords):
        return called
    if ((called == "QPixmap" and (node.args or node.keywords)) or called == "QIcon") and name != ICONS_HOME:
        return called
    receiver = own.rpartition(".")[0]
    if called == "load" and node.args and receiver and receiver not in brought:
        return own  # perhaps the one of a picture: a module or a class that is imported has none
    return own if called in {"image", "pixmap"} and "clipboard" in receiver.lower() else ""


def outlived(tree: ast.Module, name: str) -> Iterator[str]:
    """Yield what is connected to a signal of the whole journal, or of the program, and is no method of a page."""
    if name in {"ui/app.py", "ui/theme.py"}:  # these live as long
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "connect" and isinstance(node.func, ast.Attribute):
            signal = ast.unparse(node.func.value)
            if OUTLIVING.search(signal) and not all(isinstance(each, ast.Attribute) for each in node.args):
                yield f"{node.lineno}: connects no method to {signal}"


def unkind_words(tree: ast.Module, _: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in TRANSLATORS:
            for argument in node.args[1:]:
                if isinstance(argument, ast.Constant) and UNKIND.search(str(argument.value)):
                    yield f"{node.lineno}: says {argument.value!r}"


def unexplained_ignores(source: str) -> Iterator[str]:
    """Yield each silenced check that does not name its code."""
    silenced = re.compile(r"#\s*(noqa(?!: ?[A-Z])|type:\s*ignore(?!\[)|pragma: no cover$|mypy:\s*ignore-errors)")
    for number, line in enumerate(source.splitlines(), 1):
        if silenced.search(line):
            yield f"{number}: {line.strip()}"


def modules() -> list[Path]:
    found = [path for folder in (PACKAGE, ROOT / "packaging") for path in sorted(folder.rglob("*.py"))]
    assert len(found) > 20
    return found


def house_name(path: Path) -> str:
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).as_posix()


@pytest.mark.parametrize("rule", [overlong, opening, printing, network, raw_text, decoded_here, outlived, unkind_words])
def test_every_module_keeps(rule: Rule) -> None:
    broken = []
    for path in modules():
        name = house_name(path)
        if rule is printing and name.startswith("packaging/"):
            continue  # these are for a terminal before there is a program
        tree = ast.parse(path.read_text(encoding="utf-8"))
        broken += [f"{name}:{line}" for line in rule(tree, name)]
    assert not broken, "\n".join(broken)


def test_no_module_is_too_long() -> None:
    lengths = {house_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_modules_are_named_for_what_they_hold() -> None:
    parts = {house_name(path): set(re.split(r"[/._]", house_name(path))) for path in modules()}
    assert [name for name, words in parts.items() if words & NAMELESS] == []


def test_what_is_silenced_names_its_code() -> None:
    broken = [
        f"{house_name(path)}:{line}" for path in modules() for line in unexplained_ignores(path.read_text("utf-8"))
    ]
    assert not broken, "\n".join(broken)


# ---- each rule finds what it is for

LONG_FUNCTION = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
LONG_CLASS = "class A:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(MOST_METHODS + 1))


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (overlong, LONG_FUNCTION),
        (overlong, LONG_CLASS),
        (opening, "import os\n"),
        (opening, '"""Two lines\nthat run on."""\n'),
        (printing, "print('x')"),
        (printing, "input()"),
        (network, "import socket"),
        (network, "from urllib import request"),
        (network, "import urllib.request as r"),
        (network, "import http.client"),
        (network, "from PySide6 import QtNetwork"),
        (network, "from PySide6.QtNetwork import QTcpSocket"),
        (network, "import importlib\nimportlib.import_module('ssl')"),
        (network, "def f():\n    import asyncio"),
        (raw_text, "from PySide6.QtWidgets import QLabel"),
        (raw_text, "from PySide6 import QtWidgets\nQtWidgets.QTextBrowser()"),
        (raw_text, "from PySide6.QtWidgets import *"),
        (raw_text, "button.setToolTip(text)"),
        (raw_text, "box.setHtml(text)"),
        (raw_text, "label.setTextFormat(Qt.TextFormat.RichText)"),
        (decoded_here, "QImage.fromData(data)"),
        (decoded_here, "picture = QPixmap()\npicture.loadFromData(data)"),
        (decoded_here, "picture = QPixmap()\npicture.load(path)"),
        (decoded_here, "self.picture.load(path)"),
        (decoded_here, "QPixmap(path)"),
        (decoded_here, "QtGui.QPixmap(path)"),
        (decoded_here, "QImage(path)"),
        (decoded_here, "QImage(data, 4, 3, 12, form)"),
        (decoded_here, "QIcon(path)"),
        (decoded_here, "event.mimeData().imageData()"),
        (decoded_here, "QGuiApplication.clipboard().image()"),
        (decoded_here, "clipboard = QGuiApplication.clipboard()\nclipboard.pixmap()"),
        (decoded_here, "from PySide6.QtGui import QImageReader"),
        (decoded_here, "from PySide6 import QtGui\nQtGui.QImageReader(path)"),
        (decoded_here, "from PySide6.QtSvg import QSvgRenderer"),
        (decoded_here, "box.setStyleSheet('background: url(a.png)')"),
        (outlived, "self.desk.removed.connect(lambda: self.say())"),
        (outlived, "desk.unkept.turned.connect(partial(say, 1))"),
        (outlived, "QGuiApplication.clipboard().changed.connect(tell)"),
        (unkind_words, "pgettext('error', 'Sorry, that failed.')"),
        (unkind_words, "npgettext('x', 'One file!', '{count} files', 2)"),
    ],
)
def test_a_rule_finds_what_breaks_it(rule: Rule, source: str) -> None:
    assert list(rule(ast.parse(source), "ui/somewhere.py"))


def test_rows_are_the_only_picture_in_their_home() -> None:
    assert list(decoded_here(ast.parse("QImage(path)"), PIXELS_HOME))


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (overlong, "x.py", LONG_FUNCTION.replace("    x = 1\n", "", 1)),
        (opening, "x.py", '"""One line."""\n'),
        (opening, "x.py", '"""One line.\n\nMore.\n"""\n'),
        (printing, "cli.py", "print('x')"),
        (network, "x.py", "from urllib.parse import quote"),
        (network, "integrity/at_once.py", "import asyncio"),
        (raw_text, WRAPPERS, "from PySide6.QtWidgets import QLabel\nself.setToolTip(text)"),
        (raw_text, "ui/x.py", "from PySide6.QtWidgets import QPlainTextEdit\nlabel.setText(text)"),
        (decoded_here, PIXELS_HOME, "QImage(rows, 4, 3, 12, form)"),
        (decoded_here, ICONS_HOME, "from PySide6.QtSvg import QSvgRenderer\nQIcon(engine)\nQPixmap(size)"),
        (decoded_here, "ui/x.py", "from a import drafts\ndrafts.load(journal)\nQPixmap()\nlabel.pixmap()"),
        (outlived, "ui/x.py", "self.desk.removed.connect(self.say)\nself.button.clicked.connect(lambda: self.say())"),
        (unkind_words, "x.py", "pgettext('error', 'The file could not be read. Nothing was changed.')"),
        (unkind_words, "x.py", "call('failed')"),
    ],
)
def test_a_rule_lets_pass_what_keeps_it(rule: Rule, name: str, source: str) -> None:
    assert list(rule(ast.parse(source), name)) == []


def test_an_unexplained_ignore_is_found() -> None:
    mark = "#"
    assert len(list(unexplained_ignores(f"x = 1  {mark} noqa\ny = 2  {mark} type: ignore\n"))) == 2
    assert list(unexplained_ignores(f"x = 1  {mark} noqa: S105 - a test's\ny = 2  {mark} type: ignore[misc]\n")) == []

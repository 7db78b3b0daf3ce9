"""Mail, saved pages and notes to plain text: standard library only, nothing loaded, nothing executed."""

from __future__ import annotations

import codecs
import email
import email.policy
from email.message import EmailMessage
from html.parser import HTMLParser

LONGEST = 2_000_000
_SHOWN = ("From", "To", "Cc", "Date", "Subject", "Message-ID")
_SKIPPED = frozenset({"script", "style", "template", "noscript", "head"})
_BREAKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section"})


# What mail is written in; looked up once before the lock, since Python loads each from a file when first used.
_ENCODINGS = (
    "ascii", "utf-8", "utf-8-sig", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "idna", "punycode",
    "koi8-r", "koi8-u", "mac-roman", "gbk", "gb2312", "gb18030", "big5", "shift_jis", "cp932", "euc_jp", "iso2022_jp",
    "euc_kr", "cp949", "tis-620", "cp437", "cp850", "cp874", *(f"cp125{n}" for n in range(9)),
    *(f"iso8859-{n}" for n in range(1, 17) if n != 12), "quopri", "base64", "raw-unicode-escape", "unicode-escape",
)  # fmt: skip


def prepare() -> None:
    """Load what reading text needs, before the process is locked."""
    for name in _ENCODINGS:
        codecs.lookup(name)
    plain(b"From: a\nSubject: =?utf-8?q?b?=\nContent-Type: text/html\n\n<p>c</p>", "message/rfc822")


def plain(data: bytes, media_type: str) -> str:
    """Return the readable text of a file of one of the text kinds, without control characters."""
    if media_type == "message/rfc822":
        text = _mail(data)
    elif media_type == "text/html":
        text = _page(_decoded(data))
    else:
        text = _decoded(data)
    return _clean(text)[:LONGEST]


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-16", "replace") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data.decode("latin-1")


def _mail(data: bytes) -> str:
    message = email.message_from_bytes(data, policy=email.policy.default)
    lines = [f"{name}: {message[name]}" for name in _SHOWN if message[name]]
    body = message.get_body(preferencelist=("plain", "html")) if isinstance(message, EmailMessage) else None
    lines.append("")
    if body is not None:
        content = body.get_content()
        lines.append(_page(content) if body.get_content_type() == "text/html" else content)
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if names:
        lines += ["", *(f"[{name}]" for name in names)]
    return "\n".join(str(line) for line in lines)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._skipping += tag in _SKIPPED
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED and self._skipping:
            self._skipping -= 1
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.parts.append(data)


def _page(markup: str) -> str:
    reader = _Text()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and letter != "\x7f"))

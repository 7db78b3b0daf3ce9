"""The rows of a filing: rules named, what happened, what was sent, what came back, and their answer by points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from journal_app.catalogue import Catalogue, Code
from journal_app.domain.complaints import LogEntry, Point, Reply, Sending, StandardCited
from journal_app.domain.records import changed
from journal_app.i18n import pgettext
from journal_app.services import standards
from journal_app.ui import names
from journal_app.ui.answers import note
from journal_app.ui.chooser import Entries, Files, ManyOf, OneOf
from journal_app.ui.desk import Desk
from journal_app.ui.flow import flow
from journal_app.ui.form import NOTHING, Form
from journal_app.ui.row_list import Reader
from journal_app.ui.widgets import Button, Choice, Label, clear, column, held


def log_row(form: Form, entry: LogEntry | None) -> Reader[LogEntry]:
    """Ask for something that happened, and for a day somebody named."""
    base = entry or LogEntry()
    when = form.date("when", pgettext("filing", "When"), base.when)
    what = form.text("what", pgettext("filing", "What happened"), base.what, lines=2)
    due = form.date("due", pgettext("filing", "Date the body named, if it named one"), base.due, with_time=False)
    source = form.line("source", pgettext("filing", "Where this date stands, for example their letter of 3 May"),
                       base.source)  # fmt: skip
    done = form.tick("done", pgettext("filing", "This date is dealt with. Do not list it any more"), ticked=base.done)

    def read() -> LogEntry | None:
        made = LogEntry(when=when.text(), what=what.text(), due=due.text(), source=source.text(),
                        done=done.isChecked())  # fmt: skip
        return made if made != LogEntry() else None

    return read


class Rows:
    """Makes the rows that need the journal: lists of entries and files to choose from, and what can be copied."""

    def __init__(self, desk: Desk, country: Callable[[], str], entries: Callable[[], tuple[str, ...]]) -> None:
        """``country`` is that of the body, whose codes are offered first; ``entries`` are those of the filing."""
        self._desk, self._country, self._entries = desk, country, entries

    def sending(self, form: Form, sending: Sending | None) -> Reader[Sending]:
        """Ask what was sent; its files stand there with their fingerprints."""
        base = sending or Sending(to="")
        to = form.line("to", pgettext("filing", "To whom"), base.to)
        when = form.date("when", pgettext("filing", "When you sent it"), base.when)
        way = form.line("way", pgettext("filing", "By what way"), base.way)
        note = form.text("note", pgettext("filing", "Note"), base.note, lines=2)
        if base.files:
            form.add(self._sent(form, base))

        def read() -> Sending | None:
            made = Sending(to=to.text(), when=when.text(), way=way.text(), note=note.text(), files=base.files)
            return made if made != Sending(to="") else None

        return read

    def _sent(self, form: Form, sending: Sending) -> QWidget:
        theme = self._desk.theme
        copy = Button(theme, form.named("copy"), pgettext("filing", "Copy the list"), icon="copy", role="quiet")
        said = pgettext("filing", "Copy what was sent to {whom}").format(whom=sending.to)
        copy.setAccessibleName(said)
        text = "\n".join(f"{file.sha256}  {file.name}" for file in sending.files)
        copy.clicked.connect(lambda: self._desk.copy(text))
        parts: list[QWidget] = []
        for file in sending.files:
            parts += [Label(theme, file.name), Label(theme, names.in_fours(file.sha256), "muted")]
        return held(column(*parts, flow(copy), spacing=theme.space(1)))

    def reply(self, form: Form, reply: Reply | None) -> Reader[Reply]:
        """Ask what came back, and which file it is."""
        base = reply or Reply()
        when = form.date("when", pgettext("filing", "When it came"), base.when)
        sender = form.line("sender", pgettext("filing", "From whom"), base.sender)
        words = form.text("words", pgettext("filing", "What it says"), base.words, lines=3)
        file = self._file(form, "file", pgettext("filing", "The file it is"), base.evidence)

        def read() -> Reply | None:
            made = Reply(when=when.text(), sender=sender.text(), words=words.text(), evidence=file.value())
            return made if made != Reply() else None

        return read

    def point(self, form: Form, point: Point | None) -> Reader[Point]:
        """Ask for one point of their answer, and for what the person says to it."""
        base = point or Point(said="")
        said = form.text("said", pgettext("filing", "What they say, in their words"), base.said, lines=3)
        when = form.date("when", pgettext("filing", "Date of their answer"), base.when, with_time=False)
        letter = self._file(form, "letter", pgettext("filing", "The file it stands in"), base.letter)
        answer = form.text("answer", pgettext("filing", "What you say to it"), base.answer, lines=3)
        entries = self._many(form, "entries", pgettext("filing", "Entries"), base.incidents, Entries)
        files = self._many(form, "files", pgettext("filing", "Files"), base.evidence, Files)

        def read() -> Point | None:
            made = Point(said=said.text(), when=when.text(), letter=letter.value(), answer=answer.text(),
                         incidents=entries.values(), evidence=files.values())  # fmt: skip
            return made if made != Point(said="") else None

        return read

    def standard(self, form: Form, cited: StandardCited | None) -> Reader[StandardCited]:
        """Ask for one provision of a code, told with its edition and source, and for the entries it is about."""
        empty = StandardCited(code="", ref="")
        base = cited or empty
        code = form.choice("code", pgettext("filing", "Code or rules"), _editions(Catalogue.load().codes()), base.code)
        ref = form.choice("ref", pgettext("filing", "Which part"), [NOTHING], base.ref)
        open_text = pgettext("filing", "Which part of which rules is not chosen yet. What you chose here is kept. A "
                             "dossier says “Not given” in its place.")  # fmt: skip
        form.say_open(ref, open_text, lambda: not ref.value() and read() is not None)
        told = column(spacing=self._desk.theme.space(1))
        form.add(held(told))
        entries = self._many(form, "entries", pgettext("filing", "Entries this is about"), base.incidents, Entries)

        def offer(chosen: str) -> None:
            ref.clear()
            found = _code(code.value())
            ref.addItem(NOTHING[1], "")
            for each in found.provisions if found else ():
                ref.addItem(f"{each.ref}: {names.short(each.paraphrase)}", each.ref)
            if chosen and ref.findData(chosen) < 0:
                ref.addItem(chosen, chosen)
            ref.choose(chosen)
            tell()

        def tell() -> None:
            clear(told)
            for line in about(_code(code.value()), ref.value()):
                told.addWidget(Label(self._desk.theme, line, "muted"))

        def ask() -> None:
            about_these, country = entries.values() or self._entries(), self._country()
            self._desk.read(entries, lambda journal: standards.offered(journal, about_these, country),
                            lambda codes: _offer(code, codes))  # fmt: skip

        def other() -> None:
            offer("")
            note(code, join=True)
            form.touched()

        entries.changed.connect(ask)
        code.activated.connect(lambda _: other())
        ref.activated.connect(lambda _: tell())
        offer(base.ref)
        ask()

        def read() -> StandardCited | None:
            made = changed(base, code=code.value(), ref=ref.value(), incidents=entries.values())
            return made if made != empty else None

        return read

    def _file(self, form: Form, key: str, label: str, value: str) -> OneOf:
        made = OneOf(self._desk, form.named(key), label, value, Files)
        made.answers(form.touched)
        form.add(Label(self._desk.theme, label), made)
        return made

    def _many(self, form: Form, key: str, label: str, values: tuple[str, ...], kind: type[Entries | Files]) -> ManyOf:
        made = ManyOf(self._desk, form.named(key), label, values, kind)
        made.answers(form.touched)
        form.add(made)
        return made


def _editions(codes: Sequence[Code]) -> list[tuple[str, str]]:
    """Return what a code is chosen by: the days its edition was in force, its name and edition; first of all none."""
    found = [NOTHING]
    for each in codes:
        first, last = _days(each)
        named = f"{each.title}, {each.edition}"
        if last:
            text = pgettext("filing", "{code}: {first} to {last}").format(first=first, last=last, code=named)
        else:
            text = pgettext("filing", "{code}: since {first}").format(first=first, code=named)
        unsure = text if each.dates_confirmed else pgettext("filing", "{text} (not confirmed)").format(text=text)
        found.append((each.id, unsure))
    return found


def _days(code: Code) -> tuple[str, str]:
    """Return the first and the last day of an edition in words; the last is empty where it has none."""
    first, last = code.effective_from, code.effective_until
    return names.date_text(first.isoformat()), names.date_text(last.isoformat()) if last else ""


def _offer(choice: Choice, codes: Sequence[Code]) -> None:
    """Offer codes in another order; what was chosen stays chosen."""
    chosen = choice.value()
    choice.clear()
    for value, words in _editions(codes):
        choice.addItem(words, value)
    if choice.findData(chosen) < 0:
        choice.addItem(chosen, chosen)
    choice.choose(chosen)


def in_force(code: Code) -> str:
    """Return the sentence that says when an edition was in force."""
    first, last = _days(code)
    said = pgettext("filing", "This edition is in force since {first}.")
    if last:
        said = pgettext("filing", "This edition was in force from {first} to {last}.")
    unsure = "" if code.dates_confirmed else pgettext("filing", "These dates are not confirmed.")
    return " ".join(filter(None, (said.format(first=first, last=last), unsure)))


def _code(identifier: str) -> Code | None:
    return next((each for each in Catalogue.load().codes() if each.id == identifier), None)


def about(code: Code | None, ref: str) -> list[str]:
    """Return what is known of a provision: its sense, whether and where that was read, and what holds of its edition.

    Where it was read is said only of a provision that was: the sources are those of the whole code.
    """
    if code is None:
        return []
    provision = next((each for each in code.provisions if each.ref == ref), None)
    lines = [provision.paraphrase] if provision else []
    if provision and not provision.confirmed:
        lines.append(pgettext("body", "Not confirmed. Check with the board before you rely on this."))
    lines += [in_force(code), *([code.status_note] if code.status_note else [])]
    if provision and provision.confirmed:
        checked = names.date_text(code.checked_on.isoformat())
        read = pgettext("filing", "Read in archived copies that may be old (looked up {date}):")
        lines.append(read.format(date=checked))
        lines += [" – ".join(filter(None, (source.url, source.what))) for source in code.sources]
    return lines

"""A disk that can lose its power: what was asked of it, from a record of system calls, and what may be left of it.

The rules are the weakest that a program may count on. What was written to a file may be there in any part, sector by
sector, until the file itself is synced; a name may be missing or still be there until its own folder is synced. Only
the order of the changes within one folder is kept. A sector that is being written may be torn.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTORS = (512, 4096)
CALLS = (
    "openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,mkdir,unlink,unlinkat,rmdir,lseek,sendfile,copy_file_range"
)
STANDARD_OUTPUT = 1

Image = dict[str, bytes | None]  # what is on the disk by path; None is a folder


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes to be put into a file."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A new length of a file."""

    length: int


@dataclass(slots=True)
class File:
    """A file: what surely is on the disk, and what was asked since it was last synced."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Write | Cut] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.pending:
            apply(self.durable, change)
        self.pending = []


@dataclass(slots=True)
class Folder:
    """A folder: the names that surely are on the disk, those a program sees, and the changes between the two."""

    durable: dict[str, Node] = field(default_factory=dict)
    seen: dict[str, Node] = field(default_factory=dict)
    pending: list[tuple[str, Node | Renamed | None]] = field(default_factory=list)

    def sync(self) -> None:
        for name, node in self.pending:
            put(self.durable, name, node)
        self.pending = []


Node = File | Folder
Names = Callable[[Folder], dict[str, Node]]
Content = Callable[[File], bytearray]


@dataclass(frozen=True, slots=True)
class Renamed:
    """Both halves of a rename within one folder: they happen together or not at all."""

    old: str
    node: File | Folder


def put(names: dict[str, Node], name: str, node: Node | Renamed | None) -> None:
    if node is None:
        names.pop(name, None)
    elif isinstance(node, Renamed):
        names.pop(node.old, None)
        names[name] = node.node
    else:
        names[name] = node


def apply(data: bytearray, change: Write | Cut) -> None:
    if isinstance(change, Cut):
        del data[change.length :]
        data.extend(bytes(change.length - len(data)))
        return
    data.extend(bytes(max(0, change.offset - len(data))))
    data[change.offset : change.offset + len(change.data)] = change.data


class Disk:
    """The folder ``root`` on a disk, as it was before the record began, and as it is after each call of it."""

    def __init__(self, root: Path, before: Image, *, lies: bool = False) -> None:
        """``lies`` makes a disk (or a program) that syncs nothing."""
        self.root, self._lies = str(root), lies
        self.top = Folder()
        for path, data in sorted(before.items()):
            folder, name = self._parent(path)
            node = Folder() if data is None else File(bytearray(data))
            folder.seen[name] = folder.durable[name] = node

    def _parent(self, path: str) -> tuple[Folder, str]:
        *above, name = path.split("/")
        folder = self.top
        for each in above:
            inner = folder.seen[each]
            assert isinstance(inner, Folder)
            folder = inner
        return folder, name

    def find(self, path: str) -> Node | None:
        if not path:
            return self.top
        try:
            folder, name = self._parent(path)
        except KeyError:
            return None
        return folder.seen.get(name)

    def _change(self, path: str, node: Node | Renamed | None) -> None:
        folder, name = self._parent(path)
        put(folder.seen, name, node)
        folder.pending.append((name, node))

    def do(self, call: Call) -> None:
        """Do what one call asks."""
        match call.name:
            case "create":
                if self.find(call.path) is None:
                    self._change(call.path, File())
            case "mkdir":
                self._change(call.path, Folder())
            case "write":
                self._file(call.path).pending.append(Write(call.number, call.data))
            case "cut":
                self._file(call.path).pending.append(Cut(call.number))
            case "remove":
                self._change(call.path, None)
            case "rename":
                assert self._parent(call.path)[0] is self._parent(call.other)[0], "a rename across folders"
                node = self.find(call.path)
                assert node is not None
                self._change(call.other, Renamed(self._parent(call.path)[1], node))
            case "sync":
                node = self.find(call.path)
                if node is not None and not self._lies:
                    node.sync()
            case _:
                raise AssertionError(call)

    def _file(self, path: str) -> File:
        node = self.find(path)
        assert isinstance(node, File), path
        return node

    def least(self) -> Image:
        """Return what is left where nothing was done that was not synced."""
        return dict(_image(self.top, lambda folder: folder.durable, lambda file: file.durable))

    def most(self) -> Image:
        """Return what is left where everything was done."""
        return dict(_image(self.top, lambda folder: folder.seen, _all_of))

    def some(self, chance: random.Random) -> Image:
        """Return what is left where any part of what was not synced was done."""
        return dict(_image(self.top, lambda folder: _some_names(folder, chance), lambda file: _some_of(file, chance)))


def _image(folder: Folder, names: Names, content: Content, above: str = "") -> Iterator[tuple[str, bytes | None]]:
    for name, node in names(folder).items():
        if isinstance(node, Folder):
            yield above + name, None
            yield from _image(node, names, content, f"{above}{name}/")
        else:
            yield above + name, bytes(content(node))


def _all_of(file: File) -> bytearray:
    data = bytearray(file.durable)
    for change in file.pending:
        apply(data, change)
    return data


def _some_names(folder: Folder, chance: random.Random) -> dict[str, Node]:
    names = dict(folder.durable)
    for name, node in folder.pending[: chance.randint(0, len(folder.pending))]:
        put(names, name, node)
    return names


def _some_of(file: File, chance: random.Random) -> bytearray:
    data, sector, likely = bytearray(file.durable), chance.choice(SECTORS), chance.choice((0.1, 0.5, 0.9))
    torn = chance.randrange(len(file.pending)) if file.pending and chance.random() < 0.3 else -1
    for index, change in enumerate(file.pending):
        if isinstance(change, Cut):
            if chance.random() < likely:
                apply(data, change)
        elif index == torn:
            apply(data, Write(change.offset, change.data[: chance.randint(0, len(change.data))]))
        else:
            for part in _sectors(change, sector):
                if chance.random() < likely:
                    apply(data, part)
    return data


def _sectors(change: Write, sector: int) -> Iterator[Write]:
    start, end = change.offset, change.offset + len(change.data)
    while start < end:
        stop = min(end, (start // sector + 1) * sector)
        yield Write(start, change.data[start - change.offset : stop - change.offset])
        start = stop


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changed the folder, or ``ack``: the writer said that what it was told to keep is kept."""

    name: str
    path: str = ""
    other: str = ""
    number: int = 0
    data: bytes = b""


_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)")
_HEX = r"((?:\\x[0-9a-f]{2})*)"
_QUOTED = re.compile(rf'"{_HEX}"')
_OPEN = re.compile(rf"(-?\d+)<{_HEX}>")


def read_record(path: Path, root: Path) -> Iterator[Call]:
    """Yield the calls that changed ``root`` from what ``strace -f -y -xx -s ...`` of :data:`CALLS` wrote."""
    within, places = f"{root}/", dict[int, int]()
    for line in _whole_lines(path):
        found = _LINE.match(line)
        if found is None or int(found[4]) < 0:
            continue
        yield from _calls(found[2], found[3], int(found[4]), line, within, places)


def _whole_lines(path: Path) -> Iterator[str]:
    """Join what the record tells in two halves because another thread came between."""
    begun = dict[str, str]()
    with path.open(encoding="ascii") as lines:
        for line in lines:
            process, _, rest = line.partition(" ")
            if line.rstrip().endswith("<unfinished ...>"):
                begun[process] = line.rstrip().removesuffix("<unfinished ...>").rstrip()
            elif rest.lstrip().startswith("<... "):
                yield begun.pop(process, "") + line.split(" resumed>", 1)[1]
            else:
                yield line


def _text(spelled: str) -> bytes:
    return bytes.fromhex(spelled.replace("\\x", ""))


def _calls(  # noqa: C901, PLR0912 - one branch for each call of the system
    name: str, given: str, result: int, line: str, within: str, places: dict[int, int]
) -> Iterator[Call]:
    quoted = [_text(each) for each in _QUOTED.findall(given)]
    opened = _OPEN.match(given)
    descriptor, path = (int(opened[1]), _text(opened[2]).decode()) if opened else (-1, "")
    inside = path.startswith(within) or f"{path}/" == within
    relative = path[len(within) :]
    if name == "openat":
        made = _OPEN.search(line.rpartition(" = ")[2])
        path = _text(made[2]).decode() if made else ""
        places[result] = 0
        if path.startswith(within) and "O_CREAT" in given:
            yield Call("create", path[len(within) :])
        if path.startswith(within) and "O_TRUNC" in given:
            yield Call("cut", path[len(within) :], number=0)
    elif name in {"write", "pwrite64"}:
        if descriptor == STANDARD_OUTPUT:
            yield Call("ack", quoted[0].decode().strip())
        elif inside:
            offset = int(given.rpartition(",")[2]) if name == "pwrite64" else places.get(descriptor, 0)
            if name == "write":
                places[descriptor] = offset + result
            assert len(quoted[0]) >= result, "the record cuts what was written"
            yield Call("write", relative, number=offset, data=quoted[0][:result])
    elif name == "lseek":
        places[descriptor] = result
    elif name in {"fsync", "fdatasync"} and inside:
        yield Call("sync", relative)
    elif name == "ftruncate" and inside:
        yield Call("cut", relative, number=int(given.rpartition(",")[2]))
    elif name in {"mkdir", "rmdir", "unlink", "unlinkat"} and quoted[0].decode().startswith(within):
        yield Call("mkdir" if name == "mkdir" else "remove", quoted[0].decode()[len(within) :])
    elif name == "rename" and quoted[0].decode().startswith(within):
        yield Call("rename", quoted[0].decode()[len(within) :], quoted[1].decode()[len(within) :])
    elif name in {"sendfile", "copy_file_range"}:
        assert not inside, "a way of writing that the record does not hold"

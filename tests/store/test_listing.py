"""Evidence in pages: what is listed is what was asked for, pages join without a gap, and neighbours are known."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journal_app.domain.evidence import Evidence
from journal_app.domain.incident import Incident, Involvement
from journal_app.store import listing
from journal_app.store.listing import Sought

from .writing import Writer

NUMBERS = itertools.count()
TYPES, ENTRIES, PEOPLE = ("image/png", "text/plain", "audio/wav"), ("walk", "letter", "call"), ("hale", "friend")
NAMED = {"walk": ("hale",), "letter": ("hale", "friend"), "call": ()}
WORDS = ("canal", "bridge")
FILES = st.builds(
    dict, media_type=st.sampled_from(TYPES), incidents=st.lists(st.sampled_from(ENTRIES), unique=True, max_size=2),
    description=st.sampled_from(["", *WORDS]), removed=st.booleans(),
)  # fmt: skip
SOUGHT = st.builds(
    Sought, types=st.sampled_from([(), ("image/png",), ("image/png", "audio/wav")]),
    other_than=st.sampled_from([(), ("text/plain",)]), loose=st.booleans(), entry=st.sampled_from(["", *ENTRIES]),
    person=st.sampled_from(["", *PEOPLE]), words=st.sampled_from(["", *WORDS, "§"]),
)  # fmt: skip


def evidence(name: str, **facts: object) -> Evidence:
    return Evidence(id=name, file_name=f"{name}.bin", sha256=name, size=1, blob=name, **facts)  # type: ignore[arg-type]


def write(writer: Writer, files: list[dict[str, object]], *, without: str = "") -> list[Evidence]:
    """Put these files, and no others, into the journal; returns those that are not removed."""
    known = listing.page(writer.database, Sought(), most=1000)
    stay = []
    with writer.change() as ledger:
        for each in known:
            ledger.remove("evidence", each.evidence.id)
        for identifier, people in NAMED.items():
            facts = Incident(id=identifier, account="x", people=tuple(Involvement(person=one) for one in people))
            ledger.append("incident", identifier, facts)
        for facts_of in files:
            kept = {key: value for key, value in facts_of.items() if key != "removed"}
            kept["incidents"] = tuple(kept["incidents"])  # type: ignore[arg-type]  # a list of the strategy's
            item = evidence(f"f{next(NUMBERS)}", **kept)
            ledger.append("evidence", item.id, item)
            if facts_of["removed"]:
                ledger.remove("evidence", item.id)
            else:
                stay.append(item)
        if without:
            ledger.remove("incident", without)
    return stay


def fits(item: Evidence, sought: Sought, without: str) -> bool:
    """Say by the words of the rule, and not by SQL, whether a file is wanted."""
    standing = [each for each in item.incidents if each != without]
    return (
        (not sought.types or item.media_type in sought.types)
        and item.media_type not in sought.other_than
        and not (sought.loose and item.incidents)
        and (not sought.entry or sought.entry in item.incidents)
        and (not sought.person or any(sought.person in NAMED[each] for each in standing))
        and (not sought.words or sought.words in item.description)
    )


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FILES, max_size=8), SOUGHT, st.sampled_from(["", *ENTRIES]), st.integers(1, 4))
def test_what_is_listed_is_what_was_asked_for(
    writer: Writer, files: list[dict[str, object]], sought: Sought, without: str, most: int
) -> None:
    wanted = [each for each in write(writer, files, without=without) if fits(each, sought, without)]
    found: list[Evidence] = []
    after = 0
    while rows := listing.page(writer.database, sought, after=after, most=most):
        assert len(rows) <= most
        found += [each.evidence for each in rows]
        after = rows[-1].place
    assert found == wanted
    for number, item in enumerate(wanted, 1):
        beside = listing.beside(writer.database, sought, item.id)
        assert beside is not None
        assert (beside.number, beside.count) == (number, len(wanted))
        around = [*[None, *wanted][number - 1 : number], *[*wanted, None][number : number + 1]]
        assert [beside.before, beside.after] == around


def test_a_file_that_is_not_wanted_stands_beside_none(writer: Writer) -> None:
    writer_files = [{"media_type": "image/png", "incidents": [], "description": "", "removed": False}]
    (item,) = write(writer, writer_files)
    assert listing.beside(writer.database, Sought(types=("text/plain",)), item.id) is None
    assert listing.beside(writer.database, Sought(), "nobody") is None
    with writer.change() as ledger:
        ledger.remove("evidence", item.id)
    assert listing.beside(writer.database, Sought(), item.id) is None
    assert listing.page(writer.database, Sought(), most=10) == []


def test_when_a_file_was_added_is_told(writer: Writer) -> None:
    write(writer, [{"media_type": "image/png", "incidents": [], "description": "", "removed": False}])
    (row,) = listing.page(writer.database, Sought(), most=10)
    assert row.added == writer.now

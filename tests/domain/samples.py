"""Values of the domain, drawn at random: texts of any script, ids, dates of the profile, whole records."""

from __future__ import annotations

import calendar
from typing import Any

from hypothesis import strategies as st

from journal_app.domain.complaints import ComplaintEntry, LogEntry, Point, Reply, Sending, SentFile, StandardCited
from journal_app.domain.evidence import EvidenceEntry, Redaction, SourceCard
from journal_app.domain.incident import (
    Certainty,
    Channel,
    IncidentEntry,
    Involvement,
    Purpose,
    Quote,
    ResponseStep,
    Step,
    Told,
)
from journal_app.domain.interchange import Interchange, is_good_id
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import PersonEntry, RegisterCheck, Relationship, Role
from journal_app.domain.studies import Asked, Study

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
filled = texts.filter(lambda text: bool(text.strip()))
ids = st.one_of(
    st.from_regex(r"[a-z]{1,8}-[0-9]{1,4}", fullmatch=True),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(is_good_id),
)
years = st.integers(1, 9999)
marks = st.sampled_from(["", "~", "?", "%"])


@st.composite
def days(draw: st.DrawFn) -> str:
    year, month = draw(years), draw(st.integers(1, 12))
    return f"{year:04d}-{month:02d}-{draw(st.integers(1, calendar.monthrange(year, month)[1])):02d}"


@st.composite
def times(draw: st.DrawFn) -> str:
    second = draw(st.one_of(st.just(""), st.integers(0, 59).map(":{:02d}".format)))
    zone = draw(st.sampled_from(["", "Z", "+01:00", "-03:30", "+14:00", "+02"]))
    return f"{draw(days())}T{draw(st.integers(0, 23)):02d}:{draw(st.integers(0, 59)):02d}{second}{zone}"


@st.composite
def unspecified(draw: st.DrawFn) -> str:
    year, month = draw(years), draw(st.integers(1, 12))
    forms = [f"{year // 10:03d}X", f"{year // 100:02d}XX", f"{year:04d}-XX", f"{year:04d}-XX-XX"]
    return draw(st.sampled_from([*forms, f"{year:04d}-{month:02d}-XX"]))


@st.composite
def points(draw: st.DrawFn) -> str:
    plain = draw(
        st.one_of(
            days(),
            times(),
            unspecified(),
            years.map("{:04d}".format),
            st.builds("{:04d}-{:02d}".format, years, st.integers(1, 12)),
            st.builds("{:04d}-{}".format, years, st.integers(21, 24)),
        )
    )
    return plain + draw(marks)


dates = st.one_of(
    st.just(""),
    points(),
    points().flatmap(lambda point: st.sampled_from([f"{point}/..", f"../{point}", f"{point}/", f"/{point}"])),
)


def entries(identifier: st.SearchStrategy[str], people: list[str]) -> st.SearchStrategy[IncidentEntry]:
    anybody = st.sampled_from(people) if people else st.nothing()
    return st.builds(
        IncidentEntry,
        id=identifier, account=filled, occurred=dates, timezone=st.sampled_from(["", "UTC", "Europe/Madrid"]),
        known_because=texts,
        exact_words=_some(st.builds(
            Quote, text=texts, speaker=st.sampled_from(["", *people]), certainty=st.sampled_from(Certainty)
        )),
        channel=st.one_of(st.none(), st.sampled_from(Channel)), place=texts,
        people=_some(st.builds(Involvement, person=anybody, part=texts)), types=_some(ids),
        own_response=texts, afterwards=texts, unsure=texts,
        told=_some(st.builds(Told, person=st.sampled_from(["", *people]), when=dates, answer=texts)),
        professional_response=_some(st.builds(
            ResponseStep, step=st.one_of(st.none(), st.sampled_from(Step)), when=dates, note=texts
        )),
        purpose=st.sampled_from(Purpose), recorded_elsewhere=texts, impact=texts, private_note=texts,
        tags=_some(texts),
    )  # fmt: skip


def _some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    if values.is_empty:
        return st.just(())
    return st.lists(values, max_size=2).map(tuple)


people_entries = st.builds(
    PersonEntry,
    id=ids, name=texts, roles=_some(st.sampled_from(Role)), pseudonym=texts, profession=texts,
    register_check=st.one_of(st.none(), st.builds(RegisterCheck, date=dates, result=texts)),
    contact_note=texts, agreed_to_contact=st.sampled_from([None, True, False]), notes=texts,
    treated_from=dates, treated_until=dates,
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> Interchange:
    """A document in which everything named is there."""
    names = draw(st.lists(ids, min_size=9, max_size=9, unique=True))
    people, incidents, (item, match, study, complaint) = names[:3], names[3:5], names[5:]
    other = st.sampled_from(["", *incidents])
    card = st.builds(SourceCard, captured_at=dates, date_visible=st.one_of(st.none(), st.booleans(), texts))
    return Interchange(
        format="journal-interchange",
        version=1,
        people=tuple(_named(draw(people_entries), name) for name in people),
        relationships=(draw(st.builds(
            Relationship, client=st.just(people[0]), professional=st.just(people[1]), first_session=dates, fees=texts
        )),),
        incidents=tuple(draw(entries(st.just(name), people)) for name in incidents),
        evidence=(draw(st.builds(
            EvidenceEntry, id=st.just(item), file=st.just("a/b.txt"), incidents=st.just(tuple(incidents)),
            sha256=st.sampled_from(["", "ab" * 32]), description=texts, card=card, recording=st.booleans(),
        )),),
        matches=(draw(st.builds(
            Match, id=st.just(match), evidence=st.just((item,)),
            private=st.builds(PrivateSide, incident=other, when=dates, told_to=st.sampled_from(["", *people])),
            public=st.builds(PublicSide, incident=other, first_seen=dates, text=texts),
        )),),
        studies=(draw(st.builds(
            Study, id=st.just(study), title=texts, published=dates, found=dates, information=texts,
            consent=st.one_of(st.none(), st.sampled_from(Asked)), incidents=st.just(tuple(incidents)),
            evidence=st.just((item,)),
        )),),
        complaints=(draw(st.builds(
            ComplaintEntry, id=st.just(complaint), board=ids, board_name=texts, professional=st.sampled_from(people),
            incidents=st.just(tuple(incidents)), matches_left_out=st.sampled_from([(), (match,)]),
            outcome_sought=texts,
            standards=_some(st.builds(StandardCited, code=texts, ref=texts, incidents=st.just((incidents[0],)))),
            log=_some(st.builds(LogEntry, when=dates, what=texts, due=dates, source=texts, done=st.booleans())),
            sendings=_some(st.builds(
                Sending, to=texts, when=dates, way=texts, note=texts,
                files=_some(st.builds(SentFile, name=texts, sha256=st.just("ab" * 32))),
            )),
            replies=_some(st.builds(
                Reply, when=dates, sender=texts, words=texts, evidence=st.sampled_from(["", item])
            )),
            points=_some(st.builds(
                Point, said=texts, when=dates, letter=st.sampled_from(["", item]), answer=texts,
                incidents=st.just((incidents[0],)), evidence=st.just((item,)),
            )),
        )),),
        redactions=(
            Redaction(evidence=item, page=draw(st.integers(1, 9)), boxes=((0, 0, 5, 5),)),
            Redaction(person=people[0], replace_with="A."),
            Redaction(place="Canal Street", replace_with="a street"),
        ),
    )  # fmt: skip


def _named(person: PersonEntry, identifier: str) -> PersonEntry:
    values = {name: getattr(person, name) for name in person.__struct_fields__}
    return PersonEntry(**{**values, "id": identifier})

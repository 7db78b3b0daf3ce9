"""Labels, numbers and what cites what, before anything is drawn."""

from __future__ import annotations

import msgspec
import sample_case as sample
from reading import made, rows_of
from sample_case import first_incident

from journal_app.domain.incident import Certainty, Quote
from journal_app.domain.matches import PrivateSide, PublicSide
from journal_app.dossier.case import Audience, Case
from journal_app.dossier.content import Facts, Heading, Table
from journal_app.dossier.plan import make_plan


def incidents_told(case: Case, item: str) -> tuple[str, str]:
    """Return what the index of exhibits and the page of a file say of its incidents."""
    label = make_plan(case).labels[item]
    nodes = list(made(case).nodes)
    index = next(node for node in nodes if isinstance(node, Table) and node.header[0] == "Exhibit")
    at = next(at for at, node in enumerate(nodes) if isinstance(node, Heading) and node.key == f"exhibit-{label}")
    about = nodes[at + 1]
    assert isinstance(about, Facts)
    said = ["".join(run.text for run in paras[0].runs) for name, paras in about.rows if name == "Incidents"]
    return {row[0]: row[3] for row in rows_of(index)}[label].replace(" ,  ", ", "), "".join(said)


def test_labels_and_numbers_follow_the_order_of_the_case() -> None:
    plan = make_plan(sample.sample())
    assert list(plan.labels.values()) == [f"EX-{number:03d}" for number in range(1, 9)]
    assert plan.numbers["i01"] == 1
    assert plan.numbers["i12"] == 12
    assert plan.uncited == ("e8",)
    assert plan.incident_place("i08") == "incident-8"
    assert plan.exhibit_place("e2") == "exhibit-EX-002"
    named = list(plan.exhibits["i08"])
    assert named == ["e2", "e3"]


def test_a_match_cites_its_evidence() -> None:
    exhibit = sample.exhibit("e1", "a.png", "image/png", (), ())
    assert make_plan(sample.sample(exhibits=(exhibit,), points=())).uncited == ()
    assert make_plan(sample.sample(exhibits=(exhibit,), matches=(), points=())).uncited == ("e1",)


def test_a_file_that_only_a_match_or_a_point_cites_stands_for_its_incidents() -> None:
    """Its cell in the index of exhibits was empty, and its page said nothing."""
    alone = (sample.exhibit("e9", "a.png", "image/png", (), ()),)
    match = msgspec.structs.replace(sample.MATCHES[0], evidence=("e9",))
    both = ("Incident 4, Incident 5", "Incident 4, Incident 5")
    assert incidents_told(sample.sample(exhibits=alone, matches=(match,), points=()), "e9") == both
    rests = ("Incident 2, Incident 8", "Incident 2, Incident 8")
    for changed in ({"evidence": ("e9",)}, {"letter": "e9"}):
        point = msgspec.structs.replace(sample.POINTS[0], **{"letter": "", "evidence": (), **changed})
        assert incidents_told(sample.sample(exhibits=alone, matches=(), points=(point,)), "e9") == rests
    bare = msgspec.structs.replace(match, private=PrivateSide(text="A house."), public=PublicSide(text="A house."))
    none = ("Not cited by an incident of this dossier", "")
    assert incidents_told(sample.sample(Audience.SELF, exhibits=alone, matches=(bare,), points=()), "e9") == none


def test_a_file_of_an_incident_stands_for_no_other_by_a_match() -> None:
    """The chronology names its exhibits beside an incident; the index says the same."""
    plan = make_plan(sample.sample())
    assert set(sample.MATCHES[0].evidence) <= plan.incidents_of.keys()
    for incident, files in plan.exhibits.items():
        assert all(incident in plan.incidents_of[item] for item in files if incident in plan.numbers)
    assert plan.exhibits["i08"] == ("e2", "e3")


def test_a_plan_without_a_complaint() -> None:
    assert make_plan(sample.sample(complaint=None)).numbers


def test_a_file_that_only_a_quote_names_belongs_to_the_entry_of_the_quote() -> None:
    """The index of exhibits had no entry for it, though the entry rests on it."""
    quote = Quote(text="Come by.", certainty=Certainty.EXACT, evidence=("e8", "e2"))
    case = first_incident(exact_words=(quote,))
    plan = make_plan(case)
    assert plan.incidents_of["e8"] == ("i01",)
    assert plan.incidents_of["e2"] == ("i01",)
    assert plan.exhibits["i01"] == ("e2", "e8")
    index = next(node for node in made(case).nodes if isinstance(node, Table) and node.header[0] == "Exhibit")
    assert {row[0]: row[3] for row in rows_of(index)}[plan.labels["e8"]] == "Incident 1"
    about = [dict(node.rows) for node in made(case).nodes if isinstance(node, Facts) and node.compact]
    assert [paras[0].runs[0].text for each in about for name, paras in each.items() if name == "Incidents"] == [
        "Incident 1", "Incident 1",
    ]  # fmt: skip

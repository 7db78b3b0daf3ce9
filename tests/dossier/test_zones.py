"""Time zones whose names tell what is hidden: pages say their offset from UTC."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
import sample_case as sample
from reading import made, text_of

from journal_app.dossier.case import Audience, Case
from journal_app.dossier.name_forms import Place
from journal_app.dossier.plan import make_plan
from journal_app.dossier.redaction import redact
from journal_app.dossier.zones import offset_at, offset_on


@pytest.mark.parametrize(
    ("occurred", "zone", "offset"),
    [
        ("2024-01-15", "Europe/Berlin", "UTC+01:00"),
        ("2024-07-15T23:40", "Europe/Berlin", "UTC+02:00"),
        ("2024-07-15T23:40:10Z", "America/Los_Angeles", "UTC-07:00"),
        ("2024-03-31", "Europe/Berlin", "UTC+01:00, UTC+02:00"),  # the clocks went on in the night
        ("2024-03-31T12:00", "Europe/Berlin", "UTC+02:00"),
        ("2024-02-02/2024-05-16", "Europe/Berlin", "UTC+01:00, UTC+02:00"),
        ("2024-02-02/..", "Europe/Berlin", "UTC+01:00"),
        ("2024-01-15", "Asia/Kathmandu", "UTC+05:45"),
        ("2024-01-15", "Europe/London", "UTC"),
        ("2024-03", "Europe/Berlin", ""),
        ("2024", "Europe/Berlin", ""),
        ("", "Europe/Berlin", ""),
        ("2024-01-15", "Mars/Berlin", ""),
        ("0001-01-01/9999-12-31", "UTC", "UTC"),
    ],
)
def test_the_offset_is_that_of_the_day(occurred: str, zone: str, offset: str) -> None:
    assert offset_on(occurred, zone) == offset


def test_the_offset_at_a_moment_is_that_of_the_zone() -> None:
    assert offset_at("2024-06-03T23:30:00Z", "Australia/Sydney") == "UTC+10:00"
    assert offset_at("2024-12-31T23:30:00Z", "Australia/Sydney") == "UTC+11:00"


def kept_in(zone: str) -> Case:
    case = sample.sample()
    assert case.head is not None
    incident = msgspec.structs.replace(sample.INCIDENTS[3], timezone=zone, occurred="2024-01-15T18:00")
    head = replace(case.head, head=replace(case.head.head, timezone=zone))
    return replace(case, head=head, incidents=(sample.recorded(incident, 1),))


@pytest.mark.parametrize(
    ("zone", "hidden"),
    [
        ("Europe/Berlin", Place("Berlin", "the town")),
        ("Europe/Berlin", Place("Berl\u00edn", "the town")),
        ("Australia/Sydney", ("Sydney Falk", "a friend")),
        ("America/Regina", ("Regina", "a friend")),
        ("America/Argentina/Buenos_Aires", Place("Buenos Aires", "the town")),
        ("America/St_Johns", Place("St. John\u2019s", "the town")),
        ("Mars/Berlin", Place("Berlin", "the town")),  # which this computer does not know
    ],
)
@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.LAWYER])
def test_no_page_names_a_zone_that_tells_what_is_hidden(zone: str, hidden: tuple[str, str], audience: Audience) -> None:
    case = redact(replace(kept_in(zone), audience=audience), [hidden])
    said = text_of(made(case))
    assert zone not in said
    assert zone.rpartition("/")[2] not in said
    assert ("UTC" in case.incidents[0].incident.timezone) is not zone.startswith("Mars")
    (point,) = [each.message for each in make_plan(case).open_points if each.code == "zone-tells"]
    assert f"time zone, {zone}, tells what is hidden" in point
    assert ("The package holds the name all the same" in point) is (audience is Audience.LAWYER)


def test_a_zone_that_tells_nothing_stays() -> None:
    case = redact(kept_in("Europe/Berlin"), [Place("Vienna", "the town"), ("Lina Berl", "a friend")])
    assert text_of(made(case)).count("Europe/Berlin") == 3
    assert case.telling_zones == ()


def test_zones_of_earlier_records_are_told_too() -> None:
    case = redact(kept_in("UTC"), [Place("Berlin", "the town")], ["Europe/Berlin", "UTC"])
    assert case.telling_zones == ("Europe/Berlin",)

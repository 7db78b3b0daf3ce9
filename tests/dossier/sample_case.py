"""An invented case for the dossier's tests: twelve incidents, several scripts, exhibits of every kind."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from foreign_words import READINGS
from PIL import Image, ImageDraw, ImageFont

from journal_app.catalogue import Board, Catalogue
from journal_app.domain.complaints import (
    Complaint,
    ComplaintLog,
    LogEntry,
    Point,
    Reply,
    Sending,
    SentFile,
    StandardCited,
)
from journal_app.domain.custody import CustodyEvent
from journal_app.domain.evidence import Evidence, SourceCard
from journal_app.domain.incident import (
    Certainty,
    Channel,
    Impact,
    Incident,
    Involvement,
    PrivateNote,
    Purpose,
    Quote,
    ResponseStep,
    Step,
    Told,
)
from journal_app.domain.matches import Match, PrivateSide, PublicSide
from journal_app.domain.people import Person, PersonNote, RegisterCheck, Relationship, Role
from journal_app.domain.readings import Block, Kind, Reading, Source, plain_letters
from journal_app.domain.studies import Asked, Study
from journal_app.dossier.case import (
    AnchorLine,
    Audience,
    Case,
    CaseIncident,
    CustodyLine,
    Exhibit,
    ExhibitPage,
    LawyerParts,
    SelfParts,
)
from journal_app.integrity.chain import Head, SignedHead

FONT = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "NotoSans-Regular.ttf"
MADE_AT = datetime(2024, 6, 3, 9, 30, tzinfo=UTC)
ARABIC = "قال لي إنه يريد أن نلتقي خارج الجلسات (يوم السبت) الساعة 18:30."
HEBREW = "הוא אמר: „אל תספרי לאף אחד“, ואז הלך."
CHINESE = "他说想在咨询室以外见我，还说这件事不要告诉任何人。"
MIXED = "He wrote “تعال يوم السبت at 18:30” and then 😀👩‍👩‍👧 👍🏽 — nothing else."
LONG_WORD = "https://example.org/" + "averylongaddresswithoutanyplacetobreak" * 5

_SENTENCES = (
    "He said that he wanted to see me outside of our sessions and that I should not tell anyone about it.",
    "I looked at the clock on the wall; it was twenty to six.",
    "He moved his chair next to mine and put his hand on my arm.",
    "I did not know what to answer and said that I had to catch my bus.",
    "He asked whether I was still seeing the man I had told him about in March.",
    "Then he spoke about his own marriage for what felt like half of the hour.",
)


def _account(count: int, start: int = 0) -> str:
    return " ".join(_SENTENCES[(start + number) % len(_SENTENCES)] for number in range(count))


TWO_PAGES = "\n\n".join(_account(7, number) for number in range(15))

PEOPLE = (
    Person(
        id="ana", name="Ana Keller", roles=(Role.CLIENT, Role.COMPLAINANT),
        address="12 Canal Street\nOakland, CA 94607", email="ana.keller@example.org", phone="+1 510 555 0142",
    ),
    Person(
        id="hale", name="Dr. Marcus Hale", roles=(Role.PROFESSIONAL,), profession="Marriage and family therapist",
        licence_number="LMFT 99999", licence_body="Board of Behavioral Sciences",
        register_check=RegisterCheck(date="2024-05-02", result="current, no public record of discipline"),
        address="Suite 4, 200 Harbor Road, Oakland",
    ),
    Person(id="adeyemi", name="Olu Adeyemi", roles=(Role.SUPERVISOR,), profession="Clinical supervisor"),
    Person(
        id="voss", name="Petra Voss", roles=(Role.WITNESS, Role.TOLD), agreed_to_contact=True, phone="+1 510 555 0188"
    ),
    Person(id="solberg", name="Ingrid Solberg", roles=(Role.OTHER,), pseudonym="Person A"),
    Person(
        id="lind", name="Rosa Lind", roles=(Role.LATER_PROVIDER,), profession="Psychologist",
        address="8 Elm Court, Berkeley",
    ),
)  # fmt: skip


def _incident(number: int, **values: Any) -> Incident:
    plain: dict[str, Any] = {
        "id": f"i{number:02d}",
        "purpose": Purpose.FOR_A_COMPLAINT,
        "timezone": "America/Los_Angeles",
        "account": _account(3 + number % 5, number),
    }
    return Incident(**{**plain, **values})


INCIDENTS = (
    _incident(
        1, occurred="", account="At some session he began to hug me at the door. I cannot say when this began.",
        channel=Channel.IN_SESSION, types=("unwanted-touch",), unsure="The month, and whether it was winter.",
    ),
    _incident(
        2, occurred="2023-21~", channel=Channel.IN_SESSION, place="His practice, Harbor Road",
        types=("role-reversal-self-disclosure",), known_because="It was before my exam in June.",
        people=(Involvement(person="hale", part="spoke about himself"),),
    ),
    _incident(
        3, occurred="2023-11", channel=Channel.PHONE, account=TWO_PAGES,
        known_because="My telephone bill of that month.",
        own_response="I said that I would think about it.", afterwards="He rang twice more that week.",
        exact_words=(
            Quote(text="Come by the office on Saturday.", speaker="hale", certainty=Certainty.EXACT),
            Quote(text="That it is easier without the clock.", speaker="hale", certainty=Certainty.IN_SUBSTANCE),
        ),
    ),
    _incident(
        4, occurred="2024-01-09", channel=Channel.IN_SESSION, types=("misuse-of-therapeutic-relationship",),
        account="I told him about the blue house by the canal. I had told nobody else.",
        people=(Involvement(person="hale", part="listened"),),
    ),
    _incident(
        5, occurred="2024-01-23", channel=Channel.PUBLIC_POST, place=LONG_WORD,
        account="On his podcast he told the story of the blue house. " + LONG_WORD, types=("session-content-online",),
        known_because="The page shows the date.",
    ),
    _incident(
        6, occurred="2024-02-02/2024-02-16", channel=Channel.TEXT_MESSAGE, account=f"{_account(2)}\n{ARABIC}\n{HEBREW}",
        exact_words=tuple(
            Quote(text=text, speaker="hale", certainty=Certainty.EXACT) for text in (ARABIC, HEBREW, CHINESE, MIXED)
        ),
    ),
    _incident(
        7, occurred="2024-02-20T18:30", channel=Channel.IN_PERSON_ELSEWHERE, place="Café Lumière, Grand Avenue",
        people=(Involvement(person="hale"), Involvement(person="solberg", part="sat at the next table")),
        account="Ingrid Solberg, another client of his, sat at the next table. Solberg greeted him by his first name.",
        exact_words=(Quote(text="Let us not tell Ingrid.", speaker="hale", certainty=Certainty.EXACT),),
    ),
    _incident(
        8, occurred="2024-03-12T23:40:00-07:00", channel=Channel.TEXT_MESSAGE, types=("romantic-or-sexual-advances",),
        known_because="The message shows the time.",
        professional_response=(
            ResponseStep(step=Step.APOLOGISED, when="2024-03-15", note="By text; he called it a misunderstanding."),
            ResponseStep(step=Step.DENIED, when="2024-04"),
        ),
        told=(Told(person="voss", when="2024-03-13", answer="She said that I should keep the messages."),),
    ),
    _incident(
        9, occurred="2024-03-20", channel=Channel.VIDEO, recorded_elsewhere="Paper diary, the same evening",
        professional_response=(ResponseStep(step=Step.BLAMED_CLIENT, when="2024-03-20", note="He said I had asked."),),
    ),
    _incident(10, occurred="2024-04-02", channel=Channel.EMAIL, account=CHINESE * 4),
    _incident(11, occurred="2024-04-18?", channel=Channel.LETTER, unsure="The day; the letter has no date."),
    _incident(12, occurred="2024-05-01", channel=Channel.THIRD_PARTY, types=("research-use-without-consent",)),
)  # fmt: skip

MATCHES = (
    Match(
        id="m1",
        private=PrivateSide(
            incident="i04", when="2024-01-09", channel="in-session", told_to="hale",
            text="There is a blue house by the canal where my grandmother hid in the war.",
        ),
        public=PublicSide(
            incident="i05", when="2024-01-23", first_seen="2024-01-25", url="https://example.org/podcast/31",
            account="@drhaletalks",
            text="Somebody told me of a blue house by the water, and a grandmother hiding in it.",
        ),
        who_could_know="Nobody else; my grandmother is dead.",
        evidence=("e1",),
    ),
)  # fmt: skip

STUDIES = (
    Study(
        id="s1", title="A house by the canal: inherited fear in one treatment",
        description="A paper about one client, who is said to be made up.", published_in="A journal of psychotherapy",
        published="2024-02", url="https://example.org/paper/8", found="2024-05-01",
        learned="A friend sent it to me.", institution="An institute of psychotherapy", committee="Its review board",
        committee_number="RB-22-117", information="Nothing. He never spoke of writing.",
        consent=Asked.NOT_ASKED, consent_words="There was no question, so I gave no answer.",
        recognisable="The house, the year and my work.", incidents=("i12",), evidence=("e2",),
    ),
)  # fmt: skip

COMPLAINT = Complaint(
    id="c1", board="us-ca-bbs", professional="hale", incidents=tuple(each.id for each in INCIDENTS),
    outcome_sought="That the board looks into it and that nobody else goes through this.",
    steps_taken="I told him in April that it was not right. He did not answer.",
    delay_explanation="I was afraid of him until I had moved.", other_bodies="None so far.",
    standards=(
        StandardCited(code="camft-2019", ref="Part I, section 4", incidents=("i08",)),
        StandardCited(code="own-code", ref="7", incidents=("i02",)),
    ),
    reference_number="2024-001", status="in preparation",
)  # fmt: skip
LOG = ComplaintLog(
    complaint="c1",
    entries=(
        LogEntry(when="2024-06-20", what="Letter of receipt", due="2024-07-20", source="Named in that letter"),
        LogEntry(when="2024-07-01", what="A call", done=True),
    ),
    sendings=(
        Sending(when="2024-06-04", to="The board", way="By post", note="With a receipt",
                files=(SentFile(name="dossier.pdf", sha256="ef" * 32), SentFile(name="form.txt", sha256="01" * 32))),
        Sending(to="Lawyer of mine"),
    ),
    replies=(Reply(when="2024-06-20", sender="The clerk", words="We have it.", evidence="e1"), Reply(words="A call.")),
)  # fmt: skip
POINTS = (
    Point(
        said="The messages were sent by mistake.\nShe agreed to meet.", when="2024-09-01", letter="e2",
        answer="He wrote eleven of them. REPLY-MARK", incidents=("i08", "i02"), evidence=("e1",),
    ),
    Point(said="I never spoke of a house."),
)  # fmt: skip

PRIVATE = SelfParts(
    impacts=(Impact(incident="i08", text="I did not sleep for a week. IMPACT-MARK"),),
    notes=(PrivateNote(incident="i08", text="PRIVATE-NOTE-MARK", tags=("TAG-MARK",)),),
    person_notes=(PersonNote(person="hale", notes="PERSON-NOTE-MARK"),),
    logs=(LOG,),
)

RELATIONSHIPS = (
    Relationship(
        client="ana", professional="hale", first_session="2022-09", last_session="2024-03-20",
        setting="Private practice", frequency="Weekly, fifty minutes", fees="120 dollars a session",
        consents="A form about confidentiality, in September 2022", how_it_ended="I did not go again.",
    ),
)  # fmt: skip


@lru_cache(maxsize=16)
def picture(width: int, height: int, kind: str = "png", mode: str = "RGB") -> bytes:
    """Return the data of a chat-like screenshot, as the worker would hand it over."""
    ground, white, dark = ((236, 229, 221), (255, 255, 255), (7, 94, 84)) if mode == "RGB" else (225, 255, 80)
    image = Image.new(mode, (width, height), ground)
    draw = ImageDraw.Draw(image)
    big = ImageFont.truetype(str(FONT), max(12, width // 27))
    draw.rectangle((0, 0, width, width // 7), fill=dark)
    draw.text((width // 20, width // 24), "+1 510 555 0100", font=big, fill=white)
    ink = 0 if mode == "L" else (20, 20, 20)
    for row in range((height - width // 5) // (width // 5)):
        left, top = (width // 18, width // 3)[row % 2], width // 5 + row * (width // 5)
        draw.rounded_rectangle((left, top, left + width * 3 // 5, top + width // 8), width // 50, fill=white)
        draw.text((left + width // 40, top + width // 40), f"Message {row + 1} of the thread", font=big, fill=ink)
    out = io.BytesIO()
    image.save(out, "PNG" if kind == "png" else "JPEG", quality=90)
    return out.getvalue()


def page(width: int, height: int, kind: str = "png", mode: str = "RGB", *notes: str, text: str = "") -> ExhibitPage:
    """Return one exhibit page with its picture and the text found beside it."""
    data = picture(width, height, kind, mode)
    media_type = "image/png" if kind == "png" else "image/jpeg"
    return ExhibitPage(media_type=media_type, width=width, height=height, notes=notes, text=text, load=lambda: data)


def note(text: str) -> Reading:
    """Return what the worker reads in plain text."""
    blocks = tuple(Block(kind=Kind.PREFORMATTED, text=line) for line in map(plain_letters, text.splitlines()) if line)
    return Reading(source=Source.TEXT, blocks=blocks)


def exhibit(
    identifier: str,
    name: str,
    media_type: str,
    incidents: tuple[str, ...],
    pages: tuple[ExhibitPage, ...],
    **more: Any,
) -> Exhibit:
    """Return an exhibit with a custody of two lines."""
    digest = hashlib.sha256(identifier.encode()).hexdigest()
    item = {key: value for key, value in more.items() if key not in {"problem", "text", "reading"}}
    added = MADE_AT - timedelta(days=20)
    lines = (
        CustodyLine(time=added, event=CustodyEvent.ADDED, detail=digest, program="Daybook 1.0"),
        CustodyLine(time=added + timedelta(days=3), event=CustodyEvent.CHECKED, detail=digest, program="Daybook 1.0"),
    )
    return Exhibit(
        evidence=Evidence(
            id=identifier, file_name=name, sha256=digest, size=12_345 + len(name), blob="b" * 32,
            media_type=media_type, incidents=incidents, **item,
        ),
        pages=pages, problem=more.get("problem", ""), custody=lines,
        reading=more.get("reading") or (note(more["text"]) if "text" in more else None),
    )  # fmt: skip


CARD = SourceCard(
    captured_by="myself", captured_at="2024-03-13T08:10", device="Telephone", application="Messages",
    account="+1 510 555 0100", date_visible=True, original_kept="on the telephone", seen_by="Petra Voss",
)  # fmt: skip


def exhibits() -> tuple[Exhibit, ...]:
    """Return exhibits of every kind: long, wide, small, of several pages, of text, and one that cannot be shown."""
    described = "Screenshot of messages of 12 March 2024"
    web = SourceCard(url="https://example.org/podcast/31", captured_at="2024-01-25", captured_by="myself")
    return (
        exhibit("e1", "podcast.png", "image/png", ("i05",), (page(1280, 800),), description="A podcast", card=web),
        exhibit("e2", "IMG_2041.png", "image/png", ("i08",), (page(1080, 2340),), description=described, card=CARD),
        exhibit("e3", "thread.png", "image/png", ("i08", "i09"), (page(1080, 9000),), description="The whole thread"),
        exhibit("e4", "letter.jpg", "image/jpeg", ("i11",), (page(1600, 2200, "jpeg"),), description="The letter"),
        exhibit("e5", "bill.pdf", "application/pdf", ("i03",), tuple(page(827, 1169, "png", "L") for _ in range(3)),
                description="Telephone bill", sensitive=True),
        exhibit("e6", "note.txt", "text/plain", ("i02",), (), text="A note\nwith two lines.", description="My note"),
        exhibit("e7", "voicemail.m4a", "audio/mp4", ("i09",), (), recording=True,
                problem="Sound has no page to show.", description="A message on my telephone"),
        exhibit("e8", "icon.png", "image/png", (), (page(64, 64),), description="His profile picture"),
    )  # fmt: skip


def foreign() -> tuple[Exhibit, ...]:
    """Return exhibits with the words of files: each kind of reading, text beside a picture, and none."""
    kinds = {
        "mail": ("saturday.eml", "message/rfc822"), "page": ("notes.mhtml", "multipart/related"),
        "box": ("all.mbox", "application/mbox"), "table": ("log.csv", "text/csv"),
        "recording": ("voicemail.wav", "audio/wav"), "silent": ("voicemail.png", "video/mp4"),
        "noted": ("chat.txt", "text/plain"), "markup": ("letter.eml", "message/rfc822"),
    }  # fmt: skip
    shown = tuple(
        exhibit(f"w{number}", *kinds[name], ("i08",), (), reading=reading, description=f"An exhibit: {name}",
                recording=name in {"recording", "silent"},
                problem="Sound has no page to show." if name in {"recording", "silent"} else "")
        for number, (name, reading) in enumerate(READINGS.items())
    )  # fmt: skip
    text = "Statement of account\r\nApril   2024\n\n" + MIXED
    return (
        *shown,
        exhibit("wp", "bill.pdf", "application/pdf", ("i03",), (page(827, 1169, "png", "L", "repaired", text=text),)),
        exhibit("wz", "papers.docx", "application/zip", ("i03",), (), problem="This is an archive."),
        exhibit("wx", "photo.jpg", "application/x-ole-storage", ("i03",), (), problem="It is not opened here."),
    )


def recorded(incident: Incident, number: int) -> CaseIncident:
    """Return an incident with the times at which it was recorded."""
    first = MADE_AT - timedelta(days=30 - number)
    times = 1 + number % 3
    last = first + timedelta(days=times - 1, hours=2)
    return CaseIncident(incident=incident, first_recorded=first, last_recorded=last, revisions=times)


HEAD = SignedHead(
    head=Head(
        vault_id="0f" * 16, size=57, root=hashlib.sha256(b"root").hexdigest(), time="2024-06-03T09:30:00Z",
        timezone="America/Los_Angeles", key="ab" * 32,
    ),
    signature="cd" * 64,
)  # fmt: skip


def sample(audience: Audience = Audience.BOARD, board: str = "us-ca-bbs", **values: Any) -> Case:
    """Return the whole case; ``values`` replace fields of it."""
    body: Board | None = Catalogue.load().board(board) if board else None
    plain: dict[str, Any] = {
        "audience": audience,
        "board": body,
        "complaint": COMPLAINT,
        "people": PEOPLE,
        "relationships": RELATIONSHIPS,
        "incidents": tuple(recorded(each, number) for number, each in enumerate(INCIDENTS)),
        "exhibits": exhibits(),
        "matches": MATCHES,
        "studies": STUDIES,
        "pseudonyms": (),
        "head": HEAD,
        "anchors": (AnchorLine(time="2024-06-02T10:00:00Z", authority="Example Time Authority", size=50),),
        "made_at": MADE_AT,
        "program": "Daybook 1.0",
        "names": {person.id: person.name for person in PEOPLE},
        "points": POINTS,
    }
    return Case(**{**plain, **values})


def parts_for(audience: Audience) -> dict[str, Any]:
    """Return what an audience gets beside the case."""
    if audience is Audience.LAWYER:
        return {"lawyer": LawyerParts(log=LOG)}
    return {"private": PRIVATE} if audience is Audience.SELF else {}


def loader(data: bytes) -> Callable[[], bytes]:
    """Return a page loader that always gives ``data``."""
    return lambda: data


def first_incident(**values: Any) -> Case:
    """Return the case with its first incident alone, changed by ``values``."""
    case = sample()
    changed = replace(case.incidents[0], incident=msgspec.structs.replace(case.incidents[0].incident, **values))
    return replace(case, incidents=(changed,))

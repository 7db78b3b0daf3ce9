"""Dossiers judged by veraPDF, all in one run of Java: PDF/A-2a, a lawyer's PDF/A-3a, and PDF/UA-1."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
import sample_case as sample
from hard_cases import HARD, scripts
from reading import drawn
from test_dividing import built
from test_dividing import case_of as with_large
from test_hidden import case_of, hidden
from test_sheets import GROUPS

from journal_app.catalogue import Catalogue
from journal_app.dossier import build
from journal_app.dossier.case import Audience
from journal_app.dossier.plan import make_plan
from journal_app.dossier.recovery_sheet import recovery_sheet, share_sheet
from journal_app.dossier.slip import fingerprint_slip

ROOT = Path(__file__).resolve().parents[2]
TOOLS = sorted((ROOT / ".conformance").glob("greenfield-apps-*.jar"))
BODIES = [board.id for board in Catalogue.load().boards()]
DEMO = ["dossier-for-the-board", "dossier", "copy-for-myself"]
PARTS = ["part-1", "part-2", "part-3"]
OTHERS = ["board", "lawyer", "self", "impact", "sheet", "share", "slip", "hidden", *PARTS]
UA, A2, A3 = ("PDF/UA-1 validation profile", "PDF/A-2A validation profile", "PDF/A-3A validation profile")


def why_not() -> str:
    if shutil.which("java") is None:
        return "Java is missing (default-jre-headless on Debian)"
    return "" if TOOLS else "veraPDF is missing: packaging/conformance.py gets it with Maven"


pytestmark = [pytest.mark.conformance, pytest.mark.skipif(bool(why_not()), reason=why_not() or "all is there")]


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of one file and one profile."""

    executed: int
    failed: int
    why: tuple[str, ...]


def _draw(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "journal_app", "demo", folder / "demo"], capture_output=True, text=True, check=False,
        cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    small = sample.sample()
    incidents, exhibits = (small.incidents[0], small.incidents[7]), small.exhibits[:1]
    for body in BODIES:
        case = sample.sample(board=body, incidents=incidents, exhibits=exhibits, matches=())
        (folder / f"{body}.pdf").write_bytes(drawn(case))
    for name, case in HARD.items():
        (folder / f"{name}.pdf").write_bytes(drawn(case()))
    for audience in Audience:
        data = drawn(sample.sample(audience), **sample.parts_for(audience))
        (folder / f"{audience}.pdf").write_bytes(data)
    (folder / "hidden.pdf").write_bytes(drawn(hidden(case_of("Lena, lenab: 0777 123."))))
    built(with_large(1, 2, 1, 1, language="ar", incidents=scripts().incidents), folder)
    build.build_impact(small, make_plan(small), sample.PRIVATE.impacts, folder / "impact.pdf", dossier="AK-0")
    (folder / "sheet.pdf").write_bytes(recovery_sheet(GROUPS))
    (folder / "share.pdf").write_bytes(share_sheet([*(group.lower() for group in GROUPS)] * 3, 1, 3))
    (folder / "slip.pdf").write_bytes(fingerprint_slip(sample.HEAD.head))


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Verdict]]:
    folder = tmp_path_factory.mktemp("dossiers")
    _draw(folder)
    files = sorted(folder.rglob("*.pdf"))
    judge = ["java", "-cp", str(TOOLS[-1]), "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", "0"]
    ran = subprocess.run(
        [*judge, "--format", "json", *map(str, files)], capture_output=True, text=True, check=False, cwd=folder
    )
    found: dict[str, dict[str, Verdict]] = {}
    for job in json.loads(ran.stdout)["report"]["jobs"]:
        said = {}
        for result in job.get("validationResult", []):
            details = result["details"]
            why = tuple(f"{rule['clause']}-{rule['testNumber']}: {rule['description']} "
                        f"{rule['checks'][0]['context']}" for rule in details["ruleSummaries"])  # fmt: skip
            executed = details["passedChecks"] + details["failedChecks"]
            said[result["profileName"]] = Verdict(executed, details["failedChecks"], why)
        found[Path(job["itemDetails"]["name"]).stem] = said
    assert len(found) == len(files), ran.stderr[-2000:]
    return found


@pytest.mark.parametrize("name", [*DEMO, *BODIES, *HARD, *OTHERS])
def test_a_dossier_conforms(name: str, verdicts: dict[str, dict[str, Verdict]]) -> None:
    said = verdicts[name]
    assert set(said) == {UA, A3 if name in {"dossier", "lawyer"} else A2}
    for profile, verdict in said.items():
        assert verdict.failed == 0, (profile, verdict.why)
        assert verdict.executed > 100, profile  # a profile that was not loaded finds nothing wrong


def test_the_judge_finds_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "wrong.pdf"
    with pikepdf.open(io.BytesIO(drawn(sample.sample(incidents=(), exhibits=())))) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(path)
    judge = ["java", "-cp", str(TOOLS[-1]), "org.verapdf.apps.GreenfieldCliWrapper", "--flavour", "0"]
    ran = subprocess.run([*judge, "--format", "json", str(path)], capture_output=True, text=True, check=False)
    results = json.loads(ran.stdout)["report"]["jobs"][0]["validationResult"]
    assert all(result["details"]["failedChecks"] > 0 for result in results)

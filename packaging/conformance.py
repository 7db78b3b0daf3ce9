"""Get veraPDF, with which the tests judge whether dossiers are PDF/A and PDF/UA, and say precisely where that fails.

    python3 packaging/conformance.py            gets it once, then runs the tests marked "conformance"
    python3 packaging/conformance.py --get      only gets it

It is fetched with Maven and run with Java; as root on a Debian-like system both are installed where they are missing.
Without it those tests skip and say so, and this still ends well: the program itself needs none of it.

Standard library only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GROUP, NAME, VERSION = "org.verapdf.apps", "greenfield-apps", "1.28.2"
SHA256 = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"
JAR = ROOT / ".conformance" / f"{NAME}-{VERSION}.jar"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
PACKAGES = {"java": "default-jre-headless", "mvn": "maven"}


def main(arguments: list[str]) -> int:
    """Get the tool, then become the tests."""
    reason = get()
    if reason:
        print(f"Conformance was NOT checked: {reason}", flush=True)
    if "--get" in arguments:
        return 0
    tests = ["tests/dossier/test_conformance.py", "-m", "conformance", "-n", "0"]
    command = [sys.executable, str(ROOT / "packaging" / "test.py"), *tests, *arguments]
    return subprocess.run(command, check=False).returncode


def get() -> str:
    """Make the tool ready; return why it is not, or nothing."""
    reason = install([name for name in PACKAGES if shutil.which(name) is None and not (name == "mvn" and is_there())])
    if reason or is_there():
        return reason
    JAR.parent.mkdir(exist_ok=True)
    wanted = [f"-Dartifact={GROUP}:{NAME}:{VERSION}", f"-DoutputDirectory={JAR.parent}"]
    ran = subprocess.run(["mvn", "-q", "-B", COPY, *wanted], capture_output=True, text=True, check=False)
    if ran.returncode:
        return f"Maven could not fetch veraPDF {VERSION}: {last_line(ran.stdout + ran.stderr)}"
    if not is_there():
        JAR.unlink(missing_ok=True)
        return f"what Maven fetched is not veraPDF {VERSION} as it is known here (its SHA-256 differs)"
    return ""


def is_there() -> bool:
    """Say whether the tool is there, byte for byte."""
    return JAR.is_file() and hashlib.sha256(JAR.read_bytes()).hexdigest() == SHA256


def install(missing: list[str]) -> str:
    """Install what is missing; return why that is not possible, or nothing."""
    if not missing:
        return ""
    packages = [PACKAGES[name] for name in missing]
    said = f"{' and '.join(missing)} missing; on a Debian-like system: apt-get install {' '.join(packages)}"
    if shutil.which("apt-get") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return said
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        ran = subprocess.run([*apt, *step], env=quiet, capture_output=True, text=True, check=False)
        if ran.returncode:
            return f"{said} ({last_line(ran.stderr)})"
    return ""


def last_line(text: str) -> str:
    """Return the last line that says anything."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason was given")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

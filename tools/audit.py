"""Known holes in the packages of the development set, at the versions that requirements-dev.txt locks; by pip-audit.

  python tools/audit.py PIP_AUDIT

Exit code 1 where a hole is known, 2 where a package could not be looked up: no network, or none at the service. Which
service is asked, AUDIT_SERVICE says: pypi (the default) or osv.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCKED = Path(__file__).parent.parent / "requirements-dev.txt"


def main(program: str) -> int:
    """Ask, and say what is known."""
    service = os.environ.get("AUDIT_SERVICE", "pypi")
    read = ["--requirement", str(LOCKED), "--no-deps", "--disable-pip"]
    command = [program, *read, "--format", "json", "--progress-spinner", "off", "--vulnerability-service"]
    done = subprocess.run([*command, service], capture_output=True, text=True, check=False)
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        print(f"The service {service} does not answer: nothing was looked up. This check needs the network.")
        print(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "", file=sys.stderr)
        return 2
    return verdict(packages, service)


def verdict(packages: list[dict[str, Any]], service: str) -> int:
    """Say what is known of each package with a hole, and which could not be looked up."""
    holes = [(package, hole) for package in packages for hole in package.get("vulns", ())]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    for package, hole in holes:
        mended = ", ".join(hole["fix_versions"]) or "nowhere yet"
        print(f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}")
    if skipped:
        print(f"{len(skipped)} packages could not be looked up at {service}: {', '.join(skipped)}.")
        print("This check needs the network (pypi.org, or api.osv.dev with AUDIT_SERVICE=osv).")
    print(f"{len(packages) - len(skipped)} of {len(packages)} packages looked up, {len(holes)} known holes.")
    return 1 if holes else 2 if skipped or not packages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

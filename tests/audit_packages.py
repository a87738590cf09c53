"""`python -m tests.audit_packages` looks up known weaknesses of the installed packages.

A weakness fails. What could not be looked up, because the database of weaknesses is not reached
from here, is said in one loud line and does not fail: a machine without the internet can still
test the rest.
"""

import json
import subprocess
import sys
from typing import Any

SECONDS = 120
COMMAND = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--timeout", "10"]
COMMAND += ["--format", "json", "--local"]
OF_THE_MACHINE = {"pip", "setuptools", "wheel"}
"""They came with Python and are in no image of ours that runs."""


def main() -> int:
    try:
        ended = subprocess.run(
            COMMAND, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        packages = json.loads(ended.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return _not_looked_up(f"no answer within {SECONDS} seconds")
    except (ValueError, KeyError):
        return _not_looked_up((ended.stderr.strip().splitlines() or ["no answer"])[-1][:200])
    return judge([one for one in packages if one["name"] not in OF_THE_MACHINE])


def judge(packages: list[dict[str, Any]]) -> int:
    """Of pip-audit's answer: 1 for a weakness, 0 otherwise."""
    weak = [one for one in packages if one.get("vulns")]
    for one in weak:
        names = ", ".join(found["id"] for found in one["vulns"])
        sys.stderr.write(f"{one['name']} {one['version']} has known weaknesses: {names}\n")
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    if skipped:
        _not_looked_up(f"{len(skipped)} of {len(packages)} packages, {skipped[0]} among them")
    return int(bool(weak))


def _not_looked_up(what: str) -> int:
    bold_red = "\033[1;31m{}\033[0m" if sys.stderr.isatty() else "{}"
    line = f"NOT TESTED HERE: known weaknesses of packages (pip-audit): {what}"
    sys.stderr.write(bold_red.format(line) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

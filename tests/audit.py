"""make audit: what pip-audit knows of holes in what is installed here; says so where it cannot be asked."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from typing import Any


def told(answer: str, trouble: str) -> tuple[str, int]:
    """(what to say, exit code) of what pip-audit printed as JSON, and of its standard error."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        why = trouble.strip().rpartition("\n")[2] or "it gave no answer"
        return f"not audited: pip-audit's database cannot be reached from here ({why[:200]})", 0
    skipped = [one for one in packages if "skip_reason" in one and one.get("name") != "voicepress"]
    holes = [(one, hole) for one in packages for hole in one.get("vulns", ())]
    lines = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one, hole in holes
    ]
    asked = len(packages) - len(skipped)
    if not asked or len(skipped) > asked:
        lines.append(
            f"not audited: the database that can be reached from here knows {asked} of {len(packages)} packages"
        )
    else:
        lines.append(
            f"{asked} packages audited, {len(holes)} known holes"
            + (f"; not known there: {', '.join(one['name'] for one in skipped)}" if skipped else "")
        )
    return "\n".join(lines), 1 if holes else 0


def main(program: str) -> int:
    try:
        done = subprocess.run(
            [program, "--format", "json", "--progress-spinner", "off", "--path", sysconfig.get_path("purelib")],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        said, code = told(done.stdout, done.stderr)
    except (OSError, subprocess.TimeoutExpired) as error:
        said, code = f"not audited: pip-audit cannot be run here ({error})", 0
    print(said)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))

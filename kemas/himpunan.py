"""Do the dependencies fit? Their oldest and newest allowed sets on every Python and both systems, wheels only.

``python -m kemas.himpunan`` resolves them all and says how many libraries each has; ``--terendah PYTHON`` prints the
oldest set for that interpreter, as pip's constraints.
"""

from __future__ import annotations

import subprocess
import sys

from kemas.unduh import ROOT

PYTHON = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = ("x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc")
#: uv's words for the two ends.
LOWEST, HIGHEST = "lowest-direct", "highest"


def resolve(resolution: str, *target: str) -> list[str]:
    """The exact set for *target* (uv's options of Python and system); raises when there is none.

    Only wheels count, but for docopt, which has none and is pure Python.
    """
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate"]
    command += ["--resolution", resolution, "--only-binary", ":all:", "--no-binary", "docopt", *target]
    done = subprocess.run([*command, "pyproject.toml"], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{resolution} {' '.join(target)}: {done.stderr[-2000:]}")
    return done.stdout.split()


def main() -> None:
    """Print one set, or resolve them all."""
    if sys.argv[1:2] == ["--terendah"]:
        sys.stdout.write("\n".join(resolve(LOWEST, "--python", sys.argv[2])) + "\n")
        return
    for version in PYTHON:
        for system in SYSTEMS:
            for resolution in (LOWEST, HIGHEST):
                found = resolve(resolution, "--python-version", version, "--python-platform", system)
                sys.stdout.write(f"Python {version}, {system}, {resolution}: {len(found)} pustaka\n")


if __name__ == "__main__":
    main()

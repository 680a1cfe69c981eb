"""Findings SYR4xx: submission requirements."""

from zi_cli.findings.entri import Entri

ENTRI: tuple[Entri, ...] = ()

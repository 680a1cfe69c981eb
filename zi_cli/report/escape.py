"""Making text from files harmless in the formats that give characters a meaning."""

from zi_cli.text import strip_controls

_MD = str.maketrans({c: f"\\{c}" for c in "\\`*_[]|#"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def md(teks: str) -> str:
    """*teks* on one line with the active characters of Markdown and HTML made plain, and nothing invisible."""
    return " ".join(strip_controls(teks.translate(_MD), " ").split())

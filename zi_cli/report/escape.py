"""Making text from files harmless in the formats that give characters a meaning."""

_MD = str.maketrans({c: f"\\{c}" for c in "\\`*_[]|#"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})


def md(teks: str) -> str:
    """*teks* on one line with the active characters of Markdown and HTML made plain."""
    return " ".join(teks.translate(_MD).split())

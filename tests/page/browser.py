"""dist/zi.html in headless Chromium from file://, the network cut."""

from __future__ import annotations

import base64
import itertools
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.tools import demand_tool

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "dist" / "zi.html"
CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
#: Files travel as base64, results come back the same way.
_CALL = """async (argumen, berkas) => {
  const bita = {};
  for (const [n, t] of Object.entries(berkas)) bita[n] = Uint8Array.from(atob(t), (c) => c.charCodeAt(0));
  const r = await zi(argumen, bita);
  const teks = (b) => { let s = ""; for (const x of b) s += String.fromCharCode(x); return btoa(s); };
  return {...r, berkas: Object.fromEntries(Object.entries(r.berkas).map(([n, b]) => [n, teks(b)]))};
}"""

_STATE = """async () => {
  const keadaan = document.querySelector("#keadaan");
  const sebentar = () => new Promise((lanjut) => setTimeout(lanjut, 50));
  for (let i = 0; i < 1800 && !/Siap|tidak dapat/.test(keadaan.innerText); i++) await sebentar();
  return keadaan.innerText;
}"""


def need_page() -> None:
    """Skip the calling test (or fail it, see ``tuntut``) without Chromium or a page built from the code at hand."""
    sumber = itertools.chain((ROOT / "zi_cli").rglob("*.py"), (ROOT / "kemas").rglob("*.*"))
    baru = PAGE.exists() and PAGE.stat().st_mtime >= max(p.stat().st_mtime for p in sumber)
    demand_tool("Chromium", CHROMIUM)
    demand_tool("dist/zi.html yang baru (make zi.html)", baru)


class Result(NamedTuple):
    """What ``window.zi`` gives: exit code, standard output, standard error, files written."""

    kode: int
    keluaran: str
    galat: str
    berkas: dict[str, bytes]


class Session:
    """An open page, and what it complained about."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def run(self, function: str, *values: Any) -> Any:
        """What the JavaScript *function* gives for *values*; both travel as JSON."""
        raise NotImplementedError

    def note_request(self, url: str) -> None:
        """The page asked for *url*: only itself and what it holds is allowed."""
        if not url.startswith(("file:", "blob:", "data:")):
            self.complaints.append(f"request: {url}")

    def ready(self) -> None:
        """Wait until the machine is ready."""
        assert self.run(_STATE) == "Siap."

    def zi(self, argumen: Sequence[str], berkas: Mapping[str, bytes]) -> Result:
        """Run one command line over files by name."""
        r = self.run(_CALL, list(argumen), {n: base64.b64encode(b).decode() for n, b in berkas.items()})
        return Result(r["kode"], r["keluaran"], r["galat"], {n: base64.b64decode(t) for n, t in r["berkas"].items()})


class ChromiumSession(Session):
    """The page in Chromium; ``page`` is the one of Playwright."""

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.page = page
        page.on("console", lambda m: self.complaints.append(f"console: {m.text}"))
        page.on("pageerror", lambda e: self.complaints.append(f"error: {e}"))
        page.on("request", lambda r: self.note_request(r.url))

    def run(self, function: str, *values: Any) -> Any:
        return self.page.evaluate(f"(values) => ({function})(...values)", list(values))


@contextmanager
def open_page(lebar: int = 1280) -> Iterator[ChromiumSession]:
    """The page, opened as by a double-click, without network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        a_browser = p.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        konteks = a_browser.new_context(offline=True, viewport={"width": lebar, "height": 900})
        page_session = ChromiumSession(konteks.new_page())
        page_session.page.goto(PAGE.as_uri())
        yield page_session
        a_browser.close()

"""dist/zi.html in headless Firefox from file://, the network cut, driven through Firefox's own WebDriver BiDi."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.page.browser import PAGE, Session
from tests.tools import demand_tool

FIREFOX = next((p for n in ("firefox-esr", "firefox") if (p := shutil.which(n))), None)
#: Seconds for one command of the protocol: the page's start and the longest command, on a busy machine.
_PATIENCE = 180
#: Pyodide asks this to know what kind of worker it is in; the page's policy says no, which is its answer.
_HARMLESS = "blocked a script (script-src-elem) at data:text/javascript,"
#: Nothing of Firefox's own goes out while the page is looked at.
_PREFERENCES = """
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
"""


def need_firefox() -> None:
    """Skip the calling test (or fail it, see ``tuntut``) without Firefox."""
    demand_tool("Firefox", FIREFOX)


class FirefoxSession(Session):
    """The page in Firefox, over the socket of its protocol."""

    def __init__(self, socket: Any) -> None:
        super().__init__()
        self._socket = socket
        self._numbers = itertools.count(1)
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        self._page = self._send("browsingContext.getTree")["contexts"][0]["context"]
        offline = {"type": "offline"}
        self._send("emulation.setNetworkConditions", networkConditions=offline, contexts=[self._page])
        self._send("browsingContext.navigate", context=self._page, url=PAGE.as_uri(), wait="complete")

    def _send(self, method: str, **params: Any) -> Any:
        """One command and its result; what happens meanwhile is noted."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            said = json.loads(self._socket.recv(timeout=_PATIENCE))
            if said.get("type") == "event":
                self._note(said["method"], said["params"])
            elif said["id"] == number:
                assert said["type"] == "success", said
                return said["result"]

    def _note(self, event: str, told: Any) -> None:
        if event == "network.beforeRequestSent":
            self.note_request(told["request"]["url"])
        elif _HARMLESS not in (told["text"] or ""):
            self.complaints.append(f"{told['level']}: {told['text']}")

    def run(self, function: str, *values: Any) -> Any:
        told = self._send(
            "script.callFunction",
            functionDeclaration=f"async (t) => JSON.stringify(await ({function})(...JSON.parse(t)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(values)}],
            target={"context": self._page},
            awaitPromise=True,
        )
        assert told["type"] == "success", told
        return json.loads(told["result"]["value"])


@contextmanager
def open_page() -> Iterator[FirefoxSession]:
    """The page, opened as by a double-click."""
    from websockets.sync.client import connect

    assert FIREFOX is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(_PREFERENCES)
        program = subprocess.Popen(
            [FIREFOX, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert program.stderr is not None
            address = next((w.split()[-1] for w in program.stderr if "WebDriver BiDi listening on" in w), None)
            assert address is not None, "Firefox ended before it could be spoken to"
            # What it says from here on is not read: the pipe must not fill up.
            threading.Thread(target=program.stderr.read, daemon=True).start()
            with connect(f"{address}/session", max_size=None) as socket:
                yield FirefoxSession(socket)
        finally:
            program.kill()
            program.wait()

"""Standard output and standard error: results apart from everything else, and nothing that commands a terminal."""

import codecs
import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO, cast

from zi_cli.errors import UnwritableOutput, os_reason
from zi_cli.text import strip_controls

#: Signs that a code page may lack (cp1252: blocks and arrows; cp850: dashes and quotes), and what says the same.
_PLAIN = {
    "“": "'", "”": "'", "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "≥": ">=", "≤": "<=",
    "×": "x", "·": "-", "•": "-", "█": "#", "░": ".", "✓": "v", "−": "-", "\u00a0": " ",
}  # fmt: skip
#: Name of the error handler by which a standard stream writes them.
AS_SHOWABLE = "zi.setara"


def _in_plain_signs(e: UnicodeError) -> tuple[str, int]:
    if not isinstance(e, UnicodeEncodeError):
        raise e
    signs = "".join(_PLAIN.get(c, "?") for c in e.object[e.start : e.end])
    # Where a cell of a CSV begins, a minus would begin a formula.
    starts = e.object[e.start - 1 : e.start] in ("", "\n", "\r", "\t", ",", ";", '"')
    return (f"?{signs[1:]}" if starts and signs[0] == "-" else signs), e.end


codecs.register_error(AS_SHOWABLE, _in_plain_signs)


class Styled(str):
    """Text for a terminal whose colours are meant: whoever drew it has cleaned what came from files."""

    __slots__ = ()


class _CleanStream:
    """A standard stream whose text is for people: "?" for escape, control and direction characters."""

    def __init__(self, original: TextIO) -> None:
        self.asli = original

    def write(self, text: str) -> int:
        passing("")
        return self.asli.write(text if isinstance(text, Styled) else strip_controls(text, "?"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.asli, name)


#: Characters of the passing line that a terminal shows now.
_shown = 0


def passing(text: str) -> None:
    """Show *text* on a terminal, in a line that the next one and whatever is written later replaces."""
    global _shown
    if (text or _shown) and sys.stderr is not None and sys.stderr.isatty():
        width, _shown = _shown, len(text)
        stream = raw_stream(sys.stderr)
        with contextlib.suppress(OSError):
            stream.write(f"\r{text:<{width}}" + ("" if text else "\r"))
            stream.flush()


class _Results(_CleanStream):
    """Standard output: a result that can't be written there is an output that can't be written (exit 4)."""

    def write(self, text: str) -> int:
        with self._whole():
            return super().write(text)

    def flush(self) -> None:
        with self._whole():
            self.asli.flush()

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as e:
            abandon(self.asli)
            raise UnwritableOutput(f"keluaran standar tidak dapat ditulis: {os_reason(e)}") from e


class _Words(_CleanStream):
    """Standard error: a run goes on when nobody can hear what it says."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError:
            abandon(self.asli)
            return len(text)

    def flush(self) -> None:
        try:
            self.asli.flush()
        except OSError:
            abandon(self.asli)


class _Closed(io.StringIO):
    """Standard output where the process was started without one."""

    def write(self, text: str) -> int:
        if not text:
            return 0
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def abandon(stream: TextIO) -> None:
    """Let what *stream* still holds, and all that comes, go nowhere: nothing more can be said there."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def open_streams() -> None:
    """Give the process every standard descriptor: a file it opens later must never become one of them."""
    for n in range(3):
        try:
            os.fstat(n)
        except OSError:
            # The lowest free number is this one.
            os.open(os.devnull, os.O_RDWR)
    # Python has None where a descriptor was closed, whatever the annotations say.
    sys.stdout = cast("TextIO | None", sys.stdout) or _Closed()
    sys.stderr = cast("TextIO | None", sys.stderr) or io.StringIO()


def raw_stream(stream: TextIO) -> TextIO:
    """*stream* itself, for what draws with escape sequences of its own (a progress bar)."""
    return stream.asli if isinstance(stream, _CleanStream) else stream


@contextlib.contextmanager
def clean_streams() -> Iterator[None]:
    """While the block runs, whatever name or cell a command prints, nothing in it commands the terminal.

    The one place where text leaves for a person: standard output and standard error alike.
    """
    stdout, stderr = sys.stdout, sys.stderr
    sys.stdout = cast("TextIO", _Results(raw_stream(stdout)))
    sys.stderr = cast("TextIO", _Words(raw_stream(stderr)))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = stdout, stderr


_results: TextIO | None = None


def result_stream() -> TextIO:
    """Where results go: standard output, also while :func:`results_only` keeps everything else off it."""
    return sys.stdout if _results is None else _results


@contextlib.contextmanager
def results_only() -> Iterator[None]:
    """While the block runs, whatever a library prints goes to standard error; only results reach standard output."""
    global _results
    outer, stdout = _results, sys.stdout
    _results = stdout if outer is None else outer
    sys.stdout = sys.stderr
    try:
        yield
    finally:
        sys.stdout, _results = stdout, outer


def reserve_stdout() -> None:
    """Keep standard output for results, also from libraries that print from C: their descriptor 1 is standard error.

    For the whole process, once, before any command runs. Without real descriptors it does nothing.
    """
    try:
        ours = os.dup(sys.stdout.fileno())
        os.dup2(sys.stderr.fileno(), 1)
    except (OSError, AttributeError, ValueError):
        return
    sys.stdout.flush()
    buffering = 1 if sys.stdout.isatty() else -1
    sys.stdout = open(ours, "w", buffering, sys.stdout.encoding, AS_SHOWABLE)  # noqa: PTH123, SIM115


def hush_destructors() -> None:
    """What a library leaves half done when it fails may complain as it goes, in a traceback: of no use to anyone."""
    sys.unraisablehook = lambda _: None


def hush_libraries() -> None:
    """From here on what libraries print from C goes nowhere: the solver greets its user in English.

    Only where :func:`reserve_stdout` has taken results off descriptor 1; Python's own streams are left alone.
    """
    with contextlib.suppress(OSError, AttributeError, ValueError):
        if sys.stdout.fileno() != 1:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.close(nowhere)

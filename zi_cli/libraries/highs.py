"""The HiGHS solver: ``highspy``, else the same solver as WebAssembly in the page that runs us.

The page offers ``globalThis.zi_highs`` (npm package ``highs``, whose persistent models have highspy's operations).
"""

from types import SimpleNamespace
from typing import Any


def load_highs() -> Any:
    """A module with what the planner uses of ``highspy``; raises ``ImportError`` where there is no HiGHS at all."""
    try:
        import highspy
    except ImportError as e:
        try:
            from js import zi_highs
        except ImportError:
            raise e from None
        return _page_solver(zi_highs)
    return highspy


def _page_solver(js: Any) -> Any:
    import js as page
    from pyodide.ffi import to_js

    class Highs:
        """One model, under highspy's names."""

        def __init__(self) -> None:
            self._m = js.createModel()
            self._columns = 0

        def __del__(self) -> None:
            self._m.dispose()

        def setOptionValue(self, nama: str, nilai: object) -> None:
            # It has one thread, and no option for it.
            if nama != "threads":
                self._m.options.set(nama, nilai)

        def addVar(self, bawah: float, atas: float) -> None:
            self._m.addVar(bawah, atas)
            self._columns += 1

        def getNumCol(self) -> int:
            return self._columns

        def changeColIntegrality(self, nomor: int, jenis: int) -> None:
            self._m.changeColIntegrality(nomor, jenis)

        def changeColCost(self, nomor: int, biaya: float) -> None:
            self._m.changeColCost(nomor, biaya)

        def addRow(self, bawah: float, atas: float, _n: int, kolom: list[int], isi: list[float]) -> None:
            entries = {"indices": kolom, "values": isi}
            self._m.addRow(bawah, atas, to_js(entries, dict_converter=page.Object.fromEntries))

        def run(self) -> None:
            self._m.run()

        def getModelStatus(self) -> int:
            status: int = self._m.getModelStatus()
            return status

        def getInfo(self) -> SimpleNamespace:
            nama = ("primal_solution_status", "mip_dual_bound")
            return SimpleNamespace(**{n: self._m.info.get(n) for n in nama})

        def getSolution(self) -> SimpleNamespace:
            return SimpleNamespace(col_value=self._m.getSolution().colValue.to_py())

    k = js.constants
    return SimpleNamespace(
        Highs=Highs,
        HighsVarType=SimpleNamespace(kInteger=k.variableType.integer),
        HighsModelStatus=SimpleNamespace(kInfeasible=k.modelStatus.infeasible, kOptimal=k.modelStatus.optimal),
        SolutionStatus=SimpleNamespace(kSolutionStatusFeasible=k.solutionStatus.feasible),
    )

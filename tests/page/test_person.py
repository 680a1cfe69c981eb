"""The page in a person's hands: by keyboard, at a phone's and a wide screen's width, nothing for axe to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.page.browser import ROOT, need_page, open_page


@pytest.mark.parametrize("lebar", [390, 1280, 1920])
def test_a_person_can_use_it(lebar: int) -> None:
    need_page()
    from axe_playwright_python.sync_playwright import Axe

    with open_page(lebar) as s:
        s.ready()
        h = s.page
        assert h.evaluate("document.documentElement.scrollWidth") <= lebar
        h.set_input_files("#masukan-berkas", [ROOT / "sample_lke" / "lke-banyak-salah.xlsx"])
        # From the file picker by keyboard to the result.
        h.locator("#jalankan").focus()
        h.keyboard.press("Enter")
        h.locator("#tampilan iframe").wait_for(timeout=30_000)
        assert h.frames[-1].locator("h1").inner_text()
        assert h.evaluate("document.activeElement.id") == "j-hasil"
        assert h.evaluate("document.documentElement.scrollWidth") <= lebar
        with h.expect_download() as unduhan:
            h.get_by_role("button", name="Unduh nilai.xlsx").click()
        assert Path(unduhan.value.path()).read_bytes().startswith(b"PK")
        for skema in ("light", "dark"):
            h.emulate_media(color_scheme=skema)
            salah = [
                v for v in Axe().run(h).response["violations"] if v["impact"] in ("serious", "critical", "moderate")
            ]
            assert salah == [], skema
        assert s.complaints == []

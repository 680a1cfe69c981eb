"use strict";
(() => {
  // Data from files only ever becomes text nodes and attributes: nothing here parses HTML.
  const banding = new Intl.Collator("id", { numeric: true, sensitivity: "base" });
  const angka = new Intl.NumberFormat("id-ID");

  function el(nama, sifat, ...isi) {
    const e = document.createElement(nama);
    for (const [k, v] of Object.entries(sifat || {})) e.setAttribute(k, v);
    e.append(...isi);
    return e;
  }

  // --- tables: sort by any heading, filter by text and by choice -----------------------------
  function nilaiSel(baris, kolom) {
    const sel = baris.cells[kolom];
    return sel.dataset.n !== undefined ? sel.dataset.n : sel.textContent.trim();
  }

  function urutkan(th, badan) {
    const naik = th.getAttribute("aria-sort") !== "ascending";
    for (const lain of th.parentElement.cells) lain.removeAttribute("aria-sort");
    th.setAttribute("aria-sort", naik ? "ascending" : "descending");
    const baris = [...badan.rows].map((b, i) => [nilaiSel(b, th.cellIndex), i, b]);
    const arah = naik ? 1 : -1;
    baris.sort((a, b) => {
      const [x, y] = [Number(a[0]), Number(b[0])];
      const beda = a[0] !== "" && b[0] !== "" && !Number.isNaN(x) && !Number.isNaN(y) ? x - y : banding.compare(a[0], b[0]);
      return arah * beda || a[1] - b[1];
    });
    badan.append(...baris.map((b) => b[2]));
  }

  function pasangTabel(wadah) {
    const tabel = wadah.querySelector("table");
    const badan = tabel.tBodies[0];
    for (const th of tabel.querySelectorAll("th[data-urut]")) {
      const tombol = el("button", { type: "button", class: "urut" });
      tombol.append(...th.childNodes);
      th.append(tombol);
      tombol.addEventListener("click", () => urutkan(th, badan));
    }
    const alat = wadah.querySelector(".alat");
    if (!alat) return;
    alat.hidden = false;
    const semua = [...badan.rows];
    const teks = new Map(semua.map((b) => [b, b.textContent.toLocaleLowerCase("id")]));
    const saringan = [...alat.querySelectorAll("[data-saring]")];
    const jumlah = alat.querySelector("[data-jumlah]");
    function saring() {
      let tampil = 0;
      for (const b of semua) {
        const cocok = saringan.every((s) => {
          if (!s.value) return true;
          if (s.dataset.saring === "cari") {
            return s.value.toLocaleLowerCase("id").split(/\s+/).every((kata) => teks.get(b).includes(kata));
          }
          return (b.dataset[s.dataset.saring] || "").split(" ").includes(s.value);
        });
        b.hidden = !cocok;
        if (cocok) tampil += 1;
      }
      jumlah.textContent = `${angka.format(tampil)} dari ${angka.format(semua.length)} baris`;
    }
    for (const s of saringan) s.addEventListener("input", saring);
    wadah.addEventListener("saring", saring);
    saring();
  }

  for (const wadah of document.querySelectorAll("[data-tabel]")) pasangTabel(wadah);

  // --- the map of groups: a number filters the table ------------------------------------------
  for (const tombol of document.querySelectorAll("[data-pilih]")) {
    tombol.addEventListener("click", () => {
      const wadah = document.getElementById(tombol.dataset.pilih);
      for (const s of wadah.querySelectorAll("[data-saring]")) s.value = tombol.dataset[s.dataset.saring] || "";
      wadah.dispatchEvent(new Event("saring"));
      wadah.scrollIntoView();
      wadah.querySelector("[data-saring]").focus({ preventScroll: true });
    });
  }

  // --- drill-down to one satker ----------------------------------------------------------------
  const sumber = document.getElementById("data-satker");
  const dialog = document.getElementById("rinci");
  if (sumber && dialog) {
    const data = JSON.parse(sumber.textContent);
    const isi = dialog.querySelector(".rinci-isi");
    const judul = dialog.querySelector("h2");

    const cip = (teks, nada) => el("span", { class: `cip ${nada}` }, teks);
    const memenuhi = (isi) => cip(...data.tanda[isi]);

    function tabel(nama, kepala, baris) {
      const wadah = el("div", { class: "gulir", tabindex: "0", role: "group", "aria-label": nama });
      const tr = el("tr");
      for (const [teks, kelas] of kepala) tr.append(el("th", { scope: "col", class: kelas || "" }, teks));
      const badan = el("tbody");
      for (const b of baris) {
        const r = el("tr");
        b.forEach((sel, i) => r.append(el(i ? "td" : "th", i ? { class: kepala[i][1] || "" } : { scope: "row" }, sel)));
        badan.append(r);
      }
      wadah.append(el("table", {}, el("thead", {}, tr), badan));
      return wadah;
    }

    function bagian(nama, ...anak) {
      return el("section", {}, el("h3", {}, nama), ...anak);
    }

    function barisAmbang(s) {
      return data.ambang.map((a, i) => [
        a.label, s.ambang[i], a.wbk, memenuhi(s.wbk[i]), a.wbbm, memenuhi(s.wbbm[i]),
      ]);
    }

    function barisIndikator(s) {
      return data.indikator.map((d, i) => {
        const kode = el("span", { class: "kode redup" }, d[0]);
        const sel = document.createDocumentFragment();
        sel.append(kode, el("br"), d[1]);
        return [sel, data.kamus[s.indikator[i]], d[2]];
      });
    }

    function tampilkan(nomor) {
      const s = data.satker[nomor];
      judul.textContent = s.nama;
      const ringkas = el("p", { class: "deret" });
      ringkas.append(
        el("span", { class: "besar" }, s.total), cip(s.label, s.nada),
        el("span", { class: "redup" }, `${s.grup} · penilai ${s.penilai} · tahap ${s.tahap}`),
      );
      const bagianIsi = [ringkas];
      if (s.penjelasan) bagianIsi.push(el("p", {}, s.penjelasan));
      if (s.lain.length) {
        bagianIsi.push(el("p", {}, `Penilai lain: ${s.lain.map((l) => `${l[0]} ${l[1]}`).join("; ")}`));
      }
      bagianIsi.push(bagian("Ambang", tabel("Ambang",
        [["Ambang"], ["Nilai", "angka"], ["Batas WBK", "angka lapang"], ["WBK"], ["Batas WBBM", "angka lapang"], ["WBBM"]],
        barisAmbang(s))));
      bagianIsi.push(bagian("Area", tabel("Area", [["Area"], ...data.belahan.map((n) => [n, "angka"]), ["Keduanya", "angka"]],
        data.area.map((nama, i) => [nama, ...s.area[i]]))));
      const temuan = s.temuan.map(([nomor_temuan, sel]) => {
        const [kode, tingkat, pesan] = data.temuan[nomor_temuan];
        const nada = { kesalahan: "buruk", peringatan: "waspada" }[tingkat] || "";
        return [cip(tingkat, nada), kode, sel || "–", pesan];
      });
      bagianIsi.push(bagian(`Temuan (${angka.format(temuan.length)})`, temuan.length
        ? tabel("Temuan", [["Tingkat"], ["Kode", "kode"], ["Sel", "sel"], ["Uraian", "temuan-pesan"]], temuan)
        : el("p", {}, "Tidak ada temuan.")));
      const rinci = el("details", {}, el("summary", {}, `Nilai ${data.indikator.length} indikator`),
        tabel("Indikator", [["Indikator"], ["Nilai", "angka"], ["Bobot", "angka"]], barisIndikator(s)));
      bagianIsi.push(rinci, el("p", { class: "kecil redup" }, "Berkas ", s.berkas, el("br"), "SHA-256 ",
        el("span", { class: "kode hash" }, s.sha256)));
      isi.replaceChildren(...bagianIsi);
      if (!dialog.open) dialog.showModal();
      document.body.classList.add("rinci-terbuka");
      dialog.scrollTop = 0;
      dialog.dataset.nomor = nomor;
    }

    function geser(langkah) {
      // In the order and with the filter of the table.
      const tampak = [...document.querySelectorAll("[data-rinci]")].filter((t) => !t.closest("tr").hidden);
      const kini = tampak.findIndex((t) => t.dataset.rinci === dialog.dataset.nomor);
      const tuju = tampak[kini + langkah];
      if (tuju) tampilkan(tuju.dataset.rinci);
    }

    document.addEventListener("click", (e) => {
      const tombol = e.target.closest("[data-rinci]");
      if (tombol) tampilkan(tombol.dataset.rinci);
    });
    dialog.querySelector("[data-tutup]").addEventListener("click", () => dialog.close());
    dialog.querySelector("[data-sebelum]").addEventListener("click", () => geser(-1));
    dialog.querySelector("[data-sesudah]").addEventListener("click", () => geser(1));
    dialog.addEventListener("close", () => document.body.classList.remove("rinci-terbuka"));
  }

  // --- one part of the page alone on paper ---------------------------------------------------------
  for (const tombol of document.querySelectorAll("[data-cetak]")) {
    tombol.hidden = false;
    tombol.addEventListener("click", () => {
      document.body.classList.add(`cetak-${tombol.dataset.cetak}`);
      print();
      document.body.classList.remove(`cetak-${tombol.dataset.cetak}`);
    });
  }

  // --- paper: what is folded on the screen is open on paper, but for the longest lists -----------
  let dilipat = [];
  addEventListener("beforeprint", () => {
    dilipat = [...document.querySelectorAll("details:not([open], [data-panjang])")];
    for (const d of dilipat) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of dilipat) d.open = false;
  });
})();

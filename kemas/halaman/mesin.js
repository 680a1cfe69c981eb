"use strict";
// The machine: unpacks what the page carries, starts the worker, runs command lines, and starts anew what broke.
const mesin = (() => {
  const DETIK_BERKAS = 60;
  const RUNTUH_MAKSIMUM = 50;
  let bagian, pekerja, siap, sedang, antrean = Promise.resolve();
  const pendengar = new Set();
  const kabari = (k) => pendengar.forEach((f) => f(k));

  // Parts are text in windows-1252, a character a byte; four of them are written as "=" and the character 64 further.
  const LAIN = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
    "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";
  const bitaLain = new Map([...LAIN].map((c, i) => [c.charCodeAt(0), 128 + i]));

  async function buka(nama) {
    const e = document.getElementById("bagian-" + nama);
    const teks = e.textContent;
    e.remove();
    const bita = new Uint8Array(teks.length);
    let n = 0;
    for (let i = 0; i < teks.length; i++) {
      let k = teks.charCodeAt(i);
      if (k === 61) k = teks.charCodeAt(++i) - 64;
      bita[n++] = k < 256 ? k : bitaLain.get(k);
    }
    const aliran = new Blob([bita.subarray(0, n)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(aliran).arrayBuffer());
  }

  async function muat() {
    const wasm = buka("wasm").then((b) => WebAssembly.compile(b));
    const [modul, asm, stdlib, zi, kunci, highsJs, highsWasm] = await Promise.all([
      wasm, buka("asm"), buka("stdlib"), buka("zi"), buka("kunci"), buka("highs"), buka("highs-wasm"),
    ]);
    const kode = await buka("pekerja");
    return {
      kode: URL.createObjectURL(new Blob([kode], { type: "text/javascript" })),
      isi: { modul, asm, stdlib, zi, kunci: new TextDecoder().decode(kunci), highs: { js: highsJs, wasm: highsWasm } },
    };
  }

  function hidupkan() {
    siap = (async () => {
      bagian ??= muat();
      const { kode, isi } = await bagian;
      await new Promise((jadi, gagal) => {
        pekerja = new Worker(kode);
        pekerja.onmessage = ({ data }) => (data.jenis === "siap" ? jadi() : gagal(new Error(data.sebab)));
        pekerja.onerror = (e) => gagal(new Error(e.message || "pekerja tidak dapat dimulai"));
        pekerja.postMessage({ jenis: "siapkan", bagian: isi });
      });
    })();
    return siap;
  }

  function matikan() {
    pekerja?.terminate();
    pekerja = undefined;
    siap = undefined;
  }

  // One attempt: what the worker answers, or how it broke and over which file.
  function sekali(perintah, berkas, runtuh) {
    return new Promise((jadi) => {
      let jalur = null, dibaca = 0, jam;
      const putar = () => {
        clearTimeout(jam);
        jam = setTimeout(() => selesai({ runtuh: "lama", jalur }), DETIK_BERKAS * 1000);
      };
      const selesai = (r) => {
        clearTimeout(jam);
        sedang = undefined;
        jadi(r);
      };
      sedang = { henti: () => selesai({ henti: true }), jatuh: (sebab) => selesai({ runtuh: sebab, jalur }) };
      const ini = pekerja;
      pekerja.onmessage = ({ data }) => {
        if (ini !== pekerja) return;
        if (data.jenis === "membaca") {
          jalur = data.jalur;
          dibaca += 1;
          kabari({ jenis: "membaca", jalur, dibaca });
          putar();
        } else if (data.jenis === "hasil") selesai(data);
        else selesai({ runtuh: data.sebab || "mesin berhenti", jalur });
      };
      pekerja.onerror = (e) => selesai({ runtuh: e.message || "mesin berhenti", jalur });
      putar();
      pekerja.postMessage({ jenis: "jalan", perintah, berkas, runtuh });
    });
  }

  async function jalan(perintah, berkas) {
    const runtuh = {};
    for (let kali = 0; kali <= RUNTUH_MAKSIMUM; kali++) {
      await (siap ?? hidupkan());
      const r = await sekali(perintah, berkas, runtuh);
      if (r.hasil) return r;
      matikan();
      if (r.henti) return { henti: true, hasil: [{ kode: 130, keluaran: "", galat: "zi: dihentikan\n", tertulis: [] }], berkas: {} };
      hidupkan().catch(() => {});
      // Not a file's doing, or one that was not even begun: there is nothing to leave out.
      if (r.jalur === null || r.jalur in runtuh) {
        const galat = `zi: galat tak terduga (mesin di halaman ini berhenti: ${r.runtuh}); mesin dimulai kembali\n`;
        return { hasil: [{ kode: 70, keluaran: "", galat, tertulis: [] }], berkas: {} };
      }
      runtuh[r.jalur] = r.runtuh === "lama" ? "lama" : "mesin di halaman ini berhenti";
      kabari({ jenis: "ulang", jalur: r.jalur });
    }
  }

  return {
    mulai: () => siap ?? hidupkan(),
    // Command lines over the same files, one run after the other.
    jalankan(perintah, berkas) {
      const giliran = antrean.then(() => jalan(perintah, berkas));
      antrean = giliran.catch(() => {});
      return giliran;
    },
    hentikan() {
      sedang?.henti();
    },
    // For tests: a machine that may grow to this many bytes only.
    async batasi(bita) {
      (await bagian).isi.batasMemori = bita;
      matikan();
      await hidupkan();
    },
    // For tests: as if the worker had died.
    jatuhkan(sebab) {
      sedang?.jatuh(sebab);
    },
    dengar: (f) => pendengar.add(f),
  };
})();

// For scripts and tests: one command line over files by name.
window.zi = async (argumen, berkas = {}) => {
  const r = await mesin.jalankan([argumen], berkas);
  const { kode, keluaran, galat } = r.hasil[0];
  return { kode, keluaran, galat, berkas: r.berkas };
};

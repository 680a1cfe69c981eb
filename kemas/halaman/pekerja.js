"use strict";
// The worker: Python and zi. Gets its parts by message, asks for nothing else; runs command lines one after the other.
let python, mulai;
let batasMemori = 1024 ** 3;

// What WebAssembly may grow to: beyond it the allocation fails, which zi reports as a finding.
const tumbuh = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (halaman) {
  if (this.buffer.byteLength + halaman * 65536 > batasMemori) throw new RangeError("batas memori");
  return tumbuh.call(this, halaman);
};

async function siapkan(bagian) {
  batasMemori = bagian.batasMemori ?? batasMemori;
  // Pyodide asks for its files by address: they are already here.
  self.fetch = async (alamat) => new Response(String(alamat.url || alamat).endsWith(".zip") ? bagian.stdlib : "");
  WebAssembly.instantiateStreaming = async (_, impor) => ({
    module: bagian.modul,
    instance: await WebAssembly.instantiate(bagian.modul, impor),
  });
  const alamat = URL.createObjectURL(new Blob([bagian.asm], { type: "text/javascript" }));
  const modul = await import(alamat);
  URL.revokeObjectURL(alamat);
  python = await loadPyodide({
    indexURL: "https://zi.invalid/",
    stdLibURL: "https://zi.invalid/python_stdlib.zip",
    createPyodideModule: modul.default,
    lockFileContents: bagian.kunci,
    stdin: () => null,
  });
  python.unpackArchive(bagian.zi, "zip", { extractDir: "/lib/zi" });
  python.FS.mkdir("/kerja");
  python.runPython("import sys; sys.path.insert(0, '/lib/zi'); sys.dont_write_bytecode = True");
  mulai = python.pyimport("mulai");
  self.ziHighsBagian = bagian.highs;
}

// The solver is loaded when a plan asks for it.
async function muatHighs() {
  if (self.zi_highs || !self.ziHighsBagian) return;
  const { js, wasm } = self.ziHighsBagian;
  const alamat = URL.createObjectURL(new Blob([js], { type: "text/javascript" }));
  const modul = await import(alamat);
  URL.revokeObjectURL(alamat);
  WebAssembly.instantiateStreaming = (_, impor) => WebAssembly.instantiate(wasm, impor);
  self.zi_highs = await modul.default({ locateFile: (n) => `https://zi.invalid/${n}` });
}

async function laksanakan({ perintah, berkas, runtuh }) {
  if (perintah.some((p) => p[0] === "plan")) await muatHighs();
  const peta = python.toPy(runtuh);
  mulai.prepare((jalur) => postMessage({ jenis: "membaca", jalur }), peta);
  peta.destroy();
  mulai.open_folder();
  const hasil = [];
  const wadah = {};
  try {
    for (const [nama, isi] of Object.entries(berkas)) {
      const bita = python.toPy(isi);
      mulai.write(nama, bita);
      bita.destroy?.();
    }
    for (const p of perintah) {
      const daftar = python.toPy(p);
      const r = mulai.execute(daftar);
      const [kode, keluaran, galat, tertulis] = r.toJs();
      r.destroy();
      daftar.destroy();
      hasil.push({ perintah: p, kode, keluaran, galat, tertulis });
      for (const n of tertulis) {
        const isi = mulai.fetch(n);
        wadah[n] = isi.toJs();
        isi.destroy();
      }
      if (kode >= 2 && p.berhenti !== false && kode !== 3) break;
    }
  } finally {
    mulai.close();
  }
  return { hasil, berkas: wadah };
}

onmessage = async ({ data }) => {
  try {
    if (data.jenis === "siapkan") {
      await siapkan(data.bagian);
      postMessage({ jenis: "siap" });
    } else {
      const isi = await laksanakan(data);
      postMessage({ jenis: "hasil", ...isi }, Object.values(isi.berkas).map((b) => b.buffer));
    }
  } catch (e) {
    postMessage({ jenis: "runtuh", sebab: String((e && e.message) || e).trim().split("\n").at(-1).slice(0, 200) });
  }
};

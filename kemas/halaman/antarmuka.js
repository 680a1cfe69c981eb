// What a person sees: files, jobs, results. Text from files only ever becomes text nodes.
(() => {
  const id = (n) => document.getElementById(n);
  const berkas = new Map();
  const LKE = /\.(xlsx|xlsm|xlsb|xls|ods|csv|tsv)$/i;
  const angka = new Intl.NumberFormat("id-ID");

  function el(nama, sifat, ...isi) {
    const e = document.createElement(nama);
    for (const [k, v] of Object.entries(sifat || {})) e.setAttribute(k, v);
    e.append(...isi);
    return e;
  }

  // --- jobs: what they need, and their command lines ------------------------------------------------
  const semua = () => [...berkas.keys()];
  const daftar = () => semua().find((n) => /(^|\/)satker[^/]*\.xlsx$/i.test(n));
  const lke = () => semua().filter((n) => LKE.test(n) && n !== daftar());
  const penilai = (f) => (f.penilai ? ["--penilai", f.penilai] : []);
  const tanggal = (f) => (f.tanggal ? ["--tanggal", f.tanggal] : []);
  const data = () => (daftar() ? ["--data", daftar()] : []);

  const TUGAS = {
    nilai: {
      nama: "Nilai dan laporan", ket: "nilai, putusan WBK/WBBM, temuan, dan saran",
      bisa: () => lke().length > 0,
      perintah: (f) =>
        lke().length === 1
          ? [["report", lke()[0], ...penilai(f), "-o", "laporan.html"]]
          : [["score", ...lke(), ...penilai(f), "-o", "nilai.html"]],
      unduh: {
        "nilai.xlsx": (f) => ["score", ...lke(), ...penilai(f), "-o", "nilai.xlsx"],
        "nilai.json": (f) => ["score", ...lke(), ...penilai(f), "-o", "nilai.json"],
      },
    },
    lint: {
      nama: "Periksa isian", ket: "sel demi sel, sebelum diserahkan",
      bisa: () => lke().length > 0,
      perintah: (f) => [["lint", ...lke(), ...penilai(f), "-o", "pemeriksaan.html"]],
      unduh: {
        "pemeriksaan.xlsx": (f) => ["lint", ...lke(), ...penilai(f), "-o", "pemeriksaan.xlsx"],
        "pemeriksaan.json": (f) => ["lint", ...lke(), ...penilai(f), "-o", "pemeriksaan.json"],
      },
    },
    syarat: {
      nama: "Syarat pengajuan", ket: "boleh diusulkan atau belum; perlu satker.xlsx dan LKE-nya",
      bisa: () => Boolean(daftar()),
      perintah: (f) => [["check", ".", ...data(), ...tanggal(f), "-o", "syarat.html"]],
      unduh: {
        "syarat.xlsx": (f) => ["check", ".", ...data(), ...tanggal(f), "-o", "syarat.xlsx"],
        "syarat.json": (f) => ["check", ".", ...data(), ...tanggal(f), "-o", "syarat.json"],
      },
    },
    banding: {
      nama: "Bandingkan", ket: "penilai di satu berkas, atau beberapa berkas satu satker",
      bisa: () => lke().length > 0,
      perintah: () => [["compare", ...lke(), "-o", "perbandingan.html"]],
      unduh: {
        "perbandingan.xlsx": () => ["compare", ...lke(), "-o", "perbandingan.xlsx"],
        "perbandingan.json": () => ["compare", ...lke(), "-o", "perbandingan.json"],
      },
    },
    rencana: {
      nama: "Rencana perbaikan", ket: "langkah paling sedikit menuju predikat; satu LKE",
      bisa: () => lke().length === 1,
      perintah: (f) => [["plan", lke()[0], "--target", f.predikat, ...penilai(f), "-o", "rencana.html"]],
      unduh: {
        "rencana.xlsx": (f) => ["plan", lke()[0], "--target", f.predikat, ...penilai(f), "-o", "rencana.xlsx"],
        "rencana.json": (f) => ["plan", lke()[0], "--target", f.predikat, ...penilai(f), "-o", "rencana.json"],
      },
    },
    folder: {
      nama: "Rekap satu folder", ket: "semua LKE dinilai: rekap, daftar, dan laporannya",
      bisa: () => lke().length > 1,
      perintah: (f) => [
        ["batch", ".", "-o", "rekap", ...penilai(f), ...data(), ...(daftar() ? tanggal(f) : [])],
        ["report", "rekap/rekap.json", "-o", "rekap.html"],
      ],
      unduh: {},
    },
    formulir: {
      nama: "Formulir kosong", ket: "LKE resmi dengan rumus dan daftar pilihan",
      bisa: () => true,
      perintah: () => [["template"]],
      unduh: {},
    },
    perintah: {
      nama: "Perintah lain", ket: "perintah zi apa pun, seperti di terminal",
      bisa: () => true,
      perintah: (f) => [kata(f.perintah).filter((k, i) => i || k !== "zi")],
      unduh: {},
    },
  };

  // A command line in words; quotes keep words together.
  function kata(baris) {
    return [...baris.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3]);
  }

  for (const [kode, t] of Object.entries(TUGAS)) {
    const masukan = el("input", { type: "radio", name: "tugas", value: kode, id: "t-" + kode });
    id("pilihan-tugas").append(el("label", { for: "t-" + kode }, masukan, el("span", {}, t.nama), el("small", {}, t.ket)));
  }

  const isian = () => Object.fromEntries(new FormData(id("tugas")));
  const terpilih = () => document.querySelector("input[name=tugas]:checked")?.value;
  let siap = false, bekerja = false, hasilUntuk = null;

  function segarkan() {
    for (const r of document.querySelectorAll("input[name=tugas]")) {
      r.disabled = !TUGAS[r.value].bisa();
      if (r.disabled && r.checked) r.checked = false;
    }
    if (!terpilih()) {
      const kode = daftar() ? "syarat" : lke().length > 1 ? "folder" : lke().length === 1 ? "nilai" : "formulir";
      id("t-" + kode).checked = true;
    }
    for (const l of document.querySelectorAll("[data-untuk]")) {
      l.hidden = !l.dataset.untuk.split(" ").includes(terpilih());
    }
    id("pilihan-lain").hidden = ![...document.querySelectorAll("[data-untuk]")].some((l) => !l.hidden);
    id("jalankan").disabled = !siap || bekerja;
    id("hentikan").hidden = !bekerja;
    id("kosongkan").hidden = !berkas.size;
    const bita = [...berkas.values()].reduce((n, f) => n + f.size, 0);
    id("jumlah-berkas").textContent = berkas.size
      ? `${angka.format(berkas.size)} berkas, ${angka.format(Math.ceil(bita / 1024))} KB`
      : "Belum ada berkas.";
    id("daftar-berkas").replaceChildren(
      ...[...berkas].slice(0, 200).map(([n]) => {
        const hapus = el("button", { type: "button", class: "tautan", "aria-label": `Keluarkan ${n}` }, "Keluarkan");
        hapus.addEventListener("click", () => { berkas.delete(n); segarkan(); });
        return el("li", {}, el("span", {}, n), hapus);
      }),
    );
  }

  function tambah(f, jalur) {
    const nama = (jalur || f.webkitRelativePath || f.name).replace(/^\/+/, "");
    if (!/(^|\/)(~\$|\.)/.test(nama)) berkas.set(nama, f);
  }

  // --- files: picked, or dropped anywhere ------------------------------------------------------------
  for (const jenis of ["berkas", "folder"]) {
    id("pilih-" + jenis).addEventListener("click", () => id("masukan-" + jenis).click());
    id("masukan-" + jenis).addEventListener("change", (e) => {
      for (const f of e.target.files) tambah(f);
      e.target.value = "";
      pilihUlang();
    });
  }
  id("kosongkan").addEventListener("click", () => { berkas.clear(); pilihUlang(); });

  function pilihUlang() {
    for (const r of document.querySelectorAll("input[name=tugas]")) if (r.value !== "perintah") r.checked = false;
    segarkan();
  }

  async function telusuri(entri, jalur) {
    if (entri.isFile) {
      tambah(await new Promise((jadi, gagal) => entri.file(jadi, gagal)), jalur + entri.name);
      return;
    }
    const pembaca = entri.createReader();
    for (;;) {
      const isi = await new Promise((jadi, gagal) => pembaca.readEntries(jadi, gagal));
      if (!isi.length) return;
      for (const e of isi) await telusuri(e, jalur + entri.name + "/");
    }
  }

  let dalam = 0;
  addEventListener("dragenter", (e) => { e.preventDefault(); dalam += 1; document.body.classList.add("menyeret"); });
  addEventListener("dragleave", () => { dalam -= 1; if (dalam <= 0) document.body.classList.remove("menyeret"); });
  addEventListener("dragover", (e) => e.preventDefault());
  addEventListener("drop", async (e) => {
    e.preventDefault();
    dalam = 0;
    document.body.classList.remove("menyeret");
    const entri = [...e.dataTransfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean);
    if (entri.length) for (const x of entri) await telusuri(x, "");
    else for (const f of e.dataTransfer.files) tambah(f);
    pilihUlang();
  });

  // --- running and showing ----------------------------------------------------------------------------
  async function isiBerkas() {
    const hasil = {};
    for (const [n, f] of berkas) hasil[n] = new Uint8Array(await f.arrayBuffer());
    return hasil;
  }

  const ARTI = {
    0: "Selesai.", 1: "Selesai, dengan jawaban tidak: lihat di bawah.", 2: "Perintahnya belum benar.",
    3: "Ada masukan yang tidak terbaca.", 4: "Keluaran tidak dapat ditulis.", 70: "Galat tak terduga.", 130: "Dihentikan.",
  };
  const JENIS = {
    html: "text/html", json: "application/json", csv: "text/csv",
    xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  };

  function unduh(nama, isi) {
    const jenis = JENIS[nama.split(".").pop()] || "application/octet-stream";
    const alamat = URL.createObjectURL(new Blob([isi], { type: jenis }));
    const tautan = el("a", { href: alamat, download: nama.replaceAll("/", "-") });
    document.body.append(tautan);
    tautan.click();
    tautan.remove();
    setTimeout(() => URL.revokeObjectURL(alamat), 60_000);
  }

  function tombolUnduh(teks, saat) {
    const t = el("button", { type: "button", class: "tombol" }, teks);
    t.addEventListener("click", saat);
    return t;
  }

  function tampilkan(r, tugas, f) {
    const kode = r.hasil.reduce((k, h) => (h.kode > k ? h.kode : k), 0);
    id("kesimpulan").textContent = ARTI[kode] || `Kode ${kode}.`;
    const pesan = r.hasil.flatMap((h) => h.galat.split("\n")).filter((b) => b.trim());
    id("pesan").replaceChildren(...pesan.slice(0, 500).map((b) => el("li", {}, b.replace(/^zi: /, ""))));
    const nama = Object.keys(r.berkas);
    const tampil = nama.filter((n) => !/(^|\/)(\.|manifes|hasil\.)/.test(n));
    id("unduhan").replaceChildren(...tampil.map((n) => tombolUnduh(`Unduh ${n}`, () => unduh(n, r.berkas[n]))));
    for (const [n, buat] of Object.entries(tugas.unduh)) {
      if (kode > 1 && !tampil.length) break;
      id("unduhan").append(tombolUnduh(`Unduh ${n}`, () => unduhLain(n, buat(f))));
    }
    const halaman = nama.findLast((n) => n.endsWith(".html"));
    const teks = r.hasil.map((h) => h.keluaran).join("");
    id("tampilan").replaceChildren();
    if (halaman) {
      const bingkai = el("iframe", { sandbox: "allow-scripts", title: "Hasil" });
      bingkai.srcdoc = new TextDecoder().decode(r.berkas[halaman]);
      id("tampilan").append(bingkai);
    } else if (teks.trim()) id("tampilan").append(el("pre", { tabindex: "0", role: "group", "aria-label": "Keluaran" }, teks));
    id("hasil").hidden = false;
    id("j-hasil").focus();
  }

  async function kerjakan(perintah, selesai) {
    bekerja = true;
    segarkan();
    const awal = performance.now();
    id("keadaan").textContent = "Bekerja…";
    try {
      const r = await mesin.jalankan(perintah, await isiBerkas());
      const detik = ((performance.now() - awal) / 1000).toFixed(1).replace(".", ",");
      id("keadaan").textContent = r.henti ? "Dihentikan." : `Selesai dalam ${detik} detik.`;
      selesai(r);
    } catch (e) {
      id("keadaan").textContent = `Gagal: ${e.message}`;
    }
    bekerja = false;
    segarkan();
  }

  function unduhLain(nama, perintah) {
    kerjakan([perintah], (r) => {
      if (r.berkas[nama]) unduh(nama, r.berkas[nama]);
      else tampilkan(r, { unduh: {} }, {});
    });
  }

  id("tugas").addEventListener("change", segarkan);
  id("tugas").addEventListener("submit", (e) => {
    e.preventDefault();
    if (!siap || bekerja) return;
    const tugas = TUGAS[terpilih()], f = isian();
    kerjakan(tugas.perintah(f), (r) => tampilkan(r, tugas, f));
  });
  id("hentikan").addEventListener("click", () => mesin.hentikan());
  mesin.dengar((k) => {
    if (!bekerja) return;
    const nama = k.jalur?.split("/").pop();
    id("keadaan").textContent = k.jenis === "ulang" ? `Mesin berhenti pada ${nama}; diulang tanpa berkas itu…` : `Membaca ${nama} (${angka.format(k.dibaca)})…`;
  });

  segarkan();
  mesin.mulai().then(
    () => { siap = true; if (!bekerja) id("keadaan").textContent = "Siap."; segarkan(); },
    (e) => { id("keadaan").textContent = `Mesin tidak dapat dimulai: ${e.message}. Perbarui peramban (Edge, Chrome, atau Firefox terbaru).`; },
  );
})();

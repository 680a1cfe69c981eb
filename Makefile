# make test: set up, lint, type-check, test.  make run: set up and score a sample.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.siap

# Tests that use every library once: SINGKAT=1 runs only these against other versions.
TESTS_SHORT := tests/test_api.py tests/test_cli.py tests/test_plan_cli.py tests/test_check_cli.py tests/batch/test_xlsx.py \
	tests/surat/test_golden.py

.PHONY: bench-tumbuh zi.html fuzz-halaman bundel-windows rilis periksa-pasokan test test-terbaru test-terendah lint types run docs gambar templat emas sample tahun varian fuzz fuzz-wajah oracle selisih bersih mati mandiri nama-jahat rusak bench bench-batch bench-surat bukti-jahat bench-bukti bench-halaman bench-survei survei-titipan survei-jahat clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/python -m compileall -q zi_cli
	touch $(STAMP)

# One process a core, at most four (each may start a browser or LibreOffice); files that share a fixture are split up.
test: lint types
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

# The tests with the newest versions that pyproject.toml allows, whatever constraints.txt says.
test-terbaru: $(STAMP)
	$(PYTHON) -m venv --clear $(VENV)-terbaru
	$(BIN)/python -m uv pip install --quiet --python $(VENV)-terbaru/bin/python -e '.[uji]'
	$(VENV)-terbaru/bin/python -m pytest $(if $(SINGKAT),$(TESTS_SHORT))

# The tests with the oldest versions that pyproject.toml allows and that have wheels for this Python.
test-terendah: $(STAMP)
	$(PYTHON) -m venv --clear $(VENV)-terendah
	$(BIN)/python -m kemas.himpunan --terendah $(VENV)-terendah/bin/python > $(VENV)-terendah/lowest.txt
	$(BIN)/python -m uv pip install --quiet --python $(VENV)-terendah/bin/python \
		-c $(VENV)-terendah/lowest.txt -e '.[uji]'
	$(VENV)-terendah/bin/python -m pytest $(if $(SINGKAT),$(TESTS_SHORT))

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

run: $(STAMP)
	$(BIN)/zi score sample_lke/lke-wbk.xlsx

# The page: zi and all it needs in one file for a browser, dist/zi.html (docs/peramban.md). Needs npm.
zi.html: $(STAMP)
	$(BIN)/python -m kemas.halaman

# Some 700 damaged files through the page in one sitting, and 50 generated worksheets against native, in two browsers.
fuzz-halaman: zi.html
	$(BIN)/python -m tests.page

# The offline bundle for Python on Windows, dist/zi_cli-*-windows.zip (docs/rilis.md).
bundel-windows: $(STAMP)
	$(BIN)/python -m kemas.bundel_windows

# Wheel, sdist, page, bundle, checksums and notes in dist/rilis-*/: built twice, the same bytes.
rilis: $(STAMP)
	$(BIN)/python -m kemas.rilis

# docs/pasokan.md: licences, sizes, newest versions, known holes of everything zi is made of; and that the oldest and
# newest sets can be had as wheels, for Python 3.11 to 3.14 on Linux and Windows.
periksa-pasokan: $(STAMP)
	$(BIN)/python -m kemas.pasokan
	$(BIN)/python -m kemas.himpunan

# Rewrite the generated pages of docs/ (findings, commands).
docs: $(STAMP)
	COLUMNS=100 $(BIN)/python docs/buat.py

# Draw the pictures of docs/masuk.md (needs script, LibreOffice, pdftoppm).
gambar: $(STAMP)
	$(BIN)/python -m docs.gambar

# Rebuild the templates of the letters (the same bytes every time).
templat: $(STAMP)
	$(BIN)/python -m templates.sumber.buat_templat

# Rewrite the golden texts of the letters; read the difference before keeping it.
emas: $(STAMP)
	$(BIN)/python -m tests.surat.samples

# Rebuild the worksheets of sample_lke/ (the same bytes every time).
sample: $(STAMP)
	$(BIN)/python -m sample_lke.buat
	$(BIN)/python -m sample_lke.buat_usulan

# A generated year of 60 satker: zi tahap on real files of 40 days against what the plan says.
tahun: $(STAMP)
	$(BIN)/python -m tests.year

# 480 edited worksheets: level of noise by layout, how many are read right, flagged, or wrong.
varian: $(STAMP)
	$(BIN)/python -m tests.variants

# 200 random forms, recalculated by LibreOffice, against our exact scores: every value, total and verdict.
oracle: $(STAMP)
	$(BIN)/python -m tests.oracle.run

# 200 clean forms of every layout: no finding at all; BIBIT=2 takes others.
bersih: $(STAMP)
	ZI_TEST_BERSIH=200 ZI_TEST_BIBIT=$(BIBIT) $(BIN)/python -m pytest -q tests/test_no_false_alarms.py -k clean_form

# 500 forms with sown formula faults, recalculated by LibreOffice: the difference of each total in exact parts;
# BIBIT=2 takes others.
selisih: $(STAMP)
	$(BIN)/python -m tests.difference_check 500 $(or $(BIBIT),1)

# What zi reads against what LibreOffice shows: 1,505 changes of structure and the two-faced files, no silent difference.
fuzz-wajah: $(STAMP)
	$(BIN)/python -m tests.fuzz.judge

# More than 10,000 damaged or hostile files over all commands that read one: no traceback, no hang, bounded memory.
fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzz --perintah semua --mutasi 3800 --dua-muka 410 --sekumpulan 150 --waktu 7200
	ZI_MUTASI=3000 $(BIN)/python -m pytest -q tests/test_instrumen_hostile.py

# Every file that zi writes, damaged in every way, before every command that reads it: a table, and what is wrong.
rusak: $(STAMP)
	$(BIN)/python -m tests.damaged

# Every kind of hostile text through every command in every form of its output, each judged.
nama-jahat: $(STAMP)
	ZI_TEST_JAHAT=1000000 $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist worksteal tests/test_hostile_names.py

# 5,000 generated worksheets against the independent scorer: every node, exactly.
mandiri: $(STAMP)
	$(BIN)/python -m tests.independent

# kill -9 at 24 moments of a batch over 300 files: after --lanjut the same recap, and no file left over. Then five
# commands that write, each stopped by a signal at 12 moments: whole files, and the same result when run again.
mati: $(STAMP)
	$(BIN)/python -m tests.batch.kill
	ZI_TEST_MATI=12 $(BIN)/python -m pytest -q tests/test_stopped_writers.py

# 300 hostile PDFs, Word documents and pictures, each read within 10 seconds and 400 MB.
bukti-jahat: $(STAMP)
	$(BIN)/python -m tests.bukti.hostile 300

# 200 honest surveys (no peringatan) and 200 stuffed ones (each found), by seed.
survei-titipan: $(STAMP)
	$(BIN)/python -m tests.survei.seeds 200

# What each command costs, as ratios within one run; see bench/README.md.
bench: $(STAMP)
	$(BIN)/python -m bench.skor
	$(BIN)/python -m bench.plan
	$(BIN)/python -m bench.template
	$(BIN)/python -m bench.surat
	$(BIN)/python -m bench.portalrb

# How CPU time grows as an input of each kind doubles, and doubles again.
bench-tumbuh: $(STAMP)
	$(BIN)/python -m bench.growth

# zi batch against openpyxl and bare calamine: speed, CPU and memory.
bench-surat: $(STAMP)
	$(BIN)/python -m bench.letters

bench-batch: $(STAMP)
	$(BIN)/python bench/batch.py

# The page against the native program, in two browsers: start, first score, scores that follow.
bench-halaman: zi.html
	$(BIN)/python -m bench.halaman

# zi bukti periksa against sha256sum: 10,000 files, 2 GB.
bench-bukti: $(STAMP)
	$(BIN)/python -m bench.bukti

# 1,000 damaged and hostile exports through zi survei, peta and laporan: no traceback, one line when refused.
survei-jahat: $(STAMP)
	$(BIN)/python -m tests.survei.hostile 1000

# zi survei on 200,000 answers against pandas.read_excel with calamine: CPU and memory.
bench-survei: $(STAMP)
	$(BIN)/python -m bench.survei

clean:
	rm -rf $(VENV) $(VENV)-terbaru $(VENV)-terendah dist build .pytest_cache .mypy_cache .ruff_cache

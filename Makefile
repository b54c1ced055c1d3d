# The targets that people use. Each does its own set-up; .ci holds the scripts behind them.
.DEFAULT_GOAL := help
# One version for all that is released together.
VERSION = $(shell sed -n 's/^  "version": "\(.*\)",$$/\1/p' jsbridge/npm/package.json)
# All Go programs are compiled with the same flags, so that libraries are compiled once for the server, the
# tools and the checks; only the race detector needs C. Without debug data, which strip removes anyway, the
# compiler takes an eighth less time.
export CGO_ENABLED = 0
export GOFLAGS := $(strip $(filter-out -trimpath -gcflags=%,$(GOFLAGS)) -trimpath -gcflags=all=-dwarf=false)
SERVER = go build -ldflags '-s -w -X main.release=$(VERSION)' -o bin/trtc-server ./server
EXAMPLES = $(patsubst examples/%/package.json,%,$(wildcard examples/*/package.json)) # those with a build step
.PHONY: help build wasm-plain sdk npm examples release release-check run run-vue run-react test test-go test-native test-call test-packed test-pages test-wasm test-e2e test-npm test-quick test-previous contract bench fuzz walk soak lint size

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

build: sdk ## bin/trtc-server, one static file with everything that browsers load
	$(SERVER)

wasm-plain: ## the same as build, with the libraries themselves in the wasm; then, say: cd wasm/e2e && node run.js media
	@.ci/install go
	go run ./jsbridge/build plain
	$(SERVER)

sdk: # what browsers load, into server/site/dist; needs Go alone
	@.ci/install go
	@.ci/timed "the SDK" .ci/sdk $(LEVEL)

npm: bin/trtc-calling-wasm.tgz ## bin/trtc-calling-wasm.tgz, the package, which the server has from then on; needs Node
	go run ./jsbridge/build
	$(SERVER)

bin/trtc-calling-wasm.tgz: sdk jsbridge/npm/node_modules/.package-lock.json
	cd jsbridge/npm && node pack/pack.mjs # the file stays as it is when its content would

examples: $(EXAMPLES:%=examples/%/dist/index.html) ## the package, examples/vue and examples/react, which the server has from then on; need Node
	go run ./jsbridge/build
	$(SERVER)

PAGES = $(wildcard $(addprefix examples/*/,index.html vite.config.js src/*.* src/components/*) examples/script/style.css)
examples/%/dist/index.html: examples/%/node_modules/.package-lock.json $(PAGES)
	cd examples/$* && npm run build

$(EXAMPLES:%=examples/%/node_modules/.package-lock.json): bin/trtc-calling-wasm.tgz

release: examples ## bin/release: servers for Linux, macOS and Windows, the package, SBOMs, licences, checksums
	.ci/release $(VERSION)

release-check: ## two clones of HEAD give the same release, and it runs
	@.ci/install go node
	.ci/release-check

# A first try has the wasm compressed in a second instead of well in half a minute; any other target does that.
run $(EXAMPLES:%=run-%): LEVEL = quick

run: build ## build all and serve http://localhost:8080 for development
	@exec bin/trtc-server --dev

# The same for an example, by the dev server of Vite, which shows at once what is edited.
$(EXAMPLES:%=run-%): run-%: build examples/%/node_modules/.package-lock.json
	@exec node .ci/run-example.mjs $*

# Each part notes its time (.ci/timed), and a table of them ends the run.
export TIMES

test: TIMES = test
test: ## all tests
	@.ci/times begin test
	$(MAKE) -j2 lint test-go # the native tests mostly wait
	$(MAKE) test-wasm test-e2e
	@.ci/times test

test-quick: TIMES = test-quick
test-quick: ## for the inner loop: lint, native tests without the race detector, one call in Chromium
	@.ci/times begin test-quick
	$(MAKE) -j2 lint test-native
	$(MAKE) test-call
	@.ci/times test-quick

test-native: sdk
	@.ci/install go node network
	@.ci/timed "native tests" go test -p 4 $(NATIVE)

test-call: build wasm/e2e/node_modules/.package-lock.json
	@.ci/install browsers network
	@.ci/timed "one call" sh -c 'cd wasm/e2e && PAIRS=cc node run.js media'

NATIVE = ./... ./.ci/rules ./.ci/contract
test-go: sdk ## native tests, with the race detector
	@.ci/install compiler node network
	@CGO_ENABLED=1 GOGC=400 .ci/timed "what native tests need, compiled" sh -c 'go list -race -export -deps -test $(NATIVE) >/dev/null'
	@CGO_ENABLED=1 .ci/timed "native tests" go test -race -p 4 $(NATIVE) # most of them wait most of the time

test-wasm: sdk jsbridge/npm/node_modules/.package-lock.json ## what runs in pages, in Node and in both browsers
	@.ci/install browsers
	.ci/test-wasm

test-e2e: build wasm/e2e/node_modules/.package-lock.json ## calls between real browsers
	@.ci/install browsers network
	go build -o bin/ ./server/lab/crowd
	@.ci/timed "calls between browsers" sh -c 'cd wasm/e2e && npm test'

# Packages that tests install.
PACKED = $(patsubst %,jsbridge/npm/packed/%/node_modules/.package-lock.json,. apps/next apps/nuxt apps/vite-vue2 apps/vue-cli-4 apps/vue-cli-5)

test-npm: TIMES = test-npm
test-npm: ## the package in bundlers, compilers and Node, with real calls
	@.ci/times begin test-npm
	@.ci/install go node browsers network
	$(MAKE) -j2 examples $(PACKED) wasm/e2e/node_modules/.package-lock.json # npm waits for the network and the disk
	$(MAKE) test-packed test-pages
	@.ci/times test-npm

test-packed: examples $(PACKED) wasm/e2e/node_modules/.package-lock.json
	@mkdir -p bin/results
	@.ci/timed "the packed package" sh -c 'cd jsbridge/npm/packed && npm test'

test-pages: examples wasm/e2e/node_modules/.package-lock.json
	@.ci/timed "wrappers, examples, oldest browsers" sh -c 'cd wasm/e2e && node run.js wrappers examples minimum'

test-previous: build wasm/e2e/node_modules/.package-lock.json ## TAG=v1.2.3: that release's client with today's server, and the other way round
	@.ci/install browsers network
	.ci/previous "$(TAG)"

contract: examples $(PACKED) wasm/e2e/node_modules/.package-lock.json ## jsbridge/npm/test/CONTRACT.md: each row of the API's contract, its tests and their results
	@.ci/install browsers network
	.ci/prove

bench: build wasm/e2e/node_modules/.package-lock.json ## the numbers of DESIGN.md section 9
	@.ci/install browsers network
	go run ./server/lab/bench; status=$$?; cd wasm/e2e && npm run bench && exit $$status

fuzz: ## every fuzz target for a minute
	@.ci/install go
	.ci/fuzz 60s

walk: ## 1,000,000 random steps of users; a failure says how to play it again
	@.ci/install go
	go test -v -timeout 0 ./server/lab/walk -args -seed 0 -steps 1000000

soak: build wasm/e2e/node_modules/.package-lock.json ## 1,000 calls, and 100 in one page, leave nothing behind
	@.ci/install browsers network
	go test -v ./server/lab/soak -args -cycles 1000
	cd wasm/e2e && node run.js leak

lint: sdk ## formatting, vet, staticcheck, import rules, lengths, sizes
	@.ci/timed lint .ci/lint

size: ## what each package costs in the wasm, and what that has changed since the last wasm or, with BASE=v1.2.3, since then
	@.ci/install go
	.ci/packages "$(BASE)"

# npm modules exactly as the lock file has them, again only when it changes.
%/node_modules/.package-lock.json: %/package-lock.json
	@.ci/install node
	@.ci/timed "npm ci in $*" sh -c 'cd $* && npm ci --no-audit --no-fund'
	@touch $@

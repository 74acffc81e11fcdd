# This file builds and tests everything. It installs the programs that the machine lacks.

.PHONY: build demo demo-web test test-fast test-all bench fmt lint clean setup setup-browser setup-browsers setup-redis setup-postgres setup-sqlite
.PHONY: api native wasm-node wasm-browser types package stores webhooks intake-server intake-page pages surroundings surroundings-all bulk fleet fleet-at-size scripts sandbox sandbox-all prism browser conformance conformance-peers more-browsers privacy order-desk sizes release-files rebuild docs site test-panic
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
XTASK = cargo run -q -p xtask $(XTASK_FEATURES) --

build: setup
	$(XTASK) build

demo: build
	node examples-web/demo.mjs

# The pages of examples-web, with a sandbox in place of Blend.
demo-web: build pages
	node examples-web/demo-web.mjs

pages: setup
	npx vite build --logLevel warn examples-web/intake
	npx vite build --logLevel warn examples-web/order-desk

# One line for each suite: add new ones here. The feature is that of the wasm tests' runner. It is on
# from the start, so that all suites share one compilation of the tools.
test: export XTASK_FEATURES = --features xtask/test-runner
test: setup setup-browser setup-browsers setup-redis setup-postgres setup-sqlite
	$(MAKE) api
	$(MAKE) lint
	$(MAKE) native
	$(MAKE) wasm-node
	$(MAKE) wasm-browser
	$(MAKE) types
	$(MAKE) package
	$(MAKE) stores
	$(MAKE) webhooks
	$(MAKE) intake-server
	$(MAKE) intake-page
	$(MAKE) bulk
	$(MAKE) fleet
	$(MAKE) scripts
	$(MAKE) sandbox
	$(MAKE) surroundings
	$(MAKE) prism
	$(MAKE) browser
	$(MAKE) conformance
	$(MAKE) privacy
	$(MAKE) order-desk
	$(MAKE) test-panic
	$(MAKE) release-files
	$(MAKE) site
	$(MAKE) sizes

# For use while you work: the native tests, and the package in Node. Under two minutes if the dependencies are compiled already.
test-fast: build
	$(MAKE) native
	$(MAKE) package

# The slow suites, on top: ten million documents for the scanner and as many hostile answers, a hundred times the random schedules, 200,000 calls,
# other clients, many processes with one session, and a portal whose processes are killed.
test-all: test
	MILLION=10 cargo test --test scanner million
	MILLION=10 cargo test --test hostile
	PROPTEST_CASES=400000 cargo test --test machines laws
	CALLS=100000 node --test --test-timeout=600000 tests/package/engine.test.mjs
	LIMITED_CALLS=2000 node --test --test-timeout=600000 tests/package/rate-limits.test.mjs
	$(MAKE) fleet-at-size
	$(MAKE) sandbox-all
	$(MAKE) surroundings-all
	$(MAKE) conformance-peers
	$(MAKE) more-browsers
	$(MAKE) rebuild

# The guides and the reference as a site, in site/dist.
docs: build
	npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --prefix site
	node site/build.mjs

# Speed, as ratios in one run. The first program compares with other clients, and adds the run to benches/history.json.
bench: build setup-browser
	cd benches && npm ci --ignore-scripts
	node benches/run.mjs
	node benches/js-engine.mjs
	node benches/bulk.mjs
	node benches/types.mjs
	node benches/sandbox.mjs
	node benches/desk.mjs

fmt:
	cargo fmt --all
	npx prettier --write --log-level warn .

# ESLint reads types that the build writes.
lint: setup
	cargo fmt --all --check
	npx prettier --check --log-level warn .
	$(MAKE) build
	npx eslint .
	cargo clippy -q --workspace --all-targets -- -D warnings
	cargo clippy -q --target wasm32-unknown-unknown -p blend-sdk --features client -- -D warnings
	cargo clippy -q --target wasm32-unknown-unknown -p blend-sdk --features sandbox -- -D warnings
	cargo clippy -q --target wasm32-unknown-unknown -p blend-sdk --features intake -- -D warnings

clean:
	cargo clean
	rm -rf pkg pkg-test-panic pkg-template/generated node_modules

# --- the suites ---

# Runs before the build, which writes api.md and api/: it compares the committed ones.
api: setup
	$(XTASK) check

native:
	cargo test --workspace $(XTASK_FEATURES)

# wasm-bindgen's test runner, compiled from the crate that the lock file pins.
RUN_WASM = cargo build -q -p xtask --features xtask/test-runner --bin wasm-test-runner && \
	CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$(TARGET)/debug/wasm-test-runner" $(1) \
	cargo test --target wasm32-unknown-unknown -p blend-sdk --features client --test wasm

wasm-node: setup
	$(call RUN_WASM)

wasm-browser: setup setup-browser
	@if command -v chromium >/dev/null && command -v chromedriver >/dev/null; then \
		$(call RUN_WASM,WASM_BINDGEN_USE_BROWSER=1 WASM_BINDGEN_TEST_WEBDRIVER_JSON="$(CURDIR)/tests/browser/webdriver.json"); \
	else \
		echo "LEFT OUT: the wasm tests in a browser, because there is no chromium or no chromedriver"; \
		test "$$CI" != true; \
	fi

# The declarations as projects of several kinds read them, then the package's own sources.
types: setup
	@mkdir -p tests/types/node_modules && ln -sfn ../../../pkg tests/types/node_modules/blend-sdk
	@for project in nodenext bundler node stores source; do npx tsc -p tests/types/$$project || exit 1; done
	$(NODE_TEST) tests/types/*.test.mjs
	npx attw --pack pkg
	npx publint run --strict --pack npm pkg

# A test that hangs fails.
NODE_TEST = node --test --test-timeout=120000

# Many of its tests wait: three files at a time keep two cores busy.
package:
	$(NODE_TEST) --test-concurrency=3 tests/package/*.test.mjs

# Token stores. Several processes share a Redis, which needs a redis-server.
stores: setup setup-redis setup-postgres
	@if command -v redis-server >/dev/null; then \
		$(NODE_TEST) tests/stores/*.test.mjs; \
	else \
		echo "LEFT OUT: the store in Redis, because there is no redis-server"; \
		test "$$CI" != true && $(NODE_TEST) tests/stores/encrypted.test.mjs; \
	fi

# Receiving webhooks: in several servers and runtimes, and into inboxes on a real Redis and a real Postgres.
webhooks: setup setup-redis setup-postgres
	$(NODE_TEST) tests/webhooks/*.test.mjs

# The backend of an intake form, and the proxy for staff pages: over HTTP, in several servers with one Redis, in a browser.
intake-server: setup setup-redis setup-browser
	$(NODE_TEST) tests/intake-server/*.test.mjs

# The intake form of examples-web, as people fill it in: with its server and a sandbox, in a browser.
intake-page: setup setup-browser pages
	$(NODE_TEST) --test-concurrency=2 tests/intake-page/*.test.mjs

# Frameworks, test runners, form libraries and React Native, each in a small project of its own: they are large, or get in each other's way.
SURROUNDINGS = jest-29 jest-30 vitest-5 bundlers next-16 forms react-native
SURROUNDINGS_SLOW = vitest-3 vitest-4 next-14 next-15 nuxt astro

define RUN_PROJECTS
	@for project in $(1); do \
		npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error --prefix tests/surroundings/$$project && \
		node --test --test-timeout=300000 tests/surroundings/$$project/*.test.mjs || exit 1; \
	done
endef

surroundings: setup
	$(call RUN_PROJECTS,$(SURROUNDINGS))

surroundings-all: setup
	$(call RUN_PROJECTS,$(SURROUNDINGS_SLOW))

# Many processes with one session; the portal of examples-web/portal with kill -9 on the way. Then at size.
fleet: setup setup-redis setup-postgres
	$(NODE_TEST) tests/fleet/*.test.mjs

fleet-at-size: setup setup-redis setup-postgres
	PROCESSES=16 CALLS=50000 node --test --test-timeout=1800000 tests/fleet/session.test.mjs
	ORDERS=2000 node --test --test-timeout=1800000 tests/fleet/portal.test.mjs

# The scripts of examples-web, as a user runs them.
scripts: setup setup-postgres setup-sqlite
	$(NODE_TEST) tests/scripts/*.test.mjs

# Thousands of items: limits, checkpoints, kill -9.
bulk: setup setup-sqlite
	$(NODE_TEST) tests/bulk/*.test.mjs

# The sandbox: its answers against the contract, its server, commands, webhooks, clock and page.
sandbox: setup setup-browser
	$(NODE_TEST) tests/sandbox/*.test.mjs

# The same with programs that others wrote: schemathesis, clients made from the contract, curl, two hundred clients at once.
sandbox-all: setup
	cd tests/sandbox/foreign && npm ci --ignore-scripts
	node --test --test-timeout=900000 tests/sandbox/slow/*.test.mjs

# All operations against a server that is made from the contract alone.
prism: setup
	$(NODE_TEST) tests/prism/*.test.mjs

browser: setup setup-browser
	$(NODE_TEST) tests/browser/*.test.mjs

# The order desk of examples-web, as its people use it, over a sandbox of 5,000 orders.
order-desk: setup setup-browser
	$(NODE_TEST) tests/order-desk/*.test.mjs

# One program of probes in five runtimes and on the engine in plain JavaScript, and the loading in those that compile no bytes.
conformance: setup setup-browser
	$(NODE_TEST) tests/conformance/*.test.mjs
	node tests/conformance/run.mjs

# The same, also in Firefox and WebKit, and beside other clients. Writes the tables: RESULTS.md there, and the one in the README.
conformance-peers: setup setup-browser setup-browsers
	npm ci --ignore-scripts --prefix tests/conformance
	npm ci --ignore-scripts --prefix tests/more-browsers
	node tests/conformance/run.mjs --peers

# The pages of examples-web in Firefox and WebKit.
more-browsers: setup setup-browsers pages
	npm ci --ignore-scripts --prefix tests/more-browsers
	$(NODE_TEST) tests/more-browsers/*.test.mjs

# Plants markers in requests, answers and errors of all operations. None may come out, in the same five runtimes.
privacy: setup setup-browser
	$(NODE_TEST) tests/privacy/*.test.mjs

sizes:
	node tests/package/sizes.mjs

test-panic: setup
	$(XTASK) build --test-panic
	$(NODE_TEST) tests/panic/*.test.mjs

# What comes with a release: notices, the bill of materials, and when the script refuses.
release-files: setup
	$(NODE_TEST) tests/release/*.test.mjs

# The site of `make docs`: links, its twins for programs, its pages in a browser.
site: docs setup-browser
	$(NODE_TEST) tests/site/*.test.mjs

# Two fresh clones give the same bytes.
rebuild:
	node tests/release/rebuild.mjs

# --- what the machine needs ---

setup: node_modules/.package-lock.json
	@rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
	@rustup component list --installed | grep -qx rust-src || rustup component add rust-src

# npm writes this file at the end of an installation.
node_modules/.package-lock.json: package.json package-lock.json
	npm ci
	@touch $@

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# Without a browser, make leaves its tests out, but never in CI.
setup-browser:
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || \
		{ $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends chromium chromium-driver; } || \
		{ echo "chromium and chromium-driver cannot be installed"; test "$$CI" != true; }

# Firefox, and WebKit, which needs a screen.
setup-browsers:
	@command -v firefox-esr >/dev/null && command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null || \
		{ $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends firefox-esr webkit2gtk-driver xvfb; } || \
		{ echo "firefox-esr, webkit2gtk-driver and xvfb cannot be installed"; test "$$CI" != true; }

# The same goes for redis-server, and for Postgres.
setup-redis:
	@command -v redis-server >/dev/null || \
		{ $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends redis-server; } || \
		{ echo "redis-server cannot be installed"; test "$$CI" != true; }

# A compiled package, which the scripts and the guide of sync use. npm leaves it out where it cannot be compiled.
setup-sqlite: setup
	@node -e 'new (require("better-sqlite3"))(":memory:")' 2>/dev/null || \
		{ $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends g++ make python3 && npm install --no-save better-sqlite3; } || \
		{ echo "better-sqlite3 cannot be compiled"; test "$$CI" != true; }

# Debian keeps the programs of Postgres out of the path.
setup-postgres:
	@command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || \
		{ $(SUDO) apt-get update -q && $(SUDO) apt-get install -qy --no-install-recommends postgresql; } || \
		{ echo "postgresql cannot be installed"; test "$$CI" != true; }

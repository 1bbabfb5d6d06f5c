# `make run` opens the app on a demo cell; `make test` runs everything that CI runs. Both set the
# machine up first and are safe to repeat.

.PHONY: run test soak fuzz nightly golden bench setup ui types fmt pictures

run: setup
	scripts/run.sh

test: setup
	scripts/test.sh

# Books and a ward under faults: as many worlds as SEEDS says. `SOAK_SEED=n make soak` replays one.
SEEDS ?= 20000
soak:
	SOAK_SEEDS=$(SEEDS) cargo test --workspace --locked --test soak -- --nocapture

# libFuzzer over every reader of foreign bytes, a minute for each. `SECONDS_EACH=600 make fuzz` for
# longer, `FUZZ=header make fuzz` for one alone.
fuzz: setup
	scripts/fuzz.sh

# The proofs with as many rounds as a night has room for; `make test` runs them with modest ones.
nightly: setup
	scripts/nightly.sh

# Books of this schema, for every later build to open; made once by a person, before a release.
golden: setup
	scripts/golden.sh

# Ratios against a limit measured in the same run; its own target, not in CI's time.
bench: setup
	scripts/bench.sh

setup:
	scripts/setup.sh

# The pages alone: what the window and the ward server carry inside them.
ui: setup
	npm --prefix ui run build

# TypeScript types from the Rust ones.
types:
	cargo test --workspace export_bindings

# The pictures of the README, from the tests that drive the window.
pictures: setup
	scripts/pictures.sh

fmt:
	cargo fmt --all
	npm --prefix ui run format

#!/usr/bin/env bash
# The pictures of the README, taken by the tests that drive the real window. Look at them before
# committing. SOCHIBO_SCREENS names another folder than docs/screens. tests/pictures.rs reads the
# list below.
set -euo pipefail
cd "$(dirname "$0")/.."

screens="${SOCHIBO_SCREENS:-docs/screens}"
SOCHIBO_PICTURES="$(mktemp --directory)"
export SOCHIBO_PICTURES WEBKIT_DISABLE_DMABUF_RENDERER=1
export PATH="$PWD/target/tools/bin:$PATH"
trap 'rm -rf "$SOCHIBO_PICTURES"' EXIT
npm --prefix ui run --silent build
# As `make test` builds: `--package` would build third-party crates with other features.
cargo test --workspace --locked --no-run --quiet
xvfb-run --auto-servernum --server-args="-screen 0 1366x768x24" dbus-run-session -- \
  cargo test --workspace --locked \
  --test month_in_the_window --test prepare_in_the_window --test finish_in_the_window \
  --test safety_in_the_window --test record_by_keyboard -- --test-threads=1

keep() { # the name that the test gives, the name of the file
  cp "$SOCHIBO_PICTURES/$1.png" "$screens/$2.png"
}
keep first-run first-run
keep prepare-ahead today
keep prepare-agenda prepare
keep keyboard-typing record
keep finish-checks checks
keep finish-score score
keep finish-read-aloud read-aloud
keep finish-compare compare
keep send send
keep sync sync
keep safety-recovery recovery-code

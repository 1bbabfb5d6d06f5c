#!/usr/bin/env bash
# Everything that CI runs: style, lints, types, tests of every layer, the real window and the
# real ward page.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

step "Pages: style, types, units, build"
npm --prefix ui run --silent format:check
npm --prefix ui run --silent check
npm --prefix ui run --silent test
npm --prefix ui run --silent build

step "Rust: style and lints"
cargo fmt --all --check
cargo clippy --workspace --all-targets --locked -- -D warnings

step "Rust: tests, the window and the ward page with them"
export TS_RS_EXPORT_DIR="$PWD/target/types"
export WEBKIT_DISABLE_DMABUF_RENDERER=1
export PATH="$PWD/target/tools/bin:$PATH"
# The property tests ask the same here every time, so that a red run tells of the change it runs on
# and can be repeated; `make nightly` asks new ones.
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED-20261125}"
rm -rf "$TS_RS_EXPORT_DIR"
xvfb-run --auto-servernum --server-args="-screen 0 1366x768x24" \
  dbus-run-session -- cargo test --workspace --locked

step "Generated types are the committed ones (make types)"
diff --recursive "$TS_RS_EXPORT_DIR" ui/shared/types

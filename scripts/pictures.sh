#!/usr/bin/env bash
# The pictures of the README, taken by the tests that drive the real window. Look at them before
# committing.
set -euo pipefail
cd "$(dirname "$0")/.."

SOCHIBO_PICTURES="$(mktemp --directory)"
export SOCHIBO_PICTURES WEBKIT_DISABLE_DMABUF_RENDERER=1
export PATH="$PWD/target/tools/bin:$PATH"
trap 'rm -rf "$SOCHIBO_PICTURES"' EXIT
npm --prefix ui run --silent build
cargo build --package sochibo-cli --package sochibo-ward --locked
xvfb-run --auto-servernum --server-args="-screen 0 1366x768x24" dbus-run-session -- \
  cargo test --package sochibo --locked --test month_in_the_window --test finish_in_the_window

cp "$SOCHIBO_PICTURES"/record.png docs/screens/record.png
cp "$SOCHIBO_PICTURES"/finish-checks.png docs/screens/checks.png
cp "$SOCHIBO_PICTURES"/finish-read-aloud.png docs/screens/read-aloud.png
cp "$SOCHIBO_PICTURES"/finish-compare.png docs/screens/compare.png

#!/usr/bin/env bash
# Prints ratios against limits measured in the same run; see docs/bench.md.
set -euo pipefail
cd "$(dirname "$0")/.."
npm --prefix ui run --silent build
cargo build --release --locked --bins --workspace
cargo build --release --locked --example empty_window
export WEBKIT_DISABLE_DMABUF_RENDERER=1
export PATH="$PWD/target/tools/bin:$PATH"
xvfb-run --auto-servernum --server-args="-screen 0 1366x768x24" \
  dbus-run-session -- target/release/sochibo-bench

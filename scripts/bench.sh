#!/usr/bin/env bash
# Prints ratios against limits measured in the same run; see docs/bench.md.
set -euo pipefail
cd "$(dirname "$0")/.."
npm --prefix ui run --silent build
# What the exchange is compared with; where it can't be fetched, that row is left out.
npm --prefix bench/pouch ci --silent --no-audit --no-fund || true
cargo build --locked --config bench/profile.toml --workspace --bins --example empty_window
export WEBKIT_DISABLE_DMABUF_RENDERER=1
export PATH="$PWD/target/tools/bin:$PATH"
xvfb-run --auto-servernum --server-args="-screen 0 1366x768x24" \
  dbus-run-session -- target/debug/sochibo-bench "$@"

#!/usr/bin/env bash
# The same proofs as `make test`, with as many rounds as a night has room for. Each line: what is
# counted, then how many.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$1"; }

step "Bytes altered in a stored book, in a batch, a page, a stick; inputs that nearly are one"
SOCHIBO_FLIPS=50000 cargo test --locked -p sochibo-store --test store tamper:: -- --nocapture
SOCHIBO_FLIPS=100000 cargo test --locked -p sochibo-soak --test tamper -- --nocapture
SOCHIBO_MANGLED=200000 cargo test --locked -p sochibo-soak --test mangled -- --nocapture
cargo build --locked --workspace --bins
SOCHIBO_CONVERSATIONS=2000 cargo test --locked -p sochibo --test bad_input altered -- --nocapture

step "kill -9 of the real window while somebody writes"
npm --prefix ui run --silent build
cargo build --workspace --bins --locked
export WEBKIT_DISABLE_DMABUF_RENDERER=1
export PATH="$PWD/target/tools/bin:$PATH"
SOCHIBO_CRASH_ROUNDS=200 SOCHIBO_CRASH_SEED="${SOCHIBO_CRASH_SEED:-$(date +%Y%m%d000)}" \
  xvfb-run --auto-servernum --server-args="-screen 0 1366x768x24" \
  dbus-run-session -- cargo test --locked -p sochibo --test crash_rounds -- --nocapture

step "kill -9 of device and ward over a line that is cut at any byte"
SOCHIBO_KILL_ROUNDS=300 cargo test --locked -p sochibo --test cut_line -- --nocapture

step "The pictures of the README can be taken anew (make pictures keeps them)"
SOCHIBO_SCREENS="$(mktemp --directory)" scripts/pictures.sh

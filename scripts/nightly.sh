#!/usr/bin/env bash
# The same proofs as `make test`, with as many rounds as a night has room for, and with inputs that
# nobody has tried yet. Every count can be given from outside; so a short run of the whole is
#   SOCHIBO_PROPERTY_ROUNDS=1 SOAK_SEEDS=200 SOCHIBO_FLIPS=500 SOCHIBO_MANGLED=600 \
#   SOCHIBO_FUZZ_SECONDS=10 SOCHIBO_CONVERSATIONS=20 SOCHIBO_CRASH_ROUNDS=2 SOCHIBO_KILL_ROUNDS=5 \
#   make nightly
set -euo pipefail
cd "$(dirname "$0")/.."

today=$(date +%Y%m%d)
export WEBKIT_DISABLE_DMABUF_RENDERER=1
export PATH="$PWD/target/tools/bin:$PATH"

step() { printf '\n== %s: %s\n' "$(date +%H:%M)" "$1"; }

# What `make test` has built, and nothing else: `-p` would build third-party crates with other
# features.
prove() { cargo test --workspace --locked "$@"; }
prove_in_a_window() {
  xvfb-run --auto-servernum --server-args="-screen 0 1366x768x24" \
    dbus-run-session -- cargo test --workspace --locked "$@"
}

step "Pages, programs, tests"
npm --prefix ui run --silent build
prove --no-run --quiet

# Each round draws anew; a round that fails is played again by the seed that stands above it.
step "Property tests with new inputs"
for round in $(seq 1 "${SOCHIBO_PROPERTY_ROUNDS:-10}"); do
  seed=$today$(printf %04d "$((RANDOM % 10000))")
  echo "Round $round: PROPTEST_RNG_SEED=$seed"
  PROPTEST_RNG_SEED=$seed prove --quiet \
    --lib --test journal --test month --test store --test votes -- --skip tamper::
done

# Worlds that no earlier night has lived: CI lives the first ones.
step "Books and a ward under faults"
SOAK_SEEDS=${SOAK_SEEDS:-20000} SOAK_FIRST=${SOAK_FIRST:-${today}00000} \
  prove --test soak -- --nocapture

step "Bytes altered in a stored book, in a batch, a page, a stick; inputs that nearly are one"
SOCHIBO_FLIPS=${SOCHIBO_FLIPS:-50000} prove --test store tamper:: -- --nocapture
SOCHIBO_FLIPS=${SOCHIBO_FLIPS:-100000} prove --test tamper -- --nocapture
SOCHIBO_MANGLED=${SOCHIBO_MANGLED:-200000} prove --test mangled -- --nocapture
SOCHIBO_CONVERSATIONS=${SOCHIBO_CONVERSATIONS:-2000} prove --test bad_input altered -- --nocapture

step "Inputs found by what the readers do with them (make fuzz)"
SECONDS_EACH=${SOCHIBO_FUZZ_SECONDS:-60} scripts/fuzz.sh

step "kill -9 of the real window while somebody writes"
SOCHIBO_CRASH_ROUNDS=${SOCHIBO_CRASH_ROUNDS:-200} SOCHIBO_CRASH_SEED=${SOCHIBO_CRASH_SEED:-${today}000} \
  prove_in_a_window --test crash_rounds -- --nocapture

step "kill -9 of device and ward over a line that is cut at any byte"
SOCHIBO_KILL_ROUNDS=${SOCHIBO_KILL_ROUNDS:-300} prove --test cut_line -- --nocapture

step "The pictures of the README can be taken anew (make pictures keeps them)"
taken=$(mktemp --directory)
trap 'rm -rf "$taken"' EXIT
SOCHIBO_SCREENS=$taken scripts/pictures.sh

step "All of it holds"

#!/usr/bin/env bash
# libFuzzer over every reader of foreign bytes (crates/readers), one after the other: SECONDS_EACH for
# each, or FUZZ=<name> for one alone (`ls fuzz/fuzz_targets`). What makes a reader fall, takes more
# memory than there may be or doesn't come back is kept in crates/soak/tests/crashers, and read again
# by every `make test`: mend the reader, keep the file.
set -euo pipefail
cd "$(dirname "$0")/.."

each=${SECONDS_EACH:-60}
memory=2048 # megabytes, with what the sanitizer takes
patience=20 # seconds for one input
crashers=crates/soak/tests/crashers

step() { printf '\n== %s: %s\n' "$(date +%H:%M)" "$1"; }

version=0.13.2
if [ ! -x target/tools/bin/cargo-fuzz ]; then
  cargo install cargo-fuzz --version "$version" --locked --quiet \
    --root target/tools --target-dir target/tools-build
fi
export PATH="$PWD/target/tools/bin:$PATH"

# The sanitizer's flag isn't stable; this lets the one toolchain of the project take it. Not for
# anything else: what `make test` has built would be built anew.
fuzz() { RUSTC_BOOTSTRAP=1 cargo fuzz "$@"; }

targets=${FUZZ:-$(fuzz list)}

step "Sound inputs to begin with"
cargo build --workspace --locked --quiet --example seeds
target/debug/examples/seeds fuzz/corpus

step "The readers with a fuzzer's instruments; the first time this is SQLCipher too"
fuzz build --target-dir target/fuzz

mkdir -p target/fuzz/logs
fallen=()
for target in $targets; do
  step "$target, $each s"
  log=target/fuzz/logs/$target.log
  kept=$crashers/$target
  mkdir -p "$kept" "fuzz/corpus/$target"
  fell=
  # A small quarantine: the limit is on what the reader asks for.
  ASAN_OPTIONS=quarantine_size_mb=16:allocator_release_to_os_interval_ms=500 \
    fuzz run --target-dir target/fuzz "$target" "fuzz/corpus/$target" -- \
    -artifact_prefix="$kept/" -max_total_time="$each" -rss_limit_mb="$memory" \
    -timeout="$patience" -report_slow_units="$patience" -print_final_stats=1 >"$log" 2>&1 || fell=yes
  rmdir --ignore-fail-on-non-empty "$kept"
  stat_of() { sed -n "s/^stat::$1: *//p" "$log" | tail -1; }
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
  inputs=$(stat_of number_of_executed_units)
  if [ -n "$fell" ]; then
    fallen+=("$target")
    tail -40 "$log"
  fi
  printf 'fuzz: %s inputs for “%s”, %s edges, at most %s MB%s\n' \
    "${inputs:-no}" "$target" "${edges:-no}" "$(stat_of peak_rss_mb)" "${fell:+, and it FELL}"
done
rmdir --ignore-fail-on-non-empty "$crashers" 2>/dev/null || true

if [ "${#fallen[@]}" -gt 0 ]; then
  printf '\nFell: %s. The inputs are in %s, the whole story in target/fuzz/logs.\n' \
    "${fallen[*]}" "$crashers" >&2
  exit 1
fi

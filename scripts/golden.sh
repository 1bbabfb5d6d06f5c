#!/usr/bin/env bash
# Makes the golden books of this schema: a cell's book, its ward's database, a stick and a backup,
# that every later build has to open (`tests/golden_books.rs`). A person runs this once for each
# schema, before it is released; what is there is never made anew. The people are made up, and the
# passphrase is no secret.
set -euo pipefail
cd "$(dirname "$0")/.."

schema=$(find crates/store/src/migrations -name '*.sql' | wc -l | tr -d ' ')
to=tests/golden/schema-$schema
if [ -e "$to" ]; then
  echo "$to is there already: it stays as it is." >&2
  exit 1
fi
cargo build --workspace --locked --bins
scb() { target/debug/scb --json "$@"; }
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# Always the same month, so that what is asked of it has the same answer.
export SCB_NOW=2026-11-10T09:00:00+07:00
scb demo "$made/demo" >"$made/demo.json"
book=$made/demo/book/chibo.sochibo
on_book() { scb --book "$book" --passphrase-file "$made/demo/passphrase.txt" "$@"; }

# Something that the backup does not have, and that waits to be sent.
on_book backup "$made/ban.sochibo-sao-luu" >/dev/null
on_book petition add --text "Đèn đường hẻm 45 lại hỏng" >/dev/null

# What they say, as this build reads it.
say() { cat >"$made/noi/$1.json"; }
mkdir "$made/noi"
on_book members list | say members
on_book meeting list | say meetings
on_book petition list | say petitions
on_book assignment list | say assignments
on_book criticism list | say criticism
for id in $(jq -r '.[].id' "$made/noi/meetings.json"); do
  on_book meeting show "$id" | say "meeting-$id"
done
# Last, since looking at a restricted entry is written down too.
on_book outbox | say outbox
on_book sync --to-file "$made/di.sochibo-usb" | jq 'del(.file)' | say stick
target/debug/sochibo-ward verify --json --data "$made/demo/ward" | say ward

mkdir -p "$to"
cp "$book" "$book.key" "$made/ban.sochibo-sao-luu" "$made/di.sochibo-usb" "$to"
cp "$made/demo/passphrase.txt" "$made/demo/recovery-code.txt" "$to"
cp -r "$made/demo/ward" "$to/ward"
cp -r "$made/noi" "$to/noi"
du -sh "$to"

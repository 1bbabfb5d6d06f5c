#!/usr/bin/env bash
# Opens the app on a demo cell beside a demo ward. Without a display it lives the demo month on
# the command line and says where everything is.
set -euo pipefail
cd "$(dirname "$0")/.."

npm --prefix ui run --silent build
cargo build --workspace --bins --locked
demo=target/demo

if [ ! -d "$demo/book" ]; then
  rm -rf "$demo"
  target/debug/scb demo "$demo"
fi

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "Không có màn hình: dữ liệu mẫu nằm trong $demo (No display: the demo is in $demo)."
  exit 0
fi

# The demo book knows the ward at one address, so the ward comes back at the same one.
book=$(find "$demo/book" -name '*.sochibo' | head -n 1)
server=$(target/debug/scb --book "$book" --passphrase-file "$demo/passphrase.txt" --json status |
  sed -n 's/.*"server": *"\(https:\/\/\)\{0,1\}\([^"]*\)".*/\2/p')
target/debug/sochibo-ward serve --data "$demo/ward" --listen "$server" --tls-self-signed &
ward=$!
trap 'kill "$ward" 2>/dev/null || true' EXIT
echo "Mật khẩu của sổ mẫu: $(cat "$demo/passphrase.txt")"
echo "Trang của phường: https://$server (tài khoản trong $demo)"
SOCHIBO_BOOK="$book" WEBKIT_DISABLE_DMABUF_RENDERER=1 target/debug/sochibo

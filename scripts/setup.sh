#!/usr/bin/env bash
# Brings a Debian 12 or Ubuntu 24.04 machine with Rust and Node to where everything builds and
# every test runs. Safe to repeat: it installs only what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

# For building the window, driving it, driving the ward page, and reading the papers back; then what
# a small image lacks: ending programs, disks that are full, the golden books.
packages=(
  build-essential pkg-config perl
  libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev
  webkit2gtk-driver xvfb xauth dbus
  poppler-utils imagemagick
  procps mount jq
)

# The browser that reads the ward page in the tests. Ubuntu has it as a snap, behind packages that
# only fetch the snap; a chromedriver that runs already is as good.
distribution=$(. /etc/os-release 2>/dev/null && echo "${ID:-}" || true)
drives_a_browser() { chromedriver --version >/dev/null 2>&1; }
case "$distribution" in
  ubuntu) drives_a_browser || packages+=(chromium-browser chromium-chromedriver) ;;
  *) packages+=(chromium chromium-driver) ;;
esac

need() { # packages that are not installed
  for name in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || echo "$name"
  done
}

if command -v apt-get >/dev/null; then
  mapfile -t missing < <(need)
  if [ "${#missing[@]}" -gt 0 ]; then
    as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
else
  echo "No apt-get here: install the twins of: ${packages[*]}" >&2
fi

# Everything but the tests of the ward page works without it, so this stops nothing.
if ! drives_a_browser; then
  echo "chromedriver does not run here, so the tests of the ward page will fail. In Ubuntu it comes" >&2
  echo "with the chromium snap, which needs snapd; or put Chrome and a chromedriver of the same" >&2
  echo "version on the PATH (npx @puppeteer/browsers install chromedriver@stable)." >&2
fi

# The pages' packages, exactly as locked; again only when the lock changed.
stamp=ui/node_modules/.installed
if ! cmp -s ui/package-lock.json "$stamp"; then
  npm --prefix ui ci --no-audit --no-fund --loglevel=error
  cp ui/package-lock.json "$stamp"
fi

# The driver of the window.
driver_version=2.1.0
if [ ! -x target/tools/bin/tauri-driver ]; then
  cargo install tauri-driver --version "$driver_version" --locked --quiet \
    --root target/tools --target-dir target/tools-build
fi

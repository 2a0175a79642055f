# What a Debian 12 machine needs for Wijkloket, installed when it is not there yet. Sourced by run.sh and test.sh.
# shellcheck shell=bash

say() { printf '\n== %s\n' "$*"; }

# need PACKAGE... installs those Debian packages that are missing; with nothing missing it takes no time.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  say "installing ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Run this as root once, or install sudo: ${missing[*]} must be installed." >&2; exit 1; }
    as_root=(sudo)
  fi
  # PostgreSQL's package would make and start a server of its own; the tests start theirs in a temporary folder.
  if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  # So would the mail server's.
  if [[ " ${missing[*]} " == *" exim4-daemon-light "* && ! -e /etc/default/exim4 ]]; then
    printf "EX4DEF_VERSION=''\nQUEUERUNNER='nodaemon'\n" | "${as_root[@]}" tee /etc/default/exim4 >/dev/null
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

need_go() {
  command -v go >/dev/null || { echo "Go is missing: install Go 1.26 or newer and put it on PATH." >&2; exit 1; }
}

# What the kiosk's window is built and drawn with.
need_window() { need gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev libgl1-mesa-dri; }

# A screen where there is none, and a hand to touch it.
need_virtual_screen() { need xvfb xdotool imagemagick curl; }

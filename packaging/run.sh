#!/usr/bin/env bash
# Wijkloket on this machine, with demo data: the backend on an SQLite file and the kiosk in a window. Installs what is
# missing, builds, runs, prints the three addresses and stops everything on Ctrl-C.
#
#   packaging/run.sh            what there is: a window on a desktop, the full screen without one, a virtual screen without any
#   packaging/run.sh --fresh    forget the demo data of last time first
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/machine.sh
. packaging/machine.sh

case "${1:-}" in
  "") ;;
  --fresh) rm -rf var/demo ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac

public=127.0.0.1:${WIJKLOKET_PORT:-8080}
staff=localhost:${WIJKLOKET_STAFF_PORT:-8081} # another host name on purpose: the two faces share no cookie
mkdir -p var/bin var/demo var/screens var/log

need_go
need_window
need curl x11-utils
if [ -z "${DISPLAY:-}" ]; then need_virtual_screen; fi

say "building (the first time takes some minutes)"
go build -o var/bin/backend ./backend
go build -o var/bin/kiosk ./kiosk

running=()
stop() {
  trap - EXIT INT TERM
  [ ${#running[@]} -eq 0 ] || kill "${running[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  say "stopped"
}
trap stop EXIT
trap 'exit 0' INT TERM

var/bin/backend serve --demo --database "sqlite:var/demo/wijkloket.db" --data-dir var/demo \
  --listen "$public" --staff-listen "127.0.0.1:${staff#*:}" 2>var/log/backend.log &
backend=$!
running+=("$backend")
for _ in $(seq 300); do
  curl -fs "http://$public/readyz" >/dev/null 2>&1 && break
  kill -0 "$backend" 2>/dev/null || { echo "The backend stopped; its last words (var/log/backend.log):"; tail -5 var/log/backend.log; exit 1; }
  sleep 0.1
done

window=() where="on your screen"
if [ -z "${DISPLAY:-}" ]; then
  number=$(for n in $(seq 90 120); do [ -e "/tmp/.X11-unix/X$n" ] || { echo "$n"; break; }; done)
  Xvfb ":$number" -screen 0 1080x1920x24 -nolisten tcp >/dev/null 2>&1 &
  running+=("$!")
  export DISPLAY=":$number"
  for _ in $(seq 100); do [ -e "/tmp/.X11-unix/X$number" ] && break; sleep 0.1; done
  where="on the virtual screen $DISPLAY, because this machine has none; pictures of it in var/screens/"
elif xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q 'window id'; then
  window=(--windowed 540x960)
fi
var/bin/kiosk --backend "http://$public" --centre overleie --state-dir var/demo/kiosk "${window[@]}" 2>var/log/kiosk.log &
kiosk=$!
running+=("$kiosk")

say "Wijkloket runs. Ctrl-C stops it."
echo "  kiosk     $where"
echo "  phone     http://$public/"
echo "  onthaal   http://$staff/onthaal/"
echo "  (logs in var/log/, data in var/demo/)"

if [[ "$where" == *virtual* ]]; then
  sleep 4
  import -window root "var/screens/kiosk-start.png" && echo "  picture   var/screens/kiosk-start.png"
  while kill -0 "$kiosk" 2>/dev/null; do
    import -window root var/screens/kiosk-now.png 2>/dev/null || true
    sleep 5 &
    wait $! || true
  done
else
  wait "$kiosk" || true
fi
echo "The kiosk closed."

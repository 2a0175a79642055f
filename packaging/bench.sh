#!/usr/bin/env bash
# Every figure of the README, measured anew. Takes some ten minutes; on a machine that does nothing else, please.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/machine.sh
. packaging/machine.sh
need_go
need_window
need_virtual_screen
need postgresql chromium

measure() { # WHAT BENCHTIME PACKAGE
  go test -run '^$' -bench "$1" -benchtime "$2" "$3" | grep -E '^(Benchmark|cpu)' || { echo "no figures of $3" >&2; exit 1; }
}

say "machine: $(nproc) cores, $(go env GOVERSION), load $(cut -d' ' -f1 /proc/loadavg)"
say "address to team, suggestions, the whole street list"
measure '^Benchmark(Locate|Suggest|Load)$' 2s ./backend/directory
measure '^Benchmark(Import|SuggestImported)$' 1s ./backend/directory/register
say "free moments of a year, an offer, an office calendar"
measure '^Benchmark' 1s ./backend/internal/calendar
measure '^Benchmark' 1s ./backend/internal/calendar/ics
say "a request to disk, 64 clients, beside the bare engine"
measure '^Benchmark(Submit|BareInsert)$' 2000x ./backend/internal/store/sqlstore
measure '^BenchmarkSubmit$' 2000x ./backend/internal/app
say "one request among 200 workers"
measure '^BenchmarkChoose$' 1s ./backend/internal/routing
say "a whole booking to disk, 64 clients, beside the bare engine in the same run"
measure '^BenchmarkBook$' 2000x ./backend/internal/store/sqlstore
say "all that is known of a team of 12 over 60 days; 200 workers among 50,000 requests"
measure '^Benchmark(Plan|Candidates)$' 100x ./backend/internal/store/sqlstore
say "text"
measure '^BenchmarkText_' 1s ./kiosk/internal/widget
say "kiosk, software painter"
measure '^Benchmark(TapToScreen|KeyToScreen|LanguageSwitch|Hide|FirstFrame)$' 20x ./kiosk/internal/tour
# Fyne lets go of what it drew after a minute; a thousand visits in a minute are no visitors, so here after a second.
FYNE_CACHE=1s measure '^BenchmarkThousandSessions$' 1x ./kiosk/internal/tour
say "rights check"
measure '^Benchmark' 1s ./backend/rights
say "rights check on a phone's page, in Chromium"
measure '^BenchmarkPhone$' 200x ./backend/internal/resident
say "rights check, beside CEL's partial evaluation of the same rules"
measure '^Benchmark' 1s ./backend/rights/celjudge
say "kiosk, a real window on a virtual screen"
measure '^Benchmark(TapToFrame|Start)$' 20x ./kiosk/internal/walk

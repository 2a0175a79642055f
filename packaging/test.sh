#!/usr/bin/env bash
# Every test of Wijkloket on a Debian 12 machine with git, bash and Go. Installs what is missing, then: format, vet,
# lint, then the tests of every package: rules, both store engines, kiosk journeys, pages in Chromium, and the whole way
# through the real programs. Any argument goes to `go test`, as in: packaging/test.sh -run TestWalk
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=packaging/machine.sh
. packaging/machine.sh

started=$SECONDS
need_go
need_window
need_virtual_screen
need postgresql chromium exim4-daemon-light
export WIJKLOKET_NEED_BROWSER=1 # a page test that cannot run is a failed one
export WIJKLOKET_NEED_MAIL=1    # and so is a mail test
export FYNE_CACHE=1s            # tests draw thousands of screens in a minute, for which Fyne would keep them all
command -v npm >/dev/null || need nodejs npm

# axe-core, the accessibility rules that the pages are held against. Only its one file is used.
if ! cmp -s packaging/pagetest/package-lock.json packaging/pagetest/node_modules/.wijkloket-lock; then
  say "fetching axe-core"
  npm ci --prefix packaging/pagetest --no-audit --no-fund --silent
  cp packaging/pagetest/package-lock.json packaging/pagetest/node_modules/.wijkloket-lock
fi

say "format"
unformatted=$(git ls-files '*.go' | xargs gofmt -l)
[ -z "$unformatted" ] || { echo "Run gofmt on: $unformatted"; exit 1; }
bash -n packaging/*.sh

say "module"
go mod verify >/dev/null
go mod tidy -diff

say "build"
go build ./...

say "vet"
go vet ./...

say "lint"
"$(go -C packaging/lint tool -n staticcheck)" -checks 'all,-ST1003,-QF*' ./... # doc comments included; names of the field and hints of style aside

# -count=1: tests that start other programs must not be answered from the cache when only those have changed.
# The race detector where goroutines meet; drawing runs on one goroutine and is slow enough without it, and so is the judge
# of the rights, who weighs a hundred thousand households.
say "test: rules, backend, both engines, pages in Chromium (race detector on)"
# shellcheck disable=SC2046
go test -count=1 -race -timeout 30m "$@" $(go list ./backend/... ./i18n/... ./kiosk/internal/session/... ./kiosk/internal/flow/... ./kiosk/internal/link/... ./kiosk/internal/device/... | grep -v '/celjudge$')

say "test: kiosk, journeys through its screens, the whole way through the real programs, the rights against their judge"
# shellcheck disable=SC2046
go test -count=1 -timeout 30m "$@" $(go list ./kiosk/... ./assets/... ./backend/rights/celjudge | grep -vE '/kiosk/internal/(session|flow|link|device)$')

say "all green in $((SECONDS - started)) s"

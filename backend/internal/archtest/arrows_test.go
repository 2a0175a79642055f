package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// listed is what `go list -json` says of a package.
type listed struct {
	ImportPath   string
	Doc          string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

const module = "wijkloket/"

// ours lists every package of the module, by its path below the module.
func ours(t *testing.T) map[string]listed {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Doc,Imports,TestImports,XTestImports", module+"...")
	command.Stderr = new(bytes.Buffer)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, command.Stderr)
	}
	packages := map[string]listed{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var one listed
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		packages[strings.TrimPrefix(one.ImportPath, module)] = one
	}
	if len(packages) < 10 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	return packages
}

// rule says what packages under a path may not know. A pattern ending in "/..." covers a package and all below it.
type rule struct {
	under string
	never []string // import paths
	why   string
}

var rules = []rule{
	{under: "backend/api", never: []string{"wijkloket/...", "github.com/..."}, why: "the wire types stand on the standard library alone"},
	{under: "backend/directory/...", never: pure, why: "rules are pure: no network, SQL, window, log, clock or randomness"},
	{under: "backend/journey", never: pure, why: "rules are pure: no network, SQL, window, log, clock or randomness"},
	{under: "backend/journey", never: []string{"wijkloket/backend/directory/...", "wijkloket/i18n/..."}, why: "the journey asks its City interface"},
	{under: "backend/rights/...", never: pure, why: "rules are pure: no network, SQL, window, log, clock or randomness"},
	{under: "backend/rights/...", never: []string{"wijkloket/backend/internal/...", "wijkloket/backend/directory/...", "wijkloket/i18n/..."}, why: "the kiosk may know the rights; the rights know nobody"},
	{under: "backend/internal/request", never: append([]string{"wijkloket/backend/internal/store/..."}, pure...), why: "a feature declares the store it needs"},
	{under: "backend/internal/calendar/...", never: pure, why: "rules are pure: no network, SQL, window, log, clock or randomness"},
	{under: "backend/internal/calendar/...", never: []string{"wijkloket/backend/internal/store/...", "wijkloket/backend/internal/request/...", "wijkloket/backend/directory/...", "wijkloket/i18n/..."}, why: "the calendar asks its Workdays and knows no place but by name"},
	{under: "backend/internal/routing", never: append([]string{"wijkloket/backend/internal/store/...", "wijkloket/backend/internal/request", "wijkloket/i18n/...", "os", "io/..."}, pure...), why: "who takes a request is decided from what is handed over, and from nothing else"},
	{under: "backend/internal/appointment", never: append([]string{"wijkloket/backend/internal/store/...", "wijkloket/backend/internal/agenda"}, pure...), why: "a feature declares the store it needs"},
	{under: "backend/internal/agenda", never: append([]string{"wijkloket/backend/internal/store/...", "wijkloket/backend/internal/request"}, pure...), why: "an agenda is about the worker's time and knows no request"},
	{under: "backend/internal/household", never: append([]string{"wijkloket/backend/internal/store/...", "wijkloket/backend/internal/appointment/...", "wijkloket/backend/internal/routing/..."}, pure...), why: "a household knows requests; who books and who routes asks it"},
	{under: "backend/internal/account", never: append([]string{"wijkloket/backend/internal/store/..."}, pure...), why: "a feature declares the store it needs"},
	{under: "backend/internal/jobs", never: append([]string{"wijkloket/backend/internal/request/...", "wijkloket/backend/internal/store/...", "wijkloket/backend/internal/observe/..."}, pure...), why: "what runs every so often knows neither what it runs nor who watches it"},
	{under: "backend/internal/notify", never: append([]string{"wijkloket/backend/internal/store/...", "wijkloket/backend/internal/request/...", "wijkloket/backend/internal/calendar/...", "wijkloket/backend/internal/notify/transport"}, pure...), why: "a feature declares the store, the facts and the wires it needs"},
	{under: "backend/internal/notify/transport", never: append([]string{"wijkloket/backend/internal/request/...", "wijkloket/backend/internal/web/..."}, storage...), why: "a wire carries what it is given"},
	{under: "backend/internal/store/...", never: []string{"wijkloket/backend/internal/httpapi/...", "wijkloket/backend/internal/resident/...", "wijkloket/backend/internal/staff/...", "wijkloket/backend/internal/web/..."}, why: "storage knows features, not pages"},
	{under: "backend/internal/httpapi/...", never: append([]string{"wijkloket/backend/internal/resident/...", "wijkloket/backend/internal/staff/..."}, storage...), why: "a face knows features, not storage and not another face"},
	{under: "backend/internal/resident/...", never: append([]string{"wijkloket/backend/internal/httpapi/...", "wijkloket/backend/internal/staff/..."}, storage...), why: "a face knows features, not storage and not another face"},
	{under: "backend/internal/staff/...", never: append([]string{"wijkloket/backend/internal/httpapi/...", "wijkloket/backend/internal/resident/..."}, storage...), why: "a face knows features, not storage and not another face"},
	{under: "kiosk/internal/session", never: drawing, why: "a visit is state, not a picture"},
	{under: "kiosk/internal/flow", never: drawing, why: "the presenter reaches the screen through an interface"},
	{under: "kiosk/internal/link", never: drawing, why: "the line to the backend is not a picture"},
	{under: "kiosk/internal/typeset", never: drawing, why: "the text engine makes pixels for anyone"},
	{under: "kiosk/internal/slip", never: append([]string{"wijkloket/kiosk/internal/device/...", "os", "io/..."}, append(drawing, offline...)...), why: "a slip is words in, dots out"},
	{under: "kiosk/internal/device", never: append(append([]string{"wijkloket/kiosk/internal/slip/...", "wijkloket/i18n/...", "log/..."}, drawing...), offline...), why: "a device moves bytes: it knows no words, no window and no web"},
	{under: "kiosk/internal/screen", never: offline, why: "screens draw a view and report; they fetch nothing"},
	{under: "kiosk/internal/nav", never: offline, why: "navigation is about screens alone"},
	{under: "kiosk/internal/widget/...", never: offline, why: "widgets draw and report"},
	{under: "kiosk/internal/theme", never: offline, why: "looks come from the theme and the theme from files"},
	{under: "kiosk/...", never: []string{"wijkloket/backend/internal/..."}, why: "the kiosk knows api, directory, rights and journey of the backend"},
	{under: "backend/...", never: []string{"wijkloket/kiosk/...", "fyne.io/..."}, why: "the backend has no window"},
	{under: "i18n/...", never: []string{"wijkloket/..."}, why: "texts know nobody"},
	{under: "assets/...", never: []string{"wijkloket/..."}, why: "data knows nobody"},
}

var (
	pure    = []string{"net/http/...", "database/sql/...", "fyne.io/...", "github.com/rs/zerolog/...", "crypto/rand", "math/rand/..."}
	storage = []string{"wijkloket/backend/internal/store/...", "database/sql/...", "modernc.org/...", "github.com/jackc/..."}
	drawing = []string{"fyne.io/..."}
	offline = []string{"wijkloket/kiosk/internal/link/...", "wijkloket/kiosk/internal/outbox/...", "github.com/go-resty/...", "net/http/..."}
)

// owners are the libraries that one package wraps and nobody else may know. Tests may know them.
var owners = map[string][]string{
	"github.com/go-resty/...":             {"kiosk/internal/link"},
	"github.com/skip2/go-qrcode":          {"kiosk/internal/widget"},
	"modernc.org/...":                     {"backend/internal/store"},
	"github.com/jackc/...":                {"backend/internal/store"},
	"github.com/pressly/goose/...":        {"backend/internal/store", "backend/internal/store/migrations"},
	"github.com/danielgtaylor/huma/...":   {"backend/internal/httpapi"},
	"github.com/alexedwards/scs/...":      {"backend/internal/staff", "backend/internal/store/sqlstore", "backend/internal/account"},
	"github.com/tink-crypto/...":          {"backend/internal/seal"},
	"github.com/nicksnyder/go-i18n/...":   {"i18n"},
	"github.com/nyaruka/phonenumbers/...": {"backend/journey"},
	"github.com/prometheus/...":           {"backend/internal/observe"},
	"github.com/arran4/golang-ical":       {"backend/internal/calendar/ics"},
	"github.com/teambition/rrule-go":      {"backend/internal/calendar/ics"},
	"github.com/go-text/...":              {"kiosk/internal/typeset"},
	"golang.org/x/sys/...":                {"kiosk/internal/device"},
	"github.com/wneessen/go-mail/...":     {"backend/internal/notify/transport"},
}

// judges are the libraries that the tests of one package hold something against. No program knows them.
var judges = map[string]string{
	"cel.dev/...": "backend/rights/celjudge",
}

func TestArrows(t *testing.T) {
	for name, one := range ours(t) {
		for _, rule := range rules {
			if !covers(rule.under, name) {
				continue
			}
			for _, imported := range one.Imports {
				if i := slices.IndexFunc(rule.never, func(never string) bool { return covers(never, imported) }); i >= 0 {
					t.Errorf("%s imports %s: %s", name, imported, rule.why)
				}
			}
		}
	}
}

func TestEveryLibraryHasOneOwner(t *testing.T) {
	packages := ours(t)
	for library, allowed := range owners {
		for name, one := range packages {
			for _, imported := range one.Imports {
				if covers(library, imported) && !slices.Contains(allowed, name) {
					t.Errorf("%s imports %s, which belongs to %s", name, imported, strings.Join(allowed, ", "))
				}
			}
		}
	}
}

func TestAJudgeIsInNoProgram(t *testing.T) {
	for name, one := range ours(t) {
		for library, owner := range judges {
			judged := func(imported string) bool { return covers(library, imported) }
			if slices.ContainsFunc(one.Imports, judged) {
				t.Errorf("%s imports %s outside its tests", name, library)
			}
			if name != owner && slices.ContainsFunc(slices.Concat(one.TestImports, one.XTestImports), judged) {
				t.Errorf("the tests of %s import %s, which belongs to %s", name, library, owner)
			}
		}
	}
}

// TestTestHelpersStayInTests: what exists for tests is in no program.
func TestTestHelpersStayInTests(t *testing.T) {
	helpers := []string{"testing", "kiosktest", "testrig", "storetest", "casetest", "pagetest", "mailtest", "archtest"}
	for name, one := range ours(t) {
		if slices.Contains(helpers, path.Base(name)) {
			continue
		}
		for _, imported := range one.Imports {
			if slices.Contains(helpers, path.Base(imported)) && (imported == "testing" || strings.HasPrefix(imported, module)) {
				t.Errorf("%s imports %s outside its tests", name, imported)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for name, one := range ours(t) {
		if len(one.Doc) < 20 {
			t.Errorf("%s has no doc comment that says what it is for", name)
		}
	}
}

// covers reports whether an import path matches a pattern; "x/..." matches x and everything below it.
func covers(pattern, name string) bool {
	if base, all := strings.CutSuffix(pattern, "/..."); all {
		return name == base || strings.HasPrefix(name, base+"/")
	}
	return name == pattern
}

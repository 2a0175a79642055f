package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/internal/command"
	"wijkloket/backend/rights/casetest"
)

// typed runs the whole command line and returns the exit code with what it printed.
func typed(stdin string, args ...string) (code int, out, failed string) {
	var printed, complained bytes.Buffer
	code = command.Main(command.Context{Ctx: context.Background(), In: strings.NewReader(stdin), Out: &printed, Err: &complained}, args)
	return code, printed.String(), complained.String()
}

// TestRightsCheckJSON holds the contract's form: every right once, reasons and next question never null.
func TestRightsCheckJSON(t *testing.T) {
	code, out, failed := typed(`{"V1":34,"V2":"kortrijk","V3":"alleenouder","V4":2,"V5":["3-5","6-11"],"V6":["loon"],"V9":"C"}`,
		"rights", "check", "--json", "--date", "2026-11-21", "-")
	if code != 0 || failed != "" {
		t.Fatalf("code %d, %s", code, failed)
	}
	var got struct {
		Date    string
		Results []struct {
			ID, Verdict string
			Because     []string
			ValidFrom   string `json:"valid_from"`
		}
		AskNext []string `json:"ask_next"`
	}
	decoder := json.NewDecoder(strings.NewReader(out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Date != "2026-11-21" || len(got.AskNext) != 1 {
		t.Errorf("date %q, next %q", got.Date, got.AskNext)
	}
	seen := map[string]string{}
	for _, one := range got.Results {
		if _, double := seen[one.ID]; double || one.Because == nil || one.ValidFrom == "" {
			t.Errorf("%+v", one)
		}
		if !slices.Contains([]string{"have", "likely", "possible", "unlikely", "info"}, one.Verdict) {
			t.Errorf("%s has verdict %q", one.ID, one.Verdict)
		}
		seen[one.ID] = one.Verdict
	}
	if seen["verhoogde-tegemoetkoming"] != "likely" {
		t.Errorf("increased reimbursement is %q", seen["verhoogde-tegemoetkoming"])
	}
}

// TestRightsWrongUse: one line that names the code, and exit 2; it repeats no answer that was given well.
func TestRightsWrongUse(t *testing.T) {
	for _, c := range []struct {
		name, stdin string
		args        []string
		says        string
	}{
		{"age", `{"V9":"C","V1":200}`, []string{"check", "-"}, "V1"},
		{"code", `{"V2":"gent"}`, []string{"check", "--json", "-"}, `V2: unknown code "gent"`},
		{"no JSON", `nonsense`, []string{"check", "-"}, "JSON"},
		{"no file", ``, []string{"check", "does-not-exist.json"}, "cannot be read"},
		{"day", `{}`, []string{"check", "--date", "tomorrow", "-"}, "--date"},
		{"no such right", `{}`, []string{"explain", "free-beer", "-"}, `"free-beer"`},
		{"a slip in a right", `{}`, []string{"explain", "verhoogde-tegemoetkomming", "-"}, "did you mean verhoogde-tegemoetkoming?"},
		{"no such question", `{"V15":1}`, []string{"check", "-"}, `no question "V15"; they are V1 to V14`},
		{"no rights there", `{}`, []string{"lint", "."}, "no rights in ."},
		{"no folder", `{}`, []string{"check", "--rules", "does-not-exist", "-"}, "does-not-exist"},
		{"nothing", ``, []string{"check"}, "FILE"},
		{"contradiction", `{"V4":0,"V5":["<3"]}`, []string{"explain", "verhoogde-tegemoetkoming", "-"}, "V5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, failed := typed(c.stdin, append([]string{"rights"}, c.args...)...)
			if code != 2 || out != "" || strings.Count(failed, "\n") != 1 || !strings.Contains(strings.ToUpper(failed), strings.ToUpper(c.says)) {
				t.Errorf("code %d, printed %q, error %q", code, out, failed)
			}
		})
	}
}

// TestRightsReadsAFile and tells a person at a terminal why, and what would change it.
func TestRightsReadsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "household.json")
	if err := os.WriteFile(file, []byte(`{"V2":"elders","V13":["mantelzorger"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, failed := typed("", "rights", "explain", "mantelzorg-kortrijk", "--date", "2026-11-21", file)
	if code != 0 || failed != "" {
		t.Fatalf("code %d, %s", code, failed)
	}
	for _, want := range []string{"Waarschijnlijk niet", "Dit is voor wie in Kortrijk woont.", "V2 = kortrijk", "Bron: "} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	code, out, _ = typed("", "rights", "check", "--date", "2026-11-21", file)
	if code != 0 || !strings.Contains(out, "(verhoogde-tegemoetkoming)") || strings.Contains(out, "(mantelzorg-kortrijk)") {
		t.Errorf("code %d:\n%s", code, out)
	}
}

// Past the shelf life of every figure some conditions are unsure that have no sentence for it: nothing is said of them, not even
// an empty line.
func TestRightsExplainSaysNoEmptyLine(t *testing.T) {
	const household = `{"V1":40,"V2":"kortrijk","V3":"alleen","V4":0,"V6":["loon"],"V7":["geen"],"V8":"nee","V9":"H","V10":"prive","V11":["niets"],"V12":"gas","V13":["niemand"],"V14":["schulden","schoolkosten"]}`
	for _, id := range []string{"sociaal-tarief-energie", "sociaal-tarief-water", "sociaal-internetaanbod", "schoolkosten-kortrijk"} {
		code, out, failed := typed(household, "rights", "explain", id, "--date", "2045-01-01", "-")
		if code != 0 {
			t.Fatal(failed)
		}
		for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
			if strings.TrimSpace(line) == "" {
				t.Errorf("%s:\n%s", id, out)
			}
		}
	}
}

// TestRightsExplainSaysOfAnOldFigureThatItIsOld, and not that an income far above it lies close to it.
func TestRightsExplainSaysOfAnOldFigureThatItIsOld(t *testing.T) {
	const household = `{"V1":40,"V2":"kortrijk","V3":"alleen","V4":0,"V6":["werkloos"],"V7":["geen"],"V9":"H","V10":"prive"}`
	for _, id := range []string{"leefloon", "verhoogde-tegemoetkoming"} {
		code, out, failed := typed(household, "rights", "explain", id, "--date", "2027-06-01", "-")
		if code != 0 {
			t.Fatal(failed)
		}
		if strings.Contains(out, "dicht bij") || !strings.Contains(out, "\n  Een cijfer hiervoor is oud.") || !strings.Contains(out, "te oud om iemand uit te sluiten") {
			t.Errorf("%s:\n%s", id, out)
		}
	}
}

// TestRightsExplainDatesNothingByAFigureThatIsNotUsed: who has increased reimbursement is asked, not worked out.
func TestRightsExplainDatesNothingByAFigureThatIsNotUsed(t *testing.T) {
	code, out, failed := typed(`{"V8":"ja"}`, "rights", "explain", "derdebetaler", "--date", "2027-06-01", "-")
	if code != 0 || strings.Contains(out, "te oud") || strings.Contains(out, "grenzen") || !strings.Contains(out, "Pagina van mei 2023") {
		t.Errorf("code %d, %s\n%s", code, failed, out)
	}
}

// TestRightsExplainBeforeTheFirstDayThatIsKnown: a right may be older than what we know of it.
func TestRightsExplainBeforeTheFirstDayThatIsKnown(t *testing.T) {
	code, out, _ := typed(`{}`, "rights", "explain", "leefloon", "--date", "2020-06-01", "-")
	if code != 0 || strings.Contains(out, "begint") || !strings.Contains(out, "Wat wij weten, geldt vanaf 2024-05-01.") {
		t.Errorf("code %d:\n%s", code, out)
	}
}

// TestRightsLint: the rules in the program have no fault; a folder with one is refused with the file and exit 1.
func TestRightsLint(t *testing.T) {
	if code, out, failed := typed("", "rights", "lint"); code != 0 || !strings.Contains(out, "no fault") {
		t.Errorf("code %d, %s%s", code, out, failed)
	}
	folder := t.TempDir()
	for name, text := range map[string]string{
		"questions.yaml":  "questions: [{id: V2, kind: one, codes: [kortrijk, elders]}]\n",
		"conditions.yaml": "conditions: []\n",
		"wonen/huis.yaml": "id: huis\nwhen: {id: hier, answer: V2, in: [gent]}\n",
	} {
		write(t, folder, name, text)
	}
	code, out, failed := typed("", "rights", "lint", folder)
	if code != 1 || !strings.Contains(out, "wonen/huis.yaml:2: ") || !strings.Contains(failed, "faults") {
		t.Errorf("code %d, %q %q", code, out, failed)
	}
}

// write puts a file into a folder.
func write(t *testing.T, folder, name, text string) {
	t.Helper()
	file := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRightsLintKnowsTheDay: what was looked up only after it is a slip, and what was looked up on it is none.
func TestRightsLintKnowsTheDay(t *testing.T) {
	for day, want := range map[string]int{"2026-11-21": 0, "2026-11-20": 1, "tomorrow": 2} {
		code, out, failed := typed("", "rights", "lint", "--date", day)
		if code != want || (want == 1) != strings.Contains(out, `"checked" is 2026-11-21, which is still to come on 2026-11-20`) {
			t.Errorf("on %s: code %d, %.200s%s", day, code, out, failed)
		}
	}
	folder := t.TempDir()
	write(t, folder, "inkomen/leefloon.yaml", strings.Replace(ours(t, "inkomen/leefloon.yaml"), "checked: 2026", "checked: 2099", 1))
	if code, out, _ := typed("", "rights", "lint", folder); code != 1 || !strings.HasPrefix(out, `rights: inkomen/leefloon.yaml:9: "checked" is 2099-11-21`) || strings.Count(out, "\n") != 1 {
		t.Errorf("code %d:\n%s", code, out)
	}
}

const ourRights = "../../../assets/data/rights"

func ours(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(ourRights, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func verdict(t *testing.T, household, id string, args ...string) string {
	t.Helper()
	code, out, failed := typed(household, append([]string{"rights", "check", "--json"}, append(args, "-")...)...)
	if code != 0 {
		t.Fatal(failed)
	}
	var got struct {
		Results []struct{ ID, Verdict string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	for _, one := range got.Results {
		if one.ID == id {
			return one.Verdict
		}
	}
	return "absent"
}

// The worked households, through the command as anybody can type it.
func TestWorkedCasesThroughTheCommand(t *testing.T) {
	for _, household := range casetest.Load(t) {
		code, out, failed := typed(household.JSON(t), "rights", "check", "--json", "--date", household.Date, "-")
		if code != 0 {
			t.Fatalf("%s: %s", household.Name, failed)
		}
		var got struct {
			Date    string
			Results []struct{ ID, Verdict string }
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil || got.Date != household.Date {
			t.Fatalf("%s: %v, of %s", household.Name, err, got.Date)
		}
		found := 0
		for _, one := range got.Results {
			want, named := household.Expect[one.ID]
			if named {
				found++
			} else {
				want = "unlikely"
			}
			if one.Verdict != want && (named || one.Verdict != "info") {
				t.Errorf("%s: %s is %s, want %s", household.Name, one.ID, one.Verdict, want)
			}
		}
		if found != len(household.Expect) {
			t.Errorf("%s: %d of %d rights are told of", household.Name, found, len(household.Expect))
		}
	}
}

// A changed ceiling is one more line in a file beside the program. It changes the verdict from its date on, and nothing
// before it, in the same program.
func TestAChangedCeilingCountsFromItsDate(t *testing.T) {
	const household = `{"V1":40,"V2":"kortrijk","V3":"alleen","V4":0,"V6":["loon"],"V7":["geen"],"V8":"nee","V9":"G"}`
	folder := t.TempDir()
	const line = `      - {from: 2026-03-01, low: {everyone: 25630.67`
	ceilings := ours(t, "parameters/ceilings.yaml")
	next := `      - {from: 2027-01-01, low: {everyone: 90000, each: 5000}, high: {everyone: 91000, each: 5000}, published: 2026-12-20, checked: 2026-12-21, shelf_until: 2028-12-31, confidence: read, source: "a page"}` + "\n"
	if strings.Count(ceilings, line) != 1 {
		t.Fatal("the ceiling that this test changes has moved")
	}
	write(t, folder, "parameters/ceilings.yaml", strings.Replace(ceilings, line, next+line, 1))
	if code, out, failed := typed("", "rights", "lint", "--date", "2026-12-31", folder); code != 0 {
		t.Fatalf("the new line has a fault: %s%s", out, failed)
	}
	for day, want := range map[string]string{"2026-12-31": "unlikely", "2027-01-01": "likely"} {
		if got := verdict(t, household, "verhoogde-tegemoetkoming", "--date", day, "--rules", folder); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
		if got := verdict(t, household, "verhoogde-tegemoetkoming", "--date", day); got != "unlikely" {
			t.Errorf("without the new line, on %s: %s", day, got)
		}
	}
}

// Whoever knows nothing of the code adds a right by copying one file: lint says line by line what is still of the old one,
// and once that is changed the right is there.
func TestARightIsAddedByCopyingAFile(t *testing.T) {
	_, before, _ := typed("", "rights", "lint")
	var rights int
	if _, err := fmt.Sscanf(before, "%d rights, no fault", &rights); err != nil {
		t.Fatalf("%q: %v", before, err)
	}
	folder := t.TempDir()
	copied := ours(t, "gezondheid-zorg/mantelzorg-kortrijk.yaml")
	write(t, folder, "gezondheid-zorg/burenhulp.yaml", copied)
	code, out, _ := typed("", "rights", "lint", folder)
	if code != 1 || !strings.Contains(out, "gezondheid-zorg/burenhulp.yaml:1: ") || !strings.Contains(out, "order 140") {
		t.Fatalf("code %d, the copy is not told apart:\n%s", code, out)
	}
	copied = strings.Replace(copied, "id: mantelzorg-kortrijk", "id: burenhulp", 1)
	copied = strings.Replace(copied, "order: 140", "order: 9999", 1)
	copied = strings.Replace(copied, "name: \"", "name: \"Burenhulp: ", 4)
	write(t, folder, "gezondheid-zorg/burenhulp.yaml", copied)
	if code, out, _ := typed("", "rights", "lint", folder); code != 0 || out != fmt.Sprintf("%d rights, no fault\n", rights+1) {
		t.Fatalf("code %d:\n%s", code, out)
	}
	if got := verdict(t, `{"V2":"kortrijk","V13":["mantelzorger"]}`, "burenhulp", "--rules", folder); got != "likely" {
		t.Errorf("the new right is %s", got)
	}
}

// TestNextYearsFigureInAFileOfItsOwn: one line, without a copy of all other figures.
func TestNextYearsFigureInAFileOfItsOwn(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "parameters/2027.yaml", `parameters:
  - id: verhoogde-tegemoetkoming
    values:
      - {from: 2027-01-01, low: {everyone: 90000, each: 5000}, high: {everyone: 91000, each: 5000}, published: 2026-12-20, checked: 2026-12-21, shelf_until: 2028-12-31, confidence: read, source: "een pagina"}
`)
	if code, out, failed := typed("", "rights", "lint", "--date", "2026-12-31", folder); code != 0 {
		t.Fatalf("%s%s", out, failed)
	}
	const household = `{"V1":45,"V2":"kortrijk","V3":"koppel","V4":0,"V7":["geen"],"V8":"nee","V9":"G"}`
	for day, want := range map[string]string{"2026-12-31": "unlikely", "2027-01-01": "likely"} {
		if got := verdict(t, household, "verhoogde-tegemoetkoming", "--date", day, "--rules", folder); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

// TestNextYearsAmountInAFileOfItsOwn: what a worker must look at names the amounts of the day, and lint wants the new ones whole.
func TestNextYearsAmountInAFileOfItsOwn(t *testing.T) {
	folder := t.TempDir()
	const line = `parameters:
  - id: pro-deo-grenzen
    values:
      - {from: 2027-09-01, amounts: {alone-free: 1700, alone-partly: 2000.50, household-free: 2010, household-partly: 2300}, published: 2026-11-20, checked: 2026-11-21, shelf_until: 2028-08-31, confidence: read, source: "een pagina"}
`
	write(t, folder, "parameters/2027.yaml", line)
	if code, out, failed := typed("", "rights", "lint", folder); code != 0 {
		t.Fatalf("%s%s", out, failed)
	}
	for day, want := range map[string]string{
		"2027-08-31": "Vanaf september 2025, netto per maand: alleen 1.612 en 1.920 euro, gezin 1.920 en 2.226 euro.",
		"2027-09-01": "Vanaf september 2027, netto per maand: alleen 1.700 en 2.000,50 euro, gezin 2.010 en 2.300 euro.",
	} {
		if code, out, failed := typed("{}", "rights", "explain", "pro-deo", "--date", day, "--rules", folder, "-"); code != 0 || !strings.Contains(out, want) {
			t.Errorf("on %s: code %d, no %q in:\n%s%s", day, code, want, out, failed)
		}
	}
	write(t, folder, "parameters/2027.yaml", strings.Replace(line, "alone-free: 1700, ", "", 1))
	want := "parameters/2027.yaml:4: the figure of pro-deo-grenzen from 2027-09-01: it must have the amounts that the one from 2023-09-01 has: "
	if code, out, _ := typed("", "rights", "lint", folder); code != 1 || !strings.Contains(out, want) || strings.Count(out, "\n") != 1 {
		t.Errorf("code %d:\n%s", code, out)
	}
}

// TestAFigureWithAFaultDecidesNothing, and the check says that there is one.
func TestAFigureWithAFaultDecidesNothing(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "parameters/own.yaml", `parameters:
  - id: verhoogde-tegemoetkoming
    values: [{from: 2026-10-01, low: {everyone: 1000, each: 0}, high: {everyone: 1000, each: 0}, published: 2026-10-01, checked: 2026-10-01, shelf_until: 2028-12-31, confidence: read}]
`)
	code, out, _ := typed("", "rights", "lint", folder)
	if want := `parameters/own.yaml:3: the figure of verhoogde-tegemoetkoming from 2026-10-01: it has no "source"`; code != 1 || !strings.Contains(out, want) || strings.Count(out, "\n") != 1 {
		t.Errorf("code %d:\n%s", code, out)
	}
	code, out, failed := typed(`{"V2":"kortrijk","V3":"alleen","V4":0,"V7":["geen"],"V8":"nee","V9":"H"}`, "rights", "check", "--json", "--rules", folder, "-")
	if code != 0 || strings.Count(failed, "\n") != 1 || !strings.Contains(failed, "1 fault in the files") {
		t.Errorf("code %d, said %q", code, failed)
	}
	if !strings.Contains(out, `{"id":"verhoogde-tegemoetkoming","verdict":"possible"`) {
		t.Errorf("the right is not asked about: %s", out)
	}
}

// TestAnErrorRepeatsNothingPersonal that was put in the place of a code.
func TestAnErrorRepeatsNothingPersonal(t *testing.T) {
	for _, typedIn := range []string{`{"V2":"91.03.12-123.45"}`, `{"V2":"Jan Peeters, Veemarkt 3"}`, `{"V6":["0475 12 34 56"]}`, `{"V6":["0475123456"]}`, `{"jan@peeters.be":1}`} {
		if code, _, failed := typed(typedIn, "rights", "check", "-"); code != 2 || strings.ContainsAny(failed, "@") || strings.Contains(failed, "Peeters") || strings.Contains(failed, "91.03") || strings.Contains(failed, "0475") {
			t.Errorf("%s: %s", typedIn, failed)
		}
	}
}

// TestStoppingWhileItWaits: who is asked for a household that never comes can be stopped.
func TestStoppingWhileItWaits(t *testing.T) {
	in, open, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer open.Close() // as long as it is open, the household can still come
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var complained bytes.Buffer
	code := command.Main(command.Context{Ctx: ctx, In: in, Out: &bytes.Buffer{}, Err: &complained}, []string{"rights", "check", "-"})
	if code != 1 || !strings.Contains(complained.String(), "stopped") {
		t.Errorf("code %d, %q", code, complained.String())
	}
}

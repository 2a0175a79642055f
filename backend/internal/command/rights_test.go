package command_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/internal/command"
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
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out, failed := typed("", "rights", "lint", folder)
	if code != 1 || !strings.Contains(out, "wonen/huis.yaml:2: ") || !strings.Contains(failed, "faults") {
		t.Errorf("code %d, %q %q", code, out, failed)
	}
}

// Package casetest reads the households that were worked out by hand, for the tests of every way through the rights check: the
// engine, the guide, the kiosk's glass, the phone's page. Only tests import it.
package casetest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// Household is one worked case. A right that Expect does not name is unlikely, or only told of.
type Household struct {
	Name    string `json:"-"`
	Date    string // of the check, YYYY-MM-DD
	Answers map[string]json.RawMessage
	Expect  map[string]string // verdict by right, as the command writes it
}

// Load reads the cases that lie beside the checkout, and skips the test where there are none: they are not part of it.
func Load(t testing.TB) []Household {
	t.Helper()
	root, err := os.Getwd()
	for ; err == nil; root = filepath.Dir(root) {
		if _, missing := os.Stat(filepath.Join(root, "go.mod")); missing == nil {
			break
		}
		if root == filepath.Dir(root) {
			t.Fatal("casetest: the test runs outside the module")
		}
	}
	files, err := filepath.Glob(filepath.Join(root, "..", "shared", "domain", "cases", "*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("the worked cases are not here")
	}
	var all []Household
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		one := Household{Name: filepath.Base(file)}
		if err := json.Unmarshal(text, &one); err != nil {
			t.Fatalf("%s: %v", one.Name, err)
		}
		all = append(all, one)
	}
	return all
}

// JSON is what the household answered, as the command reads it.
func (h Household) JSON(t testing.TB) string {
	t.Helper()
	text, err := json.Marshal(h.Answers)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Answer is the answer to a question as a screen gives it: codes, or a number in digits; nothing when it was skipped.
func (h Household) Answer(question string) []string {
	var list []string
	var text string
	var number int
	raw := h.Answers[question]
	switch {
	case json.Unmarshal(raw, &list) == nil:
		return list
	case json.Unmarshal(raw, &text) == nil:
		return []string{text}
	case json.Unmarshal(raw, &number) == nil:
		return []string{strconv.Itoa(number)}
	}
	return nil
}

package journey_test

import (
	"io/fs"
	"testing"

	"wijkloket/assets"
	"wijkloket/backend/journey"
	"wijkloket/i18n"
)

// TestEmergencyLines: every line has its number, its drawing and its words in every language.
func TestEmergencyLines(t *testing.T) {
	text, err := fs.ReadFile(assets.Files, "data/emergency.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lines, err := journey.ReadEmergency(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages {
		words, err := i18n.Area("journey", lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			for _, key := range []string{"emergency." + line.ID, "emergency." + line.ID + ".hint"} {
				if _, ok := words[key]; !ok {
					t.Errorf("%s: no text %q", lang, key)
				}
			}
			if _, err := fs.Stat(assets.Files, "icons/"+line.Icon+".svg"); err != nil {
				t.Error(err)
			}
		}
	}
	if got := lines[0].In("ar"); got != "112" {
		t.Errorf("the first line calls %q, want 112", got)
	}
	if got := lines[2].In("fr"); got == lines[2].In("nl") {
		t.Errorf("a French reader is sent to %q, a line that speaks Dutch", got)
	}
}

func TestReadEmergencyRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "no lines": "lines: []", "no number": "lines: [{id: a, icon: call}]", "not yaml": "lines: [",
	} {
		if lines, err := journey.ReadEmergency([]byte(text)); err == nil {
			t.Errorf("%s: read %v", name, lines)
		}
	}
}

package directory_test

import (
	"io/fs"
	"testing"

	"wijkloket/assets"
	"wijkloket/backend/directory"
)

// files are the data that the product embeds.
func files(tb testing.TB) fs.FS {
	tb.Helper()
	fsys, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		tb.Fatal(err)
	}
	return fsys
}

func load(tb testing.TB) *directory.Directory {
	tb.Helper()
	d, err := directory.Load(files(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// TestContractIDs holds the names that the contract fixes (architecture.md, commands).
func TestContractIDs(t *testing.T) {
	d := load(t)
	for _, id := range []directory.TeamID{"bissegem", "centrum", "heule", "marke", "noord", "zuid", "zuidelijke-rand"} {
		if team, ok := d.Team(id); !ok || team.Kind != directory.KindWijkteam {
			t.Errorf("no wijkteam %q", id)
		}
		if len(d.CentresOf(id)) == 0 {
			t.Errorf("wijkteam %q has no centre", id)
		}
	}
	for _, id := range []directory.CentreID{
		"de-zonnewijzer", "v-tex", "venning", "de-bildings", "de-lange-munte", "de-conde", "overleie", "de-vlaskapelle",
		"de-zevenkamer", "marke", "bellegem", "aalbeke",
	} {
		if _, ok := d.Centre(id); !ok {
			t.Errorf("no centre %q", id)
		}
	}
	if n := len(d.Wijkteams()); n != 7 {
		t.Errorf("%d wijkteams, want 7", n)
	}
	if n := len(d.Centres()); n != 12 {
		t.Errorf("%d centres, want 12", n)
	}
	for _, id := range []directory.TeamID{"jeugd", "thuisloosheid", "activering", "administratie", "energie", "brugfiguren", "kenniscel"} {
		if team, ok := d.Team(id); !ok || team.Kind == directory.KindWijkteam {
			t.Errorf("no central team %q", id)
		}
	}
}

// TestNothingInvented: what the city has not confirmed is empty, and whoever asks for a phone gets the helpline.
func TestNothingInvented(t *testing.T) {
	d := load(t)
	for _, c := range d.Centres() {
		if c.Hours.Known() && !c.Hours.Confirmed {
			t.Errorf("%s has opening hours that nobody confirmed", c.ID)
		}
		if c.Phone.Value != "" && !c.Phone.Confirmed || c.Email.Value != "" && !c.Email.Confirmed {
			t.Errorf("%s has a phone or e-mail that nobody confirmed", c.ID)
		}
		if !c.Hours.Confirmed && c.Hours.Note == "" || !c.Phone.Confirmed && c.Phone.Note == "" {
			t.Errorf("%s does not say that the city must confirm", c.ID)
		}
	}
	for _, team := range d.Teams() {
		if d.PhoneOf(team.ID) == "" {
			t.Errorf("no phone for %s", team.ID)
		}
	}
	if got := d.PhoneOf("noord"); got != "1777" {
		t.Errorf("PhoneOf(noord) = %q", got)
	}
}

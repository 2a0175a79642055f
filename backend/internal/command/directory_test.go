package command_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/internal/command"
)

// runner is a command as kong runs it.
type runner interface {
	Run(c *command.Context) error
}

// output runs a command and returns what it prints.
func output(t *testing.T, r runner) (string, error) {
	t.Helper()
	var out, failed bytes.Buffer
	err := r.Run(&command.Context{Ctx: context.Background(), In: strings.NewReader(""), Out: &out, Err: &failed})
	return out.String(), err
}

// TestDirectoryTeamJSON holds the contract's three forms to the letter.
func TestDirectoryTeamJSON(t *testing.T) {
	for _, c := range []struct {
		name string
		team command.DirectoryTeam
		want string
	}{
		{"exact", command.DirectoryTeam{Street: "Overleiestraat", Number: "45", Postcode: "8500"},
			`{"team":"noord","reason":"Overleiestraat hoort bij Wijkteam Noord.","centres":["overleie"],"exact":true}`},
		{"inferred", command.DirectoryTeam{Street: "Doorniksewijk", Number: "120", Postcode: "8500"},
			`{"team":"zuid","reason":"Waarschijnlijk Wijkteam Zuid. Voor Doorniksewijk is dat nog niet zeker. Bel 1777 om zeker te zijn.","centres":["de-bildings","de-lange-munte","de-conde"],"exact":false}`},
		{"outside", command.DirectoryTeam{Street: "Kerkstraat", Number: "1", Postcode: "8520"},
			`{"team":"","elsewhere":"Kuurne","advice":"Dit adres ligt niet in Kortrijk, maar in Kuurne. De wijkteams van Kortrijk helpen inwoners van Kortrijk. Voor sociale hulp kun je terecht bij het Sociaal Huis van Kuurne. Weet je het niet zeker? Bel 1777 of vraag het aan de balie."}`},
		{"nobody knows", command.DirectoryTeam{Street: "Menensteenweg", Number: "1", Postcode: "8500"},
			`{"team":"","reason":"We vinden deze straat niet in onze lijst.","advice":"Bel 1777 of vraag het aan de balie. Een medewerker zoekt het met je uit."}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.team.JSON, c.team.DataDir = true, t.TempDir()
			got, err := output(t, &c.team)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want+"\n", got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDirectoryTeamText(t *testing.T) {
	for name, c := range map[string]struct {
		team command.DirectoryTeam
		want []string
	}{
		"team":     {command.DirectoryTeam{Street: "Peperstraat", Number: "141", Postcode: "8501"}, []string{"Wijkteam Heule", "Waarom: Peperstraat", "De Zevenkamer, Peperstraat 141, 8501 Heule", "openingsuren nog te bevestigen", "Bellen: 1777"}},
		"typo":     {command.DirectoryTeam{Street: "Menensteenweg", Postcode: "8500"}, []string{"1777", "Bedoel je: Meensesteenweg (8500 Kortrijk)"}},
		"outside":  {command.DirectoryTeam{Place: "Mouscron"}, []string{"Moeskroen", "1777"}},
		"postcode": {command.DirectoryTeam{Postcode: "8511"}, []string{"Wijkteam Zuidelijke Rand", "Bellegem", "Aalbeke"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.team.DataDir = t.TempDir()
			got, err := output(t, &c.team)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q is not in:\n%s", want, got)
				}
			}
			if strings.Contains(got, "⟦") {
				t.Errorf("a text is missing:\n%s", got)
			}
		})
	}
}

func TestDirectoryTeamNeedsAnAddress(t *testing.T) {
	_, err := output(t, &command.DirectoryTeam{Number: "4"})
	var usage *command.UsageError
	if !errors.As(err, &usage) {
		t.Errorf("got %v, want wrong use", err)
	}
}

const registerHeader = "straatnaam,huisnummer,postcode,gemeentenaam,status,lat,lon\n"

// TestDirectoryImport goes the whole way: a dry run stores nothing, a loss is refused, force stores, and the next answer
// uses it.
func TestDirectoryImport(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "register.csv")
	text := registerHeader +
		"Overleiestraat,45,8500,Kortrijk,current,50.834,3.264\n" +
		"Splinternieuwe Straat,1,8511,Kortrijk,current,50.7796,3.2289\n" +
		"Splinternieuwe Straat,zonder,8511,Kortrijk,current,,\n" +
		"Kerkstraat,1,8520,Kuurne,current,,\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "directory")
	steps := []struct {
		name   string
		run    command.DirectoryImport
		failed string
		prints []string
		stored bool
	}{
		{"dry run of a loss", command.DirectoryImport{DryRun: true}, "--force", []string{"4 rijen gelezen", "2 gebouwen bewaard", "1 in een andere gemeente", "rij 4, kolom huisnummer: dit is geen huisnummer", "Niet in het bestand"}, false},
		{"a loss", command.DirectoryImport{}, "--force", []string{"Niet in het bestand"}, false},
		{"a forced dry run", command.DirectoryImport{DryRun: true, Force: true}, "", []string{"2 nieuw, 0 gewijzigd, 0 weg", "Proef: er is niets bewaard."}, false},
		{"forced", command.DirectoryImport{Force: true}, "", []string{"2 nieuw, 0 gewijzigd, 0 weg", "Bewaard in"}, true},
		{"again", command.DirectoryImport{}, "", []string{"0 nieuw, 0 gewijzigd, 0 weg", "Bewaard in"}, true},
	}
	for _, step := range steps {
		step.run.File, step.run.DataDir = file, dir
		got, err := output(t, &step.run)
		if (err != nil) != (step.failed != "") || err != nil && !strings.Contains(err.Error(), step.failed) {
			t.Fatalf("%s: %v, want %q", step.name, err, step.failed)
		}
		for _, want := range step.prints {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in:\n%s", step.name, want, got)
			}
		}
		if _, err := os.Stat(folder); (err == nil) != step.stored {
			t.Errorf("%s: stored is %v", step.name, err == nil)
		}
	}
	got, err := output(t, &command.DirectoryTeam{Street: "Splinternieuwe Straat", Number: "1", Postcode: "8511", DataDir: dir, JSON: true})
	if err != nil || !strings.Contains(got, `"team":"zuidelijke-rand"`) {
		t.Errorf("after the import: %s %v", got, err)
	}
}

// TestDirectoryImportZip: BOSA packs one CSV in a zip; more than one file is no such zip.
func TestDirectoryImportZip(t *testing.T) {
	for files, fails := range map[int]bool{1: false, 2: true} {
		file := filepath.Join(t.TempDir(), "openaddress.zip")
		var packed bytes.Buffer
		archive := zip.NewWriter(&packed)
		for i := range files {
			w, err := archive.Create(string(rune('a'+i)) + ".csv")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(registerHeader + "Overleiestraat,45,8500,Kortrijk,current,50.834,3.264\n")); err != nil {
				t.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, packed.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := output(t, &command.DirectoryImport{File: file, DataDir: t.TempDir(), DryRun: true, Force: true})
		if (err != nil) != fails || !fails && !strings.Contains(got, "1 gebouwen bewaard") {
			t.Errorf("%d files: %v\n%s", files, err, got)
		}
	}
}

// TestDirectoryImportRefuses: one line that says what to do.
func TestDirectoryImportRefuses(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"empty.csv": "", "picture.png": "\x89PNG\x00\x00", "words.txt": "hallo\n", "broken.zip": "PK\x03\x04", "half.json": "{"} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := output(t, &command.DirectoryImport{File: file, DataDir: dir})
		if err == nil || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "⟦") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := output(t, &command.DirectoryImport{File: filepath.Join(dir, "none.csv"), DataDir: dir}); err == nil {
		t.Error("a file that is not there is imported")
	}
}

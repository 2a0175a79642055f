package register_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/assets"
	"wijkloket/backend/directory"
	"wijkloket/backend/directory/register"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func base(tb testing.TB) fs.FS {
	tb.Helper()
	fsys, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		tb.Fatal(err)
	}
	return fsys
}

// settings are those of an import over the embedded data, with what lies over it.
func settings(tb testing.TB, overlay fs.FS) register.Settings {
	tb.Helper()
	current, err := directory.LoadOverlay(base(tb), overlay)
	if err != nil {
		tb.Fatal(err)
	}
	previous, err := directory.ReadExtract(overlay)
	if err != nil {
		tb.Fatal(err)
	}
	columns, err := register.LoadColumns(base(tb))
	if err != nil {
		tb.Fatal(err)
	}
	return register.Settings{Current: current, Previous: previous, Columns: columns, Now: now}
}

// run imports a text.
func run(tb testing.TB, text string, set register.Settings) (*register.Result, error) {
	tb.Helper()
	return register.Import(register.Input{Name: "test", Reader: strings.NewReader(text)}, set)
}

// overlay is what an import leaves, as the directory reads it.
func overlay(files ...map[string][]byte) fstest.MapFS {
	out := fstest.MapFS{}
	for _, set := range files {
		for name, text := range set {
			out[name] = &fstest.MapFile{Data: text}
		}
	}
	return out
}

const (
	bestOld = "EPSG:31370_x,EPSG:31370_y,EPSG:4326_lat,EPSG:4326_lon,address_id,box_number,house_number,municipality_id," +
		"municipality_name_de,municipality_name_fr,municipality_name_nl,postcode,postname_fr,postname_nl,street_id," +
		"streetname_de,streetname_fr,streetname_nl,region_code,status\n"
	flemish = "id;straatnm;huisnr;busnr;postcode;gemeenteid;gemeentenm;status;x;y\n"
)

// bestRow is one row of BeST, with the columns that count.
func bestRow(x, y, lat, lon, box, number, nis, postcode, street, status string) string {
	return strings.Join([]string{x, y, lat, lon, "1", box, number, nis, "", "", "Kortrijk", postcode, "", "Kortrijk", "7", "", "", street, "BE-VLG", status}, ",") + "\n"
}

// wholeCity is a BeST file with every street that the directory knows, so that nothing is lost, and more rows.
func wholeCity(tb testing.TB, set register.Settings, more ...string) string {
	tb.Helper()
	var text strings.Builder
	text.WriteString(bestOld)
	for _, s := range set.Current.Streets() {
		text.WriteString(bestRow("0", "0", "0.00000", "000000", "", "1", "34022", s.Postcode, s.Name, "current"))
	}
	for _, row := range more {
		text.WriteString(row)
	}
	return text.String()
}

func TestBeST(t *testing.T) {
	set := settings(t, nil)
	known := len(set.Current.Streets())
	result, err := run(t, wholeCity(t, set,
		bestRow("72190.14", "169208.47", "50.8281", "3.2643", "", "2", "34022", "8500", "Grote Markt", "current"),
		bestRow("72190.14", "169208.47", "3.2643", "50.8281", "", "4", "34022", "8500", "Grote Markt", "current"),     // swapped
		bestRow("72190.1416", "169208.4672", "", "", "", "6", "34022", "8500", "Grote Markt", "current"),              // Lambert 72 alone
		bestRow("72190.14", "169208.47", "50.8281", "3.2643", "0101", "6", "34022", "8500", "Grote Markt", "current"), // a box
		bestRow("0", "0", "48.85", "2.35", "", "8", "34022", "8500", "Grote Markt", "current"),                        // Paris
		bestRow("0", "0", "", "", "", "1", "34022", "8500", "Nieuwe Straat", "current"),                               // not known before
		bestRow("0", "0", "", "", "", "1", "34023", "8520", "Kuurnestraat", "current"),                                // Kuurne
		bestRow("0", "0", "", "", "", "10", "34022", "8500", "Grote Markt", "retired"),
		bestRow("0", "0", "", "", "", "", "34022", "8500", "Grote Markt", "current"),      // no number
		bestRow("0", "0", "", "", "", "1", "34022", "8520", "Grote Markt", "current"),     // not our postcode
		bestRow("0", "0", "", "", "", "1", "34022", "8500", "", "current"),                // no street
		bestRow("0", "0", "north", "east", "", "12", "34022", "8500", "Plein", "current"), // no coordinate
		"only,three,cells\n",
		`"unclosed,`+bestRow("0", "0", "", "", "", "1", "34022", "8500", "Plein", "current"),
		"\xff\xfe"+bestRow("0", "0", "", "", "", "1", "34022", "8500", "Plein", "current"),
	), set)
	if err != nil {
		t.Fatal(err)
	}
	r := result.Report
	// Munkendoornstraat and Doornikserijksweg stand in two deelgemeenten of 8510; a register without additions has them once.
	if want := known - 2 + 6; r.Kept != want || r.New != want || r.Changed != 0 || r.Dropped != 0 {
		t.Errorf("kept %d new %d changed %d dropped %d, want %d new", r.Kept, r.New, r.Changed, r.Dropped, want)
	}
	if r.Read != known+15 || r.Streets != known-2+1 || r.Placed != 3 || r.Swapped != 1 || len(r.Lost) != 0 {
		t.Errorf("read %d streets %d placed %d swapped %d lost %v", r.Read, r.Streets, r.Placed, r.Swapped, r.Lost)
	}
	if diff := cmp.Diff(map[string]int{"other_municipality": 1, "not_current": 1, "same_building": 3}, r.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	line := known + 1
	if diff := cmp.Diff([]register.RowError{
		{Line: line + 5, Column: "EPSG:4326_lat", Reason: "outside"}, {Line: line + 9, Column: "house_number", Reason: "number"},
		{Line: line + 10, Column: "postcode", Reason: "postcode"}, {Line: line + 11, Column: "streetname_nl", Reason: "street"},
		{Line: line + 12, Column: "EPSG:4326_lat", Reason: "coordinate"}, {Line: line + 13, Reason: "cells"},
		{Line: line + 14, Reason: "quotes"}, {Line: line + 15, Reason: "encoding"},
	}, r.Rows); diff != "" {
		t.Errorf("row errors (-want +got):\n%s", diff)
	}
}

// TestEditions: the columns of 2026-10, other orders, semicolons, linked-data values and decimal commas read the same.
func TestEditions(t *testing.T) {
	set := settings(t, nil)
	set.Force = true
	for name, text := range map[string]string{
		"BeST, Lambert 72":        bestOld + bestRow("72190.1416", "169208.4672", "", "", "", "45", "34022", "8500", "Overleiestraat", "current"),
		"BeST of 2026-10":         strings.ReplaceAll(bestOld, "31370", "3812") + bestRow("572188.70", "669205.50", "", "", "", "45", "34022", "8500", "Overleiestraat", "current"),
		"2026-10 heading, old x":  strings.ReplaceAll(bestOld, "31370", "3812") + bestRow("72190.1416", "169208.4672", "", "", "", "45", "34022", "8500", "Overleiestraat", "current"),
		"degrees first":           bestOld + bestRow("0", "0", "50.8281", "3.2643", "", "45", "34022", "8500", "Overleiestraat", "current"),
		"byte-order mark, CRLF":   "\ufeff" + strings.ReplaceAll(bestOld+bestRow("0", "0", "50.8281", "3.2643", "", "45", "34022", "8500", "Overleiestraat", "current"), "\n", "\r\n"),
		"Flemish, semicolons":     flemish + "9;Overleiestraat;45;;8500;34022;Kortrijk;inGebruik;72190,1416;169208,4672\n",
		"Flemish, linked data":    "straatnaam;huisnummer;postcode;gemeenteId;adresStatus;lat;lon\nOverleiestraat;45;https://data.vlaanderen.be/id/postinfo/8500;https://data.vlaanderen.be/id/gemeente/34022;https://data.vlaanderen.be/id/status/inGebruik;50.8281;3.2643\n",
		"by name of municipality": "straatnaam,huisnummer,postcode,gemeentenaam,lat,lon\nOverleiestraat,45,8500,Kortrijk,50.8281,3.2643\n",
		"quoted":                  "straatnaam,huisnummer,postcode,gemeentenaam,lat,lon\n\"Overleiestraat\",\"45\",\"8500\",\"Kortrijk\",\"50.8281\",\"3.2643\"\n",
		"homonym in the name":     "straatnaam,huisnummer,postcode,gemeentenaam,lat,lon\nOverleiestraat(Kor),45,8500,Kortrijk,50.8281,3.2643\n",
	} {
		t.Run(name, func(t *testing.T) {
			result, err := run(t, text, set)
			if err != nil {
				t.Fatal(err)
			}
			if result.Kept != 1 || result.Placed != 1 || result.RowError != 0 {
				t.Fatalf("got %+v", result.Report)
			}
			got, err := directory.ReadExtract(overlay(result.Files))
			if err != nil {
				t.Fatal(err)
			}
			a := got.Addresses[0]
			if s := got.Streets[a.Street]; s.Name != "Overleiestraat" || s.Postcode != "8500" || a.Number != "45" {
				t.Errorf("got %+v %+v", s, a)
			}
			if lat, lon := a.Point.Lat-50.8281, a.Point.Lon-3.2643; lat*lat+lon*lon > 1e-8 {
				t.Errorf("placed at %+v", a.Point)
			}
		})
	}
}

// TestRefuses: a malformed, oversize, wrong or binary file is one clear refusal and leaves nothing.
func TestRefuses(t *testing.T) {
	set := settings(t, nil)
	ours := bestRow("0", "0", "50.8281", "3.2643", "", "45", "34022", "8500", "Overleiestraat", "current")
	for name, c := range map[string]struct{ text, key string }{
		"nothing":               {"", "empty"},
		"spaces":                {" \n\n", "empty"},
		"binary":                {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"},
		"binary later on":       {bestOld + ours + "\x00\x01\x02\n", "binary"},
		"one word":              {"hello", "no_header"},
		"no known columns":      {"a,b,c\n1,2,3\n", "no_column"},
		"no municipality":       {"straatnaam,huisnummer,postcode\nx,1,8500\n", "no_column"},
		"other municipality":    {bestOld + strings.ReplaceAll(ours, "34022", "34023"), "no_addresses"},
		"header alone":          {bestOld, "no_addresses"},
		"a line without an end": {bestOld + strings.Repeat("x", register.MaxLine+10), "long_line"},
		"loses streets":         {bestOld + ours, "loss"},
		"damaged dBase":         {"\x03\x7e\x0b\x15\x10\x00\x00\x00\x61\x00\x20\x00" + strings.Repeat("\x00", 60), "damaged"},
		"JSON, not GeoJSON":     {`{"hello": 1}`, "not_geojson"},
		"half a GeoJSON":        {`{"type":"FeatureCollection","features":[`, "not_geojson"},
		"no areas":              {`{"type":"FeatureCollection","features":[]}`, "no_areas"},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := run(t, c.text, set)
			var refusal *register.Refusal
			if !errors.As(err, &refusal) || refusal.Reason.Key != "directory.import.refused."+c.key {
				t.Fatalf("got %v, want %s", err, c.key)
			}
			if result != nil && result.Files != nil {
				t.Error("a refused import has files")
			}
		})
	}
}

// TestLoss: 5 % of the streets may go, more only when forced.
func TestLoss(t *testing.T) {
	set := settings(t, nil)
	text := wholeCity(t, set)
	lines := strings.SplitAfter(text, "\n")
	few, many := strings.Join(lines[:len(lines)-11], ""), strings.Join(lines[:len(lines)-61], "")
	if result, err := run(t, few, set); err != nil || len(result.Lost) == 0 {
		t.Errorf("a few lost streets: %v", err)
	}
	result, err := run(t, many, set)
	var refusal *register.Refusal
	if !errors.As(err, &refusal) || len(result.Lost) < 25 {
		t.Errorf("many lost streets: %v", err)
	}
	set.Force = true
	if result, err = run(t, many, set); err != nil || len(result.Files) == 0 {
		t.Errorf("forced: %v", err)
	}
}

// TestSecondImport: counts against the last import; the same file in another order changes nothing.
func TestSecondImport(t *testing.T) {
	set := settings(t, nil)
	row := func(number, lat string) string {
		return bestRow("0", "0", lat, "3.2643", "", number, "34022", "8500", "Grote Markt", "current")
	}
	text := wholeCity(t, set, row("2", "50.8281"), row("4", "50.8281"), row("6", "50.8281"))
	first, err := run(t, text, set)
	if err != nil {
		t.Fatal(err)
	}
	over := overlay(first.Files)
	second, err := run(t, reversed(text), settings(t, over))
	if err != nil {
		t.Fatal(err)
	}
	if second.New+second.Changed+second.Dropped != 0 {
		t.Errorf("the same file changes: %+v", second.Report)
	}
	if diff := cmp.Diff(first.Files, second.Files); diff != "" {
		t.Errorf("another order gives other files:\n%.300s", diff)
	}
	text = wholeCity(t, set, row("2", "50.8281"), row("4", "50.8291"), row("8", "50.8281"))
	third, err := run(t, text, settings(t, over))
	if err != nil {
		t.Fatal(err)
	}
	if third.New != 1 || third.Changed != 1 || third.Dropped != 1 {
		t.Errorf("new %d changed %d dropped %d, want 1 each", third.New, third.Changed, third.Dropped)
	}
}

// reversed is a CSV with its rows the other way round.
func reversed(text string) string {
	lines := strings.SplitAfter(text, "\n")
	out := lines[0]
	for i := len(lines) - 1; i > 0; i-- {
		out += lines[i]
	}
	return out
}

// TestForget: what our files say of streets that the register lacks is left out and noted, not fatal.
func TestForget(t *testing.T) {
	set := settings(t, nil)
	var kept []string
	for _, line := range strings.SplitAfter(wholeCity(t, set), "\n") {
		if !strings.Contains(line, "Moorseelsestraat") && !strings.Contains(line, "Condédreef") {
			kept = append(kept, line)
		}
	}
	result, err := run(t, strings.Join(kept, ""), set)
	if err != nil {
		t.Fatal(err)
	}
	d, err := directory.LoadOverlay(base(t), overlay(result.Files))
	if err != nil {
		t.Fatal(err)
	}
	notes := map[string]int{}
	for _, note := range d.Notes() {
		notes[note.Kind]++
	}
	if diff := cmp.Diff(map[string]int{"street": 2, "range": 2, "name": 1}, notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if d.Register().Streets != result.Streets || len(d.Streets()) < result.Streets || d.Register().Imported != "2026-11-21T12:00:00Z" {
		t.Errorf("register %+v, %d streets", d.Register(), len(d.Streets()))
	}
}

// TestOtherSpelling: a street that the register spells or names otherwise keeps its team, its ranges and our name for it.
func TestOtherSpelling(t *testing.T) {
	set := settings(t, nil)
	text := strings.NewReplacer(
		"Moorseelsestraat", "Moorseelse Straat", // joined or split
		"Sint-Jansplein", "St.-Jansplein", // abbreviated
		"Hendrik Dewildestraat", "Henri Dewildestraat", // another name of names.yaml
	).Replace(wholeCity(t, set))
	result, err := run(t, text, set)
	if err != nil {
		t.Fatal(err)
	}
	d, err := directory.LoadOverlay(base(t), overlay(result.Files))
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Lost)+len(d.Notes()) != 0 {
		t.Errorf("lost %v, left out %v", result.Lost, d.Notes())
	}
	for _, c := range []struct {
		street, number, postcode string
		team                     directory.TeamID
	}{
		{"Moorseelsestraat", "141", "8500", "noord"}, {"Sint-Jansplein", "1", "8500", "centrum"},
		{"Henri Dewildestraat", "8", "8501", "bissegem"}, {"Hendrik Dewildestraat", "8", "8501", "bissegem"}, {"H. Dewildestraat", "8", "8501", "bissegem"},
	} {
		if got := d.Locate(directory.Address{Street: c.street, Number: c.number, Postcode: c.postcode}); got.Team != c.team {
			t.Errorf("%s: got %v, want %s", c.street, got, c.team)
		}
	}
}

// TestWrite: files are whole, an old import's parts go, and a damaged overlay is refused with its file's name.
func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "directory")
	set := settings(t, nil)
	one, err := run(t, wholeCity(t, set), set)
	if err != nil {
		t.Fatal(err)
	}
	two, err := run(t, wholeCity(t, set, bestRow("0", "0", "", "", "", "9", "34022", "8500", "Plein", "current")), set)
	if err != nil {
		t.Fatal(err)
	}
	for _, result := range []*register.Result{one, two, two} {
		if err := register.Write(dir, result.Files); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 3 {
			t.Fatalf("%d files, want 3 (%v)", len(entries), err)
		}
		if _, err := directory.LoadOverlay(base(t), os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, directory.RegisterIndex), []byte(`{"streets_file":"../x"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	var fault *directory.DataError
	if _, err := directory.LoadOverlay(base(t), os.DirFS(dir)); !errors.As(err, &fault) {
		t.Errorf("a damaged overlay gives %v", err)
	}
}

// failing is a file that breaks off.
type failing struct{ io.Reader }

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = errors.New("the disk is gone")
	}
	return n, err
}

func TestReadFails(t *testing.T) {
	_, err := register.Import(register.Input{Reader: failing{strings.NewReader(strings.Repeat(bestOld, 2000))}}, settings(t, nil))
	if err == nil {
		t.Error("a read that fails is no error")
	}
}

func TestReportIsJSON(t *testing.T) {
	if _, err := json.Marshal(register.Report{Skipped: map[string]int{"x": 1}}); err != nil {
		t.Error(err)
	}
}

package register_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"wijkloket/backend/directory"
	"wijkloket/backend/directory/geo"
	"wijkloket/backend/directory/register"
)

// square is a GeoJSON feature around a point, in longitude and latitude.
func square(code, name, extra string, south, west, north, east float64) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"code":%q,"naam":%q%s},"geometry":{"type":"Polygon","coordinates":[[[%[5]v,%[4]v],[%[7]v,%[4]v],[%[7]v,%[6]v],[%[5]v,%[6]v],[%[5]v,%[4]v]]]}}`,
		code, name, extra, south, west, north, east)
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// TestOutlines: areas by code or name, other municipalities skipped, wrong features reported one by one.
func TestOutlines(t *testing.T) {
	set := settings(t, nil)
	result, err := run(t, collection(
		square("34022W09", "Kortrijk Noord (Kortrijk)", "", 50.83, 3.25, 50.85, 3.28),
		square("", "Kortrijk Centrum", "", 50.82, 3.25, 50.83, 3.28),
		square("34023W01", "Kuurne (Kuurne)", "", 50.85, 3.27, 50.86, 3.29),
		square("34022W99", "Atlantis (Kortrijk)", "", 50.83, 3.25, 50.85, 3.28),
		square("34022W09", "Kortrijk Noord (Kortrijk)", "", 50.83, 3.25, 50.85, 3.28),
		square("34022W13", "Marke (Kortrijk)", "", 40, 3.25, 41, 3.28),
		square("34022W03", "Bissegem (Kortrijk)", `,"team":"oost"`, 50.82, 3.21, 50.83, 3.24),
		square("34022W11", "Kortrijk West", "", 3.25, 50.81, 3.26, 50.82), // latitude first
		`{"type":"Feature","properties":{"naam":"Heule Sente"},"geometry":{"type":"Point","coordinates":[3,50]}}`,
		`{"type":"Feature","properties":{"naam":"Heule Centrum"},"geometry":{"type":"Polygon","coordinates":[[[3.2,50.8],[3.21,50.8],[3.21,50.81]]]}}`,
		`{"type":"Feature","properties":{"naam":"Aalbeke"},"geometry":null}`,
	), set)
	if err != nil {
		t.Fatal(err)
	}
	if result.Read != 11 || result.Kept != 3 || result.New != 3 || result.Skipped["other_municipality"] != 1 || result.Swapped != 4 {
		t.Errorf("got %+v", result.Report)
	}
	if diff := cmp.Diff([]register.RowError{
		{Line: 4, Column: "naam", Reason: "area"}, {Line: 5, Column: "naam", Reason: "area_twice"}, {Line: 6, Column: "geometry", Reason: "outside"},
		{Line: 7, Column: "team", Reason: "team"}, {Line: 9, Column: "geometry", Reason: "geometry"}, {Line: 10, Column: "geometry", Reason: "ring"},
		{Line: 11, Column: "geometry", Reason: "geometry"},
	}, result.Rows); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

// TestOverlay: with outlines and a register, house numbers of a street that nobody listed get their area's team; what
// the city confirms is exact and wins over old lists.
func TestOverlay(t *testing.T) {
	// Two areas side by side: Noord above 50.83, Centrum below; Oost, which is cut, to the east.
	outlines, err := run(t, collection(
		square("34022W09", "Kortrijk Noord", "", 50.83, 3.25, 50.85, 3.28),
		square("34022W08", "Kortrijk Centrum", "", 50.81, 3.25, 50.83, 3.28),
		square("34022W10", "Kortrijk Oost", "", 50.80, 3.28, 50.85, 3.31),
	), settings(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	set := settings(t, overlay(outlines.Files))
	rows := []string{}
	for number, lat := range map[string]string{"1": "50.82", "3": "50.825", "5": "50.84", "7": "50.845", "2": "50.82", "40": "50.829"} {
		rows = append(rows, bestRow("0", "0", lat, "3.26", "", number, "34022", "8500", "Nieuwe Straat", "current"))
	}
	for number, lat := range map[string]string{"1": "50.84", "2": "50.81"} { // either side of the railway
		rows = append(rows, bestRow("0", "0", lat, "3.29", "", number, "34022", "8500", "Spoorstraat", "current"))
	}
	rows = append(rows, bestRow("0", "0", "50.84", "3.26", "", "99", "34022", "8500", "Leiestraat", "current"))
	addresses, err := run(t, wholeCity(t, set, rows...), set)
	if err != nil {
		t.Fatal(err)
	}
	d, err := directory.LoadOverlay(base(t), overlay(outlines.Files, addresses.Files))
	if err != nil {
		t.Fatal(err)
	}
	locate := func(street, number string) directory.Answer {
		return d.Locate(directory.Address{Street: street, Number: number, Postcode: "8500"})
	}
	for _, c := range []struct {
		street, number string
		team           directory.TeamID
		basis          directory.Basis
	}{
		{"Nieuwe Straat", "1", "centrum", directory.ByArea}, {"Nieuwe Straat", "3", "centrum", directory.ByArea},
		{"Nieuwe Straat", "5", "noord", directory.ByArea}, {"nieuwestraat", "7a", "noord", directory.ByArea},
		{"Nieuwe Straat", "20", "centrum", directory.ByArea}, // between 2 and 40
		{"Spoorstraat", "1", "centrum", directory.ByArea}, {"Spoorstraat", "2", "zuid", directory.ByArea},
		{"Overleiestraat", "45", "noord", directory.ByStreet},
	} {
		got := locate(c.street, c.number)
		if got.Team != c.team || got.Basis != c.basis || got.Exact == (c.basis == directory.ByArea) {
			t.Errorf("%s %s: got %v exact=%v, want %s by %s", c.street, c.number, got, got.Exact, c.team, c.basis)
		}
	}
	if got := locate("Nieuwe Straat", ""); got.Outcome != directory.OutcomePerson || got.Ask != directory.AskNumber {
		t.Errorf("without a number: %v asks %q", got, got.Ask)
	}
	if got := locate("Leiestraat", "99"); got.Team != "centrum" || got.Exact || len(got.Others) != 1 {
		t.Errorf("list and outline disagree: %v exact=%v others=%v", got, got.Exact, got.Others)
	}
	confirmedOutlines(t, addresses.Files)
}

// confirmedOutlines checks that a file that names the team of an area decides.
func confirmedOutlines(t *testing.T, addresses map[string][]byte) {
	t.Helper()
	outlines, err := run(t, collection(square("34022W08", "Kortrijk Centrum", `,"team":"Wijkteam Zuid"`, 50.81, 3.25, 50.85, 3.28)), settings(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	d, err := directory.LoadOverlay(base(t), overlay(outlines.Files, addresses))
	if err != nil {
		t.Fatal(err)
	}
	got := d.Locate(directory.Address{Street: "Leiestraat", Number: "99", Postcode: "8500"})
	if got.Team != "zuid" || !got.Exact || !got.Confirmed {
		t.Errorf("the city's own outline does not decide: %v exact=%v confirmed=%v", got, got.Exact, got.Confirmed)
	}
	text, err := d.Document()
	if err != nil {
		t.Fatal(err)
	}
	kiosk, err := directory.ParseDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	if again := kiosk.Locate(directory.Address{Street: "Leiestraat", Number: "99", Postcode: "8500"}); again.Team != "zuid" {
		t.Errorf("a kiosk answers %v", again)
	}
}

// TestRunsKeepThePoints: whatever the buildings of a street and wherever they stand, each house number is answered with
// the team of the area in which its own point lies.
func TestRunsKeepThePoints(t *testing.T) {
	outlines, err := run(t, collection(
		square("34022W09", "Kortrijk Noord", "", 50.83, 3.25, 50.85, 3.28),
		square("34022W08", "Kortrijk Centrum", "", 50.81, 3.25, 50.83, 3.28),
		square("34022W10", "Kortrijk Oost", "", 50.80, 3.28, 50.85, 3.31),
	), settings(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	set := settings(t, overlay(outlines.Files))
	set.Force = true
	rapid.Check(t, func(rt *rapid.T) {
		points := rapid.MapOfN(rapid.IntRange(1, 60), rapid.Custom(func(rt *rapid.T) geo.Point {
			return geo.Point{Lat: rapid.Float64Range(50.79, 50.86).Draw(rt, "lat"), Lon: rapid.Float64Range(3.24, 3.32).Draw(rt, "lon")}
		}), 1, 30).Draw(rt, "buildings")
		text := bestOld
		for n, p := range points {
			text += bestRow("0", "0", fmt.Sprintf("%.6f", p.Lat), fmt.Sprintf("%.6f", p.Lon), "", fmt.Sprint(n), "34022", "8500", "Nieuwe Straat", "current")
		}
		result, err := run(t, text, set)
		if err != nil {
			rt.Fatal(err)
		}
		d, err := directory.LoadOverlay(base(t), overlay(outlines.Files, result.Files))
		if err != nil {
			rt.Fatal(err)
		}
		for n, p := range points {
			where := d.Locate(directory.Address{Postcode: "8500", Point: geo.Point{Lat: math.Round(p.Lat*1e6) / 1e6, Lon: math.Round(p.Lon*1e6) / 1e6}})
			got := d.Locate(directory.Address{Street: "Nieuwe Straat", Number: fmt.Sprint(n), Postcode: "8500"})
			if where.Team != "" && got.Team != where.Team {
				rt.Fatalf("number %d lies with %v and is answered with %v", n, where, got)
			}
		}
	})
}

// TestRealOutlines reads the city's real areas where they are at hand, which the repository does not hold.
func TestRealOutlines(t *testing.T) {
	folder := os.Getenv("WIJKLOKET_SHARED")
	if folder == "" {
		folder = "../../../../shared"
	}
	text, err := os.ReadFile(filepath.Join(folder, "domain/geo/gebieden.geojson"))
	if err != nil {
		t.Skip("the shared files are not here")
	}
	result, err := register.Import(register.Input{Reader: bytes.NewReader(text)}, settings(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if result.Kept != 14 || result.RowError != 0 {
		t.Fatalf("got %+v", result.Report)
	}
	d, err := directory.LoadOverlay(base(t), overlay(result.Files))
	if err != nil {
		t.Fatal(err)
	}
	for _, centre := range d.Centres() { // each centre's estimated place lies in an area of its own team
		address := directory.Address{Postcode: centre.Address.Postcode}
		address.Point.Lat, address.Point.Lon = centre.Point.Lat, centre.Point.Lon
		if got := d.Locate(address); got.Team != centre.Team || got.Basis != directory.ByArea {
			t.Errorf("%s: got %v, want %s", centre.ID, got, centre.Team)
		}
	}
	inside, total := 0, 0
	box := d.City().Box
	for lat := box.South; lat < box.North; lat += 0.002 {
		for lon := box.West; lon < box.East; lon += 0.002 {
			var a directory.Address
			a.Point.Lat, a.Point.Lon = lat, lon
			got := d.Locate(a)
			if total++; got.Outcome == directory.OutcomeTeam {
				inside++
			}
			if (got.Team != "") != (got.Outcome == directory.OutcomeTeam) || got.Exact || got.Reason.Key == "" || got.Phone == "" {
				t.Fatalf("%v, %v: %v is not one honest answer", lat, lon, got)
			}
		}
	}
	if share := float64(inside) / float64(total); share < 0.40 || share > 0.60 { // the city fills about half its box
		t.Errorf("%.0f %% of the box lies in an area", share*100)
	}
}

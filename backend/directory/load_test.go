package directory_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"wijkloket/backend/directory"
)

// edited is the embedded data with one replacement in one file.
func edited(t *testing.T, file, old, new string) fs.FS {
	t.Helper()
	base := files(t)
	out := fstest.MapFS{}
	entries, err := fs.ReadDir(base, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := fs.ReadFile(base, entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if entry.Name() == file {
			if !strings.Contains(string(text), old) {
				t.Fatalf("%s holds no %q", file, old)
			}
			text = []byte(strings.Replace(string(text), old, new, 1))
		}
		out[entry.Name()] = &fstest.MapFile{Data: text}
	}
	return out
}

// TestLoadRefuses: one clear error that names the file and the line.
func TestLoadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, file, old, new string
		line                 bool
		reason               string
	}{
		{"double team", "teams.yaml", "id: centrum", "id: noord", true, "twice"},
		{"unknown kind", "teams.yaml", "kind: central", "kind: club", true, "unknown kind"},
		{"unknown field", "teams.yaml", "kind: wijkteam", "sort: wijkteam", true, "unknown field"},
		{"broken YAML", "centres.yaml", "centres:", "centres: [", true, ""},
		{"double centre", "centres.yaml", "id: v-tex", "id: venning", true, "twice"},
		{"centre of an unknown team", "centres.yaml", "team: noord", "team: noordwest", true, "noordwest"},
		{"centre of a central team", "centres.yaml", "team: noord", "team: jeugd", true, "jeugd"},
		{"hours that overlap", "centres.yaml", "hours: {confirmed: false", "hours: {week: {mon: [\"09:00-12:00\", \"11:00-13:00\"]}, confirmed: false", true, "before"},
		{"hours that end before they begin", "centres.yaml", "hours: {confirmed: false", "hours: {week: {mon: [\"12:00-09:00\"]}, confirmed: false", true, "09:00-12:00"},
		{"unknown day", "centres.yaml", "hours: {confirmed: false", "hours: {week: {maandag: [\"09:00-12:00\"]}, confirmed: false", true, "unknown day"},
		{"area without a team", "areas.yaml", "{team: centrum, confidence: strong", "{team: \"\", confidence: strong", true, "unknown wijkteam"},
		{"double code", "areas.yaml", "34022W09", "34022W08", true, "twice"},
		{"cut from east to west", "areas.yaml", "[50.8222, 3.2850]", "[50.8222, 3.1850]", true, "west to east"},
		{"double neighbourhood", "areas.yaml", "Zandberg]", "Venning]", true, "Venning"},
		{"double postcode", "city.yaml", `{code: "8501"`, `{code: "8500"`, true, "twice"},
		{"helpline without a number", "city.yaml", `value: "1777"`, `value: ""`, true, "helpline"},
		{"box inside out", "city.yaml", "south: 50.7308", "south: 59", true, "inside"},
		{"unknown evidence", "streets.csv", "noord,centre", "noord,hearsay", true, "hearsay"},
		{"unknown team of a street", "streets.csv", "noord,centre", "oost,centre", true, "oost"},
		{"street twice", "streets.csv", "Aardweg,8510", "Abdijmolenweg,8510", true, "twice"},
		{"postcode against deelgemeente", "streets.csv", "Aardweg,8510", "Aardweg,8511", true, "8510"},
		{"column gone", "streets.csv", "street,postcode", "straat,postcode", true, `"street"`},
		{"cell too many", "streets.csv", "Aardweg,8510", "Aardweg,,8510", true, "fields"},
		{"range of an unknown street", "ranges.csv", "Kortrijksestraat,8501,odd", "Kortrykestraat,8501,odd", true, "not in the list"},
		{"ranges that overlap", "ranges.csv", "Moorseelsestraat,8500,odd", "Moorseelsestraat,8500,both", true, "overlaps"},
		{"range inside out", "ranges.csv", "odd,1,141", "odd,200,141", true, "no range"},
		{"range without a number", "ranges.csv", "odd,1,141", "odd,one,141", true, "house number"},
		{"neighbour with our postcode", "elsewhere.yaml", `"8520"`, `"8500"`, true, "another place"},
		{"name of an unknown street", "names.yaml", "street: Condédreef", "street: Condéstraat", true, "not in the list"},
		{"name that is a street", "names.yaml", "also: [Condereef]", "also: [Beeklaan]", true, "of its own"},
		{"name of an unknown centre", "names.yaml", "centre: v-tex", "centre: w-tex", true, "w-tex"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := directory.Load(edited(t, c.file, c.old, c.new))
			var fault *directory.DataError
			if !errors.As(err, &fault) {
				t.Fatalf("got %v, want a DataError", err)
			}
			if fault.File != c.file || c.line != (fault.Line > 0) || !strings.Contains(fault.Reason, c.reason) {
				t.Errorf("got %v, want %s with a line and %q", err, c.file, c.reason)
			}
			if strings.Count(err.Error(), "\n") > 0 {
				t.Errorf("%q is more than one line", err)
			}
		})
	}
}

func TestLoadMissingFile(t *testing.T) {
	_, err := directory.Load(fstest.MapFS{})
	var fault *directory.DataError
	if !errors.As(err, &fault) || !strings.Contains(fault.Reason, "missing") {
		t.Errorf("got %v", err)
	}
}

// TestDocument: the document is stable, and a directory read from it answers the same.
func TestDocument(t *testing.T) {
	d := load(t)
	text, err := d.Document()
	if err != nil {
		t.Fatal(err)
	}
	again, err := directory.ParseDocument(text)
	if err != nil {
		t.Fatal(err)
	}
	retold, err := again.Document()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(retold)); diff != "" {
		t.Errorf("the document changes on its way:\n%.500s", diff)
	}
	for _, a := range everyAddress(d) {
		if diff := cmp.Diff(d.Locate(a), again.Locate(a)); diff != "" {
			t.Fatalf("another answer after the document:\n%s", diff)
		}
	}
	t.Logf("the document has %d bytes", len(text))
}

func TestDocumentRefuses(t *testing.T) {
	d := load(t)
	good, err := d.Document()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing": "", "no JSON": "hello", "an empty object": "{}", "half": string(good[:len(good)/2]), "something after": string(good) + "{}",
		"an unknown team": strings.Replace(string(good), `"team":"noord"`, `"team":"x"`, 1),
		"too large":       strings.Repeat(" ", directory.MaxDocument+1),
	} {
		if _, err := directory.ParseDocument([]byte(text)); err == nil {
			t.Errorf("accepts %s", name)
		}
	}
}

func FuzzParseDocument(f *testing.F) {
	d := load(f)
	text, err := d.Document()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"streets":[{}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if d, err := directory.ParseDocument(text); err == nil {
			wholeAnswer(t, d, d.Locate(directory.Address{Street: "Overleiestraat", Number: "45", Postcode: "8500"}))
		}
	})
}

func TestOpenAt(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", text, brussels)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	centre := directory.Centre{Hours: directory.Hours{
		Week:       map[string][]string{"mon": {"09:00-12:00", "13:30-17:00"}, "tue": {"09:00-12:00"}},
		Exceptions: []directory.Exception{{Date: "2026-12-21"}, {Date: "2026-12-24", Hours: []string{"10:00-11:00"}}},
	}}
	for when, want := range map[string]directory.OpenState{
		"2026-11-23 08:59": directory.OpenNo, "2026-11-23 09:00": directory.OpenYes, "2026-11-23 11:59": directory.OpenYes,
		"2026-11-23 12:00": directory.OpenNo, "2026-11-23 13:30": directory.OpenYes, "2026-11-25 10:00": directory.OpenNo,
		"2026-12-21 10:00": directory.OpenNo, "2026-12-24 10:30": directory.OpenYes,
	} {
		if got := centre.OpenAt(at(when)); got != want {
			t.Errorf("OpenAt(%s) = %d, want %d", when, got, want)
		}
	}
	if got := (directory.Centre{}).OpenAt(at("2026-11-23 10:00")); got != directory.OpenUnknown {
		t.Errorf("unknown hours are %d", got)
	}
	for from, want := range map[string]string{
		"2026-11-23 08:00": "2026-11-23 09:00", "2026-11-23 12:30": "2026-11-23 13:30", "2026-11-24 12:30": "2026-11-30 09:00",
		"2026-12-20 09:00": "2026-12-22 09:00", // Monday 21 is closed
		"2026-10-24 12:00": "2026-10-26 09:00", // the clocks go back in between
	} {
		if got, ok := centre.NextOpening(at(from)); !ok || !got.Equal(at(want)) {
			t.Errorf("NextOpening(%s) = %v, want %s", from, got, want)
		}
	}
	if _, ok := (directory.Centre{}).NextOpening(at("2026-11-23 10:00")); ok {
		t.Error("unknown hours have a next opening")
	}
}

// TestEditedFile: a file that the city edited and put in the data folder replaces the embedded one, and is checked alike.
func TestEditedFile(t *testing.T) {
	text := func(old, new string) fs.FS {
		edited, err := fs.ReadFile(edited(t, "centres.yaml", old, new), "centres.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return fstest.MapFS{"centres.yaml": &fstest.MapFile{Data: edited}}
	}
	hours := text("hours: {confirmed: false, note", `hours: {confirmed: true, week: {mon: ["09:00-12:00"]}, note`)
	d, err := directory.LoadOverlay(files(t), hours)
	if err != nil {
		t.Fatal(err)
	}
	if centre, _ := d.Centre("de-zonnewijzer"); !centre.Hours.Confirmed || centre.OpenAt(time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)) != directory.OpenYes {
		t.Errorf("the edited hours do not count: %+v", centre.Hours)
	}
	_, err = directory.LoadOverlay(files(t), text("team: noord", "team: oost"))
	var fault *directory.DataError
	if !errors.As(err, &fault) || fault.File != "centres.yaml" || fault.Line == 0 {
		t.Errorf("got %v", err)
	}
	for name, overlay := range map[string]fs.FS{"none": nil, "empty": fstest.MapFS{}} {
		if _, err := directory.LoadOverlay(files(t), overlay); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAdvice: what to do next follows how sure the answer is and whether the team has a number of its own.
func TestAdvice(t *testing.T) {
	overleie := directory.Address{Street: "Overleiestraat", Number: "45", Postcode: "8500"}
	half := directory.Address{Street: "Brugsesteenweg", Number: "11", Postcode: "8500"}
	phone := []string{"teams.yaml", `id: noord, name: Wijkteam Noord, kind: wijkteam, phone: {value: ""`, `id: noord, name: Wijkteam Noord, kind: wijkteam, phone: {value: "0800"`}
	confirmed := []string{"evidence.yaml", "id: centre, exact: true, confirmed: false", "id: centre, exact: true, confirmed: true"}
	for _, c := range []struct {
		name    string
		edit    []string
		address directory.Address
		advice  string
		phone   string
	}{
		{"exact, not confirmed", nil, overleie, "unconfirmed", "1777"},
		{"confirmed", confirmed, overleie, "sure", "1777"},
		{"probable", nil, half, "probably", "1777"},
		{"probable, own number", phone, half, "own.probably", "0800"},
		{"nobody", nil, directory.Address{}, "person", "1777"},
		{"named neighbour", nil, directory.Address{Postcode: "8520"}, "elsewhere.named", "1777"},
		{"far away", nil, directory.Address{Postcode: "1000"}, "elsewhere.unknown", "1777"},
		{"same name next door", nil, directory.Address{Street: "Overleiestraat", Number: "45"}, "same_name", "1777"},
	} {
		base := files(t)
		if c.edit != nil {
			base = edited(t, c.edit[0], c.edit[1], c.edit[2])
		}
		d, err := directory.Load(base)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Locate(c.address); got.Advice.Key != "directory.advice."+c.advice || got.Phone != c.phone {
			t.Errorf("%s: %s and phone %s, want %s and %s", c.name, got.Advice.Key, got.Phone, c.advice, c.phone)
		}
	}
}

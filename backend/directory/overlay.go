package directory

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"wijkloket/backend/directory/fold"
	"wijkloket/backend/directory/geo"
)

// OverlayFolder is the folder in the backend's data folder that holds the overlay: imports, and edited copies of files.
const OverlayFolder = "directory"

// The files that an import leaves in the overlay. RegisterIndex names the other two, which carry a piece of their own
// hash in their names: an import is in force from the moment that it replaces this one file, and never by half.
const (
	RegisterIndex = "register.json"
	RegisterParts = "register-*.csv" // pattern of the files that the index names
	fileOutlines  = "outlines.json"
)

// index is the text of RegisterIndex.
type index struct {
	Register  Register `json:"register"`
	Streets   string   `json:"streets_file"`
	Addresses string   `json:"addresses_file"`
}

// Extract is what is kept of an address register: the city's streets and buildings, without boxes.
type Extract struct {
	Register  Register
	Streets   []RegisterStreet
	Addresses []RegisterAddress
}

// RegisterStreet is a street in one postcode as the register writes it.
type RegisterStreet struct {
	Name, Homonym, Postcode string
}

// Key tells register streets apart, however they are spelled.
func (s RegisterStreet) Key() string { return nameIn(s.Name, s.Postcode) + " " + fold.Text(s.Homonym) }

// RegisterAddress is a building.
type RegisterAddress struct {
	Street int    // index in Extract.Streets
	Number string // without box: "23a"
	Point  geo.Point
}

// Outline is an imported border of one of the city's areas.
type Outline struct {
	Area     AreaID        `json:"area"`
	Team     TeamID        `json:"team,omitempty"` // when the file itself names the team, which confirms it
	Polygons []geo.Polygon `json:"polygons"`
}

// Files writes the extract as overlay files, by name. Equal extracts give equal files.
func (e *Extract) Files() (map[string][]byte, error) {
	streets := [][]string{{"key", "street", "homonym", "postcode"}}
	for i, s := range e.Streets {
		streets = append(streets, []string{strconv.Itoa(i), s.Name, s.Homonym, s.Postcode})
	}
	addresses := [][]string{{"key", "number", "lat", "lon"}}
	for _, a := range e.Addresses {
		addresses = append(addresses, []string{strconv.Itoa(a.Street), a.Number, degrees(a.Point.Lat), degrees(a.Point.Lon)})
	}
	files := map[string][]byte{}
	part := func(kind string, rows [][]string) (name string, err error) {
		var text bytes.Buffer
		err = csv.NewWriter(&text).WriteAll(rows)
		sum := sha256.Sum256(text.Bytes())
		name = fmt.Sprintf("register-%s-%x.csv", kind, sum[:6])
		files[name] = text.Bytes()
		return name, err
	}
	names := index{Register: e.Register}
	var err1, err2, err3 error
	names.Streets, err1 = part("streets", streets)
	names.Addresses, err2 = part("addresses", addresses)
	files[RegisterIndex], err3 = json.MarshalIndent(names, "", "\t")
	return files, errors.Join(err1, err2, err3)
}

// degrees writes a coordinate to the decimetre.
func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }

// OutlineFiles writes imported borders as an overlay file.
func OutlineFiles(outlines []Outline) (map[string][]byte, error) {
	text, err := json.Marshal(outlines)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{fileOutlines: append(text, '\n')}, nil
}

// ReadExtract reads the extract of an overlay; it is nil without one.
func ReadExtract(overlay fs.FS) (*Extract, error) {
	l := loader{over: overlay, lines: map[string][]int{}}
	return l.extract()
}

func (l *loader) extract() (*Extract, error) {
	if l.over == nil {
		return nil, nil
	}
	text, err := readLimited(l.over, RegisterIndex)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names index
	if err == nil {
		err = json.Unmarshal(text, &names)
	}
	if err != nil {
		return nil, &DataError{File: RegisterIndex, Reason: err.Error()}
	}
	e := &Extract{Register: names.Register}
	err = l.table(names.Streets, []string{"key", "street", "homonym", "postcode"}, func(row []string) error {
		if row[0] != strconv.Itoa(len(e.Streets)) {
			return fmt.Errorf("key is %q, not %d", row[0], len(e.Streets))
		}
		e.Streets = append(e.Streets, RegisterStreet{Name: row[1], Homonym: row[2], Postcode: row[3]})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return e, l.table(names.Addresses, []string{"key", "number", "lat", "lon"}, func(row []string) error {
		street, err := strconv.Atoi(row[0])
		if err != nil || street < 0 || street >= len(e.Streets) {
			return fmt.Errorf("key is %q, which no street has", row[0])
		}
		lat, err1 := strconv.ParseFloat(row[2], 64)
		lon, err2 := strconv.ParseFloat(row[3], 64)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("%q, %q is no place", row[2], row[3])
		}
		e.Addresses = append(e.Addresses, RegisterAddress{street, row[1], geo.Point{Lat: lat, Lon: lon}})
		return nil
	})
}

// outlines lays imported borders over the areas. An area that we do not know is refused: it would have no team.
func (l *loader) outlines(d *Data) error {
	if l.over == nil {
		return nil
	}
	text, err := readLimited(l.over, fileOutlines)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var outlines []Outline
	if err == nil {
		err = json.Unmarshal(text, &outlines)
	}
	if err != nil {
		return &DataError{File: fileOutlines, Reason: err.Error()}
	}
	for _, outline := range outlines {
		area := d.area(outline.Area)
		if area == nil {
			return &DataError{File: fileOutlines, Reason: fmt.Sprintf("unknown area %q", outline.Area)}
		}
		area.Outline = outline.Polygons
		if outline.Team != "" {
			area.Confirmed, area.Cut = true, nil
			area.Parts = []Part{{Team: outline.Team, Confidence: "strong", Neighbourhoods: area.neighbourhoods()}}
		}
	}
	return nil
}

func (d *Data) area(id AreaID) *Area {
	for i := range d.Areas {
		if d.Areas[i].ID == id {
			return &d.Areas[i]
		}
	}
	return nil
}

func (a Area) neighbourhoods() []string {
	var all []string
	for _, part := range a.Parts {
		all = append(all, part.Neighbourhoods...)
	}
	return all
}

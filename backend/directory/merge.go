package directory

import (
	"slices"
	"strings"

	"wijkloket/backend/directory/fold"
	"wijkloket/backend/directory/geo"
	"wijkloket/backend/directory/number"
)

// noEvidence is the evidence of a street of which only the register's name is known.
const noEvidence = "unknown"

// inRegister is the confidence of a street that an official register holds.
const inRegister = "register"

// lay replaces the street list by the register's, keeps what we know of its streets (team, deelgemeente), and turns the
// buildings' points into rows of house numbers by area, after which the points are no longer needed.
func (e *Extract) lay(d *Data) {
	known := map[string][]Street{}
	for _, s := range d.Streets {
		key := nameIn(s.Name, s.Postcode)
		known[key] = append(known[key], s)
	}
	runs := e.runs(d)
	var streets []Street
	listed := map[string]bool{}
	for i, r := range e.Streets {
		if d.postcode(r.Postcode) == nil {
			continue // the import refuses these; a file edited by hand may hold one
		}
		key := nameIn(r.Name, r.Postcode)
		listed[key] = true
		rows := matching(known[key], r.Homonym, d)
		if len(rows) == 0 {
			rows = []Street{{Evidence: noEvidence}}
		}
		for _, s := range rows {
			s.Confidence = inRegister
			s.ID, s.Name, s.Postcode, s.Homonym, s.Runs = streetID(r.Name, r.Postcode), r.Name, r.Postcode, r.Homonym, runs[i]
			if s.Deelgemeente == "" {
				s.Deelgemeente = d.deelgemeenteOf(s)
			}
			streets = append(streets, s)
		}
	}
	d.forget(listed)
	d.Streets, d.Register = streets, e.Register
}

// matching keeps of the rows of one name those that a homonym addition such as "Kor" means.
func matching(rows []Street, homonym string, d *Data) []Street {
	hint := fold.Text(homonym)
	if hint == "" || len(rows) < 2 {
		return slices.Clone(rows)
	}
	meant := slices.DeleteFunc(slices.Clone(rows), func(s Street) bool {
		part := d.deelgemeente(s.Deelgemeente)
		return part == nil || !strings.HasPrefix(fold.Text(part.Name), hint)
	})
	if len(meant) == 0 {
		return slices.Clone(rows)
	}
	return meant
}

// Sure reports whether the street exists for certain: an official register, or a source that names it with its place,
// says so. A new register that lacks an unsure one has lost nothing.
func (s Street) Sure() bool { return !strings.HasSuffix(s.Confidence, "-medium") }

// forget drops ranges and other names of streets that the register does not have, and notes it.
func (d *Data) forget(listed map[string]bool) {
	for _, s := range d.Streets {
		if !listed[nameIn(s.Name, s.Postcode)] {
			d.Notes = append(d.Notes, Note{"street", s.Name, s.Postcode})
		}
	}
	d.Ranges = slices.DeleteFunc(d.Ranges, func(r Range) bool {
		return d.gone(listed, Note{"range", r.Street, r.Postcode})
	})
	d.Names.Streets = slices.DeleteFunc(d.Names.Streets, func(a StreetAlias) bool {
		return d.gone(listed, Note{"name", a.Street, a.Postcode})
	})
	// The register may have another name as a street of its own, and it knows better.
	for i := range d.Names.Streets {
		alias := &d.Names.Streets[i]
		alias.Also = slices.DeleteFunc(alias.Also, func(also string) bool { return listed[nameIn(also, alias.Postcode)] })
	}
}

func (d *Data) gone(listed map[string]bool, note Note) bool {
	if listed[nameIn(note.Street, note.Postcode)] {
		return false
	}
	d.Notes = append(d.Notes, note)
	return true
}

// deelgemeenteOf is the one deelgemeente in whose areas all numbers of a street lie, or the only one of its postcode.
func (d *Data) deelgemeenteOf(s Street) string {
	only, count := "", 0
	for _, part := range d.City.Deelgemeenten {
		if part.Postcode == s.Postcode {
			only = part.ID
			count++
		}
	}
	if count == 1 {
		return only
	}
	found := ""
	for _, run := range s.Runs {
		area := d.area(run.Area)
		if area == nil || area.Deelgemeente == "" || found != "" && found != area.Deelgemeente {
			return ""
		}
		found = area.Deelgemeente
	}
	if part := d.deelgemeente(found); part == nil || part.Postcode != s.Postcode {
		return ""
	}
	return found
}

// located is a building with the area in which it lies.
type located struct {
	n    number.Number
	area AreaID
	part int
}

// runs groups the buildings of every street into rows of house numbers on one side that lie in one part of one area.
func (e *Extract) runs(d *Data) map[int][]Run {
	boxes := outlineBoxes(d.Areas)
	byStreet := map[int][]located{}
	for _, address := range e.Addresses {
		n, ok := number.Parse(address.Number)
		area, part, found := d.areaAt(address.Point, e.Streets[address.Street].Postcode, boxes)
		if ok && found {
			byStreet[address.Street] = append(byStreet[address.Street], located{n, d.Areas[area].ID, part})
		}
	}
	out := map[int][]Run{}
	for street, buildings := range byStreet {
		for _, side := range [...]Parity{Odd, Even} {
			out[street] = append(out[street], rows(side, buildings)...)
		}
	}
	return out
}

func rows(side Parity, buildings []located) []Run {
	mine := slices.DeleteFunc(slices.Clone(buildings), func(b located) bool { return !side.has(b.n) })
	slices.SortFunc(mine, func(a, b located) int {
		if a.n.N != b.n.N {
			return a.n.N - b.n.N
		}
		return strings.Compare(a.n.Suffix, b.n.Suffix)
	})
	var out []Run
	for _, b := range mine {
		last := len(out) - 1
		switch {
		case last >= 0 && out[last].Area == b.area && out[last].Part == b.part:
			out[last].To = b.n.N
		case last >= 0 && out[last].To == b.n.N: // 12a over the border: the number stays with 12
		default:
			out = append(out, Run{Parity: side, From: b.n.N, To: b.n.N, Area: b.area, Part: b.part})
		}
	}
	return out
}

// outlineBoxes are the rectangles around the areas, to rule most of them out at once.
func outlineBoxes(areas []Area) []geo.Box {
	boxes := make([]geo.Box, len(areas))
	for i, area := range areas {
		boxes[i] = geo.Box{South: 1, North: -1}
		for j, polygon := range area.Outline {
			b := polygon.Box()
			if j > 0 {
				b = b.Around(boxes[i])
			}
			boxes[i] = b
		}
	}
	return boxes
}

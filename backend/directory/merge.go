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
	runs := e.runs(d)
	pairs := d.pair(e)
	renamed := map[string]string{} // our name in a postcode -> the register's
	var streets []Street
	for i, r := range e.Streets {
		if d.postcode(r.Postcode) == nil {
			continue // the import refuses these; a file edited by hand may hold one
		}
		var known []Street
		for _, at := range pairs[i] {
			known = append(known, d.Streets[at])
			renamed[nameIn(d.Streets[at].Name, r.Postcode)] = r.Name
		}
		known = matching(known, r.Homonym, d)
		if len(known) == 0 {
			known = []Street{{Evidence: noEvidence}}
		}
		for _, s := range known {
			s.Confidence = inRegister
			s.ID, s.Name, s.Postcode, s.Homonym, s.Runs = streetID(r.Name, r.Postcode), r.Name, r.Postcode, r.Homonym, runs[i]
			if s.Deelgemeente == "" {
				s.Deelgemeente = d.deelgemeenteOf(s)
			}
			streets = append(streets, s)
		}
	}
	d.rename(renamed, e)
	d.Streets, d.Register = streets, e.Register
}

// pair finds for every street of the register the indexes of ours: under the same name, else spelled out alike ("St." and
// "Sint"), else under another name of ours, when the register does not have our first name as well.
func (d *Data) pair(e *Extract) [][]int {
	expander := fold.NewExpander(d.Names.Abbreviations, d.Names.Endings)
	key := func(name, postcode string) string {
		return fold.Join(expander.Expand(fold.Words(name))) + " " + postcode
	}
	have, ours, first := map[string]bool{}, map[string][]int{}, map[string]string{}
	for _, r := range e.Streets {
		have[key(r.Name, r.Postcode)] = true
	}
	for i, s := range d.Streets {
		ours[key(s.Name, s.Postcode)] = append(ours[key(s.Name, s.Postcode)], i)
	}
	for _, alias := range d.Names.Streets {
		for _, also := range alias.Also {
			first[key(also, alias.Postcode)] = key(alias.Street, alias.Postcode)
		}
	}
	pairs := make([][]int, len(e.Streets))
	for i, r := range e.Streets {
		k := key(r.Name, r.Postcode)
		if pairs[i] = ours[k]; len(pairs[i]) == 0 && !have[first[k]] {
			pairs[i] = ours[first[k]]
		}
	}
	return pairs
}

// Missing lists the streets that exist for certain and that a register lacks, and how many exist for certain.
func (d *Directory) Missing(e *Extract) (lost []Note, known int) {
	found := map[string]bool{}
	for _, pair := range d.data.pair(e) {
		for _, at := range pair {
			found[nameIn(d.data.Streets[at].Name, d.data.Streets[at].Postcode)] = true
		}
	}
	counted := map[string]bool{}
	for _, s := range d.data.Streets {
		name := nameIn(s.Name, s.Postcode)
		if counted[name] || !s.Sure() {
			continue
		}
		counted[name] = true
		known++
		if !found[name] {
			lost = append(lost, Note{"street", s.Name, s.Postcode})
		}
	}
	return lost, known
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

// rename gives ranges and other names the register's spelling of their street, and drops and notes those whose street the
// register does not have.
func (d *Data) rename(renamed map[string]string, e *Extract) {
	own := map[string]bool{}
	for _, r := range e.Streets {
		own[nameIn(r.Name, r.Postcode)] = true
	}
	for _, s := range d.Streets {
		d.gone(renamed, Note{"street", s.Name, s.Postcode})
	}
	d.Ranges = slices.DeleteFunc(d.Ranges, func(r Range) bool { return d.gone(renamed, Note{"range", r.Street, r.Postcode}) })
	for i, r := range d.Ranges {
		d.Ranges[i].Street = renamed[nameIn(r.Street, r.Postcode)]
	}
	d.Names.Streets = slices.DeleteFunc(d.Names.Streets, func(a StreetAlias) bool {
		return d.gone(renamed, Note{"name", a.Street, a.Postcode})
	})
	for i, a := range d.Names.Streets {
		also := append(slices.Clone(a.Also), a.Street)
		d.Names.Streets[i].Street = renamed[nameIn(a.Street, a.Postcode)]
		// What the register has as a street of its own is no other name: the register knows better.
		d.Names.Streets[i].Also = slices.DeleteFunc(also, func(name string) bool { return own[nameIn(name, a.Postcode)] })
	}
}

// gone notes and reports that the register has no street of ours by that name.
func (d *Data) gone(renamed map[string]string, note Note) bool {
	if _, there := renamed[nameIn(note.Street, note.Postcode)]; there {
		return false
	}
	if !slices.Contains(d.Notes, note) || note.Kind == "range" {
		d.Notes = append(d.Notes, note)
	}
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

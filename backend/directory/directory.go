package directory

import (
	"slices"
	"strings"

	"wijkloket/backend/directory/fold"
	"wijkloket/backend/directory/geo"
	"wijkloket/backend/directory/number"
)

// Directory is checked, indexed [Data]. It never changes, so any number of goroutines may use it; an import makes a new
// one.
type Directory struct {
	data     Data
	teams    map[TeamID]*Team
	expander *fold.Expander
	whole    map[string][]int // folded street name or alias -> indexes of streets
	short    map[string][]int // the same without the titles that people leave out
	ids      map[StreetID]int
	ranges   map[int][]Range // by index of the street
	evidence map[string]Evidence
	places   map[string]place // folded name of a deelgemeente, the city or another municipality
	foreign  map[string]string
	same     map[string][]string // folded street name -> neighbours that have it too
	hoods    map[string]Neighbourhood
	boxes    []geo.Box // of the areas' outlines
	entries  []entry   // for suggestions
}

// place is what a place name means.
type place struct {
	city         bool   // Kortrijk as a whole
	deelgemeente string // id
	elsewhere    string // name
}

// Neighbourhood is a part of an area that people know by name and may pick instead of naming a street.
type Neighbourhood struct {
	ID   string // "drie-hofsteden"
	Name string
	Area AreaID
	part int
}

// build checks and indexes.
func build(data Data, line func(file, path string) int) (*Directory, error) {
	if err := check(&data, line); err != nil {
		return nil, err
	}
	d := &Directory{
		data: data, teams: map[TeamID]*Team{}, whole: map[string][]int{}, short: map[string][]int{},
		ids: map[StreetID]int{}, ranges: map[int][]Range{}, evidence: map[string]Evidence{}, places: map[string]place{},
		foreign: map[string]string{}, same: map[string][]string{}, hoods: map[string]Neighbourhood{},
		expander: fold.NewExpander(data.Names.Abbreviations, data.Names.Endings),
	}
	for i := range d.data.Teams {
		d.teams[d.data.Teams[i].ID] = &d.data.Teams[i]
	}
	for _, e := range data.Evidence {
		d.evidence[e.ID] = e
	}
	d.indexPlaces()
	d.indexStreets()
	d.indexAreas()
	d.entries = d.listEntries()
	return d, nil
}

func (d *Directory) indexPlaces() {
	for _, m := range d.data.Elsewhere {
		for _, name := range append([]string{m.Name}, m.Also...) {
			d.places[fold.Join(fold.Words(name))] = place{elsewhere: m.Name}
		}
		for _, code := range m.Postcodes {
			d.foreign[code] = m.Name
		}
	}
	for _, part := range d.data.City.Deelgemeenten {
		for _, name := range append([]string{part.Name}, part.Also...) {
			// Who lives in Heule may write Kortrijk: the city's own name narrows nothing down.
			d.places[fold.Join(fold.Words(name))] = place{deelgemeente: part.ID, city: part.Name == d.data.City.Name}
		}
	}
	for _, same := range d.data.SameNames {
		d.same[d.key(same.Street)] = same.In
	}
}

func (d *Directory) indexStreets() {
	count := map[StreetID]int{}
	for _, s := range d.data.Streets {
		count[s.ID]++
	}
	d.data.Streets = slices.Clone(d.data.Streets)
	byName := map[string][]int{}
	for i := range d.data.Streets {
		s := &d.data.Streets[i]
		if count[s.ID] > 1 { // homonyms in one postcode
			s.ID += StreetID("-" + fold.Slug(s.Deelgemeente+" "+s.Homonym))
		}
		d.ids[s.ID] = i
		d.indexName(s.Name, i)
		name := nameIn(s.Name, s.Postcode)
		byName[name] = append(byName[name], i)
	}
	for _, alias := range d.data.Names.Streets {
		for _, i := range byName[nameIn(alias.Street, alias.Postcode)] {
			for _, also := range alias.Also {
				d.indexName(also, i)
			}
		}
	}
	for _, r := range d.data.Ranges {
		for _, i := range byName[nameIn(r.Street, r.Postcode)] {
			d.ranges[i] = append(d.ranges[i], r)
		}
	}
}

// key is a street name as it is looked up: folded, spelled out and joined.
func (d *Directory) key(name string) string { return fold.Join(d.expander.Expand(fold.Words(name))) }

// indexName enters a street under its name, under the name without leading titles and first names, and with those as
// initials.
func (d *Directory) indexName(name string, i int) {
	words := d.expander.Expand(fold.Words(name))
	add(d.whole, fold.Join(words), i)
	initials := ""
	for at := 0; at < len(words)-1 && slices.Contains(d.data.Names.LeftOut, words[at]); at++ {
		initials += words[at][:1]
		rest := fold.Join(words[at+1:])
		add(d.short, rest, i)
		add(d.short, initials+rest, i)
	}
}

func add(index map[string][]int, key string, i int) {
	if !slices.Contains(index[key], i) {
		index[key] = append(index[key], i)
	}
}

func (d *Directory) indexAreas() {
	d.boxes = outlineBoxes(d.data.Areas)
	for _, area := range d.data.Areas {
		for i, part := range area.Parts {
			for _, name := range part.Neighbourhoods {
				id := fold.Slug(name)
				d.hoods[id] = Neighbourhood{ID: id, Name: name, Area: area.ID, part: i}
			}
		}
	}
}

// City returns the municipality with its helpline.
func (d *Directory) City() City { return d.data.City }

// Teams returns all teams, wijkteams first, in the order of the file.
func (d *Directory) Teams() []Team { return slices.Clone(d.data.Teams) }

// Wijkteams returns the teams that have an area.
func (d *Directory) Wijkteams() []Team {
	return slices.DeleteFunc(d.Teams(), func(t Team) bool { return t.Kind != KindWijkteam })
}

// Team returns a team by its id.
func (d *Directory) Team(id TeamID) (Team, bool) {
	if team, ok := d.teams[id]; ok {
		return *team, true
	}
	return Team{}, false
}

// Centres returns all centres.
func (d *Directory) Centres() []Centre { return slices.Clone(d.data.Centres) }

// CentresOf returns a team's centres in the order of the file.
func (d *Directory) CentresOf(team TeamID) []Centre {
	return slices.DeleteFunc(d.Centres(), func(c Centre) bool { return c.Team != team })
}

// Centre returns a centre by its id.
func (d *Directory) Centre(id CentreID) (Centre, bool) {
	for _, c := range d.data.Centres {
		if c.ID == id {
			return c, true
		}
	}
	return Centre{}, false
}

// Areas returns the city's gebieden.
func (d *Directory) Areas() []Area { return slices.Clone(d.data.Areas) }

// Streets returns the street list.
func (d *Directory) Streets() []Street { return slices.Clone(d.data.Streets) }

// Street returns a street by its id.
func (d *Directory) Street(id StreetID) (Street, bool) {
	if i, ok := d.ids[id]; ok {
		return d.data.Streets[i], true
	}
	return Street{}, false
}

// Neighbourhoods returns what people can pick instead of naming a street, in alphabetical order.
func (d *Directory) Neighbourhoods() []Neighbourhood {
	out := make([]Neighbourhood, 0, len(d.hoods))
	for _, hood := range d.hoods {
		out = append(out, hood)
	}
	slices.SortFunc(out, func(a, b Neighbourhood) int { return strings.Compare(fold.Text(a.Name), fold.Text(b.Name)) })
	return out
}

// Municipalities returns the places around the city that its teams do not serve.
func (d *Directory) Municipalities() []Municipality { return slices.Clone(d.data.Elsewhere) }

// Evidence returns why a team was given, by the id of [Answer].Evidence, for staff.
func (d *Directory) Evidence(id string) (Evidence, bool) {
	e, ok := d.evidence[id]
	return e, ok
}

// Register says which address register is laid over the street list; its zero value is none.
func (d *Directory) Register() Register { return d.data.Register }

// Notes says what the imported register made us leave out.
func (d *Directory) Notes() []Note { return slices.Clone(d.data.Notes) }

// PhoneOf returns the number to call for a team: its own, or the helpline's where the city gave none.
func (d *Directory) PhoneOf(team TeamID) string {
	if t, ok := d.teams[team]; ok && t.Phone.Value != "" {
		return t.Phone.Value
	}
	return d.data.City.Helpline.Phone.Value
}

func (d *Data) postcode(code string) *Postcode {
	for i := range d.City.Postcodes {
		if d.City.Postcodes[i].Code == code {
			return &d.City.Postcodes[i]
		}
	}
	return nil
}

func (d *Data) deelgemeente(id string) *Deelgemeente {
	for i := range d.City.Deelgemeenten {
		if d.City.Deelgemeenten[i].ID == id {
			return &d.City.Deelgemeenten[i]
		}
	}
	return nil
}

// covers reports whether the range holds the house number.
func (r Range) covers(n number.Number) bool {
	return n.N >= r.From && (r.To == 0 || n.N <= r.To) && r.Parity.has(n)
}

func (r Range) overlaps(other Range) bool {
	return nameIn(r.Street, r.Postcode) == nameIn(other.Street, other.Postcode) &&
		(r.Parity == Both || other.Parity == Both || r.Parity == other.Parity) &&
		(r.To == 0 || other.From <= r.To) && (other.To == 0 || r.From <= other.To)
}

func (p Parity) has(n number.Number) bool { return p == Both || n.Odd() == (p == Odd) }

// isPostcode reports whether s is a Belgian postcode: four digits, 1000 to 9999.
func isPostcode(s string) bool {
	if len(s) != 4 || s[0] == '0' {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

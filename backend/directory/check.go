package directory

import (
	"fmt"
	"slices"

	"wijkloket/backend/directory/fold"
)

// checker collects what is wrong with data; it stops at the first fault, because the next are often its echo.
type checker struct {
	d     *Data
	line  func(file, path string) int
	err   error
	teams map[TeamID]Kind
	why   map[string]bool
	named map[string]bool // folded street name and postcode
}

// check holds the data against itself: unique ids, known references, ranges that do not overlap, hours that can be read.
func check(d *Data, line func(file, path string) int) error {
	c := &checker{d: d, line: line, teams: map[TeamID]Kind{}, why: map[string]bool{}, named: map[string]bool{}}
	for _, step := range []func(){c.team, c.evidence, c.city, c.centres, c.areas, c.streets, c.ranges, c.elsewhere, c.names} {
		step()
		if c.err != nil {
			return c.err
		}
	}
	return nil
}

func (c *checker) fault(file, path, format string, args ...any) {
	if c.err == nil {
		c.err = &DataError{File: file, Line: c.line(file, path), Reason: fmt.Sprintf(format, args...)}
	}
}

func (c *checker) team() {
	for i, team := range c.d.Teams {
		path := fmt.Sprintf("$.teams[%d].id", i)
		if _, double := c.teams[team.ID]; double {
			c.fault("teams.yaml", path, "team %q stands there twice", team.ID)
		}
		if team.ID == "" || team.Name == "" {
			c.fault("teams.yaml", path, "a team needs an id and a name")
		}
		if !slices.Contains([]Kind{KindWijkteam, KindCentral, KindSpecialists}, team.Kind) {
			c.fault("teams.yaml", path, "team %q has unknown kind %q", team.ID, team.Kind)
		}
		c.teams[team.ID] = team.Kind
	}
}

// known refuses a team that does not serve areas.
func (c *checker) known(file, path string, team TeamID) {
	if c.teams[team] != KindWijkteam {
		c.fault(file, path, "unknown wijkteam %q", team)
	}
}

func (c *checker) evidence() {
	for i, e := range c.d.Evidence {
		if e.ID == "" || c.why[e.ID] {
			c.fault("evidence.yaml", fmt.Sprintf("$.evidence[%d].id", i), "evidence %q is empty or stands there twice", e.ID)
		}
		c.why[e.ID] = true
	}
}

func (c *checker) city() {
	const file = "city.yaml"
	city := c.d.City
	if !city.Box.Valid() {
		c.fault(file, "$.box", "the box has no inside")
	}
	if city.Helpline.Phone.Value == "" || city.Helpline.Name == "" {
		c.fault(file, "$.helpline", "the helpline needs a name and a phone number: it is the answer when no team can be named")
	}
	codes, ids := map[string]bool{}, map[string]bool{}
	for i, p := range city.Postcodes {
		path := fmt.Sprintf("$.postcodes[%d].code", i)
		if codes[p.Code] || !isPostcode(p.Code) || len(p.Teams) == 0 {
			c.fault(file, path, "postcode %q is not four digits, has no team or stands there twice", p.Code)
		}
		codes[p.Code] = true
		for _, team := range p.Teams {
			c.known(file, path, team)
		}
	}
	for i, d := range city.Deelgemeenten {
		path := fmt.Sprintf("$.deelgemeenten[%d].id", i)
		if d.ID == "" || ids[d.ID] {
			c.fault(file, path, "deelgemeente %q is empty or stands there twice", d.ID)
		}
		ids[d.ID] = true
		if !codes[d.Postcode] {
			c.fault(file, path, "deelgemeente %q has unknown postcode %q", d.ID, d.Postcode)
		}
		if d.Team != "" {
			c.known(file, path, d.Team)
		}
	}
}

func (c *checker) centres() {
	const file = "centres.yaml"
	ids, served := map[CentreID]bool{}, map[TeamID]bool{}
	for i, centre := range c.d.Centres {
		path := fmt.Sprintf("$.centres[%d].id", i)
		if centre.ID == "" || centre.Name == "" || ids[centre.ID] {
			c.fault(file, path, "centre %q has no id or name or stands there twice", centre.ID)
		}
		ids[centre.ID], served[centre.Team] = true, true
		c.known(file, fmt.Sprintf("$.centres[%d].team", i), centre.Team)
		if c.d.postcode(centre.Address.Postcode) == nil {
			c.fault(file, fmt.Sprintf("$.centres[%d].address", i), "unknown postcode %q", centre.Address.Postcode)
		}
		if err := centre.Hours.check(); err != nil {
			c.fault(file, fmt.Sprintf("$.centres[%d].hours", i), "%v", err)
		}
	}
	for i, team := range c.d.Teams {
		if team.Kind == KindWijkteam && !served[team.ID] {
			c.fault("teams.yaml", fmt.Sprintf("$.teams[%d].id", i), "wijkteam %q has no centre", team.ID)
		}
	}
}

func (c *checker) areas() {
	const file = "areas.yaml"
	seen, hoods := map[string]bool{}, map[string]bool{}
	for i, area := range c.d.Areas {
		path := fmt.Sprintf("$.areas[%d].id", i)
		for _, key := range append([]string{string(area.ID)}, area.Codes...) {
			if key == "" || seen[key] {
				c.fault(file, path, "area id or code %q is empty or stands there twice", key)
			}
			seen[key] = true
		}
		if area.Deelgemeente != "" && c.d.deelgemeente(area.Deelgemeente) == nil {
			c.fault(file, path, "unknown deelgemeente %q", area.Deelgemeente)
		}
		if len(area.Parts) == 0 {
			c.fault(file, path, "area %q has no part, so no team", area.ID)
		}
		for j, part := range area.Parts {
			for _, name := range part.Neighbourhoods {
				if id := fold.Slug(name); id == "" || hoods[id] {
					c.fault(file, path, "neighbourhood %q is empty or stands there twice", name)
				} else {
					hoods[id] = true
				}
			}
			c.part(area, part, fmt.Sprintf("$.areas[%d].parts[%d].team", i, j))
		}
		c.cut(area, path)
	}
}

func (c *checker) part(area Area, part Part, path string) {
	const file = "areas.yaml"
	c.known(file, path, part.Team)
	for _, team := range part.Others {
		c.known(file, path, team)
	}
	for _, code := range part.Postcodes {
		if c.d.postcode(code) == nil {
			c.fault(file, path, "unknown postcode %q", code)
		}
	}
	if !slices.Contains([]string{"strong", "medium", "low", "open"}, part.Confidence) {
		c.fault(file, path, "unknown confidence %q", part.Confidence)
	}
	if len(area.Parts) > 1 && len(part.Postcodes) == 0 && part.Side != "north" && part.Side != "south" {
		c.fault(file, path, "a part of a shared area needs postcodes or a side of the cut")
	}
	if part.Side != "" && len(area.Cut) < 2 {
		c.fault(file, path, "a side needs a cut of at least two corners")
	}
}

// cut insists on a line from west to east, which "north of it" needs.
func (c *checker) cut(area Area, path string) {
	for i := 1; i < len(area.Cut); i++ {
		if area.Cut[i][1] <= area.Cut[i-1][1] {
			c.fault("areas.yaml", path, "the cut of %q does not run from west to east", area.ID)
		}
	}
}

func (c *checker) streets() {
	const file = "streets.csv"
	seen := map[string]bool{}
	for i, s := range c.d.Streets {
		path := fmt.Sprintf("[%d]", i)
		key := fold.Join(fold.Words(s.Name)) + s.Postcode + s.Deelgemeente + s.Homonym
		switch d := c.d.deelgemeente(s.Deelgemeente); {
		case fold.Text(s.Name) == "":
			c.fault(file, path, "the street has no name")
		case seen[key]:
			c.fault(file, path, "street %q stands twice in %s %s", s.Name, s.Postcode, s.Deelgemeente)
		case c.d.postcode(s.Postcode) == nil:
			c.fault(file, path, "unknown postcode %q", s.Postcode)
		case s.Deelgemeente != "" && d == nil:
			c.fault(file, path, "unknown deelgemeente %q", s.Deelgemeente)
		case d != nil && d.Postcode != s.Postcode:
			c.fault(file, path, "deelgemeente %s has postcode %s, not %s", d.Name, d.Postcode, s.Postcode)
		case !c.why[s.Evidence]:
			c.fault(file, path, "unknown evidence %q", s.Evidence)
		}
		if s.Team != "" {
			c.known(file, path, s.Team)
		}
		seen[key], c.named[nameIn(s.Name, s.Postcode)] = true, true
	}
}

// nameIn is a street name in a postcode, as it is compared.
func nameIn(street, postcode string) string { return fold.Join(fold.Words(street)) + " " + postcode }

func (c *checker) ranges() {
	const file = "ranges.csv"
	for i, r := range c.d.Ranges {
		path := fmt.Sprintf("[%d]", i)
		switch {
		case r.From < 1 || r.To != 0 && r.To < r.From:
			c.fault(file, path, "from %d to %d is no range of house numbers", r.From, r.To)
		case r.Parity != Odd && r.Parity != Even && r.Parity != Both:
			c.fault(file, path, "parity %q is not odd, even or both", r.Parity)
		case !c.why[r.Evidence]:
			c.fault(file, path, "unknown evidence %q", r.Evidence)
		case !c.named[nameIn(r.Street, r.Postcode)]:
			c.fault(file, path, "street %q is not in the list for %s", r.Street, r.Postcode)
		}
		c.known(file, path, r.Team)
		for _, other := range c.d.Ranges[:i] {
			if r.overlaps(other) {
				c.fault(file, path, "the range overlaps another of %s", r.Street)
			}
		}
	}
}

func (c *checker) elsewhere() {
	const file = "elsewhere.yaml"
	seen := map[string]bool{}
	for i, m := range c.d.Elsewhere {
		path := fmt.Sprintf("$.municipalities[%d].name", i)
		if m.Name == "" {
			c.fault(file, path, "a municipality needs a name")
		}
		for _, code := range m.Postcodes {
			if seen[code] || c.d.postcode(code) != nil || !isPostcode(code) {
				c.fault(file, path, "postcode %q is not four digits, or belongs to another place", code)
			}
			seen[code] = true
		}
	}
}

func (c *checker) names() {
	const file = "names.yaml"
	for i, alias := range c.d.Names.Streets {
		if !c.named[nameIn(alias.Street, alias.Postcode)] {
			c.fault(file, fmt.Sprintf("$.streets[%d].street", i), "street %q is not in the list for %s", alias.Street, alias.Postcode)
		}
		for _, also := range alias.Also {
			if c.named[nameIn(also, alias.Postcode)] {
				c.fault(file, fmt.Sprintf("$.streets[%d].street", i), "%q is a street of its own", also)
			}
		}
	}
	for i, alias := range c.d.Names.Centres {
		if !slices.ContainsFunc(c.d.Centres, func(centre Centre) bool { return centre.ID == alias.Centre }) {
			c.fault(file, fmt.Sprintf("$.centres[%d].centre", i), "unknown centre %q", alias.Centre)
		}
	}
}

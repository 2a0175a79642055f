package register

import (
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"wijkloket/backend/directory"
	"wijkloket/backend/directory/fold"
	"wijkloket/backend/directory/geo"
	"wijkloket/backend/directory/number"
)

// collector gathers the city's buildings from the rows of an address file.
type collector struct {
	set      Settings
	city     directory.City
	layout   *layout
	report   Report
	extract  directory.Extract
	streets  map[string]int // by RegisterStreet.Key
	names    map[string]int // by the cells as written, to fold each street once
	seen     map[building]int
	cityName string
}

// building is an address without its box.
type building struct {
	street int
	number string
}

func importAddresses(rows table, format string, set Settings) (*Result, error) {
	layout, err := set.Columns.layoutOf(rows.header())
	if err != nil {
		return nil, err
	}
	c := &collector{
		set: set, city: set.Current.City(), layout: layout, report: Report{Format: format},
		streets: map[string]int{}, names: map[string]int{}, seen: map[building]int{},
	}
	c.cityName = fold.Text(c.city.Name)
	if err := c.collect(rows); err != nil {
		return nil, err
	}
	if c.report.Kept == 0 {
		return nil, refuse("no_addresses", map[string]any{"City": c.city.Name, "Read": c.report.Read}, nil)
	}
	c.sort()
	c.compare()
	c.report.Lost, c.report.Known = set.Current.Missing(&c.extract)
	if share := float64(len(c.report.Lost)) / float64(max(1, c.report.Known)); share > MaxLoss && !set.Force {
		return &Result{Report: c.report}, refuse("loss", map[string]any{"Lost": len(c.report.Lost), "Known": c.report.Known}, nil)
	}
	c.extract.Register = directory.Register{
		Format: format, Imported: set.Now.UTC().Format(time.RFC3339), Streets: len(c.extract.Streets), Addresses: len(c.extract.Addresses),
	}
	files, err := c.extract.Files()
	if err != nil {
		return nil, err
	}
	return &Result{c.report, files}, nil
}

func (c *collector) collect(rows table) error {
	for {
		cells, line, err := rows.next()
		var fault rowFault
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &fault):
			c.report.Read++
			c.report.fault(line, "", string(fault))
			continue
		case err != nil:
			return err
		}
		c.report.Read++
		if err := c.row(cells, line); err != nil {
			return err
		}
	}
}

// row keeps, skips or reports one row. Rows of other municipalities are most of a file of Flanders: they leave first.
func (c *collector) row(cells []string, line int) error {
	l := c.layout
	if !c.ours(cells) {
		c.report.skip(SkipMunicipality)
		return nil
	}
	if status := l.cell(cells, colStatus); l.has(colStatus) && !fits(c.set.Columns.Current, status) {
		c.report.skip(SkipStatus)
		return nil
	}
	n, ok := number.Parse(l.cell(cells, colNumber))
	if !ok {
		c.report.fault(line, l.name(colNumber), "number")
		return nil
	}
	street, column, reason := c.street(cells)
	if reason != "" {
		c.report.fault(line, l.name(column), reason)
		return nil
	}
	point, column, reason := c.place(cells)
	if reason != "" {
		c.report.fault(line, l.name(column), reason) // the building is kept without its place
	}
	at, double := c.seen[building{street, n.String()}]
	if double {
		c.report.skip(SkipBox)
		if kept := &c.extract.Addresses[at]; kept.Point.IsZero() && !point.IsZero() {
			kept.Point = point
			c.report.Placed++
		}
		return nil
	}
	if len(c.extract.Addresses) >= MaxAddresses {
		return refuse("too_many", map[string]any{"Limit": MaxAddresses}, nil)
	}
	c.seen[building{street, n.String()}] = len(c.extract.Addresses)
	c.extract.Addresses = append(c.extract.Addresses, directory.RegisterAddress{Street: street, Number: n.String(), Point: point})
	c.report.Kept++
	if !point.IsZero() {
		c.report.Placed++
	}
	return nil
}

// ours filters by the statistics code, and only in files without one by name.
func (c *collector) ours(cells []string) bool {
	if c.layout.has(colNIS) {
		return c.layout.cell(cells, colNIS) == c.city.NIS
	}
	return fold.Text(c.layout.cell(cells, colMunicipality)) == c.cityName
}

// street is the index of a row's street, or the column and reason why it has none.
func (c *collector) street(cells []string) (index int, column, reason string) {
	name, postcode := c.layout.cell(cells, colStreet), c.layout.cell(cells, colPostcode)
	homonym := c.layout.cell(cells, colHomonym)
	written := name + "\x00" + homonym + "\x00" + postcode
	if at, ok := c.names[written]; ok {
		return at, "", ""
	}
	if !slices.ContainsFunc(c.city.Postcodes, func(p directory.Postcode) bool { return p.Code == postcode }) {
		return 0, colPostcode, "postcode"
	}
	if at := strings.LastIndexByte(name, '('); at > 0 && strings.HasSuffix(name, ")") && homonym == "" {
		name, homonym = strings.TrimSpace(name[:at]), name[at+1:len(name)-1] // "Condédreef(Kor)"
	}
	if fold.Text(name) == "" || len(name) > fold.MaxBytes {
		return 0, colStreet, "street"
	}
	street := directory.RegisterStreet{Name: name, Homonym: homonym, Postcode: postcode}
	at, known := c.streets[street.Key()]
	if !known {
		at = len(c.extract.Streets)
		c.extract.Streets = append(c.extract.Streets, street)
		c.streets[street.Key()] = at
	}
	c.names[written] = at
	return at, "", ""
}

// place is a row's coordinates in WGS84: from the degrees where there are any, else from Lambert. A place outside the
// city is reported and not used; no place at all is no fault.
func (c *collector) place(cells []string) (p geo.Point, column, reason string) {
	l := c.layout
	if fits(c.set.Columns.Coarse, l.cell(cells, colPrecision)) {
		return geo.Point{}, "", ""
	}
	for _, pair := range [...][2]string{{colLat, colLon}, {colX, colY}} {
		first, second := l.cell(cells, pair[0]), l.cell(cells, pair[1])
		if first == "" || second == "" {
			continue
		}
		a, err1 := parseCoordinate(first)
		b, err2 := parseCoordinate(second)
		if err1 != nil || err2 != nil {
			return geo.Point{}, pair[0], "coordinate"
		}
		if a == 0 || b == 0 {
			continue // registers write zeros for "unknown"
		}
		p, _, swapped, ok := geo.Place(a, b, c.city.Box)
		if !ok {
			return geo.Point{}, pair[0], "outside"
		}
		if swapped {
			c.report.Swapped++
		}
		return p, "", ""
	}
	return geo.Point{}, "", ""
}

// parseCoordinate reads a number with a point or a comma.
func parseCoordinate(s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
		err = strconv.ErrRange
	}
	return v, err
}

// sort puts streets and buildings in a fixed order, so that the same register in another order gives the same files.
func (c *collector) sort() {
	e := &c.extract
	order := make([]int, len(e.Streets))
	keys := make([]string, len(e.Streets))
	for i := range order {
		order[i], keys[i] = i, e.Streets[i].Key()
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(keys[a], keys[b]) })
	streets, moved := make([]directory.RegisterStreet, len(order)), make([]int, len(order))
	for to, from := range order {
		streets[to], moved[from] = e.Streets[from], to
	}
	e.Streets = streets
	for i := range e.Addresses {
		e.Addresses[i].Street = moved[e.Addresses[i].Street]
	}
	slices.SortFunc(e.Addresses, func(a, b directory.RegisterAddress) int {
		if a.Street != b.Street {
			return a.Street - b.Street
		}
		return strings.Compare(a.Number, b.Number)
	})
}

// compare counts what changes against the last import.
func (c *collector) compare() {
	old := map[string]geo.Point{}
	if previous := c.set.Previous; previous != nil {
		for _, a := range previous.Addresses {
			old[previous.Streets[a.Street].Key()+"\x00"+a.Number] = a.Point
		}
	}
	for _, a := range c.extract.Addresses {
		key := c.extract.Streets[a.Street].Key() + "\x00" + a.Number
		point, known := old[key]
		switch {
		case !known:
			c.report.New++
		case math.Abs(point.Lat-a.Point.Lat) > 2e-6 || math.Abs(point.Lon-a.Point.Lon) > 2e-6:
			c.report.Changed++
		}
		delete(old, key)
	}
	c.report.Dropped = len(old)
	c.report.Streets = len(c.extract.Streets)
}

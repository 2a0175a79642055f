package directory

import (
	"slices"

	"wijkloket/backend/directory/geo"
	"wijkloket/backend/directory/number"
)

// areaOf finds the area of a number: from the imported register's runs, else from a point that came with the address.
func (d *Directory) areaOf(in asked, s Street, base verdict) verdict {
	if in.numbered {
		if run := runOf(s.Runs, in.number); run != nil {
			for i, area := range d.data.Areas {
				if area.ID == run.Area && run.Part < len(area.Parts) {
					return d.byPart(base, i, run.Part, ByArea, "area")
				}
			}
		}
	}
	if i, part, ok := d.data.areaAt(in.point, s.Postcode, d.boxes); ok {
		return d.byPart(base, i, part, ByArea, "area")
	}
	return verdict{}
}

func (d *Directory) byPart(v verdict, area, part int, basis Basis, reason string) verdict {
	a := d.data.Areas[area]
	p := a.Parts[part]
	v.team, v.basis, v.others = p.Team, basis, p.Others
	v.exact, v.confirmed = a.Confirmed, a.Confirmed
	v.reason = "directory.reason." + reason
	if !a.Confirmed {
		v.reason += "_probably"
	}
	args := map[string]any{"Area": a.Name}
	for key, value := range v.args {
		args[key] = value
	}
	v.args = args
	return v
}

// runOf finds the row of house numbers that holds n.
func runOf(runs []Run, n number.Number) *Run {
	for i := range runs {
		if n.N >= runs[i].From && n.N <= runs[i].To && runs[i].Parity.has(n) {
			return &runs[i]
		}
	}
	return nil
}

// areaAt finds the area and its part in which a point lies; the first in the order of the file wins on a border.
func (d *Data) areaAt(p geo.Point, postcode string, boxes []geo.Box) (area, part int, ok bool) {
	if p.IsZero() {
		return 0, 0, false
	}
	for i, a := range d.Areas {
		if len(a.Outline) == 0 || i < len(boxes) && !boxes[i].Contains(p, 0.001) {
			continue
		}
		for _, polygon := range a.Outline {
			if polygon.Contains(p) {
				return i, a.partAt(p, postcode), true
			}
		}
	}
	return 0, 0, false
}

// partAt chooses the part of an area by postcode, else by the side of its cut, else the first.
func (a Area) partAt(p geo.Point, postcode string) int {
	line := make([]geo.Point, len(a.Cut))
	for i, corner := range a.Cut {
		line[i] = geo.Point{Lat: corner[0], Lon: corner[1]}
	}
	side := "south"
	if geo.NorthOf(line, p) {
		side = "north"
	}
	for i, part := range a.Parts {
		if slices.Contains(part.Postcodes, postcode) || part.Side == side && len(line) > 0 {
			return i
		}
	}
	return 0
}

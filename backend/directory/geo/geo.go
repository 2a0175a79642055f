// Package geo places a point in an area and turns the Belgian Lambert coordinates of the address registers into WGS84.
// It is small on purpose: fourteen outlines of some hundred corners need no index and no library.
package geo

// Point is a place on the earth in WGS84 degrees.
type Point struct {
	Lat float64 `json:"lat" yaml:"lat"`
	Lon float64 `json:"lon" yaml:"lon"`
}

// IsZero reports whether no place is known; (0, 0) lies in the ocean.
func (p Point) IsZero() bool { return p == Point{} }

// Box is a rectangle of degrees.
type Box struct {
	South float64 `json:"south" yaml:"south"`
	West  float64 `json:"west" yaml:"west"`
	North float64 `json:"north" yaml:"north"`
	East  float64 `json:"east" yaml:"east"`
}

// Contains reports whether p lies in the box grown by margin degrees on every side.
func (b Box) Contains(p Point, margin float64) bool {
	return p.Lat >= b.South-margin && p.Lat <= b.North+margin && p.Lon >= b.West-margin && p.Lon <= b.East+margin
}

// Around is the smallest box around both.
func (b Box) Around(other Box) Box {
	return Box{
		South: min(b.South, other.South), West: min(b.West, other.West),
		North: max(b.North, other.North), East: max(b.East, other.East),
	}
}

// Valid reports whether the box has an inside on this earth.
func (b Box) Valid() bool {
	return b.South < b.North && b.West < b.East && b.South >= -90 && b.North <= 90 && b.West >= -180 && b.East <= 180
}

// Ring is a closed line of corners; the last one need not repeat the first.
type Ring []Point

// Polygon is an outline and its holes.
type Polygon []Ring

// edge is how near the line, in degrees (about a metre), still counts as on it.
const edge = 1e-5

// Contains reports whether p lies in the outline and in none of the holes; on the line counts as inside, so that a house
// on the border of two areas lies in both and never in none.
func (g Polygon) Contains(p Point) bool {
	if len(g) == 0 || !g[0].contains(p) {
		return false
	}
	for _, hole := range g[1:] {
		if hole.contains(p) && !hole.touches(p) {
			return false
		}
	}
	return true
}

// contains counts how often a ray to the east crosses the ring: odd is inside.
func (r Ring) contains(p Point) bool {
	inside := false
	for i, j := 0, len(r)-1; i < len(r); j, i = i, i+1 {
		a, b := r[i], r[j]
		if (a.Lat > p.Lat) != (b.Lat > p.Lat) && p.Lon < (b.Lon-a.Lon)*(p.Lat-a.Lat)/(b.Lat-a.Lat)+a.Lon {
			inside = !inside
		}
	}
	return inside || r.touches(p)
}

// touches reports whether p lies on the ring, within edge.
func (r Ring) touches(p Point) bool {
	for i, j := 0, len(r)-1; i < len(r); j, i = i, i+1 {
		if squaredDistance(p, r[j], r[i]) < edge*edge {
			return true
		}
	}
	return false
}

// squaredDistance is that of p to the piece from a to b, in degrees; good enough for "on the line".
func squaredDistance(p, a, b Point) float64 {
	dx, dy := b.Lon-a.Lon, b.Lat-a.Lat
	along := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		along = min(1, max(0, ((p.Lon-a.Lon)*dx+(p.Lat-a.Lat)*dy)/length))
	}
	x, y := p.Lon-(a.Lon+along*dx), p.Lat-(a.Lat+along*dy)
	return x*x + y*y
}

// Box is the smallest rectangle around the outline.
func (g Polygon) Box() Box {
	if len(g) == 0 || len(g[0]) == 0 {
		return Box{}
	}
	first := g[0][0]
	box := Box{South: first.Lat, North: first.Lat, West: first.Lon, East: first.Lon}
	for _, p := range g[0] {
		box.South, box.North = min(box.South, p.Lat), max(box.North, p.Lat)
		box.West, box.East = min(box.West, p.Lon), max(box.East, p.Lon)
	}
	return box
}

// NorthOf reports whether p lies north of a line that runs from west to east. West of its first and east of its last
// corner the line goes on along its first and last piece.
func NorthOf(line []Point, p Point) bool {
	if len(line) < 2 {
		return false
	}
	i := 1
	for i < len(line)-1 && p.Lon > line[i].Lon {
		i++
	}
	a, b := line[i-1], line[i]
	return p.Lat > a.Lat+(b.Lat-a.Lat)*(p.Lon-a.Lon)/(b.Lon-a.Lon)
}

package geo

import "math"

// System is a coordinate system of the Belgian registers.
type System int

// The systems, by their EPSG codes.
const (
	WGS84       System = 4326
	Lambert72   System = 31370
	Lambert2008 System = 3812
)

// projection is a Lambert conformal conic with two standard parallels, from the EPSG register.
type projection struct {
	a, f       float64 // the ellipsoid's half axis (m) and flattening
	lat1, lat2 float64 // standard parallels, degrees
	lat0, lon0 float64 // origin, degrees
	x0, y0     float64 // its coordinates, m
}

var (
	lambert72 = projection{
		a: 6378388, f: 1.0 / 297, // International 1924
		lat1: 51.1666672333333, lat2: 49.8333339, lat0: 90, lon0: 4.36748666666667,
		x0: 150000.013, y0: 5400088.438,
	}
	lambert2008 = projection{
		a: 6378137, f: 1 / 298.257222101, // GRS80
		lat1: 49.8333333333, lat2: 51.1666666667, lat0: 50.797815, lon0: 4.35921583333333,
		x0: 649328, y0: 665262,
	}
)

// FromLambert72 turns metres of EPSG:31370 into WGS84, good to about a metre (EPSG operation "BD72 to WGS 84 (3)").
func FromLambert72(x, y float64) Point {
	lat, lon := lambert72.inverse(x, y)
	return shift(lat, lon)
}

// FromLambert2008 turns metres of EPSG:3812 into WGS84; its datum differs from WGS84 by less than a metre.
func FromLambert2008(x, y float64) Point {
	lat, lon := lambert2008.inverse(x, y)
	return Point{Lat: degrees(lat), Lon: degrees(lon)}
}

func radians(deg float64) float64 { return deg * math.Pi / 180 }
func degrees(rad float64) float64 { return rad * 180 / math.Pi }

// inverse gives latitude and longitude in radians on the projection's own ellipsoid (Snyder, Map Projections, 15).
func (p projection) inverse(x, y float64) (lat, lon float64) {
	e := math.Sqrt(p.f * (2 - p.f))
	m := func(lat float64) float64 {
		sin := math.Sin(lat)
		return math.Cos(lat) / math.Sqrt(1-e*e*sin*sin)
	}
	t := func(lat float64) float64 {
		sin := math.Sin(lat)
		return math.Tan(math.Pi/4-lat/2) / math.Pow((1-e*sin)/(1+e*sin), e/2)
	}
	lat1, lat2 := radians(p.lat1), radians(p.lat2)
	n := (math.Log(m(lat1)) - math.Log(m(lat2))) / (math.Log(t(lat1)) - math.Log(t(lat2)))
	factor := p.a * m(lat1) / (n * math.Pow(t(lat1), n))
	rho0 := 0.0 // the origin is the pole itself
	if p.lat0 < 90 {
		rho0 = factor * math.Pow(t(radians(p.lat0)), n)
	}
	dx, dy := x-p.x0, rho0-(y-p.y0)
	ts := math.Pow(math.Hypot(dx, dy)/factor, 1/n)
	lat = math.Pi/2 - 2*math.Atan(ts)
	for range 8 { // converges to a nanometre in five rounds at this latitude
		sin := e * math.Sin(lat)
		lat = math.Pi/2 - 2*math.Atan(ts*math.Pow((1-sin)/(1+sin), e/2))
	}
	return lat, math.Atan2(dx, dy)/n + radians(p.lon0)
}

// The shift from the Belgian datum to WGS84: metres, seconds of arc in the coordinate-frame convention, and parts per
// million. With the signs of the rotations reversed the result is 60 m off and looks right, hence the test.
const (
	tx, ty, tz = -106.8686, 52.2978, -103.7239
	rx, ry, rz = -0.3366, 0.457, -1.8422
	scale      = -1.2747
)

// shift moves a latitude and longitude (radians, International 1924) to WGS84 degrees through geocentric coordinates.
func shift(lat, lon float64) Point {
	const second = math.Pi / 180 / 3600
	e2 := lambert72.f * (2 - lambert72.f)
	n := lambert72.a / math.Sqrt(1-e2*math.Sin(lat)*math.Sin(lat))
	x, y, z := n*math.Cos(lat)*math.Cos(lon), n*math.Cos(lat)*math.Sin(lon), n*(1-e2)*math.Sin(lat)
	k := 1 + scale*1e-6
	return geodetic(
		tx+k*(x+rz*second*y-ry*second*z),
		ty+k*(-rz*second*x+y+rx*second*z),
		tz+k*(ry*second*x-rx*second*y+z))
}

// geodetic turns geocentric metres into WGS84 degrees.
func geodetic(x, y, z float64) Point {
	const a, f = 6378137, 1 / 298.257223563
	e2 := float64(f * (2 - f))
	p := math.Hypot(x, y)
	lat := math.Atan2(z, p*(1-e2))
	for range 6 {
		sin := math.Sin(lat)
		n := a / math.Sqrt(1-e2*sin*sin)
		lat = math.Atan2(z+e2*n*sin, p)
	}
	return Point{Lat: degrees(lat), Lon: degrees(math.Atan2(y, x))}
}

// Place reads a pair of numbers of an address register as a place in box. It knows the system by the size of the
// numbers, whatever the column is called: degrees, Lambert 72 or Lambert 2008. Degrees in the wrong order are turned
// round, which swapped reports. It is false for zeros and for a place outside the box.
func Place(first, second float64, box Box) (p Point, system System, swapped, ok bool) {
	const margin = 0.005 // half a kilometre: the box is that of the city's outline, registers are rounded
	switch {
	case math.IsNaN(first) || math.IsNaN(second) || first == 0 || second == 0:
		return Point{}, 0, false, false
	case math.Abs(first) <= 180 && math.Abs(second) <= 180:
		p, system = Point{Lat: first, Lon: second}, WGS84
		if turned := (Point{Lat: second, Lon: first}); !box.Contains(p, margin) && box.Contains(turned, margin) {
			p, swapped = turned, true
		}
	case first > 500_000 && second > 500_000 && first < 800_000 && second < 800_000:
		p, system = FromLambert2008(first, second), Lambert2008
	case first > 0 && second > 0 && first < 300_000 && second < 300_000:
		p, system = FromLambert72(first, second), Lambert72
	default:
		return Point{}, 0, false, false
	}
	if !box.Contains(p, margin) {
		return Point{}, system, swapped, false
	}
	return p, system, swapped, true
}

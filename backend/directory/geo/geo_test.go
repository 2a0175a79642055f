package geo_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"wijkloket/backend/directory/geo"
)

var kortrijk = geo.Box{South: 50.7308, West: 3.2012, North: 50.8751, East: 3.3586}

// TestLambert holds the conversion against points that PROJ and BOSA's own files give.
func TestLambert(t *testing.T) {
	for _, c := range []struct {
		name      string
		got       geo.Point
		lat, lon  float64
		tolerance float64
	}{
		{"Brussels, BOSA", geo.FromLambert72(146321.078, 169504.609), 50.8359466, 4.3165258, 1e-6},
		{"Kortrijk", geo.FromLambert72(72190.1416, 169208.4672), 50.8281000, 3.2643000, 1e-6},
		{"register's example, 2008", geo.FromLambert2008(640249.09, 698793.29), 51.0991668, 4.2296041, 1e-6},
		{"register's example, 72", geo.FromLambert72(140252.76, 198794.27), 51.0991668, 4.2296041, 1e-5},
	} {
		if math.Abs(c.got.Lat-c.lat) > c.tolerance || math.Abs(c.got.Lon-c.lon) > c.tolerance {
			t.Errorf("%s: got %.7f %.7f, want %.7f %.7f", c.name, c.got.Lat, c.got.Lon, c.lat, c.lon)
		}
	}
}

func TestPlace(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second float64
		system        geo.System
		swapped, ok   bool
	}{
		{"degrees", 50.8281, 3.2643, geo.WGS84, false, true},
		{"degrees, swapped", 3.2643, 50.8281, geo.WGS84, true, true},
		{"Lambert 72", 72190.1416, 169208.4672, geo.Lambert72, false, true},
		{"Lambert 2008", 572189, 669209, geo.Lambert2008, false, true},
		{"zero", 0, 0, 0, false, false},
		{"half zero", 50.8, 0, 0, false, false},
		{"Brussels", 146321.078, 169504.609, geo.Lambert72, false, false},
		{"far", 48.85, 2.35, geo.WGS84, false, false},
		{"nonsense", 1e9, -4, 0, false, false},
		{"not a number", math.NaN(), 3, 0, false, false},
		{"infinite", math.Inf(1), math.Inf(1), 0, false, false},
	} {
		p, system, swapped, ok := geo.Place(c.first, c.second, kortrijk)
		if system != c.system || swapped != c.swapped || ok != c.ok {
			t.Errorf("%s: got %d %v %v, want %d %v %v", c.name, system, swapped, ok, c.system, c.swapped, c.ok)
		}
		if ok && (math.Abs(p.Lat-50.8281) > 1e-3 || math.Abs(p.Lon-3.2643) > 1e-3) {
			t.Errorf("%s: got %v", c.name, p)
		}
	}
}

func square(south, west, north, east float64) geo.Ring {
	return geo.Ring{{Lat: south, Lon: west}, {Lat: south, Lon: east}, {Lat: north, Lon: east}, {Lat: north, Lon: west}}
}

func TestContains(t *testing.T) {
	ring := geo.Polygon{square(0, 0, 10, 10), square(4, 4, 6, 6)}
	for _, c := range []struct {
		p    geo.Point
		want bool
	}{
		{geo.Point{Lat: 1, Lon: 1}, true},
		{geo.Point{Lat: 5, Lon: 5}, false}, // in the hole
		{geo.Point{Lat: 4, Lon: 5}, true},  // on the hole's edge
		{geo.Point{Lat: 0, Lon: 0}, true},  // a corner
		{geo.Point{Lat: 10, Lon: 5}, true}, // the north edge
		{geo.Point{Lat: 5, Lon: 10}, true}, // the east edge
		{geo.Point{Lat: 11, Lon: 5}, false},
		{geo.Point{Lat: 5, Lon: -1}, false},
	} {
		if got := ring.Contains(c.p); got != c.want {
			t.Errorf("Contains(%v) = %v", c.p, got)
		}
	}
	if (geo.Polygon{}).Contains(geo.Point{Lat: 1, Lon: 1}) || (geo.Polygon{{}}).Contains(geo.Point{}) {
		t.Error("an empty polygon contains a point")
	}
}

// TestNeighbours: two areas that share a border leave no point between them in neither.
func TestNeighbours(t *testing.T) {
	west, east := geo.Polygon{square(0, 0, 1, 0.5)}, geo.Polygon{square(0, 0.5, 1, 1)}
	rapid.Check(t, func(t *rapid.T) {
		p := geo.Point{Lat: rapid.Float64Range(0, 1).Draw(t, "lat"), Lon: rapid.Float64Range(0, 1).Draw(t, "lon")}
		if !west.Contains(p) && !east.Contains(p) {
			t.Fatalf("%v lies in neither", p)
		}
	})
}

func TestNorthOf(t *testing.T) {
	line := []geo.Point{{Lat: 1, Lon: 0}, {Lat: 2, Lon: 1}, {Lat: 1, Lon: 2}}
	for _, c := range []struct {
		lat, lon float64
		want     bool
	}{{1.6, 0.5, true}, {1.4, 0.5, false}, {1.6, 1.5, true}, {1.4, 1.5, false}, {0.6, -0.5, true}, {0.4, -0.5, false}} {
		if got := geo.NorthOf(line, geo.Point{Lat: c.lat, Lon: c.lon}); got != c.want {
			t.Errorf("NorthOf(%v, %v) = %v", c.lat, c.lon, got)
		}
	}
}

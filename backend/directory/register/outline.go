package register

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"

	"wijkloket/backend/directory"
	"wijkloket/backend/directory/fold"
	"wijkloket/backend/directory/geo"
)

// feature is what is used of GeoJSON (RFC 7946).
type feature struct {
	Properties map[string]any `json:"properties"`
	Geometry   *struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// importOutlines reads area borders. A feature is matched with an area by code, else by name; a property "team" with a
// team's id confirms the area's team.
func importOutlines(r io.Reader, set Settings) (*Result, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxOutlines+1))
	if err != nil {
		return nil, refuse("unreadable", nil, err)
	}
	if len(text) > MaxOutlines {
		return nil, refuse("oversize", map[string]any{"Limit": "64 MB"}, nil)
	}
	var collection struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &collection); err != nil || collection.Type != "FeatureCollection" {
		return nil, refuse("not_geojson", nil, err)
	}
	o := &outliner{set: set, city: set.Current.City(), areas: set.Current.Areas(), report: Report{Format: "geojson"}, taken: map[directory.AreaID]bool{}}
	for i, f := range collection.Features {
		o.report.Read++
		o.feature(i+1, f)
	}
	if len(o.outlines) == 0 {
		return nil, refuse("no_areas", map[string]any{"City": o.city.Name, "Read": o.report.Read}, nil)
	}
	o.compare()
	if o.report.Dropped > 0 && !set.Force {
		return &Result{Report: o.report}, refuse("areas_missing", map[string]any{"Lost": o.report.Dropped}, nil)
	}
	files, err := directory.OutlineFiles(o.outlines)
	if err != nil {
		return nil, err
	}
	return &Result{o.report, files}, nil
}

type outliner struct {
	set      Settings
	city     directory.City
	areas    []directory.Area
	report   Report
	outlines []directory.Outline
	taken    map[directory.AreaID]bool
}

// feature keeps, skips or reports one feature; its number stands for the line.
func (o *outliner) feature(number int, f feature) {
	code, name := property(f, "code", "geoitem", "gebiedscode"), property(f, "naam", "name", "gebied")
	if o.foreign(code, name) {
		o.report.skip(SkipMunicipality)
		return
	}
	area := o.match(code, name)
	if area == nil {
		o.report.fault(number, "naam", "area")
		return
	}
	if o.taken[area.ID] {
		o.report.fault(number, "naam", "area_twice")
		return
	}
	outline := directory.Outline{Area: area.ID}
	if team := property(f, "team", "wijkteam"); team != "" {
		known, ok := o.team(team)
		if !ok {
			o.report.fault(number, "team", "team")
			return
		}
		outline.Team = known
	}
	polygons, reason := o.polygons(f)
	if reason != "" {
		o.report.fault(number, "geometry", reason)
		return
	}
	outline.Polygons = polygons
	o.taken[area.ID] = true
	o.outlines = append(o.outlines, outline)
	o.report.Kept++
}

func property(f feature, names ...string) string {
	for key, value := range f.Properties {
		for _, name := range names {
			if text, ok := value.(string); ok && strings.EqualFold(key, name) && text != "" {
				return strings.TrimSpace(text)
			}
		}
	}
	return ""
}

// foreign reports whether a feature names another municipality, by the statistics code that begins its own or by the
// name in brackets, as in a file of all Flanders.
func (o *outliner) foreign(code, name string) bool {
	if len(code) > 5 && strings.Trim(code[:5], "0123456789") == "" && !strings.HasPrefix(code, o.city.NIS) {
		return true
	}
	_, inBrackets, found := strings.Cut(name, "(")
	return code == "" && found && fold.Text(inBrackets) != fold.Text(o.city.Name)
}

func (o *outliner) match(code, name string) *directory.Area {
	plain, _, _ := strings.Cut(name, "(")
	for _, by := range []func(a directory.Area) bool{
		func(a directory.Area) bool { return code != "" && fits(a.Codes, code) },
		func(a directory.Area) bool { return plain != "" && fold.Text(a.Name) == fold.Text(plain) },
	} {
		for i := range o.areas {
			if by(o.areas[i]) {
				return &o.areas[i]
			}
		}
	}
	return nil
}

// team finds a wijkteam by its id or its name, with or without the word wijkteam.
func (o *outliner) team(text string) (directory.TeamID, bool) {
	want := strings.TrimPrefix(fold.Text(text), "wijkteam ")
	for _, team := range o.set.Current.Wijkteams() {
		if want == fold.Text(string(team.ID)) || want == strings.TrimPrefix(fold.Text(team.Name), "wijkteam ") {
			return team.ID, true
		}
	}
	return "", false
}

// maxCorners bounds the outlines that the kiosks get; the city's fourteen areas have some 1,300 corners together.
const maxCorners = 20_000

func (o *outliner) polygons(f feature) (out []geo.Polygon, reason string) {
	if f.Geometry == nil {
		return nil, "geometry"
	}
	var raw [][][][]float64
	var err error
	switch f.Geometry.Type {
	case "Polygon":
		raw = make([][][][]float64, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &raw[0])
	case "MultiPolygon":
		err = json.Unmarshal(f.Geometry.Coordinates, &raw)
	default:
		return nil, "geometry"
	}
	if err != nil || len(raw) == 0 {
		return nil, "geometry"
	}
	corners := 0
	for _, rings := range raw {
		var polygon geo.Polygon
		for _, ring := range rings {
			if corners += len(ring); corners > maxCorners {
				return nil, "corners"
			}
			points, reason := o.ring(ring)
			if reason != "" {
				return nil, reason
			}
			polygon = append(polygon, points)
		}
		if len(polygon) == 0 {
			return nil, "geometry"
		}
		out = append(out, polygon)
	}
	return out, ""
}

func (o *outliner) ring(ring [][]float64) (geo.Ring, string) {
	if len(ring) < 4 || !reflect.DeepEqual(ring[0], ring[len(ring)-1]) {
		return nil, "ring"
	}
	var points geo.Ring
	for _, corner := range ring[:len(ring)-1] {
		if len(corner) < 2 {
			return nil, "geometry"
		}
		first, second := corner[0], corner[1]
		if max(first, second) <= 180 {
			first, second = second, first // GeoJSON writes longitude first
		}
		p, _, swapped, ok := geo.Place(first, second, o.city.Box)
		if !ok {
			return nil, "outside"
		}
		if swapped {
			o.report.Swapped++
		}
		points = append(points, p)
	}
	return points, ""
}

// compare counts what changes against the outlines in use.
func (o *outliner) compare() {
	for _, area := range o.areas {
		old := len(area.Outline) > 0
		if old && !o.taken[area.ID] {
			o.report.Dropped++
		}
		for _, outline := range o.outlines {
			if outline.Area != area.ID {
				continue
			}
			switch {
			case !old:
				o.report.New++
			case !reflect.DeepEqual(outline.Polygons, area.Outline):
				o.report.Changed++
			}
		}
	}
}

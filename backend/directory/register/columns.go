package register

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Columns is how registers name their columns and values (columns.yaml).
type Columns struct {
	Columns map[string][]string `yaml:"columns"`
	Current []string            `yaml:"current"` // status of an address in use
	Coarse  []string            `yaml:"coarse"`  // precision too coarse to place a house
}

// The columns that an address file may have.
const (
	colStreet       = "street"
	colHomonym      = "homonym"
	colNumber       = "number"
	colPostcode     = "postcode"
	colMunicipality = "municipality"
	colNIS          = "municipality_id"
	colStatus       = "status"
	colLat          = "lat"
	colLon          = "lon"
	colX            = "x"
	colY            = "y"
	colPrecision    = "precision"
)

// LoadColumns reads columns.yaml.
func LoadColumns(fsys fs.FS) (*Columns, error) {
	text, err := fs.ReadFile(fsys, "columns.yaml")
	if err != nil {
		return nil, fmt.Errorf("directory import: %w", err)
	}
	c := &Columns{}
	if err := yaml.UnmarshalWithOptions(text, c, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("directory import: columns.yaml: %w", err)
	}
	return c, nil
}

// layout is where a file has its columns.
type layout struct {
	at    map[string]int
	names []string
}

// layoutOf finds the columns of a file by name, never by position. It refuses a file that lacks a needed one and says
// which.
func (c *Columns) layoutOf(header []string) (*layout, error) {
	l := &layout{at: map[string]int{}, names: header}
	for column, names := range c.Columns {
		l.at[column] = -1
		for _, name := range names {
			at := slices.IndexFunc(header, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), name) })
			if at >= 0 {
				l.at[column] = at
				break
			}
		}
	}
	for _, needed := range []string{colStreet, colNumber, colPostcode} {
		if !l.has(needed) {
			return nil, refuse("no_column", map[string]any{"Columns": strings.Join(c.Columns[needed], ", ")}, nil)
		}
	}
	if !l.has(colNIS) && !l.has(colMunicipality) {
		return nil, refuse("no_column", map[string]any{"Columns": strings.Join(c.Columns[colNIS], ", ")}, nil)
	}
	return l, nil
}

func (l *layout) has(column string) bool {
	at, ok := l.at[column]
	return ok && at >= 0
}

// cell is the trimmed value of a column, empty when the file lacks it. Registers write some values as addresses of
// linked data; then the last part counts.
func (l *layout) cell(cells []string, column string) string {
	if !l.has(column) {
		return ""
	}
	value := strings.TrimSpace(cells[l.at[column]])
	if strings.HasPrefix(value, "http") {
		value = value[strings.LastIndexByte(value, '/')+1:]
	}
	return value
}

// name is what the file calls a column, for row errors.
func (l *layout) name(column string) string {
	if !l.has(column) {
		return ""
	}
	return l.names[l.at[column]]
}

func fits(list []string, value string) bool {
	return slices.ContainsFunc(list, func(known string) bool { return strings.EqualFold(known, value) })
}

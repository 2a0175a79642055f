package register

import (
	"sort"

	"wijkloket/backend/directory"
)

// MaxRowErrors is how many rows with an error a report lists; RowErrors counts them all.
const MaxRowErrors = 100

// The reasons for which a row is left out without being wrong.
const (
	SkipMunicipality = "other_municipality"
	SkipStatus       = "not_current"
	SkipBox          = "same_building" // another box of a building that is kept already
)

// Report says what an import read and what it would change.
type Report struct {
	Format   string           `json:"format"` // "csv", "dbf" or "geojson"
	Read     int              `json:"read"`   // rows or features
	Kept     int              `json:"kept"`   // buildings or areas
	New      int              `json:"new"`    // of those, not in the last import
	Changed  int              `json:"changed"`
	Dropped  int              `json:"dropped"` // in the last import and no longer here
	Streets  int              `json:"streets"`
	Placed   int              `json:"placed"`  // buildings with a believable place
	Swapped  int              `json:"swapped"` // places whose latitude and longitude stood the wrong way round
	Skipped  map[string]int   `json:"skipped,omitempty"`
	Lost     []directory.Note `json:"lost,omitempty"` // streets known now that the file lacks
	Known    int              `json:"known"`          // streets known now
	RowError int              `json:"row_errors"`
	Rows     []RowError       `json:"rows,omitempty"`
}

// RowError is one row that could not be used.
type RowError struct {
	Line   int    `json:"line"`
	Column string `json:"column,omitempty"` // as the file calls it
	Reason string `json:"reason"`           // ends the message key directory.import.row.
}

// Reasons lists the reasons for skipped rows in alphabetical order.
func (r *Report) Reasons() []string {
	var out []string
	for reason := range r.Skipped {
		out = append(out, reason)
	}
	sort.Strings(out)
	return out
}

func (r *Report) skip(reason string) {
	if r.Skipped == nil {
		r.Skipped = map[string]int{}
	}
	r.Skipped[reason]++
}

func (r *Report) fault(line int, column, reason string) {
	r.RowError++
	if len(r.Rows) < MaxRowErrors {
		r.Rows = append(r.Rows, RowError{line, column, reason})
	}
}

package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"wijkloket/backend/directory/fold"
)

// streets reads streets.csv: street, postcode, deelgemeente, team, evidence, confidence.
func (l *loader) streets(d *Data) error {
	columns := []string{"street", "postcode", "deelgemeente", "team", "evidence", "confidence"}
	return l.table("streets.csv", columns, func(row []string) error {
		d.Streets = append(d.Streets, Street{
			ID: streetID(row[0], row[1]), Name: row[0], Postcode: row[1], Deelgemeente: row[2],
			Team: TeamID(row[3]), Evidence: row[4], Confidence: row[5],
		})
		return nil
	})
}

// ranges reads ranges.csv: street, postcode, parity, from, to, team, evidence.
func (l *loader) ranges(d *Data) error {
	columns := []string{"street", "postcode", "parity", "from", "to", "team", "evidence"}
	return l.table("ranges.csv", columns, func(row []string) error {
		from, err := strconv.Atoi(row[3])
		if err != nil {
			return fmt.Errorf("from is %q, not a house number", row[3])
		}
		to := 0
		if row[4] != "" {
			if to, err = strconv.Atoi(row[4]); err != nil {
				return fmt.Errorf("to is %q, not a house number", row[4])
			}
		}
		d.Ranges = append(d.Ranges, Range{
			Street: row[0], Postcode: row[1], Parity: Parity(row[2]), From: from, To: to,
			Team: TeamID(row[5]), Evidence: row[6],
		})
		return nil
	})
}

// table reads a small CSV file by the names of its columns, in any order, and hands the rows over in the order asked.
func (l *loader) table(name string, columns []string, each func(row []string) error) error {
	text, err := l.read(name)
	if err != nil {
		return err
	}
	lines, err := readTable(name, text, columns, each)
	l.lines[name] = lines
	return err
}

func readTable(name string, text []byte, columns []string, each func(row []string) error) (lines []int, err error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	reader.ReuseRecord = true
	header, err := reader.Read()
	if err != nil {
		return nil, &DataError{File: name, Line: 1, Reason: "there is no row of column names"}
	}
	order := make([]int, len(columns))
	for i, column := range columns {
		if order[i] = find(header, column); order[i] < 0 {
			return nil, &DataError{File: name, Line: 1, Reason: fmt.Sprintf("there is no column %q", column)}
		}
	}
	row := make([]string, len(columns))
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			return nil, &DataError{File: name, Line: parse.Line, Reason: parse.Err.Error()}
		}
		if err != nil {
			return nil, &DataError{File: name, Reason: err.Error()}
		}
		line, _ := reader.FieldPos(0)
		for i, at := range order {
			row[i] = strings.TrimSpace(record[at])
		}
		if err := each(row); err != nil {
			return nil, &DataError{File: name, Line: line, Reason: err.Error()}
		}
		lines = append(lines, line)
	}
}

func find(header []string, column string) int {
	for i, name := range header {
		if strings.EqualFold(strings.TrimSpace(name), column) {
			return i
		}
	}
	return -1
}

// streetID is a slug of the name and the postcode: "sint-denijsestraat-8500".
func streetID(name, postcode string) StreetID {
	return StreetID(fold.Slug(name + " " + postcode))
}

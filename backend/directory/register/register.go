// Package register reads the official address registers and area outlines into the form that the directory lays over its
// own data: the BeST files of BOSA, the Flemish register's CSV and dBase, and GeoJSON. It streams, keeps only the city's
// own addresses that are in use, drops boxes, checks every coordinate, reports every row that it cannot read, and decides
// nothing: a [Result] is shown first and written only by [Write].
package register

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"wijkloket/backend/directory"
)

// The limits of one import. A file beyond them is refused, whatever it holds.
const (
	MaxBytes     = 8 << 30  // of an address file; Flanders has a few million rows
	MaxOutlines  = 64 << 20 // of a GeoJSON file, which is read as a whole
	MaxLine      = 64 << 10 // of one row
	MaxAddresses = 500_000  // that are kept; the city has some 50,000
)

// MaxLoss is the share of the streets known now that a new register may lack; with more it is likely the wrong file.
const MaxLoss = 0.05

// Input is a file to import.
type Input struct {
	Name   string    // for messages
	Reader io.Reader // the file
	Shape  io.Reader // the .shp that belongs to a dBase file, which holds the places; may be nil
}

// Settings is what an import needs to know.
type Settings struct {
	Current  *directory.Directory // what is in use now
	Previous *directory.Extract   // the last import; nil without one
	Columns  *Columns             // the names of columns, for address files
	Now      time.Time            // when the import is made
	Force    bool                 // accept the loss of streets
}

// Result is a finished import that is not written yet.
type Result struct {
	Report
	Files map[string][]byte // for [Write]
}

// Refusal is why a whole file is not imported: a message of the catalogue's directory area.
type Refusal struct {
	Reason directory.Message
	cause  error
}

// Error names the message's key and the cause, for logs.
func (r *Refusal) Error() string {
	if r.cause != nil {
		return "directory import: " + r.Reason.Key + ": " + r.cause.Error()
	}
	return "directory import: " + r.Reason.Key
}

// Unwrap returns the cause.
func (r *Refusal) Unwrap() error { return r.cause }

func refuse(key string, args map[string]any, cause error) error {
	return &Refusal{Reason: directory.Message{Key: "directory.import.refused." + key, Args: args}, cause: cause}
}

// Import reads a file of any known format. The error is a [Refusal], or a failure to read.
func Import(in Input, set Settings) (*Result, error) {
	limited := &io.LimitedReader{R: in.Reader, N: MaxBytes + 1}
	reader := bufio.NewReaderSize(limited, 256<<10)
	head, err := reader.Peek(4096)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, fmt.Errorf("directory import: %w", err)
	}
	head = bytes.TrimPrefix(head, []byte("\ufeff"))
	switch trimmed := bytes.TrimLeft(head, " \t\r\n"); {
	case len(trimmed) == 0:
		return nil, refuse("empty", nil, nil)
	case trimmed[0] == '{':
		return importOutlines(reader, set)
	case looksLikeDBF(head):
		rows, err := newDBF(reader, in.Shape)
		if err != nil {
			return nil, err
		}
		return importAddresses(rows, "dbf", set)
	case bytes.IndexByte(head, 0) >= 0:
		return nil, refuse("binary", nil, nil)
	default:
		rows, err := newCSV(reader)
		if err != nil {
			return nil, err
		}
		result, err := importAddresses(rows, "csv", set)
		if err == nil && limited.N <= 0 {
			return nil, refuse("oversize", map[string]any{"Limit": "8 GB"}, nil)
		}
		return result, err
	}
}

package register

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// table hands out rows by number of the line or record.
type table interface {
	header() []string
	// next returns the cells of the next row, which are valid until the call after it. A rowFault spoils one row only.
	next() (cells []string, line int, err error)
}

// rowFault is a row that cannot be taken apart; its text ends the message key directory.import.row.
type rowFault string

func (f rowFault) Error() string { return string(f) }

// csvTable reads a row a line. Registers have no line breaks in a cell, so an unclosed quote spoils one row and not the
// rest of the file, and memory is bounded by [MaxLine].
type csvTable struct {
	lines  *bufio.Scanner
	comma  byte
	names  []string
	cells  []string
	number int
}

func newCSV(r io.Reader) (*csvTable, error) {
	t := &csvTable{lines: bufio.NewScanner(r)}
	t.lines.Buffer(make([]byte, 0, 8<<10), MaxLine)
	if !t.lines.Scan() {
		return nil, refuse("no_header", nil, t.lines.Err())
	}
	t.number = 1
	first := bytes.TrimPrefix(t.lines.Bytes(), []byte("\ufeff"))
	if !utf8.Valid(first) {
		return nil, refuse("binary", nil, nil)
	}
	t.comma = delimiter(first)
	cells, err := split(first, t.comma, nil)
	if err != nil || len(cells) < 2 {
		return nil, refuse("no_header", nil, err)
	}
	for _, name := range cells {
		t.names = append(t.names, strings.TrimSpace(name))
	}
	return t, nil
}

// delimiter is the sign that stands most often in the header.
func delimiter(header []byte) byte {
	best, count := byte(','), 0
	for _, sign := range []byte{',', ';', '\t', '|'} {
		if n := bytes.Count(header, []byte{sign}); n > count {
			best, count = sign, n
		}
	}
	return best
}

func (t *csvTable) header() []string { return t.names }

func (t *csvTable) next() ([]string, int, error) {
	for t.lines.Scan() {
		t.number++
		line := t.lines.Bytes()
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if bytes.IndexByte(line, 0) >= 0 {
			return nil, t.number, refuse("binary", nil, nil)
		}
		if !utf8.Valid(line) {
			return nil, t.number, rowFault("encoding")
		}
		var err error
		t.cells, err = split(line, t.comma, t.cells[:0])
		if err == nil && len(t.cells) != len(t.names) {
			err = rowFault("cells")
		}
		return t.cells, t.number, err
	}
	if errors.Is(t.lines.Err(), bufio.ErrTooLong) {
		return nil, t.number + 1, refuse("long_line", map[string]any{"Line": t.number + 1}, nil)
	}
	if err := t.lines.Err(); err != nil {
		return nil, t.number, fmt.Errorf("directory import: %w", err)
	}
	return nil, t.number, io.EOF
}

// split takes one line of CSV apart (RFC 4180, without line breaks in cells) and appends the cells to dst.
func split(line []byte, comma byte, dst []string) ([]string, error) {
	line = bytes.TrimSuffix(line, []byte("\r"))
	for {
		if len(line) > 0 && line[0] == '"' {
			cell, rest, ok := quoted(line[1:])
			if !ok {
				return dst, rowFault("quotes")
			}
			dst = append(dst, cell)
			if len(rest) == 0 {
				return dst, nil
			}
			if rest[0] != comma {
				return dst, rowFault("quotes")
			}
			line = rest[1:]
			continue
		}
		at := bytes.IndexByte(line, comma)
		cell := line
		if at >= 0 {
			cell = line[:at]
		}
		if bytes.IndexByte(cell, '"') >= 0 {
			return dst, rowFault("quotes")
		}
		dst = append(dst, string(cell))
		if at < 0 {
			return dst, nil
		}
		line = line[at+1:]
	}
}

// quoted reads up to the closing quote; two quotes are one.
func quoted(line []byte) (cell string, rest []byte, ok bool) {
	var out []byte
	for {
		at := bytes.IndexByte(line, '"')
		if at < 0 {
			return "", nil, false
		}
		out = append(out, line[:at]...)
		if at+1 < len(line) && line[at+1] == '"' {
			out = append(out, '"')
			line = line[at+2:]
			continue
		}
		return string(out), line[at+1:], true
	}
}

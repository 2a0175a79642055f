package register

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// dbfTable reads the dBase file of a shapefile, and the places beside it where there are any.
type dbfTable struct {
	r      *bufio.Reader
	shape  *bufio.Reader
	fields []dbfField
	record []byte
	number int
	left   uint32
}

type dbfField struct {
	name   string
	length int
}

// looksLikeDBF recognises dBase III and later without memo: the version byte, a believable date and header length.
func looksLikeDBF(head []byte) bool {
	if len(head) < 65 || head[0] != 0x03 && head[0] != 0x30 {
		return false
	}
	size := binary.LittleEndian.Uint16(head[8:])
	return head[2] >= 1 && head[2] <= 12 && head[3] >= 1 && head[3] <= 31 && size >= 65
}

func newDBF(r *bufio.Reader, shape io.Reader) (*dbfTable, error) {
	var head [32]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, refuse("damaged", nil, err)
	}
	t := &dbfTable{r: r, left: binary.LittleEndian.Uint32(head[4:])}
	headerSize := int(binary.LittleEndian.Uint16(head[8:]))
	t.record = make([]byte, binary.LittleEndian.Uint16(head[10:]))
	rest := make([]byte, headerSize-len(head))
	if _, err := io.ReadFull(r, rest); err != nil {
		return nil, refuse("damaged", nil, err)
	}
	total := 1 // the mark of a deleted record
	for len(rest) >= 32 && rest[0] != 0x0D {
		name, _, _ := bytes.Cut(rest[:11], []byte{0})
		t.fields = append(t.fields, dbfField{strings.TrimSpace(string(name)), int(rest[16])})
		total += int(rest[16])
		rest = rest[32:]
	}
	if len(t.fields) == 0 || total != len(t.record) {
		return nil, refuse("damaged", nil, nil)
	}
	return t, t.openShape(shape)
}

// openShape reads past the header of the .shp and insists on points.
func (t *dbfTable) openShape(shape io.Reader) error {
	if shape == nil {
		return nil
	}
	t.shape = bufio.NewReader(shape)
	var head [100]byte
	if _, err := io.ReadFull(t.shape, head[:]); err != nil {
		return refuse("damaged", nil, err)
	}
	if binary.BigEndian.Uint32(head[:]) != 9994 || binary.LittleEndian.Uint32(head[32:]) != 1 {
		return refuse("damaged", nil, nil)
	}
	return nil
}

// header adds the place's two columns when there is a .shp, under names that columns.yaml knows.
func (t *dbfTable) header() []string {
	var names []string
	for _, field := range t.fields {
		names = append(names, field.name)
	}
	if t.shape != nil {
		names = append(names, "x", "y")
	}
	return names
}

func (t *dbfTable) next() ([]string, int, error) {
	for t.left > 0 {
		t.left--
		t.number++
		if _, err := io.ReadFull(t.r, t.record); err != nil {
			return nil, t.number, refuse("damaged", nil, err)
		}
		x, y, err := t.place()
		if err != nil {
			return nil, t.number, err
		}
		if t.record[0] == '*' {
			continue // deleted
		}
		var cells []string
		rest := t.record[1:]
		for _, field := range t.fields {
			cells = append(cells, text(rest[:field.length]))
			rest = rest[field.length:]
		}
		if t.shape != nil {
			cells = append(cells, x, y)
		}
		return cells, t.number, nil
	}
	return nil, t.number, io.EOF
}

// place reads the next point of the .shp: eight bytes of record header, then its type and two numbers.
func (t *dbfTable) place() (x, y string, err error) {
	if t.shape == nil {
		return "", "", nil
	}
	var head [8]byte
	if _, err := io.ReadFull(t.shape, head[:]); err != nil {
		return "", "", refuse("damaged", nil, err)
	}
	words := binary.BigEndian.Uint32(head[4:]) // the length of a record is counted in two bytes
	if words < 2 || words > 1024 {
		return "", "", refuse("damaged", nil, fmt.Errorf("a shape of %d words", words))
	}
	content := make([]byte, words*2)
	if _, err := io.ReadFull(t.shape, content); err != nil {
		return "", "", refuse("damaged", nil, err)
	}
	if len(content) < 20 || binary.LittleEndian.Uint32(content) != 1 {
		return "", "", nil // a row without a place
	}
	number := func(at int) string {
		return strconv.FormatFloat(math.Float64frombits(binary.LittleEndian.Uint64(content[at:])), 'f', 3, 64)
	}
	return number(4), number(12), nil
}

// text reads a cell: UTF-8 where it is, else Windows-1252, as older exports are.
func text(raw []byte) string {
	raw = bytes.TrimRight(raw, " \x00")
	if utf8.Valid(raw) {
		return string(raw)
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return strings.ToValidUTF8(string(raw), "")
	}
	return string(decoded)
}

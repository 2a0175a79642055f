package directory

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"wijkloket/backend/directory/fold"
)

// maxFile is the largest data file that is read, in bytes; the largest real one, an imported register, has about 3 MB.
const maxFile = 64 << 20

// DataError is one thing that is wrong with the data, and where. Administrators read it at start.
type DataError struct {
	File   string
	Line   int // 0 when it is about the file as a whole
	Reason string
}

// Error is one line: file, line, reason.
func (e *DataError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("directory: %s: %s", e.File, e.Reason)
	}
	return fmt.Sprintf("directory: %s:%d: %s", e.File, e.Line, e.Reason)
}

// Load reads and checks the data files (assets/data/directory). The error is a [DataError] that names file and line.
func Load(fsys fs.FS) (*Directory, error) {
	l := loader{base: fsys}
	data, err := l.files()
	if err != nil {
		return nil, err
	}
	return build(data, l.line)
}

// LoadOverlay reads base with overlay laid over it: a file that both have is taken from overlay, and an imported
// register ([Extract]) or outlines ([Outline]) replaces the street list and completes the areas. A nil or empty overlay
// changes nothing. The error is a [DataError].
func LoadOverlay(base, overlay fs.FS) (*Directory, error) {
	l := loader{base: base, over: overlay}
	data, err := l.files()
	if err != nil {
		return nil, err
	}
	if err := l.outlines(&data); err != nil {
		return nil, err
	}
	extract, err := l.extract()
	if err != nil {
		return nil, err
	}
	if extract != nil {
		extract.lay(&data)
		l.replaced = true
	}
	return build(data, l.line)
}

// loader reads files and remembers where everything stood.
type loader struct {
	base, over fs.FS
	trees      map[string]*ast.File // of the YAML files
	lines      map[string][]int     // of the rows of the CSV files
	replaced   bool                 // the street list is the register's, rows no longer match lines
}

func (l *loader) files() (Data, error) {
	l.trees, l.lines = map[string]*ast.File{}, map[string][]int{}
	var d Data
	var teams struct{ Teams []Team }
	var centres struct{ Centres []Centre }
	var areas struct{ Areas []Area }
	var evidence struct{ Evidence []Evidence }
	var elsewhere struct {
		Municipalities []Municipality
		SameNames      []SameName `yaml:"same_names"`
	}
	err := errors.Join(
		l.yaml("city.yaml", &d.City), l.yaml("teams.yaml", &teams), l.yaml("centres.yaml", &centres),
		l.yaml("areas.yaml", &areas), l.yaml("evidence.yaml", &evidence), l.yaml("elsewhere.yaml", &elsewhere),
		l.yaml("names.yaml", &d.Names), l.streets(&d), l.ranges(&d))
	if err != nil {
		return Data{}, first(err)
	}
	d.Teams, d.Centres, d.Areas, d.Evidence = teams.Teams, centres.Centres, areas.Areas, evidence.Evidence
	d.Elsewhere, d.SameNames = elsewhere.Municipalities, elsewhere.SameNames
	for i := range d.Streets { // the file holds names, for the people who edit it
		d.Streets[i].Deelgemeente = d.City.deelgemeente(d.Streets[i].Deelgemeente)
	}
	return d, nil
}

// first is the first of joined errors: one clear error, not nine.
func first(err error) error {
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) && len(joined.Unwrap()) > 0 {
		return joined.Unwrap()[0]
	}
	return err
}

// deelgemeente is the id for a name, or the name itself when there is none, which the check then refuses.
func (c City) deelgemeente(name string) string {
	for _, d := range c.Deelgemeenten {
		if fold.Text(d.Name) == fold.Text(name) {
			return d.ID
		}
	}
	return name
}

// read finds a file in the overlay, else in the base.
func (l *loader) read(name string) ([]byte, error) {
	for _, fsys := range []fs.FS{l.over, l.base} {
		if fsys == nil {
			continue
		}
		text, err := readLimited(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, &DataError{File: name, Reason: err.Error()}
		}
		return text, nil
	}
	return nil, &DataError{File: name, Reason: "the file is missing"}
}

func readLimited(fsys fs.FS, name string) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("the file is larger than %d bytes", maxFile)
	}
	return text, nil
}

func (l *loader) yaml(name string, into any) error {
	text, err := l.read(name)
	if err != nil {
		return err
	}
	tree, err := parser.ParseBytes(text, 0)
	if err == nil {
		l.trees[name] = tree
		err = yaml.UnmarshalWithOptions(text, into, yaml.Strict())
	}
	if err == nil {
		return nil
	}
	fault := &DataError{File: name, Reason: err.Error()}
	var located yaml.Error
	if errors.As(err, &located) {
		fault.Reason = located.GetMessage()
		if token := located.GetToken(); token != nil {
			fault.Line = token.Position.Line
		}
	}
	return fault
}

// line finds where a thing stands: a YAML path such as "$.teams[2].id", or the index of a CSV row as "[7]".
func (l *loader) line(file, path string) int {
	if index, ok := strings.CutPrefix(path, "["); ok {
		i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
		if lines := l.lines[file]; err == nil && i < len(lines) && !(l.replaced && file == "streets.csv") {
			return lines[i]
		}
		return 0
	}
	tree := l.trees[file]
	where, err := yaml.PathString(path)
	if err != nil || tree == nil {
		return 0
	}
	node, err := where.FilterFile(tree)
	if err != nil || node.GetToken() == nil {
		return 0
	}
	return node.GetToken().Position.Line
}

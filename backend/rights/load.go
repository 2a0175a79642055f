package rights

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// maxFile is the largest data file that is read, in bytes.
const maxFile = 1 << 20

// Fault is one thing that is wrong with the rules, and where. A right with a fault is Possible for everybody ("ask about
// it"); the others are not touched.
type Fault struct {
	File   string
	Line   int // 0 when it is about the file as a whole
	Right  string
	Reason string
}

// Error is one line: file, line, reason.
func (f *Fault) Error() string {
	if f.Line == 0 {
		return fmt.Sprintf("rights: %s: %s", f.File, f.Reason)
	}
	return fmt.Sprintf("rights: %s:%d: %s", f.File, f.Line, f.Reason)
}

// Rules are the questions, figures and rights as read and checked. They do not change.
type Rules struct {
	questions  []Question
	rights     []*Right
	parameters map[string]*parameter
	shared     map[string]*shared
	faults     []*Fault
	texts      map[string]string // the files, to name lines
	broken     map[string]bool   // rights that cannot be evaluated on any day
}

// Load reads and checks the rules (assets/data/rights). It fails only when there are no questions to ask; what is wrong
// with a right or a figure is in [Rules.Faults] and touches only what depends on it.
func Load(fsys fs.FS) (*Rules, error) {
	r := &Rules{parameters: map[string]*parameter{}, shared: map[string]*shared{}, texts: map[string]string{}, broken: map[string]bool{}}
	var questions struct{ Questions []Question }
	if fault := r.read(fsys, "questions.yaml", &questions); fault != nil {
		return nil, fault
	}
	r.questions = questions.Questions
	if err := r.checkQuestions(); err != nil {
		return nil, err
	}
	r.loadAsking(fsys)
	r.loadShared(fsys)
	files, err := fs.Glob(fsys, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	var rights []string
	for _, file := range files {
		if path.Dir(file) == "parameters" {
			r.loadParameters(fsys, file)
		} else {
			rights = append(rights, file)
		}
	}
	r.loadRights(fsys, rights)
	slices.SortStableFunc(r.rights, func(a, b *Right) int {
		if a.Order != b.Order {
			return a.Order - b.Order
		}
		return strings.Compare(a.ID, b.ID)
	})
	r.check()
	return r, nil
}

// Faults are what [Load] found wrong, in the order of the files.
func (r *Rules) Faults() []*Fault { return slices.Clone(r.faults) }

// Questions are the questions in their fixed order.
func (r *Rules) Questions() []Question { return slices.Clone(r.questions) }

// Right finds a right by id.
func (r *Rules) Right(id string) (Right, bool) {
	for _, right := range r.rights {
		if right.ID == id {
			return *right, true
		}
	}
	return Right{}, false
}

// Rights are all rights in their order.
func (r *Rules) Rights() []Right {
	out := make([]Right, len(r.rights))
	for i, right := range r.rights {
		out[i] = *right
	}
	return out
}

// loadAsking reads the words of the questions. A word that is missing is a fault, but verdicts do not need words.
func (r *Rules) loadAsking(fsys fs.FS) {
	const name = "asking.yaml"
	var file struct{ Asking map[string]Asking }
	if fault := r.read(fsys, name, &file); fault != nil {
		r.faults = append(r.faults, fault)
		return
	}
	for i := range r.questions {
		q := &r.questions[i]
		q.Asking = file.Asking[q.ID]
		r.checkWords(name, q.ID, "ask", q.Asking.Ask)
		r.checkWords(name, q.ID, "why", q.Asking.Why)
		r.checkAnswers(name, q)
		for code := range q.Asking.Answers {
			if !slices.Contains(q.Codes, code) {
				r.fault(name, "", "  "+q.ID+":", "%s has no code %q", q.ID, code)
			}
		}
		delete(file.Asking, q.ID)
	}
	for _, id := range sorted(file.Asking) {
		r.fault(name, "", "  "+id+":", "there is no question %q", id)
	}
}

func (r *Rules) loadShared(fsys fs.FS) {
	var file struct{ Conditions []*shared }
	if fault := r.read(fsys, "conditions.yaml", &file); fault != nil {
		r.faults = append(r.faults, fault)
		return
	}
	for _, one := range file.Conditions {
		if _, double := r.shared[one.ID]; double || one.ID == "" || one.When == nil {
			r.fault("conditions.yaml", "", "id: "+one.ID, "condition %q stands there twice, or lacks an id or a \"when\"", one.ID)
			continue
		}
		r.shared[one.ID] = one
	}
}

func (r *Rules) loadParameters(fsys fs.FS, name string) {
	var file struct{ Parameters []*parameter }
	if fault := r.read(fsys, name, &file); fault != nil {
		r.faults = append(r.faults, fault)
		return
	}
	for _, one := range file.Parameters {
		one.file = name
		if _, double := r.parameters[one.ID]; double {
			r.fault(name, "", "id: "+one.ID, "parameter %q stands there twice", one.ID)
			continue
		}
		r.parameters[one.ID] = one
	}
}

// loadRights reads the files of the rights, several at once: reading is most of the work at start. A file that cannot be
// read still is a right, by its name: one asks about it.
func (r *Rules) loadRights(fsys fs.FS, names []string) {
	rights := make([]*Right, len(names))
	texts := make([]string, len(names))
	faults := make([]*Fault, len(names))
	var readers sync.WaitGroup
	for first := range fileReaders {
		readers.Go(func() {
			for i := first; i < len(names); i += fileReaders {
				rights[i] = &Right{}
				texts[i], faults[i] = readYAML(fsys, names[i], rights[i])
			}
		})
	}
	readers.Wait()
	for i, right := range rights {
		r.texts[names[i]] = texts[i]
		right.file = names[i]
		if fault := faults[i]; fault != nil {
			right.ID = strings.TrimSuffix(path.Base(names[i]), ".yaml")
			fault.Right = right.ID
			r.faults = append(r.faults, fault)
			r.broken[right.ID] = true
		}
	}
	r.rights = rights
}

// fileReaders is how many files are read at once.
const fileReaders = 4

func (r *Rules) read(fsys fs.FS, name string, into any) *Fault {
	text, fault := readYAML(fsys, name, into)
	r.texts[name] = text
	return fault
}

// readYAML decodes a file; a key that does not exist is a fault.
func readYAML(fsys fs.FS, name string, into any) (string, *Fault) {
	text, err := fs.ReadFile(fsys, name)
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("the file is larger than %d bytes", maxFile)
	}
	if err == nil {
		err = yaml.UnmarshalWithOptions(text, into, yaml.Strict())
	}
	if err == nil {
		return string(text), nil
	}
	fault := &Fault{File: name, Reason: err.Error()}
	var located yaml.Error
	if errors.As(err, &located) {
		fault.Reason = located.GetMessage()
		if token := located.GetToken(); token != nil {
			fault.Line = token.Position.Line
		}
	}
	return string(text), fault
}

// fault notes what is wrong; needle is a piece of the text near which it stands.
func (r *Rules) fault(file, right, needle, format string, args ...any) {
	r.faults = append(r.faults, &Fault{File: file, Line: r.line(file, needle), Right: right, Reason: fmt.Sprintf(format, args...)})
}

func (r *Rules) line(file, needle string) int {
	before, _, found := strings.Cut(r.texts[file], needle)
	if !found || needle == "" {
		return 0
	}
	return strings.Count(before, "\n") + 1
}

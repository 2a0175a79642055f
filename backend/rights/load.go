package rights

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

// maxFile is the largest data file that is read, in bytes.
const maxFile = 1 << 20

// Fault is one thing that is wrong with the rules, and where. A right whose rule has one, or that leans on a figure or a shared
// condition with one, is Possible for everybody ("ask about it"); the others are not touched, nor one that only lacks words.
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
	old        map[string]string // by language: what is said of a condition whose figure is too old
	faults     []*Fault
	texts      files           // as they were read, to name lines and to pass on
	broken     map[string]bool // rights that cannot be evaluated on any day
}

// files are the texts of the rules, by their place below the folder of the rights.
type files map[string]string

// Load reads and checks the rules (assets/data/rights). It fails only when there are no questions to ask; what is wrong
// with a right or a figure is in [Rules.Faults] and touches only what depends on it.
func Load(fsys fs.FS) (*Rules, error) {
	texts, odd := readFiles(fsys)
	return load(texts, odd)
}

// LoadOverlay is [Load] with files that lie over the others: a city corrects a figure or adds a right in a folder of its own,
// and a file there stands for the whole file of that place. The folder may be missing.
func LoadOverlay(base, over fs.FS) (*Rules, error) {
	texts, odd := readFiles(base)
	own, odder := readFiles(over)
	maps.Copy(texts, own)
	return load(texts, append(odd, odder...))
}

// readFiles reads every file of the rules that is there, and says which cannot be one of them.
func readFiles(fsys fs.FS) (files, []*Fault) {
	texts, odd := files{}, []*Fault(nil)
	refuse := func(name, format string, args ...any) error {
		odd = append(odd, &Fault{File: name, Reason: fmt.Sprintf(format, args...)})
		return nil
	}
	_ = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error { // it gives back no error of ours
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == ".":
			return nil
		case err != nil:
			return refuse(name, "cannot be read: %v", err)
		case name == ".":
			return nil
		case strings.HasPrefix(entry.Name(), "."), entry.IsDir() && strings.Count(name, "/") > 1:
			return skip(entry)
		case entry.IsDir(), !yamlLike.MatchString(entry.Name()):
			return nil
		case !isPlace(name):
			return refuse(name, "is not read: a right is a file <domain>/<id>.yaml, figures are parameters/<name>.yaml")
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return refuse(name, "cannot be read: %v", err)
		}
		texts[name] = strings.TrimPrefix(string(text), "\ufeff") // some editors begin a file with it
		return nil
	})
	return texts, odd
}

// yamlLike is the name of a file that somebody meant to be read.
var yamlLike = regexp.MustCompile(`(?i)\.ya?ml\b`)

// isPlace says whether a file is where one of the rules can be.
func isPlace(name string) bool {
	if path.Dir(name) == "." {
		return slices.Contains([]string{"questions.yaml", "asking.yaml", "conditions.yaml"}, name)
	}
	return path.Dir(path.Dir(name)) == "." && path.Ext(name) == ".yaml"
}

func skip(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// document is the rules on their way to another program.
type document struct {
	Files files `json:"files"`
}

// Document is all files of the rules as one text, for a kiosk that follows its backend. The same files give the same text.
func (r *Rules) Document() ([]byte, error) { return json.Marshal(document{r.texts}) }

// ParseDocument is [Load] from a text that [Rules.Document] made.
func ParseDocument(text []byte) (*Rules, error) {
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("rights: the document is not complete: %w", err)
	}
	return load(d.Files, nil)
}

func load(texts files, odd []*Fault) (*Rules, error) {
	r := &Rules{parameters: map[string]*parameter{}, shared: map[string]*shared{}, texts: texts, faults: odd, broken: map[string]bool{}}
	var questions struct{ Questions []Question }
	if fault := r.read("questions.yaml", &questions); fault != nil {
		return nil, fault
	}
	r.questions = questions.Questions
	if err := r.checkQuestions(); err != nil {
		return nil, err
	}
	r.loadAsking()
	r.loadShared()
	var figures, rights []string
	for _, name := range sorted(texts) {
		switch path.Dir(name) {
		case ".": // the three files that are named here
		case "parameters":
			figures = append(figures, name)
		default:
			rights = append(rights, name)
		}
	}
	r.loadParameters(figures)
	r.loadRights(rights)
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
func (r *Rules) loadAsking() {
	const name = "asking.yaml"
	var file struct{ Asking map[string]Asking }
	if fault := r.read(name, &file); fault != nil {
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

func (r *Rules) loadShared() {
	var file struct {
		Old        map[string]string
		Conditions []*shared
	}
	if fault := r.read("conditions.yaml", &file); fault != nil {
		r.faults = append(r.faults, fault)
		return
	}
	r.old = file.Old
	for _, language := range Languages {
		if blank(r.old[language]) {
			r.fault("conditions.yaml", "", "old:", "\"old\" is missing in %s: what is said of a condition whose figure is too old", language)
		}
		r.checkPlain("conditions.yaml", "", language, r.old[language])
	}
	for _, one := range file.Conditions {
		if _, double := r.shared[one.ID]; double || one.ID == "" || one.When == nil {
			r.fault("conditions.yaml", "", "id: "+one.ID, "condition %q stands there twice, or lacks an id or a \"when\"", one.ID)
			continue
		}
		r.shared[one.ID] = one
	}
}

// loadParameters reads the files of figures. A parameter that stands in one of them can get more figures from others: a city
// adds next year's in a file of its own, without a copy of all that there are.
func (r *Rules) loadParameters(names []string) {
	var more []*parameter
	for _, name := range names {
		var file struct{ Parameters []*parameter }
		if fault := r.read(name, &file); fault != nil {
			r.faults = append(r.faults, fault)
			continue
		}
		for _, one := range file.Parameters {
			one.file = name
			for i := range one.Values {
				one.Values[i].file = name
			}
			if one.Unit+one.Test+one.Counts == "" && len(one.Households) == 0 {
				more = append(more, one)
				continue
			}
			if first := r.parameters[one.ID]; first != nil {
				r.fault(name, "", "id: "+one.ID, "parameter %q stands also in %s; give only its new \"values\" here", one.ID, first.file)
				continue
			}
			r.parameters[one.ID] = one
		}
	}
	for _, one := range more {
		first := r.parameters[one.ID]
		if first == nil {
			r.parameters[one.ID] = one // without a unit, which it will be told
			continue
		}
		first.Values = append(first.Values, one.Values...)
	}
}

// loadRights decodes the files of the rights, several at once: that is most of the work at start. A file that cannot be
// decoded still is a right, by its name: one asks about it.
func (r *Rules) loadRights(names []string) {
	rights := make([]*Right, len(names))
	faults := make([]*Fault, len(names))
	var readers sync.WaitGroup
	for first := range decoders {
		readers.Go(func() {
			for i := first; i < len(names); i += decoders {
				var file rightFile
				faults[i] = r.read(names[i], &file)
				file.texts, file.gap = file.Texts, file.Gap
				rights[i] = &file.Right
			}
		})
	}
	readers.Wait()
	for i, right := range rights {
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

// decoders is how many files are decoded at once.
const decoders = 4

// read decodes a file; a key that does not exist is a fault.
func (r *Rules) read(name string, into any) *Fault {
	text, ok := r.texts[name]
	var err error
	switch {
	case !ok:
		err = fs.ErrNotExist
	case len(text) > maxFile:
		err = fmt.Errorf("the file is larger than %d bytes", maxFile)
	case strings.TrimSpace(text) == "":
		err = errors.New("the file is empty")
	default:
		if line, reason := unlike(text); reason != "" {
			return &Fault{File: name, Line: line, Reason: reason}
		}
		err = yaml.UnmarshalWithOptions([]byte(text), into, yaml.Strict())
	}
	if err == nil {
		return nil
	}
	fault := &Fault{File: name, Reason: err.Error()}
	var located yaml.Error
	if errors.As(err, &located) {
		fault.Reason = located.GetMessage()
		if token := located.GetToken(); token != nil {
			fault.Line = token.Position.Line
		}
	}
	return fault
}

// fault notes what is wrong; needle is a piece of the text near which it stands, or several, a line each.
func (r *Rules) fault(file, right, needle, format string, args ...any) {
	r.faults = append(r.faults, &Fault{File: file, Line: r.line(file, needle), Right: right, Reason: fmt.Sprintf(format, args...)})
}

// line is where the last of some words stands, each looked for after the one before; 0 when they are not there.
func (r *Rules) line(file, needle string) int {
	text, line := r.texts[file], 1
	if needle == "" {
		return 0
	}
	for _, word := range strings.Split(needle, "\n") {
		at := indexWord(text, word)
		if at < 0 {
			return 0
		}
		line += strings.Count(text[:at], "\n")
		text = text[at:]
	}
	return line
}

// indexWord is where a word begins that does not go on: "id: old" is not "id: older".
func indexWord(text, word string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return -1
		}
		at += from
		rest := text[at+len(word):]
		if next, _ := utf8.DecodeRuneInString(rest); rest == "" || next != '-' && next != '_' && !unicode.IsLetter(next) && !unicode.IsDigit(next) || strings.HasSuffix(word, ":") {
			return at
		}
		from = at + 1
	}
}

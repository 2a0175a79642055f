package celjudge

import (
	"io/fs"
	"path"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"wijkloket/assets"
)

// rules is assets/data/rights as the judge reads it.
type rules struct {
	questions []question
	shared    map[string]*condition
	figures   map[string]*figure
	rights    map[string]*right
}

type question struct {
	ID      string
	Kind    string // number, one or many
	Min     int
	Max     int
	Codes   []string
	None    []string
	Depends string
}

type right struct {
	ID    string
	Info  bool
	From  string `yaml:"valid_from"`
	Until string `yaml:"valid_until"`
	Have  *condition
	When  *condition
}

// exists says whether a right is there on a day.
func (r *right) exists(day string) bool {
	begun := r.From == "" || r.From <= day
	ended := r.Until != "" && r.Until < day
	return begun && !ended
}

// condition is one node of a rule: one of its forms is filled in.
type condition struct {
	Use     string
	Answer  string
	In      []string
	AtLeast string `yaml:"at_least"`
	Below   string
	Income  string
	Right   string
	At      string

	All, Any, Of         []*condition
	Count                int
	Not, Possible, Doubt *condition
}

// figure is an age, the income bands or a ceiling, with its history.
type figure struct {
	ID         string
	Test       string // year or month
	Counts     string // what "each" is paid for
	Households []struct {
		Row        string
		Who        []string
		Dependants *struct{ From, To int }
	}
	Values []*dated
}

type dated struct {
	From       string
	ShelfUntil string `yaml:"shelf_until"`
	Value      int
	Bands      map[string]float64
	Low        map[string]float64
	High       map[string]float64
	Margin     float64
}

// cityFiles are the city's own rules.
func cityFiles(t testing.TB) fs.FS {
	t.Helper()
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readRules(t testing.TB, files fs.FS) *rules {
	t.Helper()
	read := func(name string, into any) {
		text, err := fs.ReadFile(files, name)
		if err == nil {
			err = yaml.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	var questions struct{ Questions []question }
	read("questions.yaml", &questions)
	r := &rules{questions.Questions, map[string]*condition{}, map[string]*figure{}, map[string]*right{}}
	var shared struct {
		Conditions []struct {
			ID   string
			When *condition
		}
	}
	read("conditions.yaml", &shared)
	for _, one := range shared.Conditions {
		r.shared[one.ID] = one.When
	}
	names, err := fs.Glob(files, "*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if path.Dir(name) == "parameters" {
			var file struct{ Parameters []*figure }
			read(name, &file)
			for _, one := range file.Parameters {
				r.figures[one.ID] = one
			}
			continue
		}
		one := new(right)
		read(name, one)
		r.rights[one.ID] = one
	}
	return r
}

// question finds a question, or nil.
func (r *rules) question(id string) *question {
	for i := range r.questions {
		if r.questions[i].ID == id {
			return &r.questions[i]
		}
	}
	return nil
}

// on is the figure of a day, the latest that holds by then, or nil.
func (f *figure) on(day string) *dated {
	var latest *dated
	for _, v := range f.Values {
		if v.From <= day && (latest == nil || latest.From < v.From) {
			latest = v
		}
	}
	return latest
}

// afterAll is the first day on which every figure is past its shelf life.
func (r *rules) afterAll(t testing.TB) string {
	t.Helper()
	last := ""
	for _, f := range r.figures {
		for _, v := range f.Values {
			last = max(last, v.ShelfUntil)
		}
	}
	day, err := time.Parse(time.DateOnly, last)
	if err != nil {
		t.Fatal(err)
	}
	return day.AddDate(0, 0, 1).Format(time.DateOnly)
}

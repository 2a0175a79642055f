package command

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"wijkloket/assets"
	"wijkloket/backend/rights"
	"wijkloket/i18n"
)

// Rights checks which rights a household may have, and the rules themselves.
type Rights struct {
	Check   RightsCheck   `cmd:"" help:"One household in, a verdict on every right out."`
	Lint    RightsLint    `cmd:"" help:"Check the files of the rights: dates, sources, codes, texts, cycles."`
	Explain RightsExplain `cmd:"" help:"Why a right has its verdict for a household, and what would change it."`
}

// RightsWith is the day of a check and where its rules are, for the commands that need them.
type RightsWith struct {
	RightsDay
	Rules string `help:"Folder of the rights, or of files that lie over those in the program." placeholder:"DIR"`
}

// RightsDay is the day that a command is for.
type RightsDay struct {
	Date string `help:"Day of the check (default: today)." placeholder:"YYYY-MM-DD"`
}

// day is the day asked for, or today.
func (d RightsDay) day() (string, error) {
	if d.Date == "" {
		return time.Now().Format(time.DateOnly), nil
	}
	if _, err := time.Parse(time.DateOnly, d.Date); err != nil {
		return "", Usage("--date must be a day as YYYY-MM-DD, such as 2026-11-21")
	}
	return d.Date, nil
}

// trusted are the rules for a check. Faults in them are told of on one line beside the answer: what has one is asked about.
func trusted(c *Context, folder string) (*rights.Rules, error) {
	rules, err := openRights(folder)
	if err == nil && len(rules.Faults()) > 0 {
		_, err = fmt.Fprintf(c.Err, "rights: %s in the files; what depends on them is \"possible\": see rights lint %s\n", counted(len(rules.Faults())), folder)
	}
	return rules, err
}

// openRights reads the rules in the program; with a folder those in it when they are whole, else what lies in it over them.
func openRights(folder string) (*rights.Rules, error) {
	files, err := fs.Sub(assets.Files, "data/rights")
	if err != nil {
		return nil, err
	}
	if folder == "" {
		return rights.Load(files)
	}
	own := os.DirFS(folder)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, Usage("there is no folder %s; name one with rights, such as assets/data/rights", folder)
	}
	if _, err := fs.Stat(own, "questions.yaml"); err == nil {
		return rights.Load(own)
	}
	if found, err := fs.Glob(own, "*/*.yaml"); err == nil && len(found) == 0 {
		if found, err = fs.Glob(own, "*.yaml"); err == nil && len(found) == 0 {
			return nil, Usage("there are no rights in %s; name a folder such as assets/data/rights, with files <domain>/<id>.yaml", folder)
		}
	}
	return rights.LoadOverlay(files, own)
}

// openHousehold reads the answers of one household. Who stops the command while it waits for them need not wait.
func openHousehold(c *Context, rules *rights.Rules, file string) (rights.Answers, error) {
	type read struct {
		answers rights.Answers
		err     error
	}
	done := make(chan read, 1)
	go func() {
		answers, err := readHousehold(c.In, rules, file)
		done <- read{answers, err}
	}()
	select {
	case r := <-done:
		return r.answers, r.err
	case <-c.Ctx.Done():
		return rights.Answers{}, errors.New("stopped before the household was read")
	}
}

// readHousehold reads the answers from a file, or from standard input for "-".
func readHousehold(in io.Reader, rules *rights.Rules, file string) (rights.Answers, error) {
	if file != "-" {
		opened, err := os.Open(file)
		if err != nil {
			return rights.Answers{}, Usage("the household cannot be read, name a file with its answers or -: %v", err)
		}
		defer opened.Close()
		in = opened
	}
	answers, err := rules.ParseAnswers(in)
	var wrong *rights.AnswerError
	if errors.As(err, &wrong) {
		return answers, Usage("%v", wrong)
	}
	return answers, err
}

// RightsCheck is `rights check`.
type RightsCheck struct {
	RightsWith
	JSON bool   `name:"json" help:"Print JSON for programs."`
	File string `arg:"" help:"File with the answers as JSON, or - for standard input."`
}

// Help is the example that --help shows.
func (*RightsCheck) Help() string {
	return `Example: echo '{"V1":34,"V2":"kortrijk","V9":"C"}' | backend rights check --json -`
}

// rightsJSON is the contract's answer.
type rightsJSON struct {
	Date    string      `json:"date"`
	Results []rightJSON `json:"results"`
	AskNext []string    `json:"ask_next"`
}

type rightJSON struct {
	ID        string         `json:"id"`
	Verdict   rights.Verdict `json:"verdict"`
	Because   []string       `json:"because"`
	ValidFrom string         `json:"valid_from"`
}

// Run prints the verdicts. Answers that cannot be are wrong use.
func (k *RightsCheck) Run(c *Context) error {
	rules, err := trusted(c, k.Rules)
	if err != nil {
		return err
	}
	day, err := k.day()
	if err != nil {
		return err
	}
	answers, err := openHousehold(c, rules, k.File)
	if err != nil {
		return err
	}
	check := rules.At(day)
	results := check.Verdicts(answers, nil)
	next, more := check.Next(answers, 0)
	if k.JSON {
		out := rightsJSON{Date: day, Results: []rightJSON{}, AskNext: []string{}}
		for _, one := range results {
			out.Results = append(out.Results, rightJSON{one.ID, one.Verdict, because(check, one.ID, answers), one.From})
		}
		if more {
			out.AskNext = append(out.AskNext, next)
		}
		encoder := json.NewEncoder(c.Out)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(out)
	}
	text, err := rightsText(rules, check, answers, results, next)
	if err != nil {
		return err
	}
	_, err = io.WriteString(c.Out, text)
	return err
}

// because are the sentences that explain a verdict, in the language of the office; never null.
func because(check *rights.Check, id string, answers rights.Answers) []string {
	out := []string{}
	for _, one := range check.Because(id, answers) {
		if text := one.In(i18n.Source); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// rightsText lists the rights by verdict for a person at a terminal.
func rightsText(rules *rights.Rules, check *rights.Check, answers rights.Answers, results []rights.Result, next string) (string, error) {
	loc, err := dutch()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, verdict := range []rights.Verdict{rights.Have, rights.Likely, rights.Possible} {
		title := false
		for _, one := range results {
			if one.Verdict != verdict {
				continue
			}
			if !title {
				title = true
				fmt.Fprintln(&out, loc.T("rights.verdict."+verdict.String()))
			}
			fmt.Fprintf(&out, "  %s (%s)\n", rightName(rules, one.ID), one.ID)
			for _, sentence := range because(check, one.ID, answers) {
				fmt.Fprintf(&out, "      %s\n", sentence)
			}
		}
	}
	if out.Len() == 0 {
		fmt.Fprintln(&out, loc.T("rights.command.none"))
	}
	if next != "" {
		fmt.Fprintln(&out, loc.T("rights.command.next", i18n.Args{"Question": asked(rules, next)}))
	}
	fmt.Fprintln(&out, loc.T("rights.command.decides"))
	return out.String(), nil
}

// asked is a question by its code and in the words of the office.
func asked(rules *rights.Rules, id string) string {
	for _, q := range rules.Questions() {
		if q.ID == id && len(q.Asking.Ask) > 0 {
			return id + ", " + q.Asking.Ask[0]
		}
	}
	return id
}

// rightName is the Dutch name, or the id of a right whose file cannot be read.
func rightName(rules *rights.Rules, id string) string {
	right, _ := rules.Right(id)
	return cmp.Or(right.Name(i18n.Source), id)
}

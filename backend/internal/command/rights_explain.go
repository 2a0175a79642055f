package command

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
)

// RightsLint is `rights lint`.
type RightsLint struct {
	RightsDay
	Folder string `arg:"" optional:"" help:"Folder of the rights, or of files that lie over those in the program (default: those in the program)." placeholder:"DIR"`
}

// Help is the example that --help shows.
func (*RightsLint) Help() string { return "Example: backend rights lint assets/data/rights" }

// Run prints every fault, a line each, and fails when there is one.
func (k *RightsLint) Run(c *Context) error {
	rules, err := openRights(k.Folder)
	if err != nil {
		return err
	}
	day, err := k.day()
	if err != nil {
		return err
	}
	faults := append(rules.Faults(), rules.Ahead(day)...)
	for _, fault := range faults {
		if _, err := fmt.Fprintln(c.Out, strings.ReplaceAll(fault.Error(), "\n", "; ")); err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("rights: %s in the files; the lines above say where and what to change", counted(len(faults)))
	}
	_, err = fmt.Fprintf(c.Out, "%d rights, no fault\n", len(rules.Rights()))
	return err
}

// counted is a number of faults in words.
func counted(faults int) string {
	if faults == 1 {
		return "1 fault"
	}
	return fmt.Sprintf("%d faults", faults)
}

// RightsExplain is `rights explain`.
type RightsExplain struct {
	RightsWith
	ID   string `arg:"" help:"Id of the right, such as verhoogde-tegemoetkoming."`
	File string `arg:"" help:"File with the answers as JSON, or - for standard input."`
}

// Help is the example that --help shows.
func (*RightsExplain) Help() string {
	return "Example: backend rights explain verhoogde-tegemoetkoming household.json"
}

// Run prints why the right has its verdict and which single answers would change it.
func (k *RightsExplain) Run(c *Context) error {
	rules, err := trusted(c, k.Rules)
	if err != nil {
		return err
	}
	right, ok := rules.Right(k.ID)
	if !ok {
		return Usage("there is no right %q; %s", k.ID, instead(rules, k.ID))
	}
	day, err := k.day()
	if err != nil {
		return err
	}
	answers, err := openHousehold(c, rules, k.File)
	if err != nil {
		return err
	}
	loc, err := dutch()
	if err != nil {
		return err
	}
	check := rules.At(day)
	e, _ := check.Explain(k.ID, answers)
	_, err = io.WriteString(c.Out, explainText(loc, right, check, e))
	return err
}

func explainText(loc *i18n.Localizer, right rights.Right, check *rights.Check, e rights.Explanation) string {
	var out strings.Builder
	line := func(key string, args i18n.Args) { fmt.Fprintln(&out, loc.T(key, args)) }
	fmt.Fprintf(&out, "%s: %s\n", right.Name(i18n.Source), loc.T("rights.verdict."+e.Verdict.String()))
	for _, sentence := range e.Because {
		if said := sentence.In(i18n.Source); said != "" {
			fmt.Fprintf(&out, "  %s\n", said)
		}
	}
	begins, ended := right.Outside(check.Day())
	switch {
	case begins != "":
		line("rights.command.begins", i18n.Args{"Date": begins})
	case ended != "":
		line("rights.command.ended", i18n.Args{"Date": ended})
	case e.Broken:
		line("rights.command.broken", nil)
	case e.Open:
		line("rights.command.open", nil)
	case e.Verdict == rights.Possible:
		line("rights.command.closed", nil)
	}
	for _, change := range e.Changes {
		line("rights.command.change", i18n.Args{"Question": change.Question, "Code": change.Code, "Verdict": loc.T("rights.verdict." + change.Verdict.String())})
	}
	if gap := check.Gap(right.ID, loc); gap != "" {
		line("rights.command.gap", i18n.Args{"Gap": gap})
	}
	if e.Old {
		line("rights.command.old", nil)
	}
	line("rights.command.evidence", i18n.Args{"Source": right.Source, "Dates": guide.Dates(right, e.Basis, loc)})
	return out.String()
}

// instead says which rights somebody may have meant: those that share a word of the id.
func instead(rules *rights.Rules, id string) string {
	var near []string
	for _, right := range rules.Rights() {
		if slices.ContainsFunc(strings.Split(id, "-"), func(word string) bool { return len(word) > 2 && strings.Contains(right.ID, word) }) {
			near = append(near, right.ID)
		}
	}
	if len(near) == 0 {
		return "an id is the name of a file in assets/data/rights, and rights check --json - prints them all"
	}
	return "did you mean " + strings.Join(near, ", ") + "?"
}

package command

import (
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wijkloket/assets"
	"wijkloket/backend/directory"
	"wijkloket/i18n"
)

// Directory asks and fills the directory of teams, centres and streets.
type Directory struct {
	Team   DirectoryTeam   `cmd:"" help:"Which neighbourhood team serves an address, and why."`
	Import DirectoryImport `cmd:"" help:"Read an address register (BeST or Flemish CSV, dBase) or area outlines (GeoJSON)."`
}

// openDirectory loads the embedded data with what lies over it in the data folder. Without a data folder it is the
// embedded data alone.
func openDirectory(dataDir string) (*directory.Directory, error) {
	base, err := fs.Sub(assets.Files, "data/directory")
	if err != nil {
		return nil, err
	}
	return directory.LoadOverlay(base, overlayFS(dataDir))
}

func overlayFS(dataDir string) fs.FS {
	if dataDir == "" {
		return nil
	}
	return os.DirFS(filepath.Join(dataDir, directory.OverlayFolder))
}

// DirectoryTeam is `directory team`.
type DirectoryTeam struct {
	Street   string `help:"Street, as people write it." placeholder:"S"`
	Number   string `help:"House number." placeholder:"N"`
	Postcode string `help:"Postcode." placeholder:"P"`
	Place    string `help:"Deelgemeente or municipality." placeholder:"NAME"`
	JSON     bool   `name:"json" help:"Print JSON for programs."`
	DataDir  string `help:"Data folder, for imported registers (${default})." placeholder:"DIR" default:"var" env:"WIJKLOKET_DATA_DIR"`
}

// Help is the example that --help shows.
func (*DirectoryTeam) Help() string {
	return "Example: backend directory team --street Overleiestraat --number 45 --postcode 8500"
}

// Run prints the one answer. Every address has one, so it fails only on data that cannot be loaded.
func (t *DirectoryTeam) Run(c *Context) error {
	if t.Street == "" && t.Postcode == "" && t.Place == "" {
		return Usage("give a --street, a --postcode or a --place")
	}
	d, err := openDirectory(t.DataDir)
	if err != nil {
		return err
	}
	loc, err := dutch()
	if err != nil {
		return err
	}
	answer := d.Locate(directory.Address{Street: t.Street, Number: t.Number, Postcode: t.Postcode, Place: t.Place})
	if t.JSON {
		return writeTeamJSON(c.Out, answer, loc)
	}
	_, err = io.WriteString(c.Out, teamText(d, answer, loc, t.Street))
	return err
}

func dutch() (*i18n.Localizer, error) {
	bundle, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	return bundle.For(i18n.Source), nil
}

// teamJSON is the contract's answer with a team.
type teamJSON struct {
	Team    directory.TeamID     `json:"team"`
	Reason  string               `json:"reason"`
	Centres []directory.CentreID `json:"centres"`
	Exact   bool                 `json:"exact"`
}

// otherJSON is the contract's answer without a team: another municipality, or a person to ask.
type otherJSON struct {
	Team      directory.TeamID `json:"team"`
	Elsewhere string           `json:"elsewhere,omitempty"`
	Reason    string           `json:"reason,omitempty"`
	Advice    string           `json:"advice"`
}

func writeTeamJSON(w io.Writer, a directory.Answer, loc *i18n.Localizer) error {
	reason, advice := loc.T(a.Reason.Key, a.Reason.Args), loc.T(a.Advice.Key, a.Advice.Args)
	var out any
	switch a.Outcome {
	case directory.OutcomeTeam:
		if !a.Exact { // a guess never stands without whom to call
			reason += " " + advice
		}
		out = teamJSON{a.Team, reason, a.Centres, a.Exact}
	case directory.OutcomeElsewhere:
		out = otherJSON{Elsewhere: a.Elsewhere, Advice: reason + " " + advice}
	default:
		out = otherJSON{Reason: reason, Advice: advice}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}

// teamText is the answer for a person at a terminal: the team, why, its centres, whom to call.
func teamText(d *directory.Directory, a directory.Answer, loc *i18n.Localizer, typed string) string {
	var out strings.Builder
	line := func(text string) { out.WriteString(text + "\n") }
	switch team, ok := d.Team(a.Team); {
	case ok:
		line(team.Name)
	case a.Outcome == directory.OutcomeElsewhere:
		line(a.Elsewhere)
	default:
		line(loc.T("directory.command.person"))
	}
	line(loc.T("directory.command.why", i18n.Args{"Reason": loc.T(a.Reason.Key, a.Reason.Args)}))
	line(loc.T(a.Advice.Key, a.Advice.Args))
	if e, ok := d.Evidence(a.Evidence); ok {
		line(loc.T("directory.command.evidence", i18n.Args{"Source": strings.TrimSuffix(e.Source, "."), "Date": e.Date}))
	}
	if len(a.Centres) > 0 {
		line(loc.T("directory.command.centres"))
	}
	for _, centre := range d.CentresOf(a.Team) {
		address := strings.TrimSpace(centre.Address.Street+" "+centre.Address.Number) + ", " + centre.Address.Postcode + " " + centre.Address.Place
		text := "  " + centre.Name + ", " + address
		if !centre.Hours.Known() {
			text += " (" + loc.T("directory.command.hours_unknown") + ")"
		}
		line(text)
	}
	line(loc.T("directory.command.phone", i18n.Args{"Phone": a.Phone}))
	if a.Outcome == directory.OutcomePerson && typed != "" {
		if names := suggested(d, typed); len(names) > 0 {
			line(loc.T("directory.command.maybe", i18n.Args{"Streets": strings.Join(names, ", ")}))
		}
	}
	return out.String()
}

// suggested are up to three streets that look like what was typed; they are offered, never taken.
func suggested(d *directory.Directory, typed string) []string {
	var names []string
	for _, s := range d.Suggest(typed, 3) {
		if s.Kind == directory.SuggestStreet {
			names = append(names, s.Name+" ("+s.Postcode+" "+s.Place+")")
		}
	}
	return names
}

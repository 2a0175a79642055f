package resident

import (
	"net/http"
	"regexp"
	"slices"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/web"
	"wijkloket/backend/rights"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
)

// rights begins the rights check, which runs on the phone (assets/js/phone-rights*.js): no answer comes here. The page is
// the same for everybody, so a browser may keep it as it stands and bring a check that runs back with "back".
func (s *Site) rights(rw http.ResponseWriter, r *http.Request, _ *visit) {
	rw.Header().Set("Cache-Control", "no-cache")
	s.show(rw, r, http.StatusOK, "rights", s.emergency)
}

// domainView is the rights of one life domain.
type domainView struct {
	ID     string
	Rights []rightText
}

// rightsAll lists every right, for whoever would rather read than answer.
func (s *Site) rightsAll(rw http.ResponseWriter, r *http.Request, _ *visit) {
	texts, today := s.Web.Texts(web.Language(r)), s.today()
	basis := basisOf(today)
	var domains []*domainView
	at := map[string]*domainView{}
	for _, right := range s.Rights().Rights() {
		if at[right.Domain] == nil {
			at[right.Domain] = &domainView{ID: right.Domain}
			domains = append(domains, at[right.Domain])
		}
		at[right.Domain].Rights = append(at[right.Domain].Rights, textOf(today, right, basis[right.ID], texts))
	}
	s.show(rw, r, http.StatusOK, "rights-all", domains)
}

// right tells of one right in full.
func (s *Site) right(rw http.ResponseWriter, r *http.Request, _ *visit) {
	right, known := s.Rights().Right(r.PathValue("id"))
	if !known {
		s.Web.Error(rw, r, core.Refuse(api.CodeNotFound, ""))
		return
	}
	today := s.today()
	s.show(rw, r, http.StatusOK, "right", textOf(today, right, basisOf(today)[right.ID], s.Web.Texts(web.Language(r))))
}

// rightText is what a resident reads about a right, in one language.
type rightText struct {
	ID       string   `json:"-"`
	Name     string   `json:"name"`
	Short    string   `json:"short"`
	Brings   string   `json:"brings"`
	Granted  string   `json:"granted"`          // how one gets it, said to whoever reads of it
	Likely   string   `json:"likely,omitempty"` // the same said to whom it likely comes, where that differs
	How      string   `json:"how"`
	Where    string   `json:"where"`
	Bring    []string `json:"bring"`
	Deadline string   `json:"deadline,omitempty"`
	Outside  string   `json:"outside,omitempty"` // when it begins or ended, of one that is not there today
	Dated    string   `json:"dated,omitempty"`   // how old its page and figures are
	Source   string   `json:"source"`
}

// textOf puts a right into words on the day of a check.
func textOf(check *rights.Check, right rights.Right, basis rights.Basis, texts *i18n.Localizer) rightText {
	text, day := check.Text(right.ID, texts), check.Day()
	lay := func(text string) string { return laid(text, texts) }
	out := rightText{
		ID: right.ID, Name: lay(text.Name), Short: lay(text.Short), Brings: lay(text.Brings),
		How: lay(text.How), Where: lay(text.Where), Deadline: lay(text.Deadline),
		Outside: guide.Outside(right, day, texts),
	}
	for _, thing := range text.Bring {
		out.Bring = append(out.Bring, lay(thing))
	}
	out.Granted = guide.Granted(right, day, "", texts)
	if likely := guide.Granted(right, day, guide.Likely, texts); likely != out.Granted {
		out.Likely = likely
	}
	out.Dated, out.Source = guide.Evidence(right, basis, texts)
	return out
}

// basisOf is how old that is on which each right rests.
func basisOf(check *rights.Check) map[string]rights.Basis {
	basis := map[string]rights.Basis{}
	for _, result := range check.Verdicts(rights.Answers{}, nil) {
		basis[result.ID] = result.Basis
	}
	return basis
}

// piece is a part of a text: words, or a number to call.
type piece struct{ Text, Call string }

// callable are telephone numbers as our texts write them.
var callable = regexp.MustCompile(`\b0\d{2,3}(?: \d{2,3}){2,3}\b|\b(?:1777|112)\b`)

// pieces parts a text at the numbers in it, so that a touch calls them.
func pieces(text string) []piece {
	var out []piece
	at := 0
	for _, found := range callable.FindAllStringIndex(text, -1) {
		number := text[found[0]:found[1]]
		out = append(out, piece{Text: text[at:found[0]]}, piece{number, dialled(number)})
		at = found[1]
	}
	return append(out, piece{Text: text[at:]})
}

// checkIcons are the drawings that the script of the check draws with, beside those of the domains.
func checkIcons() []string {
	icons := []string{
		"back", "next", "check", "help", "search", "minus", "info", "warning", "pencil", "hide", "printer", "trash", "chevron-right",
		"chevron-down",
	}
	icons = append(icons, guide.DomainIcons()...)
	slices.Sort(icons)
	return slices.Compact(icons)
}

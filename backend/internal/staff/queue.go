package staff

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/staff/worklist"
	"wijkloket/backend/journey"
)

// queueView is the team's queue.
type queueView struct {
	page
	Filter  queueFilter
	Centres []place // of the team, where there is a choice
	Groups  []groupView
	Open    int // how many lines are work,
	Passed  int // for how many the promise has passed,
	Soon    int // and for how many it is due today or tomorrow
}

// groupView is the lines of one worry.
type groupView struct {
	Worry worklist.Worry
	Lines []lineView
}

// lineView is one line as it is drawn. It has a code word and never a name; the code word is opened here because this is
// where staff read it.
type lineView struct {
	worklist.Line
	CodeWord   string
	CentreName string // where the team has more than one
	Talk       string // name of the language to talk in, when it is not Dutch
	Mine       bool
	CanOpen    bool // a worker does not read what a colleague follows up
	CanTake    bool
	Proposed   bool // asks something about a household
	Apart      bool // kept apart: the viewer knows this line and opens nothing
	First      bool // the one to begin with
}

// queueFilter is what the address of the queue says.
type queueFilter struct {
	Mine   bool
	All    bool
	Centre string
}

func readFilter(query url.Values, centres []place) queueFilter {
	f := queueFilter{Mine: query.Get("wie") == "mij", All: query.Get("toon") == "alles"}
	if slices.ContainsFunc(centres, func(p place) bool { return p.ID == query.Get("centrum") }) {
		f.Centre = query.Get("centrum")
	}
	return f
}

// With is the address of the queue with one choice changed.
func (f queueFilter) With(name, value string) string {
	query := url.Values{}
	set := func(key, is string) {
		if key == name {
			is = value
		}
		if is != "" {
			query.Set(key, is)
		}
	}
	set("wie", map[bool]string{true: "mij"}[f.Mine])
	set("centrum", f.Centre)
	set("toon", map[bool]string{true: "alles"}[f.All])
	if len(query) == 0 {
		return queuePath
	}
	return queuePath + "?" + query.Encode()
}

func (s *Staff) showQueue(v *visit) error {
	centres := s.centresOf(v.who.Team)
	filter := readFilter(v.r.URL.Query(), centres)
	now := s.clock.Now()
	ask := request.Filter{Mine: filter.Mine, Centre: filter.Centre}
	if !filter.All {
		ask.Open, ask.Since = true, worklist.Today(now)
	}
	queue, err := s.requests.Queue(v.ctx(), v.viewer(), ask)
	if err != nil {
		return err
	}
	groups, err := s.groups(v, queue)
	if err != nil {
		return err
	}
	view := queueView{page: s.page(v, "queue"), Filter: filter, Groups: groups}
	view.Urgent = urgent(v.who.Role, queue)
	if len(centres) > 1 {
		view.Centres = centres
	}
	if err := s.markProposed(v, view.Groups); err != nil {
		return err
	}
	view.count()
	begin(view.Groups)
	return s.render(v, http.StatusOK, "queue", view)
}

func (q *queueView) count() {
	for _, group := range q.Groups {
		if group.Worry == worklist.Done {
			continue
		}
		q.Open += len(group.Lines)
		for _, line := range group.Lines {
			switch line.Standing {
			case request.Passed:
				q.Passed++
			case request.Soon:
				q.Soon++
			}
		}
	}
}

// urgent is how many promises a role was told of: the desk of all, the lead of those that came that far.
func urgent(role account.Role, queue []request.Summary) (n int) {
	for _, one := range queue {
		told := worklist.TellsOf(one)
		if role == account.Reception && told != "" || role == account.Lead && told == request.ToldLead {
			n++
		}
	}
	return n
}

// groups draws a queue.
func (s *Staff) groups(v *visit, queue []request.Summary) ([]groupView, error) {
	meetings, err := s.meetings(v)
	if err != nil {
		return nil, err
	}
	var out []groupView
	many := len(s.centresOf(v.who.Team)) > 1
	groups := worklist.Groups(queue, meetings, s.clock.Now())
	if v.who.Role == account.Lead {
		groups = worklist.ForLead(groups)
	}
	for _, group := range groups {
		drawn := groupView{Worry: group.Worry}
		for _, line := range group.Lines {
			one := s.line(v, line)
			if many {
				one.CentreName = s.centreName(line.Centre)
			}
			drawn.Lines = append(drawn.Lines, one)
		}
		out = append(out, drawn)
	}
	return out, nil
}

// begin marks the line to begin with, the one strong action of the page: the most worrying one that the viewer can open.
func begin(groups []groupView) {
	for _, group := range groups {
		if group.Worry == worklist.Waiting || group.Worry == worklist.Done {
			return
		}
		for i := range group.Lines {
			if group.Lines[i].CanOpen {
				group.Lines[i].First = true
				return
			}
		}
	}
}

func (s *Staff) line(v *visit, line worklist.Line) lineView {
	return lineView{
		Line: line, CodeWord: line.CodeWord.Reveal(), Talk: talkName(line.Language),
		Mine:    line.Worker == v.who.ID,
		CanOpen: line.Opens, Apart: !line.Opens && v.who.Role == account.Reception,
		CanTake: line.Opens && line.Worker == "" && line.State.Open() && takeWork.allows(v.who.Role),
	}
}

// talkName is a language in its own name; Dutch, which everyone here speaks, is not worth a word.
func talkName(code string) string {
	for _, lang := range journey.TalkLanguages {
		if lang.Code == code && code != "nl" {
			return lang.Name
		}
	}
	return ""
}

// showDayList is the page to print: code words and tasks, no topics and no names.
func (s *Staff) showDayList(v *visit) error {
	queue, err := s.requests.Queue(v.ctx(), v.viewer(), request.Filter{Open: true})
	if err != nil {
		return err
	}
	groups, err := s.groups(v, queue)
	if err != nil {
		return err
	}
	today := worklist.Today(s.clock.Now())
	meets, err := s.meetsOf(v, agendaFilter{}, today, today.AddDate(0, 0, 1))
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, "daylist", struct {
		page
		Meets  []agendaLine // of today
		Groups []groupView
		Now    time.Time
		Many   bool // centres
	}{s.page(v, "daylist"), meets, groups, s.clock.Now(), len(s.centresOf(v.who.Team)) > 1})
}

// searchView is the search page. What is searched for may be a number or an address, so it travels in a body and never
// in an address.
type searchView struct {
	page
	Term   string
	Asked  bool
	Wrong  string
	Groups []groupView
	Found  int
}

func (s *Staff) showSearch(v *visit) error {
	return s.render(v, http.StatusOK, "search", searchView{page: s.page(v, "search")})
}

// longestTerm is enough for the longest e-mail address.
const longestTerm = api.MaxEmail

func (s *Staff) search(v *visit) error {
	f, err := readForm(v.r, "zoek")
	if err != nil {
		return err
	}
	view := searchView{page: s.page(v, "search"), Term: f["zoek"]}
	view.Here = root + "zoeken"
	if err := f.needed("zoek", longestTerm); err != nil {
		view.Wrong = "staff.search.empty"
		return s.render(v, http.StatusUnprocessableEntity, "search", view)
	}
	found, err := s.requests.Find(v.ctx(), v.viewer(), f.text("zoek"))
	if core.CodeOf(err) == api.CodeTooMany {
		view.Wrong = "staff.search.wait"
		return s.render(v, http.StatusTooManyRequests, "search", view)
	}
	if err != nil {
		return err
	}
	view.Asked, view.Found = true, len(found)
	if view.Groups, err = s.groups(v, found); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, "search", view)
}

// load is how many open requests each worker of the team has.
func (s *Staff) load(v *visit) (map[core.ID]int, error) {
	queue, err := s.requests.Queue(v.ctx(), v.viewer(), request.Filter{Open: true})
	if err != nil {
		return nil, err
	}
	open := map[core.ID]int{}
	for _, line := range queue {
		open[line.Worker]++
	}
	return open, nil
}

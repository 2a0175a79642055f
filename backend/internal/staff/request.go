package staff

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/staff/worklist"
)

// requestView is one opened request, its personal values in the clear for the one who may read them.
type requestView struct {
	page
	request.Detail
	Task       worklist.Task
	Due        worklist.Due
	CodeWord   string
	TeamName   string
	CentreName string
	KioskName  string
	Talk       string
	Reach      reachView
	Closed     personalView
	Pages      []noteView
	History    []eventView
	Rights     rightsView
	Household  householdView
	Meet       meetView
	Amend      amendView
	Tasks      []taskView
	Messages   []messageView
	WhyWorker  core.Message // why the one who has it; empty where nobody said
	Do         choices
	Draft      draft
}

// reasonView is a field for a reason, in the form named Form.
type reasonView struct {
	Form, Label, Value string
	Wrong              core.Message
}

// ReasonField is the field for a reason in one of the forms, with what was typed into that form before.
func (r requestView) ReasonField(form, label string) reasonView {
	field := reasonView{Form: form, Label: label}
	if r.Draft.Form == form {
		field.Value = r.Draft.Reason
		if r.Draft.Field == "reden" {
			field.Wrong = r.Draft.Wrong
		}
	}
	return field
}

// Problem is what is wrong with a field of the form that was sent.
func (r requestView) Problem(field string) core.Message {
	if r.Draft.Field != field {
		return core.Message{}
	}
	return r.Draft.Wrong
}

// reachView is the contact plan, as a rule for whoever reaches out. It comes first on the page.
type reachView struct {
	Channel    api.Channel
	Phone      string
	Dial       string // the number for a tel: link
	Email      string
	When       []api.DayPart
	Voicemail  bool
	Introduce  api.Introduction
	NeverWrite bool
	First      string // "Hallo, met <First>": the first name of the one who reads
}

// personalView is what stays closed until it is touched: a counter has people on both sides.
type personalView struct {
	Name, Address, Message string
}

// Any reports whether there is something to open.
func (p personalView) Any() bool { return p != personalView{} }

// noteView is one note.
type noteView struct {
	At   time.Time
	Who  string
	Text string
}

// eventView is one line of the history.
type eventView struct {
	At       time.Time
	Who      string
	Kind     request.EventKind
	From, To string // states as they are; teams and workers by name
	Reason   string
	Why      core.Message
	Program  bool // nobody did it: the rules did
}

// draft is what was typed into a form that could not be carried out; nothing typed is lost.
type draft struct {
	Form    string // which form: notitie, sluiten, doorgeven, toewijzen, recht, verbeteren, gezin
	Typed   form   // all of it, where a form has more than the fields below
	Note    string
	Reason  string
	Pick    string       // worker, team, right or code
	Field   string       // the field that is wrong
	Wrong   core.Message // what is wrong with it
	Refused core.Message // why it could not be done, when it is about no field: a colleague was first
}

func (s *Staff) showRequest(v *visit) error {
	id, err := v.object()
	if err != nil {
		return err
	}
	return s.showDetail(v, http.StatusOK, id, draft{})
}

// showDetail opens the request and shows it, with what was typed before where something went wrong.
func (s *Staff) showDetail(v *visit, status int, id core.ID, typed draft) error {
	detail, err := s.requests.Open(v.ctx(), v.viewer(), id)
	if err != nil {
		return err
	}
	workers, err := s.accounts.Workers(v.ctx(), v.who.Team)
	if err != nil {
		return err
	}
	open, err := s.load(v)
	if err != nil {
		return err
	}
	meet, err := s.meetView(v, detail)
	if err != nil {
		return err
	}
	view := s.detailView(v, detail, meet, workers)
	if err := s.showMessages(v, &view); err != nil {
		return err
	}
	view.Do = s.choicesFor(v, detail, meet, workers, open)
	view.Amend = amendOf(detail, typed.Typed)
	view.Rights = s.rightsView(v, detail)
	if view.Household, err = s.householdView(v, detail); err != nil {
		return err
	}
	view.Draft = typed
	view.Here = oneRequest + string(id)
	return s.render(v, status, "request", view)
}

func (s *Staff) detailView(v *visit, d request.Detail, m meetView, workers []account.Account) requestView {
	summary, now := summaryOf(d), s.clock.Now()
	view := requestView{
		page: s.page(v, "queue"), Detail: d, Meet: m, WhyWorker: whyWorker(d),
		Task: worklist.TaskOf(summary, m.meeting(), now), Due: worklist.DueOf(summary, m.meeting(), now),
		CodeWord: d.Contact.CodeWord.Reveal(), TeamName: s.teamName(d.Request.Team), CentreName: s.centreName(d.Centre),
		Talk: talkName(d.TalkLanguage), Reach: reachOf(d.Contact, v.who.First),
		Closed: personalView{Name: d.Name.Reveal(), Address: addressLine(d.Address), Message: d.Message.Reveal()},
	}
	if d.Kiosk != "" {
		view.KioskName = s.centreName(d.Kiosk)
	}
	for _, note := range d.Notes {
		view.Pages = append(view.Pages, noteView{note.At, note.Who, note.Text.Reveal()})
	}
	for _, event := range d.Events {
		view.History = append(view.History, s.eventView(v, event, workers))
	}
	return view
}

// summaryOf is the request as its line in the queue, so that both say the same about it.
func summaryOf(d request.Detail) request.Summary {
	return request.Summary{State: d.State, Standing: d.Standing, Channel: d.Contact.Channel, Place: d.Place, Promise: d.Promise,
		Created: d.Created, Changed: d.Changed}
}

func reachOf(c api.ContactPlan, first string) reachView {
	phone := c.Phone.Reveal()
	return reachView{
		Channel: c.Channel, Phone: phone, Dial: strings.Map(dialled, phone), Email: c.Email.Reveal(), When: c.When, Voicemail: c.Voicemail,
		Introduce: c.Introduce, NeverWrite: c.NeverWrite, First: first,
	}
}

// dialled keeps what a telephone can dial.
func dialled(c rune) rune {
	if c >= '0' && c <= '9' || c == '+' {
		return c
	}
	return -1
}

func addressLine(a api.Address) string {
	street := strings.TrimSpace(a.Street.Reveal() + " " + a.Number.Reveal())
	parts := []string{street, a.Postcode.Reveal(), a.Area}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ", ")
}

// whyWorker is the latest reason for who has the request, or for why nobody has.
func whyWorker(d request.Detail) core.Message {
	for _, e := range d.Events {
		switch {
		case e.Kind == request.EventHandedOver, e.Kind == request.EventAmended && e.Why.Key != "":
			return e.Why
		case (e.Kind == request.EventAssigned || e.Kind == request.EventTaken) && e.To == d.WorkerName:
			return e.Why
		case e.Kind == request.EventAssigned, e.Kind == request.EventTaken:
			return core.Message{} // an appointment brought it to another worker since
		}
	}
	return core.Message{}
}

func (s *Staff) eventView(v *visit, e request.Event, workers []account.Account) eventView {
	view := eventView{At: e.At, Who: e.Who, Kind: e.Kind, From: e.From, To: e.To, Reason: e.Reason.Reveal(), Why: e.Why}
	switch e.Kind {
	case request.EventBooked, request.EventOffered, request.EventAccepted, request.EventRebooked, request.EventUnbooked:
		view.From, view.To = happenedAt(s, v, e.From), happenedAt(s, v, e.To)
	case request.EventAssigned, request.EventEscalated, request.EventLinked, request.EventUnlinked:
		view.Program = e.Who == ""
	}
	switch e.Kind {
	case request.EventHandedOver, request.EventReceived, request.EventAmended:
		view.From, view.To = s.teamName(e.From), s.teamName(e.To)
	case request.EventAssigned, request.EventTaken:
		view.From, view.To = workerName(e.From, workers), workerName(e.To, workers)
	}
	return view
}

// workerName is a colleague by name; what is no colleague's ID is a name already.
func workerName(id string, workers []account.Account) string {
	if name := nameOf(core.ID(id), workers); name != "" {
		return name
	}
	return id
}

// nameOf is the name of one of the accounts, "" for anyone else.
func nameOf(id core.ID, accounts []account.Account) string {
	for _, one := range accounts {
		if one.ID == id {
			return one.Name
		}
	}
	return ""
}

package staff

import (
	"net/http"
	"time"

	"wijkloket/backend/directory"
)

// centresView is the teams with their centres and hours, to read. They are edited as data; see assets/data/directory.
type centresView struct {
	page
	Teams []teamCentres
	Days  []time.Weekday
}

// teamCentres is a team with its centres.
type teamCentres struct {
	directory.Team
	Centres []centreView
}

// centreView is a centre with its week.
type centreView struct {
	directory.Centre
	Week [][]directory.Span // Monday first
}

var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

func (s *Staff) showCentres(v *visit) error {
	view := centresView{page: s.page(v, "centres"), Days: week}
	city := s.city()
	for _, team := range city.Teams() {
		drawn := teamCentres{Team: team}
		for _, centre := range city.Centres() {
			if centre.Team == team.ID {
				drawn.Centres = append(drawn.Centres, centreView{centre, weekOf(centre.Hours)})
			}
		}
		view.Teams = append(view.Teams, drawn)
	}
	return s.render(v, http.StatusOK, "centres", view)
}

// weekOf is the ordinary week, without the days that differ.
func weekOf(h directory.Hours) [][]directory.Span {
	h.Exceptions = nil
	monday := time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC) // any Monday
	var out [][]directory.Span
	for i := range week {
		out = append(out, h.Day(monday.AddDate(0, 0, i)))
	}
	return out
}

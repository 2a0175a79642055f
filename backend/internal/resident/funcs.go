package resident

import (
	"encoding/base64"
	"html/template"
	"io/fs"
	"strings"
	"time"

	"wijkloket/backend/directory"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/journey"
	"wijkloket/backend/rights/guide"
	"wijkloket/i18n"
)

// funcs are the functions of these pages' templates, beside the shared ones. They put data into shape and decide nothing.
func (s *Site) funcs() template.FuncMap {
	return template.FuncMap{
		"langs":     func() []string { return i18n.Languages },
		"helpline":  func() string { return s.Directory().City().Helpline.Phone.Value },
		"tel":       dialled,
		"week":      week,
		"problem":   func(field string, message *core.Message) problem { return problem{"wrong-" + field, *message} },
		"scenery":   func() template.HTML { return s.scenery },
		"rightname": s.rightName,
		"long":      func(options []journey.Option) bool { return len(options) > 6 },
		"pieces":    pieces,
		"icons":     checkIcons,
		"centre":    func(id string) string { return s.centre(id).Name },
		"tongues":   languagesOf,
		"moment":    journey.Moment,
		"face": func(jpeg []byte) template.URL {
			return template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg))
		},

		"domainicon": guide.DomainIcon,
	}
}

// readScenery reads the street that stands below the home page. It fills the width it has, standing on its ground.
func readScenery(files fs.FS) (template.HTML, error) {
	drawing, err := fs.ReadFile(files, "icons/scenery/street.svg")
	if err != nil {
		return "", err
	}
	inPage := strings.NewReplacer(` xmlns="http://www.w3.org/2000/svg"`, ` preserveAspectRatio="xMidYMax slice" focusable="false"`)
	return template.HTML(inPage.Replace(string(drawing))), nil //nolint:gosec // our own drawing
}

// problem is a message at a field, with an id for the field to point at.
type problem struct {
	ID      string
	Message core.Message
}

// dialled is a number as a telephone takes it.
func dialled(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
}

// openDay is one day of a centre's week.
type openDay struct {
	Day   time.Weekday
	Spans []string
}

var dayIDs = map[time.Weekday]string{
	time.Monday: "mon", time.Tuesday: "tue", time.Wednesday: "wed", time.Thursday: "thu", time.Friday: "fri",
	time.Saturday: "sat", time.Sunday: "sun",
}

// week is a centre's week from Monday, without the weekend when it is closed then.
func week(hours directory.Hours) []openDay {
	var days []openDay
	for i := range 7 {
		day := time.Weekday((i + 1) % 7)
		spans := hours.Week[dayIDs[day]]
		if len(spans) > 0 || i < 5 {
			days = append(days, openDay{day, spans})
		}
	}
	return days
}

package routing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"wijkloket/backend/journey"
)

// Rules are what the city decides about routing: when a list is full, which topic goes where, and who decides when nobody
// can. The order of the steps is no setting.
type Rules struct {
	caseload   int
	central    map[string]string // topic: team
	specialist map[string]bool
	standard   []string
	fallback   map[string][]string // team: humans, in order
}

type file struct {
	Full       int               `yaml:"full"`
	Central    map[string]string `yaml:"central"`
	Specialist []string          `yaml:"specialist"`
	Anyone     []string          `yaml:"anyone"`
	Fallback   struct {
		Standard []string            `yaml:"standard"`
		Teams    map[string][]string `yaml:"teams"`
	} `yaml:"fallback"`
}

// Read reads the text of assets/data/routing.yaml. It refuses a topic that is decided twice or not at all, and a fallback that
// does not end at a number where somebody always answers.
func Read(text []byte) (*Rules, error) {
	var f file
	if err := yaml.UnmarshalWithOptions(text, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("routing: routing.yaml: %w", err)
	}
	if f.Full < 1 {
		return nil, fmt.Errorf("routing: routing.yaml: full must be at least 1")
	}
	if err := f.decides(); err != nil {
		return nil, err
	}
	if err := callable("standard", f.Fallback.Standard); err != nil {
		return nil, err
	}
	for team, humans := range f.Fallback.Teams {
		if err := callable(team, humans); err != nil {
			return nil, err
		}
	}
	r := &Rules{caseload: f.Full, central: f.Central, specialist: map[string]bool{}, standard: f.Fallback.Standard, fallback: f.Fallback.Teams}
	for _, topic := range f.Specialist {
		r.specialist[topic] = true
	}
	return r, nil
}

// decides checks that each topic that a resident can choose stands in exactly one of the lists.
func (f file) decides() error {
	times := map[string]int{}
	for topic, team := range f.Central {
		times[topic]++
		if team == "" {
			return fmt.Errorf("routing: routing.yaml: topic %q goes to no team", topic)
		}
	}
	for _, topic := range slices.Concat(f.Specialist, f.Anyone) {
		times[topic]++
	}
	for topic, n := range times {
		if !slices.Contains(journey.Topics, topic) {
			return fmt.Errorf("routing: routing.yaml: %q is no topic that a resident can choose", topic)
		}
		if n > 1 {
			return fmt.Errorf("routing: routing.yaml: topic %q is decided more than once", topic)
		}
	}
	for _, topic := range journey.Topics {
		if times[topic] == 0 {
			return fmt.Errorf("routing: routing.yaml: topic %q is in none of the lists", topic)
		}
	}
	return nil
}

// callable checks that a fallback names roles that we have words for and ends at a number.
func callable(of string, humans []string) error {
	for i, human := range humans {
		if last := i == len(humans)-1; last != number(human) || !last && !slices.Contains(roles, human) {
			return fmt.Errorf("routing: routing.yaml: fallback of %q must be roles out of %v and then a number to call", of, roles)
		}
	}
	if len(humans) == 0 {
		return fmt.Errorf("routing: routing.yaml: fallback of %q is empty", of)
	}
	return nil
}

// roles are the account roles that can decide where no worker can.
var roles = []string{"lead", "onthaal"}

// number reports whether a fallback is one to call, written with digits and spaces.
func number(human string) bool { return human != "" && strings.Trim(human, "0123456789 ") == "" }

// centralFor is the central team that the topics settle by themselves: all of them go there, and there is at least one.
func (r *Rules) centralFor(topics []string) string {
	team := ""
	for i, topic := range topics {
		if goes := r.central[topic]; goes == "" || i > 0 && goes != team {
			return ""
		}
		team = r.central[topic]
	}
	return team
}

// human is who decides for the team when no worker can: the first of its fallback that it has, and at the end a number.
func (r *Rules) human(team string, staffed []string) string {
	humans, own := r.fallback[team]
	if !own {
		humans = r.standard
	}
	for _, human := range humans {
		if number(human) || team != "" && (staffed == nil || slices.Contains(staffed, human)) {
			return human
		}
	}
	return ""
}

package rights

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestRightsInALink: what was chosen comes back in its order, and names nothing in words; what is damaged or unknown is left out.
func TestRightsInALink(t *testing.T) {
	rules := cityRules(t)
	var all []string
	for _, right := range rules.Rights() {
		all = append(all, right.ID)
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for n := range len(all) + 1 {
		text := PackRights(all[:n])
		if got := rules.UnpackRights(text); !slices.Equal(got, all[:n]) {
			t.Fatalf("%v came back as %v", all[:n], got)
		}
		if strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" || len(text) != 4*n {
			t.Fatalf("%d rights are %q", n, text)
		}
	}
	two := PackRights(all[:2])
	for text, want := range map[string][]string{
		"":                             nil,
		"%":                            nil,
		two[:5]:                        all[:1],
		"!!!!" + two:                   all[:2],
		two + two:                      all[:2],
		PackRights([]string{"gossip"}): nil,
	} {
		if got := rules.UnpackRights(text); !slices.Equal(got, want) {
			t.Errorf("%q is read as %v, want %v", text, got, want)
		}
	}
}

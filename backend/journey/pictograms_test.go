package journey_test

import (
	"io/fs"
	"testing"

	"wijkloket/assets"
	"wijkloket/backend/api"
	"wijkloket/backend/journey"
)

// TestEveryOptionHasItsDrawing: an option without its pictogram, or with one that nobody drew, is a hole in the screen.
func TestEveryOptionHasItsDrawing(t *testing.T) {
	a := journey.Answers{Place: api.PlaceCentre, Start: slots(1)[0].Start, TalkLanguage: "ar", Offered: rightsTo(1), Contact: api.ContactPlan{Channel: api.ChannelPhone}}
	for _, step := range append(journey.Path(a, knowing(atKiosk)), journey.Extras(a, knowing(atKiosk))...) {
		for _, option := range journey.Ask(step, a, knowing(atKiosk)).Options {
			if _, err := fs.Stat(assets.Files, "icons/"+option.Icon+".svg"); err != nil || option.Icon == "" {
				t.Errorf("%s %s: %v", step, option.Value, err)
			}
		}
	}
}

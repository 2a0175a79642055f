package screen

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// home is the neutral face: language first, then the ways in, and the three pillars of the neighbourhood team.
func (m maker) home(b view.Home) part {
	ways := make([]fyne.CanvasObject, len(b.Ways))
	for i, way := range b.Ways {
		ways[i] = widget.NewTile(m.kit, widget.TileSpec{
			Icon: way.Icon, Title: way.Label, Hint: way.Hint, Stacked: true, OnTap: m.does(view.Open{Way: way.ID}),
		})
	}
	return part{title: b.Title, intro: b.Lead, scenery: "street", content: widget.Column(7,
		m.notice(widget.Good, b.Notice),
		widget.Column(3, m.words(theme.Heading, b.Choose), m.ownNames(b.Languages, "")),
		widget.Grid(m.kit, 2, 96, ways...),
		m.pillars(b.Pillars),
	)}
}

// ownNames offers each language in its own name.
func (m maker) ownNames(languages []view.Option, chosenWord string) fyne.CanvasObject {
	tiles := make([]fyne.CanvasObject, len(languages))
	for i, lang := range languages {
		tiles[i] = widget.NewTile(m.kit, widget.TileSpec{
			Title: lang.Label, Choice: widget.One, Chosen: lang.Chosen, Word: chosenWord, OnTap: m.does(view.SetLanguage{Lang: lang.ID}),
		})
	}
	return widget.Grid(m.kit, 4, 74, tiles...)
}

var tones = map[string]widget.Tone{"meet": widget.ToneMeet, "help": widget.ToneHelp, "hood": widget.ToneHood}

// pillars say what the team is for; they are no buttons, so that nobody has to choose one.
func (m maker) pillars(pillars []view.Option) fyne.CanvasObject {
	cards := make([]fyne.CanvasObject, len(pillars))
	for i, p := range pillars {
		cards[i] = widget.NewPillar(m.kit, widget.PillarSpec{Icon: p.Icon, Title: p.Label, Text: p.Hint, Tone: tones[p.ID]})
	}
	return widget.Grid(m.kit, 3, 96, cards...)
}

func (m maker) languages(b view.Languages) part {
	return part{title: b.Title, scenery: "street", content: m.ownNames(b.Options, b.ChosenWord)}
}

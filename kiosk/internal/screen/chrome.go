package screen

import (
	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/view"
	"wijkloket/kiosk/internal/widget"
)

// page puts a part into the frame that all screens share.
func (m maker) page(p part) *widget.Page {
	f := m.frame
	spec := widget.PageSpec{
		Header: m.header(), Footer: m.footer(), Title: p.title, Intro: p.intro, Content: p.content,
		Action: p.action, Beside: p.beside, Scenery: p.scenery, Up: f.Up, Down: f.Down,
	}
	if f.At > 0 {
		spec.Progress = widget.NewStepBar(m.kit, f.At, f.Of, f.Progress)
	}
	return widget.NewPage(m.kit, spec)
}

func (m maker) header() *widget.Header {
	f := m.frame
	return widget.NewHeader(m.kit, widget.HeaderSpec{
		Wordmark: f.Name,
		Language: m.control(f.Language, view.OpenLanguages{}),
		TextSize: m.control(f.TextSize, view.NextText{}),
		Contrast: m.control(f.HighLow, view.NextContrast{}),
	})
}

func (m maker) footer() *widget.Footer {
	f := m.frame
	return widget.NewFooter(m.kit, widget.FooterSpec{
		Back:      m.control(f.Back, view.Back{}),
		QuickHide: m.control(f.Hide, view.Hide{}),
		Stop:      m.control(f.Stop, view.Stop{}),
		Phone:     m.control(f.Phone, view.OpenHandover{}),
		Urgent:    m.control(f.Urgent, view.OpenEmergency{}),
	})
}

// control is an entry of header or footer; without a label it does nothing.
func (m maker) control(label string, event view.Event) widget.Control {
	if label == "" {
		return widget.Control{}
	}
	return widget.Control{Label: label, OnTap: m.does(event)}
}

// primary is the one strong action of a screen.
func (m maker) primary(label, icon string, event view.Event) *widget.Button {
	if label == "" {
		return nil
	}
	return widget.NewButton(m.kit, widget.ButtonSpec{
		Kind: widget.Primary, Label: label, Icon: icon, IconAfter: icon == "next", OnTap: m.does(event),
	})
}

// secondary is a weaker action.
func (m maker) secondary(label, icon string, event view.Event) *widget.Button {
	if label == "" {
		return nil
	}
	return widget.NewButton(m.kit, widget.ButtonSpec{Label: label, Icon: icon, OnTap: m.does(event)})
}

// offer is a weaker action among other content, or nothing.
func (m maker) offer(label, icon string, event view.Event) fyne.CanvasObject {
	if b := m.secondary(label, icon, event); b != nil {
		return b
	}
	return nil
}

// tile is an option as a tile that leads on.
func (m maker) tile(o view.Option, event view.Event) *widget.Tile {
	return widget.NewTile(m.kit, widget.TileSpec{Icon: o.Icon, Title: o.Label, Hint: o.Hint, OnTap: m.does(event)})
}

// notice is a notice, or nothing for an empty text.
func (m maker) notice(kind widget.NoticeKind, text string) fyne.CanvasObject {
	if text == "" {
		return nil
	}
	return widget.NewNotice(m.kit, kind, "", text)
}

// words is a text in a role of the type scale, or nothing for an empty one.
func (m maker) words(role theme.Role, text string) fyne.CanvasObject {
	if text == "" {
		return nil
	}
	return widget.Words(m.kit, role, text)
}

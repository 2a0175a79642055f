package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"wijkloket/kiosk/internal/theme"
)

// Control is one entry of header or footer: its words and what it does. Without OnTap the header leaves it out, and the
// footer keeps its place empty, so that the others stay where they are.
type Control struct {
	Label string
	OnTap func()
}

// HeaderSpec describes the header. Wordmark is the product's name.
type HeaderSpec struct {
	Wordmark                                  string
	Language, TextSize, Contrast, Sound, Help Control
}

// Header is the top of every screen: whose kiosk this is, and how one wants it to be (kop).
type Header struct {
	group
	Language, TextSize, Contrast, Sound, Help *Button
}

// NewHeader makes a header.
func NewHeader(k Kit, spec HeaderSpec) *Header {
	h := &Header{
		Language: chrome(k, "globe", spec.Language),
		TextSize: chrome(k, "text-size", spec.TextSize),
		Contrast: chrome(k, "contrast", spec.Contrast),
		Sound:    chrome(k, "volume", spec.Sound),
		Help:     chrome(k, "help", spec.Help),
	}
	th := theme.Current()
	large := min(th.TextSize(theme.Chrome)*1.7, th.TextSize(theme.Title)*0.8) // on a narrow glass it leaves the tools their row
	name := NewText(spec.Wordmark, k.Dir, Style{Size: large, Bold: true, Color: theme.Action})
	mark := newPictogram(k, "mark", theme.Action)
	var tools []fyne.CanvasObject
	for _, b := range []*Button{h.Language, h.TextSize, h.Contrast, h.Sound, h.Help} {
		if b.act != nil {
			tools = append(tools, b)
		}
	}
	h.root = insetXY(6, 3, &fyne.Container{
		Layout:  headerLayout{k},
		Objects: []fyne.CanvasObject{mark, name, &fyne.Container{Layout: even{k}, Objects: tools}},
	})
	h.ExtendBaseWidget(h)
	return h
}

// chrome makes a button of header or footer.
func chrome(k Kit, icon string, c Control) *Button {
	b := NewButton(k, ButtonSpec{Kind: Quiet, Icon: icon, Label: c.Label, Stacked: true, Role: theme.Chrome, OnTap: c.OnTap})
	if c.OnTap == nil {
		b.Hide()
	}
	return b
}

// headerLayout puts the wordmark at the start and the tools at the end; on a narrow glass the tools take a row of
// their own.
type headerLayout struct{ kit Kit }

type headerMeasure struct {
	mark, name, nameH, tools, toolsH float32
	two                              bool // rows
}

func (l headerLayout) measure(objects []fyne.CanvasObject, width float32) headerMeasure {
	th := theme.Current()
	name, tools := objects[1].(*Text), objects[2].(*fyne.Container)
	m := headerMeasure{mark: max(th.Roomy(15), name.style.Size*1.5), name: ceil(name.NaturalWidth())}
	m.nameH = name.HeightFor(m.name)
	widest := float32(0)
	for _, o := range tools.Objects {
		widest = max(widest, o.(*Button).NaturalWidth())
	}
	n := float32(len(tools.Objects))
	want := n*(ceil(max(widest, th.Target()*1.4))+1) + (n-1)*th.Gap() // 1: a column is cut to whole units
	rest := width - m.mark - m.name - th.Space(2) - th.Space(4)
	m.two = want > rest
	m.tools = min(want, rest)
	if m.two {
		m.tools = width
	}
	m.toolsH = HeightFor(tools, m.tools)
	return m
}

func (l headerLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	m := l.measure(objects, width)
	if m.two {
		return max(m.mark, m.nameH) + theme.Current().Space(2) + m.toolsH
	}
	return max(m.mark, m.nameH, m.toolsH)
}

// Layout implements fyne.Layout.
func (l headerLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	m, k, gap := l.measure(objects, size.Width), l.kit, theme.Current().Space(2)
	row := size.Height
	if m.two {
		row = max(m.mark, m.nameH)
	}
	place(objects[0], k.mirror(0, m.mark, size.Width), (row-m.mark)/2, m.mark, m.mark)
	place(objects[1], k.mirror(m.mark+gap, m.name, size.Width), (row-m.nameH)/2, m.name, m.nameH)
	y := (row - m.toolsH) / 2
	if m.two {
		y = row + gap
	}
	place(objects[2], k.mirror(size.Width-m.tools, m.tools, size.Width), y, m.tools, m.toolsH)
}

// MinSize implements fyne.Layout.
func (l headerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// even gives all objects of one row the same width, hidden ones too: what disappears leaves its place empty.
type even struct{ kit Kit }

func (l even) width(n int, total float32) float32 {
	return floor((total - theme.Current().Gap()*float32(max(0, n-1))) / float32(max(1, n)))
}

func (l even) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	w, h := l.width(len(objects), width), float32(0)
	for _, o := range objects {
		h = max(h, HeightFor(o, w))
	}
	return h
}

// Layout implements fyne.Layout.
func (l even) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := l.width(len(objects), size.Width)
	for i, o := range objects {
		x := float32(i) * (w + theme.Current().Gap())
		place(o, l.kit.mirror(x, w, size.Width), 0, w, size.Height)
	}
}

// MinSize implements fyne.Layout.
func (l even) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// FooterSpec describes the footer: the ways out, always in the same order.
type FooterSpec struct {
	Back      Control // one step back, nothing is lost
	QuickHide Control // at once to the neutral face
	Stop      Control // stop and wipe
	Phone     Control // go on on one's own phone
	Urgent    Control // emergency numbers
}

// Footer is the bottom of every screen (voet).
type Footer struct {
	group
	Back, QuickHide, Stop, Phone, Urgent *Button
}

// NewFooter makes a footer.
func NewFooter(k Kit, spec FooterSpec) *Footer {
	f := &Footer{
		Back:      chrome(k, "back", spec.Back),
		QuickHide: chrome(k, "hide", spec.QuickHide),
		Stop:      chrome(k, "stop", spec.Stop),
		Phone:     chrome(k, "phone-device", spec.Phone),
		Urgent:    chrome(k, "urgent", spec.Urgent),
	}
	row := &fyne.Container{Layout: even{k}, Objects: []fyne.CanvasObject{f.Back, f.QuickHide, f.Stop, f.Phone, f.Urgent}}
	line := canvas.NewRectangle(theme.Current().RGBA(theme.Hairline))
	f.root = &fyne.Container{Layout: underLine{}, Objects: []fyne.CanvasObject{line, insetXY(6, 2, row)}}
	f.ExtendBaseWidget(f)
	return f
}

// underLine is a content below a thin line.
type underLine struct{}

func (underLine) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[1], width) + theme.Current().Stroke()
}

// Layout implements fyne.Layout.
func (underLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	line := theme.Current().Stroke()
	place(objects[0], 0, 0, size.Width, line)
	place(objects[1], 0, line, size.Width, size.Height-line)
}

// MinSize implements fyne.Layout.
func (underLine) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

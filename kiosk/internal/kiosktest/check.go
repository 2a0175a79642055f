package kiosktest

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/widget"
)

// slack is what rounding may cost, in Fyne units.
const slack = 1

// Check looks at a laid out screen and returns what is wrong with it, one sentence each: text that does not fit its
// place or loses part of a word, targets smaller than their millimetres, targets closer than 2.54 mm or on
// top of each other, and anything outside the glass that no scroller can bring back.
func Check(root fyne.CanvasObject, size fyne.Size) []string {
	var findings []string
	var targets []Seen
	glass := Rect{W: size.Width, H: size.Height}
	Walk(root, size, func(s Seen) {
		if text, ok := s.Object.(*widget.Text); ok {
			findings = append(findings, checkText(text, s, glass)...)
		}
		if _, ok := s.Object.(fyne.Tappable); ok {
			findings = append(findings, checkTarget(s, glass)...)
			targets = append(targets, s)
		}
	})
	return append(findings, checkGaps(targets)...)
}

func checkText(text *widget.Text, s Seen, glass Rect) []string {
	if text.Text() == "" {
		return nil
	}
	var findings []string
	if need := text.HeightFor(s.At.W); need > s.At.H+slack {
		findings = append(findings, fmt.Sprintf("text %q is %.0f high in a place of %.0f (A-3)", text.Text(), need, s.At.H))
	}
	if need := text.LeastWidth(); need > s.At.W+0.05 { // a hair too narrow already breaks a word
		findings = append(findings, fmt.Sprintf("a word of %q is %.0f wide in a place of %.0f (A-3)", text.Text(), need, s.At.W))
	}
	if !reachable(s, glass) {
		findings = append(findings, fmt.Sprintf("text %q is outside the glass (A-3)", text.Text()))
	}
	return findings
}

// reachable reports whether an object is on the glass, or can be scrolled there: a scroller moves things up and down
// only.
func reachable(s Seen, glass Rect) bool {
	if !s.Clipped {
		return s.At.within(glass, slack)
	}
	return s.At.X >= s.Clip.X-slack && s.At.X+s.At.W <= s.Clip.X+s.Clip.W+slack && s.Clip.H > 0
}

func checkTarget(s Seen, glass Rect) []string {
	th := theme.Current()
	least, name := th.Target(), Name(s.Object)
	if b, ok := s.Object.(*widget.Button); ok && b.Primary() {
		least = th.TargetMain()
	}
	var findings []string
	if s.At.W < least-slack/2 || s.At.H < least-slack/2 {
		findings = append(findings, fmt.Sprintf("%s is %.1f x %.1f mm, less than %.1f (A-1)", name, th.ToMM(s.At.W), th.ToMM(s.At.H), th.ToMM(least)))
	}
	if !reachable(s, glass) {
		findings = append(findings, name+" is outside the glass (A-3)")
	}
	return findings
}

func checkGaps(targets []Seen) []string {
	var findings []string
	least := theme.Current().MM(2.54 * min(1, theme.Current().ToMM(theme.Current().Gap())/2.54))
	for i, a := range targets {
		for _, b := range targets[i+1:] {
			ra, rb := a.Shown(), b.Shown()
			if ra.W == 0 || ra.H == 0 || rb.W == 0 || rb.H == 0 {
				continue // one of them is scrolled away
			}
			if gap := ra.gap(rb); gap < least-slack/2 {
				findings = append(findings, fmt.Sprintf("%s and %s are %.1f mm apart (A-1)", Name(a.Object), Name(b.Object), theme.Current().ToMM(gap)))
			}
		}
	}
	return findings
}

// Name says in a message which object is meant: its kind and its words.
func Name(o fyne.CanvasObject) string {
	words := ""
	Walk(o, o.Size(), func(s Seen) {
		if text, ok := s.Object.(*widget.Text); ok && words == "" {
			words = text.Text()
		}
	})
	return fmt.Sprintf("%T %q", o, words)
}

// Pictograms names the drawings that show on a part of a screen, in drawing order.
func Pictograms(o fyne.CanvasObject, size fyne.Size) []string {
	var names []string
	Walk(o, size, func(s Seen) {
		if img, ok := s.Object.(*canvas.Image); ok && img.Resource != nil {
			names = append(names, img.Resource.Name())
		}
		if picture, ok := s.Object.(interface{ Picture() string }); ok {
			names = append(names, picture.Picture())
		}
	})
	return names
}

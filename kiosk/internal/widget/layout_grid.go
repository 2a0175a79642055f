package widget

import (
	"slices"

	"fyne.io/fyne/v2"

	"wijkloket/kiosk/internal/theme"
)

// Grid lays objects out in equal columns, at most most: as many as fit when none may be narrower than minMM or than its
// own words, and no choice may take more than two lines. Rows are as high as their highest object; from right to left
// the first object stands right.
func Grid(k Kit, most int, minMM float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: grid{kit: k, most: max(1, most), minMM: minMM, space: 3}, Objects: present(objects)}
}

type grid struct {
	kit   Kit
	most  int
	minMM float32
	space int
}

// narrow is what knows the least width that its words need.
type narrow interface{ leastWidth() float32 }

// wordy is what knows at which width its words stand too high to be read at a glance.
type wordy interface{ crowded(width float32) bool }

// tooNarrow reports whether the words of an object want a wider column.
func tooNarrow(objects []fyne.CanvasObject, width float32) bool {
	return slices.ContainsFunc(visible(objects), func(o fyne.CanvasObject) bool {
		n, ok := o.(narrow)
		w, long := o.(wordy)
		return ok && n.leastWidth() > width || long && w.crowded(width)
	})
}

func (l grid) gap() float32 {
	th := theme.Current()
	return max(th.Gap(), th.Space(l.space))
}

// columns is the number of columns that fit and the width of each.
func (l grid) columns(objects []fyne.CanvasObject, width float32) (int, float32) {
	gap, least := l.gap(), theme.Current().MM(l.minMM)
	n := l.most
	for n > 1 {
		w := (width - gap*float32(n-1)) / float32(n)
		if w >= least && !tooNarrow(objects, w) {
			break
		}
		n--
	}
	// Four in rows of three leave one alone: two rows of two look meant.
	if count := len(visible(objects)); n < l.most && n > 2 && count%n == 1 {
		n--
	}
	return n, floor((width - gap*float32(n-1)) / float32(n))
}

// rows calls f for each row of visible objects with the row's top and height, and returns the height of all.
func (l grid) rows(objects []fyne.CanvasObject, width float32, f func(row []fyne.CanvasObject, y, h float32)) float32 {
	n, w := l.columns(objects, width)
	y := float32(0)
	shown := visible(objects)
	for len(shown) > 0 {
		row := shown[:min(n, len(shown))]
		shown = shown[len(row):]
		h := float32(0)
		for _, o := range row {
			h = max(h, ceil(HeightFor(o, w)))
		}
		f(row, y, h)
		y += h
		if len(shown) > 0 {
			y += l.gap()
		}
	}
	return y
}

func (l grid) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.rows(objects, width, func([]fyne.CanvasObject, float32, float32) {})
}

// Layout implements fyne.Layout.
func (l grid) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	_, w := l.columns(objects, size.Width)
	natural, n := l.heightFor(objects, size.Width), 0
	l.rows(objects, size.Width, func([]fyne.CanvasObject, float32, float32) { n++ })
	more := max(0, size.Height-natural) / float32(max(1, n))
	more = floor(more)
	n = 0
	l.rows(objects, size.Width, func(row []fyne.CanvasObject, y, h float32) {
		for i, o := range row {
			x := float32(i) * (w + l.gap())
			place(o, l.kit.mirror(x, w, size.Width), y+float32(n)*more, w, h+more)
		}
		n++
	})
}

// MinSize implements fyne.Layout.
func (l grid) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

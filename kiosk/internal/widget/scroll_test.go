package widget_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wijkloket/kiosk/internal/kiosktest"
	"wijkloket/kiosk/internal/theme"
	"wijkloket/kiosk/internal/typeset"
	"wijkloket/kiosk/internal/widget"
)

// longList is a scroller over thirty tiles that count their touches, in a shown window.
func longList(t *testing.T) (*widget.TouchScroll, []*widget.Tile, *int, fyne.Canvas) {
	t.Helper()
	kiosktest.UseTheme(t, theme.Settings{}, 1080, 1920)
	k := kiosktest.Kit(typeset.LTR)
	touched := new(int)
	var tiles []*widget.Tile
	var objects []fyne.CanvasObject
	for i := range 30 {
		tile := widget.NewTile(k, widget.TileSpec{Icon: "pin", Title: fmt.Sprintf("Straat %d", i), OnTap: func() { *touched++ }})
		tiles, objects = append(tiles, tile), append(objects, tile)
	}
	scroll := widget.NewTouchScroll(k, widget.Column(3, objects...), "Omhoog", "Omlaag")
	window := kiosktest.Show(t, scroll, 800, 1000)
	return scroll, tiles, touched, window.Canvas()
}

func TestTouchScroll_FollowsTheFingerOverTiles(t *testing.T) {
	scroll, _, touched, canvas := longList(t)
	kiosktest.Drag(canvas, fyne.NewPos(400, 700), 0, -300, 20)
	if got := scroll.Offset(); got < 299 || got > 301 {
		t.Errorf("the content moved %.0f under a finger that moved 300", got)
	}
	kiosktest.Drag(canvas, fyne.NewPos(400, 300), 0, 5000, 20)
	if scroll.Offset() != 0 {
		t.Errorf("dragged beyond the top to %.0f", scroll.Offset())
	}
	kiosktest.Drag(canvas, fyne.NewPos(400, 700), 0, -50000, 20)
	bottom := scroll.Offset()
	kiosktest.Drag(canvas, fyne.NewPos(400, 700), 0, -500, 1)
	if scroll.Offset() != bottom || bottom < 1000 {
		t.Errorf("dragged beyond the bottom, from %.0f to %.0f", bottom, scroll.Offset())
	}
	if *touched != 0 {
		t.Errorf("%d tiles acted on a drag", *touched)
	}
}

// The driver sends no tap after a drag of two units. A finger that trembles a few millimetres has still tapped; one that
// moved further has not. The events come in the order of the desktop driver.
func TestTouchScroll_TremorIsATap(t *testing.T) {
	tests := map[string]struct {
		mm    float32
		acted int
	}{
		"a tremor of 3 mm": {3, 1},
		"a drag of 15 mm":  {15, 0},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			scroll, tiles, touched, _ := longList(t)
			tile, step := tiles[2], theme.Current().MM(c.mm)/4
			tile.MouseDown(mouse(100, 300))
			for i := float32(0); i < 4; i++ {
				scroll.Dragged(drag(100, 300-(i+1)*step, -step))
			}
			tile.MouseUp(mouse(100, 300-4*step))
			scroll.DragEnd()
			if *touched != c.acted {
				t.Errorf("the tile acted %d times, want %d", *touched, c.acted)
			}
			if moved := scroll.Offset() > 0; moved == (c.acted == 1) {
				t.Errorf("the content moved %.0f", scroll.Offset())
			}
		})
	}
}

// A trembling finger that is lifted over another tile has slid off: nothing happens.
func TestTouchScroll_TremorOntoAnotherTileCancels(t *testing.T) {
	scroll, tiles, touched, _ := longList(t)
	tiles[2].MouseDown(mouse(100, 300))
	scroll.Dragged(drag(100, 296, -4))
	tiles[2].MouseOut()
	tiles[3].MouseUp(mouse(100, 296))
	scroll.DragEnd()
	if *touched != 0 {
		t.Errorf("%d tiles acted", *touched)
	}
}

// the buttons do what a drag does, are there only when needed, and stop at the ends.
func TestTouchScroll_Buttons(t *testing.T) {
	scroll, _, _, canvas := longList(t)
	if !scroll.Overflows() {
		t.Fatal("thirty tiles fit in 1000 units")
	}
	up, down := button(t, canvas, "Omhoog"), button(t, canvas, "Omlaag")
	if !up.Disabled() || down.Disabled() {
		t.Error("at the top, up must rest and down must work")
	}
	presses := 0
	for ; !down.Disabled() && presses < 50; presses++ {
		test.Tap(down)
	}
	if presses < 2 || presses == 50 || up.Disabled() {
		t.Errorf("after %d presses: up disabled %v", presses, up.Disabled())
	}
	for range presses {
		test.Tap(up)
	}
	if scroll.Offset() != 0 {
		t.Errorf("back at %.0f", scroll.Offset())
	}
	short := widget.NewTouchScroll(kiosktest.Kit(typeset.LTR), widget.Column(1), "Omhoog", "Omlaag")
	kiosktest.Walk(kiosktest.Show(t, short, 800, 1000).Canvas().Content(), fyne.NewSize(800, 1000), func(s kiosktest.Seen) {
		if _, ok := s.Object.(*widget.Button); ok {
			t.Error("buttons although everything fits")
		}
	})
}

// what gets the keyboard focus scrolls into view, all the way down and up.
func TestTouchScroll_FocusComesIntoView(t *testing.T) {
	_, tiles, _, canvas := longList(t)
	for _, i := range []int{0, 12, 29, 3} {
		canvas.Focus(tiles[i])
		kiosktest.Walk(canvas.Content(), canvas.Size(), func(s kiosktest.Seen) {
			if s.Object == tiles[i] && s.Shown().H < s.At.H-0.5 {
				t.Errorf("of tile %d with the focus, at %v, only %v shows", i, s.At, s.Shown())
			}
		})
	}
}

func drag(x, y, dy float32) *fyne.DragEvent {
	return &fyne.DragEvent{PointEvent: *point(x, y), Dragged: fyne.NewDelta(0, dy)}
}

func button(t *testing.T, c fyne.Canvas, label string) *widget.Button {
	t.Helper()
	var found *widget.Button
	kiosktest.Walk(c.Content(), c.Size(), func(s kiosktest.Seen) {
		if b, ok := s.Object.(*widget.Button); ok && b.Label() == label {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("no button %q", label)
	}
	return found
}

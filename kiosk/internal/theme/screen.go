package theme

import "math"

// Screen is the glass the kiosk draws on. Fyne knows pixels only, but a finger and an eye need millimetres.
type Screen struct {
	WidthPx, HeightPx int
	WidthMM, HeightMM float32
	// Scale is Fyne's canvas scale: pixels per Fyne unit. Zero means 1, which the kiosk sets with FYNE_SCALE.
	Scale float32
}

// panelDiagonalMM is the 32 inch panel of the reference kiosk (398 x 708 mm).
const panelDiagonalMM = 812.8

// PanelScreen is the reference kiosk's 32 inch panel showing w x h pixels, in either orientation. A window on a
// developer's desk uses it too: the layout is then that of the kiosk, only smaller.
func PanelScreen(w, h int) Screen {
	if w <= 0 || h <= 0 {
		w, h = 1080, 1920
	}
	perPx := float32(panelDiagonalMM / math.Hypot(float64(w), float64(h)))
	return Screen{WidthPx: w, HeightPx: h, WidthMM: float32(w) * perPx, HeightMM: float32(h) * perPx}
}

// orDefault replaces what the display did not tell (some report 0 mm, or a metre) by the reference panel.
func (s Screen) orDefault() Screen {
	if s.WidthPx <= 0 || s.HeightPx <= 0 || s.WidthMM < 40 || s.HeightMM < 40 || s.WidthMM > 4000 || s.HeightMM > 4000 {
		scale := s.Scale
		s = PanelScreen(s.WidthPx, s.HeightPx)
		s.Scale = scale
	}
	if s.Scale <= 0 {
		s.Scale = 1
	}
	return s
}

// dpPerMM is the number of Fyne units in a millimetre of glass.
func (s Screen) dpPerMM() float32 { return float32(s.WidthPx) / s.WidthMM / s.Scale }

// shortMM is the shorter side: a portrait kiosk and the same panel lying down get the same sizes.
func (s Screen) shortMM() float32 { return min(s.WidthMM, s.HeightMM) }

// room says how generous spacing and comfortable heights may be: 1 on a 22 inch portrait panel (274 mm wide), more on a
// larger one. Nothing that a requirement fixes depends on it.
func (s Screen) room() float32 { return clamp(s.shortMM()/274, 0.7, 1.2) }

// shrink is below 1 only when the glass is physically tiny (a tablet, a test window): there the minimum sizes of A-1
// and A-2 would leave no room for the words, so they give way in proportion, but never below 60 %.
func (s Screen) shrink() float32 { return clamp(s.shortMM()/150, 0.6, 1) }

func clamp(v, lo, hi float32) float32 { return max(lo, min(v, hi)) }

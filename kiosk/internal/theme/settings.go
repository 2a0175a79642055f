package theme

import "fmt"

// TextSize is one of the four text steps of A-2. The zero value is Medium.
type TextSize string

// The four steps; the capital letter of body text is about 3.5, 4.8, 6.4 and 8.5 mm high.
const (
	SmallText  TextSize = "s"
	MediumText TextSize = "m"
	LargeText  TextSize = "l"
	XLText     TextSize = "xl"
)

// TextSizes lists the steps in growing order.
var TextSizes = []TextSize{SmallText, MediumText, LargeText, XLText}

// Contrast is one of the colour modes of A-4. The zero value is Normal.
type Contrast string

// The contrast modes, each a palette in assets/css/tokens.css.
const (
	Normal    Contrast = "normal"
	Dark      Contrast = "dark"
	HighLight Contrast = "high-light"
	HighDark  Contrast = "high-dark"
	Low       Contrast = "low"
)

// Contrasts lists the modes in the order the contrast button walks through them.
var Contrasts = []Contrast{Normal, Dark, HighLight, HighDark, Low}

// Settings is what one visitor chose; the zero value is what the next visitor starts with.
type Settings struct {
	Screen   Screen
	Text     TextSize
	Contrast Contrast
}

// ParseTextSize reads "s", "m", "l" or "xl"; empty is Medium.
func ParseTextSize(s string) (TextSize, error) {
	if s == "" {
		return MediumText, nil
	}
	for _, step := range TextSizes {
		if string(step) == s {
			return step, nil
		}
	}
	return "", fmt.Errorf("unknown text size %q: use s, m, l or xl", s)
}

// ParseContrast reads the name of a contrast mode; empty is Normal.
func ParseContrast(s string) (Contrast, error) {
	if s == "" {
		return Normal, nil
	}
	for _, mode := range Contrasts {
		if string(mode) == s {
			return mode, nil
		}
	}
	return "", fmt.Errorf("unknown contrast %q: use normal, dark, high-light, high-dark or low", s)
}

// NextText is the step after t, starting again at the smallest.
func (t TextSize) NextText() TextSize { return following(TextSizes, t, MediumText) }

// NextContrast is the mode after c, starting again at Normal.
func (c Contrast) NextContrast() Contrast { return following(Contrasts, c, Normal) }

func following[T comparable](all []T, now, zero T) T {
	var unset T
	if now == unset {
		now = zero
	}
	for i, v := range all {
		if v == now {
			return all[(i+1)%len(all)]
		}
	}
	return zero
}

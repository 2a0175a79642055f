// Package typeset turns text into positioned glyphs and glyphs into pixels, correctly in both writing directions. Fyne draws
// from left to right only, so every letter on the kiosk's glass comes from here: order by the Unicode bidirectional
// algorithm (UAX #9) with an explicit base direction, joined Arabic by HarfBuzz shaping, lines broken at the opportunities of
// UAX #14, and a fall-back chain of bundled fonts, so that the same text gives the same pixels on every machine.
//
// The way through it:
//
//	par := typeset.Default().Shape("هاتف 056 24 48 00", typeset.RTL, false) // once per text: order, joining, break points
//	lay := par.Layout(typeset.Format{Size: 20, Width: 300})                 // once per size or width: lines and places
//	lay.Draw(img, scale, origin, colour)                                    // once per repaint: pixels
//
// Shaping is done in units of the em, so one [Paragraph] serves every text size and every screen scale. Nothing here keeps
// the text it was given: a [Paragraph] dies with its owner, and the glyph cache knows glyph numbers, never words (T-24).
//
// An [Engine] may be used from several goroutines; a [Paragraph] and a [Layout] are read-only after they are made, except
// for [Paragraph.Wipe], which belongs to the owner.
package typeset

// Package widget is the kiosk's own set of controls: text in both writing directions, buttons, tiles, the on-screen
// keyboard, finger scrolling, and the page that gives every screen the same places. A widget draws and reports;
// it holds no rule, fetches nothing, and takes every colour and size from the theme in millimetres of glass.
//
// Heights depend on widths here, because text wraps; Fyne's MinSize cannot say that. Every widget and layout of this
// package therefore has HeightFor(width), and containers ask for it.
package widget

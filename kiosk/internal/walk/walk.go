// Package walk holds the test that a newcomer could do by hand: the real backend, the kiosk in a real window touched by
// a finger, reception in a real browser, a phone that scans the kiosk's QR. It has no code of its own.
package walk

package resident_test

import (
	"testing"

	"wijkloket/backend/internal/pagetest"
)

// TestNothingFoundLooksChosen: what comes to stand under the finger that gave the last answer looks as all the others do.
func TestNothingFoundLooksChosen(t *testing.T) {
	g := newRig(t).glass(t, "nl")
	g.check()
	g.walk(family)
	grounds := pagetest.JS[int](t, g.tab, `(() => {
		const tiles = [...document.querySelectorAll(".onscreen [data-do=right]")];
		return tiles.length < 2 ? 0 : new Set(tiles.map((tile) => getComputedStyle(tile).backgroundColor)).size;
	})()`)
	if grounds != 1 {
		t.Errorf("the rights that were found have %d grounds", grounds)
	}
}

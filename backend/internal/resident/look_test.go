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

// brokenName says how the name in the heading of a right stands that is too long for one line of the phone: each bracket must stand
// at the end of the name that it belongs to, read from left to right.
const brokenName = `(() => {
	const text = document.querySelector(".told h1").firstChild, all = text.data;
	const at = (letter) => { const range = document.createRange(); range.setStart(text, letter); range.setEnd(text, letter + 1); return range.getBoundingClientRect(); };
	const open = all.indexOf("("), close = all.indexOf(")");
	const [opens, first, last, closes] = [open, open + 1, close - 1, close].map(at);
	if (first.top === last.top) return "on one line";
	return opens.left < first.left && closes.left > last.left ? "in its brackets" : "out of its brackets";
})()`

// TestANameKeepsItsBrackets on the smallest phone, in a text from right to left: on the page of a right and in the check.
func TestANameKeepsItsBrackets(t *testing.T) {
	g := newRig(t).glass(t, "ar")
	g.open("/rights/verhoogde-tegemoetkoming?lang=ar")
	pagetest.Until(t, g.tab, brokenName+` === "in its brackets"`) // once its font has come
	g.check()
	if side := pagetest.JS[string](t, g.tab, `(({ direction, textAlign }) => direction + " " + textAlign)(getComputedStyle(document.getElementById("typed")))`); side != "ltr end" {
		t.Errorf("the age is written %s, and the page begins at the right", side)
	}
	g.walk(family)
	g.told() // opens the folds
	g.click("#right-verhoogde-tegemoetkoming")
	g.at("right")
	pagetest.Until(t, g.tab, brokenName+` === "in its brackets"`)
	if bold := pagetest.JS[int](t, g.tab, `document.querySelectorAll(".told h2 + p b").length`); bold > 0 {
		t.Errorf("%d times bold words follow a bold heading", bold)
	}
	pagetest.Shot(t, g.tab, "phone-name-ar")
}

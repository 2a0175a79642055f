// Package slip draws what a person takes home on paper, for the receipt printer of a kiosk: black or white dots, as wide as
// the paper, as long as it takes. It is pure: words in, a [Picture] out; who prints it is package device.
//
// All letters come from typeset, in our own fonts, because the fonts inside receipt printers know no joined Arabic. Sizes are
// in dots of 1/8 mm (203 dpi), the one density of such printers; no text is smaller than 10 point.
package slip

import "wijkloket/kiosk/internal/typeset"

// Slip is what stands on the paper, in the reader's language. Empty texts take no room.
type Slip struct {
	Dir      typeset.Direction
	Title    string
	Lead     string
	Sections []Section
	Foot     []string // paragraphs at the end: who to call, of what day this is
}

// Section is a part of a slip under a heading of its own.
type Section struct {
	Heading string
	Items   []Item
}

// Item is one thing and what there is to know about it.
type Item struct {
	Name  string
	Lines []Line
}

// Line is one fact: what it is about and what to know. With Check its text gets a box to tick, as a paper to bring has.
type Line struct {
	Label, Text string
	Check       bool
}

// Words are the texts of the slip in the order of reading: what a voice says of it, before and after it is printed (EN 301
// 549, 5.1.3.16). What is not here is not on the paper either.
func (s Slip) Words() []string {
	var words []string
	for _, p := range s.pieces() {
		words = append(words, p.text)
	}
	return words
}

// kind is what a text is on a slip; it decides how it looks.
type kind uint8

const (
	title kind = iota
	lead
	heading
	name
	label
	text
	check
	foot
)

// rule is a line from side to side of the paper.
type rule uint8

const (
	none rule = iota
	thin
	thick
)

// piece is one text and the rule above it.
type piece struct {
	kind kind
	text string
	rule rule
}

// pieces takes the slip apart, in the order of reading.
func (s Slip) pieces() []piece {
	list := pieces{}
	list.add(title, s.Title, none)
	list.add(lead, s.Lead, none)
	for _, section := range s.Sections {
		list.add(heading, section.Heading, thick)
		for _, item := range section.Items {
			list.add(name, item.Name, thin)
			for _, line := range item.Lines {
				list.add(label, line.Label, none)
				if line.Check {
					list.add(check, line.Text, none)
				} else {
					list.add(text, line.Text, none)
				}
			}
		}
	}
	above := thick
	for _, line := range s.Foot {
		if list.add(foot, line, above) {
			above = none
		}
	}
	return list
}

type pieces []piece

// add puts a text at the end, unless there is none. What comes first and what follows its own heading needs no thin rule.
func (l *pieces) add(k kind, words string, above rule) bool {
	if words == "" {
		return false
	}
	n := len(*l)
	if n == 0 || above == thin && (*l)[n-1].kind == heading {
		above = none
	}
	*l = append(*l, piece{k, words, above})
	return true
}

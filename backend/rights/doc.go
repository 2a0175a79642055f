// Package rights says to which social rights a household may be entitled (rechtenverkenning), from anonymous answers to
// fourteen questions, any of which may be skipped.
//
// The rules are data (assets/data/rights). [Load] reads and checks them, [Rules.At] prepares them for a day, and a
// [Check] answers. A verdict is what all possible answers to the skipped questions agree on; where they do not agree it is
// [Possible], and open: another answer can settle it. A right can also be Possible whatever one answers, because a doctor or
// the OCMW decides or because a figure is old; that is not open, and no question is asked for it.
//
// To be exact and fast at once, the rules of a day become one reduced decision diagram: a question (or one code of a
// question with several) a level, equal parts shared by all rights. Full answers follow one path; skipped ones visit
// each shared part once, and none of which everything was skipped: what those lead to is known beforehand.
//
// The package is pure: no clock, no network, no randomness. Nothing about a person is kept in it.
package rights

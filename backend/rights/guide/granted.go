package guide

import "wijkloket/backend/rights"

// Granted says how one gets a right that is there on a day: by itself, or by asking. That it comes by itself is said only to
// whom it likely comes; anybody else, or with the zero standing whoever reads of it, is told how it goes for those who can have it.
// It is "" where there is nothing to get.
func Granted(right rights.Right, day string, standing Standing, words Words) string {
	switch {
	case right.Granted == "" || !right.InForce(day):
		return ""
	case right.Granted == "by-itself" && !standing.Good():
		return words.T("check.granted.whoever")
	}
	return words.T("check.granted." + right.Granted)
}

// Package assets embeds everything of Wijkloket that is data rather than code: fonts, pictograms, style sheets, page
// scripts and the city's data. A person who corrects a street, an opening hour or a colour edits a file here and
// touches no Go.
package assets

import "embed"

// Files holds the embedded tree: fonts/, icons/, css/, js/ and data/, by their path below this folder.
//
//go:embed fonts icons css js data
var Files embed.FS

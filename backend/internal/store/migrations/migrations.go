// Package migrations holds the tables of the database as SQL, once for each engine with the same versions. Files are only
// ever added: what was released is never edited, and nothing goes back.
//
// Moments are BIGINT microseconds since 1970 in UTC, 0 for never. Personal fields are ciphertexts (see package seal) and
// carry the comment "sealed"; no other column may hold what was typed about a person.
package migrations

import "embed"

// Files holds sqlite/ and postgres/.
//
//go:embed sqlite postgres
var Files embed.FS

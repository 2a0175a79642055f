// Package directory knows the city: its neighbourhood teams (wijkteams), their centres (wijkcentra), its streets and
// areas, and which team serves which address.
//
// [Directory.Locate] gives every address, and every other text, exactly one answer with its reason: a team, another
// municipality, or a person to ask. It looks, in this order, at house-number ranges, the street list, the area in which
// the address lies, the deelgemeente and the postcode, and says how sure it is. What is inferred is never called certain.
//
// [Directory.Suggest] completes a street while it is typed. [Load] reads the embedded data, [LoadOverlay] lays imported
// registers and edited files over it, and [Directory.Document] carries the whole to a kiosk.
//
// The package is pure: no network, no database, no clock, no log. Reasons are message keys of the catalogue's directory
// area with arguments, never sentences.
package directory

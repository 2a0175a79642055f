package directory

import "wijkloket/backend/directory/geo"

// Data is everything the directory knows, as it stands in the files and in the document for kiosks.
type Data struct {
	City      City           `json:"city"`
	Teams     []Team         `json:"teams"`
	Centres   []Centre       `json:"centres"`
	Areas     []Area         `json:"areas"`
	Evidence  []Evidence     `json:"evidence"`
	Streets   []Street       `json:"streets"`
	Ranges    []Range        `json:"ranges"`
	Elsewhere []Municipality `json:"elsewhere"`
	SameNames []SameName     `json:"same_names"`
	Names     Names          `json:"names"`
	Register  Register       `json:"register,omitzero"`
	Notes     []Note         `json:"notes,omitempty"`
}

// Note says what an imported register made us leave out, for the administrator: a street, a range or another name of
// our own files whose street the register does not have.
type Note struct {
	Kind     string `json:"kind"` // "street", "range" or "name"
	Street   string `json:"street"`
	Postcode string `json:"postcode"`
}

// TeamID names a team in the contract: "noord", "zuidelijke-rand".
type TeamID string

// CentreID names a centre in the contract: "overleie".
type CentreID string

// AreaID names one of the city's gebieden: "kortrijk-oost".
type AreaID string

// StreetID names a street with its postcode: "overleiestraat-8500". It is stable as long as the name is.
type StreetID string

// City is the municipality itself.
type City struct {
	Version       string         `json:"version" yaml:"version"` // date of the map of teams
	Name          string         `json:"name" yaml:"name"`
	NIS           string         `json:"nis" yaml:"nis"` // code of the national statistics office
	Box           geo.Box        `json:"box" yaml:"box"`
	Helpline      Helpline       `json:"helpline" yaml:"helpline"`
	Deelgemeenten []Deelgemeente `json:"deelgemeenten" yaml:"deelgemeenten"`
	Postcodes     []Postcode     `json:"postcodes" yaml:"postcodes"`
}

// Helpline is the named human answer (Onthaal 1777).
type Helpline struct {
	Name          string `json:"name" yaml:"name"`
	Phone         Fact   `json:"phone" yaml:"phone"`
	Email         Fact   `json:"email" yaml:"email"`
	Desk          Office `json:"desk" yaml:"desk"`
	ByAppointment bool   `json:"by_appointment,omitempty" yaml:"by_appointment"`
}

// Office is the public address of a service, never of a person.
type Office struct {
	Street   string `json:"street" yaml:"street"`
	Number   string `json:"number,omitempty" yaml:"number"`
	Postcode string `json:"postcode" yaml:"postcode"`
	Place    string `json:"place" yaml:"place"`
}

// Fact is a value that the city may still have to confirm. An empty one was not found; nobody guesses it.
type Fact struct {
	Value     string `json:"value,omitempty" yaml:"value"`
	Confirmed bool   `json:"confirmed" yaml:"confirmed"`
	Source    string `json:"source,omitempty" yaml:"source"`
	Note      string `json:"note,omitempty" yaml:"note"`
}

// Deelgemeente is a former municipality. Team is empty for the one that several teams share.
type Deelgemeente struct {
	ID       string   `json:"id" yaml:"id"`
	Name     string   `json:"name" yaml:"name"`
	Code     string   `json:"code" yaml:"code"`
	Postcode string   `json:"postcode" yaml:"postcode"`
	Team     TeamID   `json:"team,omitempty" yaml:"team"`
	Exact    bool     `json:"exact,omitempty" yaml:"exact"`
	Also     []string `json:"also,omitempty" yaml:"also"`
}

// Postcode is one of the city's postcodes with all teams that serve it.
type Postcode struct {
	Code  string   `json:"code" yaml:"code"`
	Teams []TeamID `json:"teams" yaml:"teams"`
}

// Kind is what a team works for.
type Kind string

// The kinds of team.
const (
	KindWijkteam    Kind = "wijkteam"    // an area; the only kind that Locate answers
	KindCentral     Kind = "central"     // the whole city
	KindSpecialists Kind = "specialists" // the other teams (kenniscel)
)

// Team is a group of workers.
type Team struct {
	ID    TeamID `json:"id" yaml:"id"`
	Name  string `json:"name" yaml:"name"`
	Kind  Kind   `json:"kind" yaml:"kind"`
	Phone Fact   `json:"phone" yaml:"phone"`
}

// Centre is a place where a team works (wijkcentrum).
type Centre struct {
	ID          CentreID `json:"id" yaml:"id"`
	Name        string   `json:"name" yaml:"name"`
	Team        TeamID   `json:"team" yaml:"team"`
	Address     Office   `json:"address" yaml:"address"`
	AddressNote string   `json:"address_note,omitempty" yaml:"address_note"` // what of it is to be confirmed
	Phone       Fact     `json:"phone" yaml:"phone"`
	Email       Fact     `json:"email" yaml:"email"`
	Hours       Hours    `json:"hours" yaml:"hours"`
	Point       Spot     `json:"point" yaml:"point"`
}

// Spot is a place with how far it may be off.
type Spot struct {
	Lat       float64 `json:"lat" yaml:"lat"`
	Lon       float64 `json:"lon" yaml:"lon"`
	ErrorM    int     `json:"error_m" yaml:"error_m"` // metres; with hundreds of them, print no walking distance
	Confirmed bool    `json:"confirmed" yaml:"confirmed"`
	Source    string  `json:"source,omitempty" yaml:"source"`
}

// Area is one of the city's gebieden. Outline is empty until it is imported.
type Area struct {
	ID           AreaID        `json:"id" yaml:"id"`
	Name         string        `json:"name" yaml:"name"`
	Codes        []string      `json:"codes,omitempty" yaml:"codes"`
	Deelgemeente string        `json:"deelgemeente,omitempty" yaml:"deelgemeente"` // id; empty when it spans two
	Parts        []Part        `json:"parts" yaml:"parts"`
	Cut          [][2]float64  `json:"cut,omitempty" yaml:"cut"` // lat, lon from west to east
	Confirmed    bool          `json:"confirmed,omitempty" yaml:"confirmed"`
	Outline      []geo.Polygon `json:"outline,omitempty" yaml:"-"`
}

// Part is an area or a piece of one that has one team.
type Part struct {
	Postcodes      []string `json:"postcodes,omitempty" yaml:"postcodes"` // which addresses, when the area has several parts
	Side           string   `json:"side,omitempty" yaml:"side"`           // "north" or "south" of the cut, likewise
	Team           TeamID   `json:"team" yaml:"team"`
	Confidence     string   `json:"confidence" yaml:"confidence"` // strong, medium, low, open
	Others         []TeamID `json:"others,omitempty" yaml:"others"`
	Neighbourhoods []string `json:"neighbourhoods,omitempty" yaml:"neighbourhoods"`
}

// Evidence is why a street is given to a team, and how sure that makes it.
type Evidence struct {
	ID        string `json:"id" yaml:"id"`
	Exact     bool   `json:"exact" yaml:"exact"`
	Confirmed bool   `json:"confirmed" yaml:"confirmed"` // the city itself says so
	Date      string `json:"date" yaml:"date"`
	Source    string `json:"source" yaml:"source"`
}

// Street is a street in one postcode and deelgemeente; one that crosses a border stands there twice.
type Street struct {
	ID           StreetID `json:"id"`
	Name         string   `json:"name"`
	Postcode     string   `json:"postcode"`
	Deelgemeente string   `json:"deelgemeente,omitempty"` // id; empty when the register does not tell
	Homonym      string   `json:"homonym,omitempty"`      // the register's addition that tells equal names apart
	Team         TeamID   `json:"team,omitempty"`
	Evidence     string   `json:"evidence"`
	Confidence   string   `json:"confidence,omitempty"` // that the street exists there, see [Street.Sure]; not of its team
	Runs         []Run    `json:"runs,omitempty"`
}

// Parity is a side of the street.
type Parity string

// The sides.
const (
	Odd  Parity = "odd"
	Even Parity = "even"
	Both Parity = "both"
)

// Range gives house numbers of a street to another team than the rest. To is 0 for "and up".
type Range struct {
	Street   string `json:"street"`
	Postcode string `json:"postcode"`
	Parity   Parity `json:"parity"`
	From     int    `json:"from"`
	To       int    `json:"to,omitempty"`
	Team     TeamID `json:"team"`
	Evidence string `json:"evidence"`
}

// Run is a row of house numbers that lie in one part of one area, computed from imported points and outlines.
type Run struct {
	Parity Parity `json:"p"`
	From   int    `json:"f"`
	To     int    `json:"t"`
	Area   AreaID `json:"a"`
	Part   int    `json:"i,omitempty"` // index in the area's parts
}

// Municipality is a place that Kortrijk's teams do not serve.
type Municipality struct {
	Name      string   `json:"name" yaml:"name"`
	Postcodes []string `json:"postcodes" yaml:"postcodes"`
	Also      []string `json:"also,omitempty" yaml:"also"`
}

// SameName is a street name that neighbours have too.
type SameName struct {
	Street string   `json:"street" yaml:"street"`
	In     []string `json:"in" yaml:"in"`
}

// Names is how people write and say the names.
type Names struct {
	Abbreviations map[string]string `json:"abbreviations" yaml:"abbreviations"`
	Endings       map[string]string `json:"endings" yaml:"endings"`
	LeftOut       []string          `json:"left_out" yaml:"left_out"`
	Streets       []StreetAlias     `json:"streets" yaml:"streets"`
	Centres       []CentreAlias     `json:"centres" yaml:"centres"`
}

// StreetAlias is another name for a street.
type StreetAlias struct {
	Street   string   `json:"street" yaml:"street"`
	Postcode string   `json:"postcode" yaml:"postcode"`
	Also     []string `json:"also" yaml:"also"`
}

// CentreAlias is another name for a centre.
type CentreAlias struct {
	Centre CentreID `json:"centre" yaml:"centre"`
	Also   []string `json:"also" yaml:"also"`
}

// Register says which address register was imported.
type Register struct {
	Format    string `json:"format"`
	Imported  string `json:"imported"` // RFC 3339
	Streets   int    `json:"streets"`
	Addresses int    `json:"addresses"`
}

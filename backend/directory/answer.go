package directory

import "log/slog"

// Outcome is the kind of an answer.
type Outcome string

// The outcomes. There is no fourth: no answer is empty.
const (
	OutcomeTeam      Outcome = "team"      // Team says which
	OutcomeElsewhere Outcome = "elsewhere" // another municipality
	OutcomePerson    Outcome = "person"    // nobody but a person can say; call or ask at the desk
)

// Basis is what decided.
type Basis string

// The bases, surest first.
const (
	ByNumber        Basis = "number"   // a house-number range of the street
	ByStreet        Basis = "street"   // the street list
	ByArea          Basis = "area"     // the outline in which the address lies
	ByDeelgemeente  Basis = "place"    // the deelgemeente
	ByNeighbourhood Basis = "picked"   // the neighbourhood that was picked
	ByPostcode      Basis = "postcode" // the postcode
	ByNothing       Basis = "nothing"
)

// Ask is the one question whose answer would make an answer surer.
type Ask string

// The questions.
const (
	AskNothing  Ask = ""
	AskStreet   Ask = "street"
	AskNumber   Ask = "number"
	AskPostcode Ask = "postcode"
	AskPlace    Ask = "place"
)

// Message is a text that is not in a language yet: a key of the catalogue's directory area and what goes into its gaps.
type Message struct {
	Key  string
	Args map[string]any
}

// Answer is what the directory says to one address: a team, another municipality or a person, never two of them. Reason
// says why, Advice what to do; both are always there.
type Answer struct {
	Outcome   Outcome
	Team      TeamID     // for OutcomeTeam
	Centres   []CentreID // the team's, in the order of the file; empty without a team
	Exact     bool       // street and number, deelgemeente or postcode decide; false is "probably"
	Confirmed bool       // the city itself says so
	Basis     Basis
	Reason    Message
	Advice    Message
	Ask       Ask
	Others    []TeamID // which teams it may be instead; empty when exact
	Elsewhere string   // the municipality, or its postcode when we do not know its name
	Phone     string   // whom to call: the team, else the helpline
	Street    StreetID // the street that was recognised
	Evidence  string   // id of the evidence that decided, for staff
}

// String tells the outcome and the team and nothing of the address, so that an answer may stand in a log (T-54).
func (a Answer) String() string {
	return "directory: " + string(a.Outcome) + " " + string(a.Team) + " by " + string(a.Basis)
}

// GoString is String.
func (a Answer) GoString() string { return a.String() }

// LogValue is String.
func (a Answer) LogValue() slog.Value { return slog.StringValue(a.String()) }

// verdict is a team for one address with what decided, before it is put into words. Without a team it is empty.
type verdict struct {
	team      TeamID
	exact     bool
	confirmed bool
	basis     Basis
	evidence  string
	reason    string // message key
	ask       Ask
	others    []TeamID
	args      map[string]any
	street    StreetID
}

// probably is the verdict made unsure: exact no longer, and in words that say so.
func (v verdict) probably() verdict {
	if v.exact {
		v.exact, v.reason = false, v.reason+"_probably"
	}
	return v
}

// answer puts a verdict into the form that screens show.
func (d *Directory) answer(v verdict) Answer {
	a := Answer{
		Outcome: OutcomeTeam, Team: v.team, Exact: v.exact, Confirmed: v.exact && v.confirmed, Basis: v.basis,
		Ask: v.ask, Phone: d.PhoneOf(v.team), Street: v.street, Evidence: v.evidence,
	}
	for _, centre := range d.CentresOf(v.team) {
		a.Centres = append(a.Centres, centre.ID)
	}
	if !v.exact {
		for _, team := range v.others {
			if team != v.team {
				a.Others = appendNew(a.Others, team)
			}
		}
	}
	a.Reason = Message{v.reason, d.args(v.args, v.team)}
	a.Advice = Message{d.adviceKey(v), d.args(v.args, v.team)}
	return a
}

func (d *Directory) adviceKey(v verdict) string {
	advice := "directory.advice."
	if d.PhoneOf(v.team) != d.data.City.Helpline.Phone.Value {
		advice = "directory.advice.own." // the team has a number of its own
	}
	switch {
	case v.args["Neighbours"] != nil:
		return "directory.advice.same_name"
	case !v.exact:
		return advice + "probably"
	case !v.confirmed:
		return "directory.advice.unconfirmed"
	default:
		return advice + "sure"
	}
}

// person is the named human answer: why nobody but a person can say, and whom to call.
func (d *Directory) person(reason string, ask Ask, others []TeamID, args map[string]any) Answer {
	return Answer{
		Outcome: OutcomePerson, Basis: ByNothing, Ask: ask, Others: others, Phone: d.data.City.Helpline.Phone.Value,
		Reason: Message{"directory.reason." + reason, d.args(args, "")},
		Advice: Message{"directory.advice.person", d.args(args, "")},
	}
}

// away is the answer for another municipality; name is empty when only its postcode is known.
func (d *Directory) away(name, postcode string) Answer {
	a := Answer{Outcome: OutcomeElsewhere, Basis: ByPostcode, Elsewhere: or(name, postcode), Phone: d.data.City.Helpline.Phone.Value}
	kind := "named"
	if name == "" {
		kind = "unknown"
	}
	args := d.args(map[string]any{"Municipality": name, "Postcode": postcode}, "")
	a.Reason, a.Advice = Message{"directory.elsewhere." + kind, args}, Message{"directory.advice.elsewhere." + kind, args}
	return a
}

// args completes a message's arguments with those that every text may use.
func (d *Directory) args(own map[string]any, team TeamID) map[string]any {
	out := map[string]any{"City": d.data.City.Name, "Helpline": d.data.City.Helpline.Phone.Value}
	for key, value := range own {
		out[key] = value
	}
	if t, ok := d.teams[team]; ok {
		out["Team"], out["Phone"] = t.Name, d.PhoneOf(team)
	}
	return out
}

func appendNew(list []TeamID, team TeamID) []TeamID {
	for _, known := range list {
		if known == team {
			return list
		}
	}
	return append(list, team)
}

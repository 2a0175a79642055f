package directory

import (
	"regexp"
	"slices"

	"wijkloket/backend/directory/fold"
)

// Locate gives an address, or any other text, exactly one answer. The order, surest first: another municipality by its
// postcode or name; the street, by house-number range, confirmed outline, street list, outline, deelgemeente; the
// neighbourhood that was picked; the deelgemeente; the postcode; a person. It never guesses a misspelt street
// ([Directory.Suggest] offers those) and takes microseconds.
func (d *Directory) Locate(a Address) Answer {
	switch a.Kind {
	case NoAddress:
		return d.person("no_address", AskNothing, nil, nil)
	case Reference:
		return d.person("reference", AskNothing, nil, nil)
	case Unsaid:
		return d.person("unsaid", AskNothing, nil, nil)
	case Given:
	}
	in := d.read(a)
	if away, ok := d.locateElsewhere(in); ok {
		return away
	}
	if hits := d.resolve(in.street); len(hits) > 0 {
		return d.locateStreet(in, hits)
	}
	if v := d.fallback(in); v.team != "" {
		return d.answer(v)
	}
	return d.nobodyKnows(in)
}

// locateElsewhere answers for other municipalities. A postcode and a place that contradict each other are for a person.
func (d *Directory) locateElsewhere(in asked) (Answer, bool) {
	ours := d.data.postcode(in.postcode) != nil
	switch {
	case in.postcode != "" && !ours && in.placed && in.place.elsewhere == "",
		ours && in.placed && in.place.elsewhere != "":
		return d.person("contradiction", AskPostcode, nil, nil), true
	case in.postcode != "" && !ours:
		return d.away(d.foreign[in.postcode], in.postcode), true
	case in.placed && in.place.elsewhere != "":
		return d.away(in.place.elsewhere, ""), true
	}
	return Answer{}, false
}

// resolve finds the streets of a name, spelled in full, abbreviated, under another name, or without its title.
func (d *Directory) resolve(street string) []int {
	key := d.key(street)
	if key == "" {
		return nil
	}
	if hits := d.whole[key]; len(hits) > 0 {
		return hits
	}
	if hits := d.short[key]; d.oneName(hits) {
		return hits
	}
	return nil
}

// oneName reports whether the streets are one name: "Poortje" alone is none of the three Poortjes.
func (d *Directory) oneName(hits []int) bool {
	for _, i := range hits {
		if d.data.Streets[i].Name != d.data.Streets[hits[0]].Name {
			return false
		}
	}
	return len(hits) > 0
}

func (d *Directory) locateStreet(in asked, hits []int) Answer {
	narrowed, moved := d.narrow(in, hits)
	var best verdict
	var others []TeamID
	same := true
	for n, i := range narrowed {
		v := d.decide(in, i)
		others = appendTeams(others, append([]TeamID{v.team}, v.others...))
		if n == 0 {
			best = v
			continue
		}
		same = same && v.team == best.team
		if !v.exact { // as sure as the least sure of them
			best = v
		}
	}
	first := d.data.Streets[narrowed[0]]
	args := map[string]any{"Street": first.Name, "Postcode": first.Postcode}
	if !same {
		return d.person("street_in_two_teams", d.askApart(narrowed), others, args)
	}
	if best.team == "" {
		if v := d.fallback(in); v.team != "" {
			v.street = first.ID
			return d.answer(v.probably())
		}
		return d.unknownTeam(in, first, others, args)
	}
	if moved {
		best.exact, best.reason, best.ask = false, "directory.reason.other_postcode", AskPostcode
	}
	if neighbours := d.same[d.key(first.Name)]; len(neighbours) > 0 && !in.neighbour {
		best = best.probably()
		best.ask, best.args["Neighbours"] = AskPostcode, neighbours[0]
	}
	return d.answer(best)
}

// unknownTeam is for a street that we know without knowing its team.
func (d *Directory) unknownTeam(in asked, s Street, others []TeamID, args map[string]any) Answer {
	if p := d.data.postcode(s.Postcode); p != nil {
		others = appendTeams(others, p.Teams)
	}
	ask := AskNothing
	if !in.numbered && len(s.Runs)+len(d.ranges[d.ids[s.ID]]) > 0 {
		ask = AskNumber
	}
	a := d.person("street_without_team", ask, others, args)
	a.Street = s.ID
	return a
}

// narrow keeps the streets that fit postcode, place and number. When none has the postcode, all stay and moved says so.
func (d *Directory) narrow(in asked, hits []int) (kept []int, moved bool) {
	kept = hits
	filter := func(fits func(s Street) bool) bool {
		fitting := slices.DeleteFunc(slices.Clone(kept), func(i int) bool { return !fits(d.data.Streets[i]) })
		if len(fitting) > 0 {
			kept = fitting
		}
		return len(fitting) > 0
	}
	if in.postcode != "" {
		moved = !filter(func(s Street) bool { return s.Postcode == in.postcode })
	}
	if in.place.deelgemeente != "" {
		found := filter(func(s Street) bool { return s.Deelgemeente == in.place.deelgemeente })
		moved = moved || !found && !in.place.city && in.postcode == ""
	}
	if in.numbered && len(kept) > 1 {
		filter(func(s Street) bool { return runOf(s.Runs, in.number) != nil })
	}
	return kept, moved
}

// askApart is the question that tells homonyms apart.
func (d *Directory) askApart(hits []int) Ask {
	for _, i := range hits {
		if d.data.Streets[i].Postcode != d.data.Streets[hits[0]].Postcode {
			return AskPostcode
		}
	}
	return AskPlace
}

// decide finds the team for a number of one street.
func (d *Directory) decide(in asked, i int) verdict {
	s := d.data.Streets[i]
	base := verdict{street: s.ID, args: map[string]any{"Street": s.Name}}
	if in.numbered {
		for _, r := range d.ranges[i] {
			if r.covers(in.number) {
				return d.byEvidence(base, r.Team, r.Evidence, ByNumber, "number")
			}
		}
	}
	area := d.areaOf(in, s, base)
	if area.team != "" && area.confirmed {
		return area
	}
	listed := d.byEvidence(base, s.Team, s.Evidence, ByStreet, "street")
	if len(d.ranges[i]) > 0 && !in.numbered {
		listed = d.unnumbered(listed, i)
	}
	switch {
	case listed.team != "" && listed.exact:
		if area.team != "" && area.team != listed.team { // two sources disagree: say so
			listed = listed.probably()
			listed.others = []TeamID{area.team}
		}
		return listed
	case area.team != "":
		return area
	case listed.team != "":
		return listed
	}
	if part := d.data.deelgemeente(s.Deelgemeente); part != nil && part.Team != "" {
		return d.byDeelgemeente(base, *part)
	}
	return listed
}

// unnumbered makes a verdict for a street that is cut by house number say which number it needs.
func (d *Directory) unnumbered(v verdict, i int) verdict {
	for _, r := range d.ranges[i] {
		v.others = appendNew(v.others, r.Team)
	}
	v.ask = AskNumber
	return v.probably()
}

func (d *Directory) byEvidence(v verdict, team TeamID, id string, basis Basis, reason string) verdict {
	e := d.evidence[id]
	v.team, v.exact, v.confirmed, v.basis, v.evidence = team, e.Exact, e.Confirmed, basis, id
	v.reason = "directory.reason." + reason
	if !e.Exact {
		v.reason += "_probably"
	}
	return v
}

func (d *Directory) byDeelgemeente(v verdict, part Deelgemeente) verdict {
	v.team, v.exact, v.basis, v.reason = part.Team, part.Exact, ByDeelgemeente, "directory.reason.deelgemeente"
	if v.args == nil {
		v.args = map[string]any{}
	}
	v.args["Place"] = part.Name
	if !part.Exact {
		v.reason += "_probably"
	}
	return v
}

// fallback answers without a street: by the point, the neighbourhood that was picked, the deelgemeente, the postcode.
func (d *Directory) fallback(in asked) verdict {
	if i, part, ok := d.data.areaAt(in.point, in.postcode, d.boxes); ok {
		return d.byPart(verdict{}, i, part, ByArea, "point")
	}
	if v := d.picked(in.area); v.team != "" {
		return v
	}
	if part := d.data.deelgemeente(in.place.deelgemeente); part != nil && part.Team != "" {
		return d.byDeelgemeente(verdict{}, *part)
	}
	if p := d.data.postcode(in.postcode); p != nil && len(p.Teams) == 1 {
		v := verdict{team: p.Teams[0], exact: true, basis: ByPostcode, args: map[string]any{"Postcode": p.Code}}
		v.reason = "directory.reason.postcode"
		for _, part := range d.data.City.Deelgemeenten {
			v.exact = v.exact && (part.Postcode != p.Code || part.Exact)
		}
		if !v.exact {
			v.reason += "_probably"
		}
		return v
	}
	return verdict{}
}

// picked is the verdict for a neighbourhood, area or deelgemeente that was picked from a list.
func (d *Directory) picked(id string) verdict {
	if part := d.data.deelgemeente(id); part != nil && part.Team != "" {
		return d.byDeelgemeente(verdict{}, *part)
	}
	hood, isHood := d.hoods[id]
	for i, area := range d.data.Areas {
		if isHood && area.ID == hood.Area {
			v := d.byPart(verdict{}, i, hood.part, ByNeighbourhood, "picked")
			v.args["Area"] = hood.Name
			return v
		}
		if !isHood && string(area.ID) == id && len(area.Parts) == 1 {
			return d.byPart(verdict{}, i, 0, ByNeighbourhood, "picked")
		}
	}
	return verdict{}
}

var anyLetter = regexp.MustCompile(`\pL`)

// nobodyKnows is the last answer: a person, with what is missing.
func (d *Directory) nobodyKnows(in asked) Answer {
	var others []TeamID
	if p := d.data.postcode(in.postcode); p != nil {
		others = slices.Clone(p.Teams)
	}
	switch {
	case anyLetter.MatchString(fold.Text(in.street)):
		return d.person("unknown_street", AskStreet, others, nil)
	case in.postcode != "":
		return d.person("postcode_of_many", AskStreet, others, map[string]any{"Postcode": in.postcode})
	default:
		return d.person("nothing_given", AskStreet, others, nil)
	}
}

func appendTeams(list, more []TeamID) []TeamID {
	for _, team := range more {
		if team != "" {
			list = appendNew(list, team)
		}
	}
	return list
}

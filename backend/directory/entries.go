package directory

import "wijkloket/backend/directory/fold"

// listEntries lists every name that can be suggested: streets with their other names, neighbourhoods, deelgemeenten,
// centres and the municipalities around.
func (d *Directory) listEntries() []entry {
	var out []entry
	enter := func(s Suggestion, names ...string) {
		for i, name := range names {
			s.Via = ""
			if i > 0 {
				s.Via = name
			}
			if e, ok := d.entry(s, name); ok {
				out = append(out, e)
			}
		}
	}
	also := map[string][]string{}
	for _, alias := range d.data.Names.Streets {
		also[nameIn(alias.Street, alias.Postcode)] = alias.Also
	}
	count := map[string]int{}
	for _, s := range d.data.Streets {
		count[s.Name]++
	}
	for _, s := range d.data.Streets {
		enter(Suggestion{
			Kind: SuggestStreet, ID: string(s.ID), Name: s.Name, Postcode: s.Postcode, Place: d.placeName(s), Homonym: count[s.Name] > 1,
		}, append([]string{s.Name}, also[nameIn(s.Name, s.Postcode)]...)...)
	}
	for _, hood := range d.Neighbourhoods() {
		enter(Suggestion{Kind: SuggestNeighbourhood, ID: hood.ID, Name: hood.Name}, hood.Name)
	}
	for _, part := range d.data.City.Deelgemeenten {
		enter(Suggestion{Kind: SuggestDeelgemeente, ID: part.ID, Name: part.Name, Postcode: part.Postcode},
			append([]string{part.Name}, part.Also...)...)
	}
	for _, centre := range d.data.Centres {
		enter(Suggestion{
			Kind: SuggestCentre, ID: string(centre.ID), Name: centre.Name, Postcode: centre.Address.Postcode, Place: centre.Address.Place,
		}, append([]string{centre.Name}, d.centreNames(centre.ID)...)...)
	}
	for _, m := range d.data.Elsewhere {
		enter(Suggestion{Kind: SuggestElsewhere, ID: fold.Slug(m.Name), Name: m.Name}, append([]string{m.Name}, m.Also...)...)
	}
	return out
}

// placeName is the deelgemeente of a street by name, or the register's addition where it is all we have.
func (d *Directory) placeName(s Street) string {
	if part := d.data.deelgemeente(s.Deelgemeente); part != nil {
		return part.Name
	}
	return s.Homonym
}

func (d *Directory) centreNames(id CentreID) []string {
	for _, alias := range d.data.Names.Centres {
		if alias.Centre == id {
			return alias.Also
		}
	}
	return nil
}

// entry takes a name apart; it is false for a name without letters.
func (d *Directory) entry(s Suggestion, name string) (entry, bool) {
	e := entry{suggestion: s, words: d.expander.Expand(fold.Words(name)), place: fold.Words(s.Place + " " + s.Postcode)}
	for i := range e.words {
		e.starts = append(e.starts, fold.Join(e.words[i:]))
	}
	return e, len(e.starts) > 0
}

package guide

import (
	"cmp"
	"maps"
	"slices"
)

// noIcon is the drawing of a life domain that has none of its own.
const noIcon = "other"

// domainIcons are the drawings of the life domains, as assets/icons names them.
var domainIcons = map[string]string{
	"inkomen": "money", "gezondheid-zorg": "health", "energie-water": "energy", "wonen": "living", "kinderen-gezin": "family",
	"onderwijs-opleiding": "school", "werk": "work", "schulden": "papers", "juridisch": "law", "vrije-tijd-mobiliteit": "bus",
}

// DomainIcon is the drawing of a life domain, also of [rights.OtherDomain].
func DomainIcon(domain string) string { return cmp.Or(domainIcons[domain], noIcon) }

// DomainIcons are all drawings that [DomainIcon] names.
func DomainIcons() []string { return append(slices.Sorted(maps.Values(domainIcons)), noIcon) }

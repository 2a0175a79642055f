package directory

import "slices"

// Municipalities returns the places around the city that its teams do not serve, in the order of the file.
func (d *Directory) Municipalities() []Municipality { return slices.Clone(d.data.Elsewhere) }

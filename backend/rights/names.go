package rights

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
)

// shortName is how many bytes of its id's digest name a right in a link: enough to tell some hundred apart, and no word that
// a list of visited addresses would show. It is divided by three, so that in base64 every right has letters of its own.
const shortName = 3

func shortNameOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return base64.RawURLEncoding.EncodeToString(sum[:shortName])
}

// PackRights writes which rights were chosen as a short text for the fragment of a link, in their order; none is "".
func PackRights(ids []string) string {
	text := ""
	for _, id := range ids {
		text += shortNameOf(id)
	}
	return text
}

// UnpackRights reads what [PackRights] wrote: the ids that these rules know, each once. The kiosk that wrote it may have
// had other rules; what they do not know is left out, as is what is no name at all.
func (r *Rules) UnpackRights(text string) []string {
	var ids []string
	for name := range slices.Chunk([]byte(text), base64.RawURLEncoding.EncodedLen(shortName)) {
		for _, right := range r.rights {
			if shortNameOf(right.ID) == string(name) && !slices.Contains(ids, right.ID) {
				ids = append(ids, right.ID)
			}
		}
	}
	return ids
}

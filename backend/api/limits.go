package api

// The longest text of each field, in characters. Generous on purpose: a limit here guards the machine, it does
// not judge a name.
const (
	MaxName     = 100
	MaxStreet   = 100
	MaxNumber   = 20
	MaxPostcode = 10
	MaxPhone    = 30
	MaxEmail    = 254 // RFC 5321, the longest path less its brackets
	MaxMessage  = 500
	MaxCodeWord = 40
	MaxReason   = 500  // staff: why a request is handed over
	MaxNote     = 2000 // staff: one note
	MaxTopics   = 12
	MaxRights   = 80 // more than there are
)

// MaxBody is the largest body, in bytes, that /api/v1 reads; every field at its limit in four-byte characters fits.
const MaxBody = 32 << 10

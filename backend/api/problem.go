package api

// Problem is an RFC 9457 problem document. Title and Detail are in the reader's language; Code is stable and for
// programs. It never repeats what was sent.
type Problem struct {
	Type   string       `json:"type"` // "about:blank" or a page that explains the code
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail,omitempty"`
	Code   Code         `json:"code"`
	Fields []FieldError `json:"errors,omitempty"`
	Slots  []Slot       `json:"slots,omitempty"` // with CodeSlotTaken: the next moments that can be had
}

// Error returns the code, which says nothing about a person.
func (p *Problem) Error() string { return "api: " + string(p.Code) }

// FieldError says what is wrong with one field and what to do, in the reader's language.
type FieldError struct {
	Field   string `json:"field"`
	Key     string `json:"key"`     // message key, for a kiosk that translates itself
	Message string `json:"message"` // translated
}

// Code is the stable name of an error.
type Code string

// The error codes of /api/v1.
const (
	CodeInvalid     Code = "invalid"              // 422: a field is wrong, see errors
	CodeMalformed   Code = "malformed"            // 400: not JSON, or not of this shape
	CodeTooLarge    Code = "too-large"            // 413
	CodeMediaType   Code = "media-type"           // 415
	CodeNotFound    Code = "not-found"            // 404: no such address
	CodeUnknownCode Code = "unknown-code"         // 404: unknown, wrong and expired look the same
	CodeKeyMissing  Code = "idempotency-missing"  // 400
	CodeKeyReused   Code = "idempotency-mismatch" // 422: same key, other body
	CodeConflict    Code = "conflict"             // 409: someone else was first
	CodeSlotTaken   Code = "slot-taken"           // 409: that moment is gone; nothing was stored, others are offered
	CodeForbidden   Code = "forbidden"            // 403
	CodeTooMany     Code = "too-many"             // 429: wait, then again
	CodeUnavailable Code = "unavailable"          // 503: not now; nothing was stored
	CodeInternal    Code = "internal"             // 500
)

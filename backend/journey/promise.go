package journey

import "wijkloket/backend/api"

// PromiseOf is the message key of what a request still promises to who holds its code, with the day as Date; empty when
// nothing is promised any more. Who comes back on their own is not told that we will call. Once we reached them, the
// promise is kept and its day says nothing; what the state says then is enough.
func PromiseOf(s api.Status) string {
	switch {
	case s.State != api.StateNew:
		return ""
	case s.Contact.Channel == api.ChannelNone:
		return "promise.none"
	default:
		return "promise.sentence"
	}
}

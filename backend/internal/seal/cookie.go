package seal

import (
	"encoding/base64"
	"encoding/binary"
	"time"
)

// cookiePlace binds a cookie's value to its name, so that one cookie cannot be sent as another.
func cookiePlace(name string) Place { return Place{Table: "cookie", Column: name} }

const cookieStampLength = 8 // the end of its life, seconds since 1970

// SealCookie makes a cookie's value of anything: encrypted, bound to the cookie's name, and readable until expires by the
// server's own clock, whatever the browser thinks.
func (k *Keys) SealCookie(name string, plain []byte, expires time.Time) (string, error) {
	content := binary.BigEndian.AppendUint64(make([]byte, 0, cookieStampLength+len(plain)), uint64(expires.Unix()))
	sealed, err := k.Seal(cookiePlace(name), append(content, plain...))
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// OpenCookie returns what SealCookie took, and false for a value that is foreign, changed, of another cookie or past its
// end: the four look the same.
func (k *Keys) OpenCookie(name, value string, now time.Time) ([]byte, bool) {
	sealed, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil {
		return nil, false
	}
	content, err := k.Open(cookiePlace(name), sealed)
	if err != nil || len(content) < cookieStampLength {
		return nil, false
	}
	if expires := time.Unix(int64(binary.BigEndian.Uint64(content)), 0); !now.Before(expires) {
		return nil, false
	}
	return content[cookieStampLength:], true
}

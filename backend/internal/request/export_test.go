package request

import "wijkloket/backend/api"

// CountHashes makes the service count the slow hashes that it compares, which is what an answer costs.
func (s *Service) CountHashes() *int {
	count := new(int)
	compare := s.match
	s.match = func(hash string, secret []byte) bool {
		*count++
		return compare(hash, secret)
	}
	return count
}

// MadeCode spells a code from its parts.
func MadeCode(locator, secret string) (api.Personal, bool) {
	made := code{locator, api.NewPersonal(secret)}.text()
	_, ok := parseCode(made)
	return made, ok
}

// Symbol is the n-th symbol of codes, round and round.
func Symbol(n int) byte { return symbols[n%len(symbols)] }

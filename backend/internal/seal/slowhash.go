package seal

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is what one argon2id hash costs: memory in KiB and passes over it, in one thread.
type Cost struct{ KiB, Passes uint32 }

const (
	saltLength = 16
	hashLength = 32
)

// SlowHash hashes a secret that is too short to be safe behind a fast hash. The parameters and the salt are in the result,
// so that they can be raised later while old hashes still match.
func SlowHash(secret []byte, cost Cost, random io.Reader) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("seal: no randomness: %w", err)
	}
	sum := argon2.IDKey(secret, salt, cost.Passes, cost.KiB, 1, hashLength)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, cost.KiB, cost.Passes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), nil
}

// maxCost bounds what a stored hash can make this machine do.
var maxCost = Cost{KiB: 256 << 10, Passes: 16}

// SlowMatch reports whether the hash is of the secret. A text that is no such hash matches nothing.
func SlowMatch(hash string, secret []byte) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var cost Cost
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &cost.KiB, &cost.Passes); err != nil || cost.Passes < 1 || cost.KiB > maxCost.KiB || cost.Passes > maxCost.Passes {
		return false
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	sum, errSum := base64.RawStdEncoding.DecodeString(parts[5])
	if errSalt != nil || errSum != nil || len(sum) < 16 {
		return false
	}
	return Same(sum, argon2.IDKey(secret, salt, cost.Passes, cost.KiB, 1, uint32(len(sum))))
}

package directory

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// MaxDocument is the largest document, in bytes, that [ParseDocument] reads; with an imported register of the whole
// city it has well under a tenth of that.
const MaxDocument = 16 << 20

// Document is the whole directory as JSON, for the kiosks (GET /api/v1/directory). It is equal for equal data, so its
// hash can serve as an ETag.
func (d *Directory) Document() ([]byte, error) { return json.Marshal(d.data) }

// ParseDocument reads what [Directory.Document] wrote and checks it like files. The error is a [DataError] or says that
// the document is no JSON of this form.
func ParseDocument(text []byte) (*Directory, error) {
	if len(text) > MaxDocument {
		return nil, fmt.Errorf("directory: the document has more than %d bytes", MaxDocument)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	var data Data
	if err := decoder.Decode(&data); err != nil {
		return nil, fmt.Errorf("directory: the document cannot be read: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("directory: something follows the document")
	}
	return build(data, func(string, string) int { return 0 })
}

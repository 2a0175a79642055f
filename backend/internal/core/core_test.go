package core_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"wijkloket/backend/internal/core"
)

// TestMessageSurvivesStorage: a message comes back with the messages among its arguments, however deep.
func TestMessageSurvivesStorage(t *testing.T) {
	clause := core.Message{Key: "why.worker.language", Args: map[string]any{"Language": core.Message{Key: "tongue.ar"}}}
	for _, want := range []core.Message{
		{},
		{Key: "why.centre", Args: map[string]any{"Centre": "Overleie"}},
		{Key: "why.worker.one", Args: map[string]any{"Worker": "Amira", "First": clause}},
	} {
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got core.Message
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v came back as %+v", want, got)
		}
	}
	var broken core.Message
	if err := json.Unmarshal([]byte(`{"Key": 1}`), &broken); err == nil {
		t.Error("a key that is a number was read")
	}
}

package api

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
)

// Marshal encodes a wire type as JSON with its personal values in the clear. It is for the body of a request or answer
// between the two programs and for nothing else; encoding/json on the same value prints [Redacted].
func Marshal(v any) ([]byte, error) { return json.Marshal(revealed(reflect.ValueOf(v))) }

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()

// revealed copies a value into maps, slices and scalars that encoding/json prints as they are.
func revealed(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	if p, ok := v.Interface().(Personal); ok {
		return p.Reveal()
	}
	if v.Type().Implements(textMarshaler) {
		return v.Interface()
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return revealed(v.Elem())
	case reflect.Struct:
		return revealedStruct(v)
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.IsNil() {
			return nil
		}
		out := make([]any, v.Len())
		for i := range out {
			out[i] = revealed(v.Index(i))
		}
		return out
	case reflect.Map:
		out := make(map[string]any, v.Len())
		for it := v.MapRange(); it.Next(); {
			out[it.Key().String()] = revealed(it.Value())
		}
		return out
	default:
		return v.Interface()
	}
}

func revealedStruct(v reflect.Value) map[string]any {
	out := make(map[string]any, v.NumField())
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "-" {
			continue
		}
		if field.Anonymous && name == "" {
			if inner, ok := revealed(v.Field(i)).(map[string]any); ok {
				for key, value := range inner {
					out[key] = value
				}
			}
			continue
		}
		if name == "" {
			name = field.Name
		}
		if leaveOut(options, v.Field(i)) {
			continue
		}
		out[name] = revealed(v.Field(i))
	}
	return out
}

func leaveOut(options string, v reflect.Value) bool {
	if strings.Contains(options, "omitzero") && v.IsZero() {
		return true
	}
	if !strings.Contains(options, "omitempty") {
		return false
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	default:
		return v.IsZero()
	}
}

// Package sqlstore keeps requests, appointments, households, messages, accounts, sessions and the audit in the database: every query of the product, each one
// text for both engines. It knows the features' types; the features know only the interfaces that it fills.
package sqlstore

import (
	"context"
	"errors"
	"strings"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/appointment"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
	"wijkloket/backend/internal/household"
	"wijkloket/backend/internal/notify"
	"wijkloket/backend/internal/request"
	"wijkloket/backend/internal/store"
)

// Store answers the features from one database.
type Store struct{ db *store.DB }

// New makes a Store of an open database.
func New(db *store.DB) *Store { return &Store{db} }

// tx is one transaction for all features. It is never handed out under its own type.
type tx struct{ *store.Tx }

var (
	_ appointment.Tx = tx{} // and with it that of requests, households and planned messages
	_ notify.Tx      = tx{}
	_ account.Tx     = tx{}
)

// Requests is the store of package request. Its transactions are those of package appointment as well, for who follows the
// requests.
func (s *Store) Requests() request.Store {
	return feature[request.Tx]{s.db, func(t tx) request.Tx { return t }}
}

// Appointments is the store of package appointment.
func (s *Store) Appointments() appointment.Store {
	return feature[appointment.Tx]{s.db, func(t tx) appointment.Tx { return t }}
}

// Households is the store of package household.
func (s *Store) Households() household.Store {
	return feature[household.Tx]{s.db, func(t tx) household.Tx { return t }}
}

// Messages is the store of package notify.
func (s *Store) Messages() notify.Store {
	return feature[notify.Tx]{s.db, func(t tx) notify.Tx { return t }}
}

// Accounts is the store of package account.
func (s *Store) Accounts() account.Store {
	return feature[account.Tx]{s.db, func(t tx) account.Tx { return t }}
}

// feature is the store as one feature sees it: through its own interface.
type feature[T any] struct {
	db *store.DB
	as func(tx) T
}

// View runs do over the rows of the feature as they stand at one moment.
func (f feature[T]) View(ctx context.Context, do func(T) error) error {
	return f.db.View(ctx, func(t *store.Tx) error { return do(f.as(tx{t})) })
}

// Update runs do as one change of the feature: all of it, or nothing when do fails.
func (f feature[T]) Update(ctx context.Context, do func(T) error) error {
	return f.db.Update(ctx, func(t *store.Tx) error { return do(f.as(tx{t})) })
}

// Audit runs do over the audit as it stands at one moment.
func (s *Store) Audit(ctx context.Context, do func(audit.Reader) error) error {
	return s.db.View(ctx, func(t *store.Tx) error { return do(tx{t}) })
}

// found turns the sentinel for a missing row into a word.
func found(err error) (bool, error) {
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// all collects the rows of a query.
func all[T any](t tx, scan func(store.Scanner) (T, error), query string, args ...any) (rows []T, err error) {
	err = t.Each(query, args, func(from store.Scanner) error {
		row, err := scan(from)
		rows = append(rows, row)
		return err
	})
	return rows, err
}

// first is the row of a query, if there is one.
func first[T any](t tx, scan func(store.Scanner) (T, error), query string, args ...any) (T, bool, error) {
	row, err := scan(t.Row(query, args...))
	ok, err := found(err)
	return row, ok, err
}

// one tells whether a statement changed a row.
func one(changed int64, err error) (bool, error) { return changed == 1, err }

// orNull stores no reference as NULL, which a foreign key needs.
func orNull(id core.ID) any {
	if id == "" {
		return nil
	}
	return string(id)
}

// blob stores no bytes as NULL.
func blob(data []byte) any {
	if len(data) == 0 {
		return nil
	}
	return data
}

// list stores a short list of plain words in one column.
func list[T ~string](words []T) string {
	parts := make([]string, len(words))
	for i, word := range words {
		parts[i] = string(word)
	}
	return strings.Join(parts, " ")
}

func unlist[T ~string](column string) []T {
	var words []T
	for _, word := range strings.Fields(column) {
		words = append(words, T(word))
	}
	return words
}

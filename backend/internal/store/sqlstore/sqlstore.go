// Package sqlstore keeps requests, accounts, sessions and the audit in the database: every query of the product, each one
// text for both engines. It knows the features' types; the features know only the interfaces that it fills.
package sqlstore

import (
	"context"
	"errors"
	"strings"

	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/audit"
	"wijkloket/backend/internal/core"
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
	_ request.Tx = tx{}
	_ account.Tx = tx{}
)

// Requests is the store of package request.
func (s *Store) Requests() request.Store { return requests{s.db} }

// Accounts is the store of package account.
func (s *Store) Accounts() account.Store { return accounts{s.db} }

type requests struct{ db *store.DB }

func (r requests) View(ctx context.Context, do func(request.Tx) error) error {
	return r.db.View(ctx, func(t *store.Tx) error { return do(tx{t}) })
}

func (r requests) Update(ctx context.Context, do func(request.Tx) error) error {
	return r.db.Update(ctx, func(t *store.Tx) error { return do(tx{t}) })
}

type accounts struct{ db *store.DB }

func (a accounts) View(ctx context.Context, do func(account.Tx) error) error {
	return a.db.View(ctx, func(t *store.Tx) error { return do(tx{t}) })
}

func (a accounts) Update(ctx context.Context, do func(account.Tx) error) error {
	return a.db.Update(ctx, func(t *store.Tx) error { return do(tx{t}) })
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

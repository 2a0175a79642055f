// Package archtest holds the tests that keep the house clear: which package may know which, which library has which
// one owner, and that every package says what it is for. It has no code of its own.
package archtest

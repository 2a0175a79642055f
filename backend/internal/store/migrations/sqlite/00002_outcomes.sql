-- +goose Up
CREATE TABLE outcomes (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    request     TEXT NOT NULL REFERENCES requests (id),
    at          BIGINT NOT NULL,
    account     TEXT NOT NULL REFERENCES accounts (id),
    outcome     BLOB NOT NULL -- sealed: which right, and what became of it
);
CREATE INDEX outcomes_request ON outcomes (request, number);

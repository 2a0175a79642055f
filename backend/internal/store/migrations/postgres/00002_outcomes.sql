-- +goose Up
CREATE TABLE outcomes (
    number      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    request     TEXT NOT NULL REFERENCES requests (id),
    at          BIGINT NOT NULL,
    account     TEXT NOT NULL REFERENCES accounts (id),
    outcome     BYTEA NOT NULL -- sealed: which right, and what became of it
);
CREATE INDEX outcomes_request ON outcomes (request, number);

-- +goose Up
CREATE TABLE accounts (
    id          TEXT PRIMARY KEY,
    username    TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    first_name  TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('onthaal', 'worker', 'lead', 'admin')),
    team        TEXT NOT NULL,
    disabled    BOOLEAN NOT NULL DEFAULT FALSE,
    password    TEXT NOT NULL, -- argon2id with its parameters and salt
    password_set BIGINT NOT NULL,
    created     BIGINT NOT NULL
);
CREATE INDEX accounts_team ON accounts (team);

CREATE TABLE sessions (
    token       BYTEA PRIMARY KEY, -- hash of the cookie's token
    account     TEXT NOT NULL,    -- empty before sign-in
    data        BYTEA NOT NULL,    -- sealed
    expires     BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE requests (
    id          TEXT PRIMARY KEY,
    locator     TEXT NOT NULL UNIQUE,
    idempotency BYTEA NOT NULL UNIQUE, -- derived from the Idempotency-Key; lives as long as the request
    body        BYTEA NOT NULL,        -- derived from the body that came with it
    code        TEXT NOT NULL,        -- slow hash of the code's secret
    team        TEXT NOT NULL,
    centre      TEXT NOT NULL,
    kiosk       TEXT NOT NULL,
    place       TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('new', 'contacted', 'scheduled', 'met', 'missed', 'closed', 'cancelled')),
    worker      TEXT REFERENCES accounts (id),
    language    TEXT NOT NULL,
    channel     TEXT NOT NULL CHECK (channel IN ('none', 'phone', 'sms', 'email')),
    parts       TEXT NOT NULL, -- preferred parts of the day
    voicemail   BOOLEAN NOT NULL,
    introduce   TEXT NOT NULL,
    never_write BOOLEAN NOT NULL,
    consent     TEXT NOT NULL,
    data_key    BYTEA,          -- wrapped; without it the sealed columns stay closed for ever
    name        BYTEA,          -- sealed
    phone       BYTEA,          -- sealed
    email       BYTEA,          -- sealed
    address     BYTEA,          -- sealed
    message     BYTEA,          -- sealed
    code_word   BYTEA,          -- sealed
    why         BYTEA,          -- sealed: the reason for the team, which may name a street
    about       BYTEA,          -- sealed: topics, language of the talk, interpreter, companion
    phone_index BYTEA,          -- blind index
    email_index BYTEA,          -- blind index
    created     BIGINT NOT NULL,
    promise     BIGINT NOT NULL,
    kept        BIGINT NOT NULL,
    changed     BIGINT NOT NULL,
    version     BIGINT NOT NULL CHECK (version > 0)
);
CREATE INDEX requests_queue ON requests (team, state, promise);
CREATE INDEX requests_phone ON requests (phone_index) WHERE phone_index IS NOT NULL;
CREATE INDEX requests_email ON requests (email_index) WHERE email_index IS NOT NULL;

CREATE TABLE events (
    number      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    request     TEXT NOT NULL REFERENCES requests (id),
    at          BIGINT NOT NULL,
    account     TEXT REFERENCES accounts (id), -- null: the resident or the system
    kind        TEXT NOT NULL,
    before      TEXT NOT NULL,
    after       TEXT NOT NULL,
    reason      BYTEA -- sealed
);
CREATE INDEX events_request ON events (request, number);

CREATE TABLE notes (
    number      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    request     TEXT NOT NULL REFERENCES requests (id),
    at          BIGINT NOT NULL,
    account     TEXT NOT NULL REFERENCES accounts (id),
    note        BYTEA NOT NULL -- sealed
);
CREATE INDEX notes_request ON notes (request, number);

CREATE TABLE audit (
    number      BIGINT PRIMARY KEY,
    at          BIGINT NOT NULL,
    actor       TEXT NOT NULL,
    action      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    mac         BYTEA NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, number);
CREATE INDEX audit_actor ON audit (actor, number);

CREATE TABLE audit_head (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    number      BIGINT NOT NULL,
    mac         BYTEA NOT NULL
);
INSERT INTO audit_head (one, number, mac) VALUES (1, 0, '');

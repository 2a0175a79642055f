-- +goose Up
CREATE TABLE accounts (
    id          TEXT PRIMARY KEY,
    username    TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    first_name  TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('onthaal', 'worker', 'lead', 'admin')),
    team        TEXT NOT NULL,
    disabled    INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    password    TEXT NOT NULL, -- argon2id with its parameters and salt
    password_set BIGINT NOT NULL,
    created     BIGINT NOT NULL
);
CREATE INDEX accounts_team ON accounts (team);

CREATE TABLE sessions (
    token       BLOB PRIMARY KEY, -- hash of the cookie's token
    account     TEXT NOT NULL,    -- empty before sign-in
    data        BLOB NOT NULL,    -- sealed
    expires     BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE requests (
    id          TEXT PRIMARY KEY,
    locator     TEXT NOT NULL UNIQUE,
    idempotency BLOB NOT NULL UNIQUE, -- derived from the Idempotency-Key; lives as long as the request
    body        BLOB NOT NULL,        -- derived from the body that came with it
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
    voicemail   INTEGER NOT NULL CHECK (voicemail IN (0, 1)),
    introduce   TEXT NOT NULL,
    never_write INTEGER NOT NULL CHECK (never_write IN (0, 1)),
    consent     TEXT NOT NULL,
    data_key    BLOB,          -- wrapped; without it the sealed columns stay closed for ever
    name        BLOB,          -- sealed
    phone       BLOB,          -- sealed
    email       BLOB,          -- sealed
    address     BLOB,          -- sealed
    message     BLOB,          -- sealed
    code_word   BLOB,          -- sealed
    why         BLOB,          -- sealed: the reason for the team, which may name a street
    about       BLOB,          -- sealed: topics, language of the talk, interpreter, companion
    phone_index BLOB,          -- blind index
    email_index BLOB,          -- blind index
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
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    request     TEXT NOT NULL REFERENCES requests (id),
    at          BIGINT NOT NULL,
    account     TEXT REFERENCES accounts (id), -- null: the resident or the system
    kind        TEXT NOT NULL,
    before      TEXT NOT NULL,
    after       TEXT NOT NULL,
    reason      BLOB -- sealed
);
CREATE INDEX events_request ON events (request, number);

CREATE TABLE notes (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    request     TEXT NOT NULL REFERENCES requests (id),
    at          BIGINT NOT NULL,
    account     TEXT NOT NULL REFERENCES accounts (id),
    note        BLOB NOT NULL -- sealed
);
CREATE INDEX notes_request ON notes (request, number);

CREATE TABLE audit (
    number      BIGINT PRIMARY KEY,
    at          BIGINT NOT NULL,
    actor       TEXT NOT NULL,
    action      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    mac         BLOB NOT NULL
);
CREATE INDEX audit_subject ON audit (subject, number);
CREATE INDEX audit_actor ON audit (actor, number);

CREATE TABLE audit_head (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    number      BIGINT NOT NULL,
    mac         BLOB NOT NULL
);
INSERT INTO audit_head (one, number, mac) VALUES (1, 0, x'');

-- +goose Up
-- Accounts: what routing needs to know of who works here.
ALTER TABLE accounts ADD COLUMN languages TEXT NOT NULL DEFAULT 'nl'; -- in which they can hold a talk
ALTER TABLE accounts ADD COLUMN topics TEXT NOT NULL DEFAULT '';      -- specialities
ALTER TABLE accounts ADD COLUMN share BIGINT NOT NULL DEFAULT 100 CHECK (share BETWEEN 0 AND 100); -- percent of a full post; 0 takes nothing new

-- A worker's picture, if they want to be known by one before the talk. Small, without what a camera writes beside it.
CREATE TABLE pictures (
    account     TEXT PRIMARY KEY REFERENCES accounts (id),
    picture     BLOB NOT NULL
);

-- Requests.
ALTER TABLE requests ADD COLUMN remind TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN apart INTEGER NOT NULL DEFAULT 0 CHECK (apart IN (0, 1)); -- kept apart from the household: no blind index, no link
ALTER TABLE requests ADD COLUMN birth_year BLOB;   -- sealed
ALTER TABLE requests ADD COLUMN person_index BLOB; -- blind index of name and year of birth
ALTER TABLE requests ADD COLUMN escalated BIGINT NOT NULL DEFAULT 0 CHECK (escalated IN (0, 1, 2)); -- 1: at the desk, 2: with the lead
CREATE INDEX requests_person ON requests (person_index) WHERE person_index IS NOT NULL;
CREATE INDEX requests_promise ON requests (promise) WHERE kept = 0;
CREATE INDEX requests_hands ON requests (worker) WHERE state NOT IN ('closed', 'cancelled'); -- in whose hands
CREATE UNIQUE INDEX requests_apart ON requests (id, apart); -- so that what must not touch them can refer to both
ALTER TABLE events ADD COLUMN why BLOB; -- sealed: why this worker; one sentence, not yet in a language
CREATE INDEX events_given ON events (after, at) WHERE kind IN ('assigned', 'taken');

-- When workers can be met.
CREATE TABLE patterns (
    id          TEXT PRIMARY KEY,
    account     TEXT NOT NULL REFERENCES accounts (id),
    weekday     BIGINT NOT NULL CHECK (weekday BETWEEN 0 AND 6), -- 0: Sunday
    from_minute BIGINT NOT NULL CHECK (from_minute >= 0),        -- since local midnight
    to_minute   BIGINT NOT NULL CHECK (to_minute <= 1440 AND to_minute > from_minute),
    kind        TEXT NOT NULL CHECK (kind IN ('talk', 'visit', 'phone')),
    centre      TEXT NOT NULL,
    since       TEXT NOT NULL, -- day, or nothing
    until       TEXT NOT NULL
);
CREATE INDEX patterns_account ON patterns (account);

CREATE TABLE exceptions (
    id          TEXT PRIMARY KEY,
    account     TEXT NOT NULL REFERENCES accounts (id),
    day         TEXT NOT NULL,
    from_minute BIGINT NOT NULL CHECK (from_minute >= 0),
    to_minute   BIGINT NOT NULL CHECK (to_minute <= 1440 AND to_minute > from_minute),
    away        INTEGER NOT NULL CHECK (away IN (0, 1)),
    kind        TEXT NOT NULL CHECK (kind IN ('', 'talk', 'visit', 'phone')),
    centre      TEXT NOT NULL
);
CREATE INDEX exceptions_account ON exceptions (account, day);

CREATE TABLE absences (
    id          TEXT PRIMARY KEY,
    account     TEXT NOT NULL REFERENCES accounts (id),
    first_day   TEXT NOT NULL,
    last_day    TEXT NOT NULL,
    CHECK (last_day >= first_day)
);
CREATE INDEX absences_account ON absences (account, last_day);

CREATE TABLE closures (
    id          TEXT PRIMARY KEY,
    centre      TEXT NOT NULL, -- nothing: every centre
    first_day   TEXT NOT NULL,
    last_day    TEXT NOT NULL,
    CHECK (last_day >= first_day)
);

CREATE TABLE office_busy ( -- imported from an office calendar: that somebody is busy, and nothing else
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    account     TEXT NOT NULL REFERENCES accounts (id),
    starts      BIGINT NOT NULL,
    ends        BIGINT NOT NULL CHECK (ends > starts)
);
CREATE INDEX office_busy_account ON office_busy (account, ends);

CREATE TABLE feeds ( -- the secret address of a worker's calendar
    token       BLOB PRIMARY KEY, -- derived from the secret
    account     TEXT NOT NULL UNIQUE REFERENCES accounts (id),
    created     BIGINT NOT NULL
);

-- Appointments.
CREATE TABLE appointments (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    request     TEXT NOT NULL REFERENCES requests (id),
    worker      TEXT NOT NULL REFERENCES accounts (id),
    team        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('talk', 'visit', 'phone')),
    centre      TEXT NOT NULL,
    area        TEXT NOT NULL, -- of a home visit: the team area, for the way there; never an address
    state       TEXT NOT NULL CHECK (state IN ('offered', 'booked', 'met', 'missed', 'cancelled')),
    starts      BIGINT NOT NULL,
    ends        BIGINT NOT NULL CHECK (ends > starts AND ends - starts <= 86400000000), -- no more than a day
    accepted    BIGINT NOT NULL, -- when the resident said yes to it; 0: not yet
    account     TEXT REFERENCES accounts (id), -- who made it; null: the resident
    created     BIGINT NOT NULL,
    changed     BIGINT NOT NULL,
    version     BIGINT NOT NULL CHECK (version > 0),
    -- Nobody comes to a home that did not say yes.
    CHECK (kind <> 'visit' OR state IN ('offered', 'cancelled') OR accepted > 0)
);
CREATE UNIQUE INDEX appointments_one ON appointments (request) WHERE state IN ('offered', 'booked');
CREATE INDEX appointments_request ON appointments (request, number);
CREATE INDEX appointments_worker ON appointments (worker, starts);
CREATE INDEX appointments_start ON appointments (starts);
CREATE INDEX appointments_booked ON appointments (kind, centre, starts) WHERE state = 'booked';

-- Time of workers that is taken, in quarters of an hour since 1970. The key is what makes a double booking impossible: who
-- inserts first has it.
CREATE TABLE cells (
    worker      TEXT NOT NULL REFERENCES accounts (id),
    cell        BIGINT NOT NULL,
    owner       TEXT NOT NULL,   -- the appointment or the hold
    until       BIGINT NOT NULL, -- a hold, or a freed moment that cools down, ends by itself; 0: stays
    freed       INTEGER NOT NULL CHECK (freed IN (0, 1)), -- given up, and cools down
    PRIMARY KEY (worker, cell),
    CHECK (freed = 0 OR until > 0)
);
CREATE INDEX cells_until ON cells (until) WHERE until > 0;
CREATE INDEX cells_owner ON cells (owner);

CREATE TABLE holds (
    id          TEXT PRIMARY KEY,
    token       BLOB NOT NULL UNIQUE, -- derived from the holder's secret
    worker      TEXT NOT NULL REFERENCES accounts (id),
    kind        TEXT NOT NULL CHECK (kind IN ('talk', 'visit', 'phone')),
    centre      TEXT NOT NULL,
    area        TEXT NOT NULL,
    starts      BIGINT NOT NULL,
    ends        BIGINT NOT NULL CHECK (ends > starts),
    expires     BIGINT NOT NULL
);
CREATE INDEX holds_expires ON holds (expires);
CREATE INDEX holds_worker ON holds (worker, starts);

CREATE TABLE earlier ( -- an earlier moment that came free, offered to whoever waits longest
    appointment TEXT PRIMARY KEY REFERENCES appointments (id),
    worker      TEXT NOT NULL REFERENCES accounts (id),
    centre      TEXT NOT NULL,
    starts      BIGINT NOT NULL,
    ends        BIGINT NOT NULL CHECK (ends > starts),
    created     BIGINT NOT NULL
);

-- Households: one household, one plan, one worker.
CREATE TABLE households (
    id          TEXT PRIMARY KEY,
    created     BIGINT NOT NULL
);

-- Who is kept apart is in no household: what refers to a request here refers to apart = 0 as well.
CREATE TABLE household_links (
    id          TEXT PRIMARY KEY,
    household   TEXT NOT NULL REFERENCES households (id),
    request     TEXT NOT NULL,
    apart       INTEGER NOT NULL DEFAULT 0 CHECK (apart = 0),
    grounds     TEXT NOT NULL, -- which marks agreed: phone, email, person; or staff
    since       BIGINT NOT NULL,
    until       BIGINT NOT NULL, -- 0: now
    account     TEXT REFERENCES accounts (id), -- null: the system
    FOREIGN KEY (request, apart) REFERENCES requests (id, apart)
);
CREATE UNIQUE INDEX household_links_one ON household_links (request) WHERE until = 0;
CREATE INDEX household_links_household ON household_links (household);

CREATE TABLE household_proposals (
    id          TEXT PRIMARY KEY,
    request     TEXT NOT NULL,
    other       TEXT NOT NULL CHECK (other <> request),
    apart       INTEGER NOT NULL DEFAULT 0 CHECK (apart = 0),
    grounds     TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'rejected')),
    created     BIGINT NOT NULL,
    decided     BIGINT NOT NULL,
    account     TEXT REFERENCES accounts (id),
    FOREIGN KEY (request, apart) REFERENCES requests (id, apart),
    FOREIGN KEY (other, apart) REFERENCES requests (id, apart)
);
CREATE UNIQUE INDEX household_proposals_pair ON household_proposals ( -- two are proposed once, whichever came first
    (CASE WHEN request < other THEN request ELSE other END), (CASE WHEN request < other THEN other ELSE request END));
CREATE INDEX household_proposals_request ON household_proposals (request);
CREATE INDEX household_proposals_other ON household_proposals (other);
CREATE INDEX household_proposals_open ON household_proposals (request) WHERE state = 'open';

-- Messages, enqueued in the change that they tell of. Nothing of a person is in them: number and words are read when sent.
CREATE TABLE messages (
    id          TEXT PRIMARY KEY,
    request     TEXT NOT NULL REFERENCES requests (id),
    appointment TEXT NOT NULL,  -- or nothing
    kind        TEXT NOT NULL,
    about       BIGINT NOT NULL, -- the start of the appointment it tells of; 0: none
    occasion    BIGINT NOT NULL, -- version of the appointment that caused it
    channel     TEXT NOT NULL CHECK (channel IN ('', 'sms', 'email', 'call', 'desk', 'letter')),
    state       TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'dropped', 'task', 'done')),
    language    TEXT NOT NULL,
    not_before  BIGINT NOT NULL,
    deadline    BIGINT NOT NULL,
    next_try    BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    reference   TEXT NOT NULL, -- the gateway's name for it
    receipt     TEXT NOT NULL, -- a word of ours, never what was said
    account     TEXT REFERENCES accounts (id), -- who did the call
    created     BIGINT NOT NULL,
    changed     BIGINT NOT NULL,
    version     BIGINT NOT NULL CHECK (version > 0),
    UNIQUE (request, appointment, kind, about, occasion)
);
CREATE INDEX messages_due ON messages (next_try) WHERE state IN ('queued', 'sending', 'task');
CREATE INDEX messages_tasks ON messages (deadline) WHERE state = 'task';
CREATE INDEX messages_reference ON messages (reference) WHERE reference <> '';

-- The store as the file of SQLite has it in its third form. Times are whole minutes in UTC, as text that sorts; nobody's
-- address is kept anywhere. No key comes from a sequence: each is random, a hash, or a name. What is read in an order is in
-- the order of its bytes ("C"), so that it is the same one everywhere.

-- Secrets and other single values of this store.
CREATE TABLE settings (
    name  TEXT COLLATE "C" PRIMARY KEY,
    value BYTEA NOT NULL
);

-- Every revision ever published. A response of any of them is accepted as long as its survey lives.
CREATE TABLE revisions (
    survey         TEXT COLLATE "C" NOT NULL,
    revision       TEXT COLLATE "C" NOT NULL,
    canonical_json TEXT NOT NULL,
    published_at   TEXT NOT NULL,
    PRIMARY KEY (survey, revision)
);

-- Where each survey stands, and which revision is given out now.
CREATE TABLE surveys (
    survey     TEXT COLLATE "C" PRIMARY KEY,
    state      TEXT NOT NULL,
    revision   TEXT COLLATE "C" NOT NULL,
    changed_at TEXT NOT NULL,
    FOREIGN KEY (survey, revision) REFERENCES revisions (survey, revision)
);

-- Invitations. Of a code only a keyed hash is kept. used_by is the response that counted for it.
CREATE TABLE codes (
    survey    TEXT COLLATE "C" NOT NULL,
    code_hash BYTEA NOT NULL,
    ward      TEXT NOT NULL,
    used_by   TEXT,
    PRIMARY KEY (survey, code_hash)
);

-- What came in, each response once. stored says whether it counts; beside names the response that had already used the
-- code of one that was set aside; sealed_through the door of one that is sealed. By survey, so that each survey is in one
-- part and any number of surveys find one. No foreign key to revisions: every response would lock the one row that all of
-- them answer, revisions are never deleted, and only published ones admit a response.
CREATE TABLE responses (
    survey         TEXT COLLATE "C" NOT NULL,
    id             TEXT COLLATE "C" NOT NULL,
    revision       TEXT NOT NULL,
    ward           TEXT NOT NULL,
    stored         TEXT NOT NULL CHECK (stored IN ('counted', 'rehearsal', 'aside')),
    reason         TEXT CHECK (reason IN ('code_used', 'late')),
    beside         TEXT,
    content_hash   BYTEA NOT NULL,
    receipt_hash   TEXT COLLATE "C" NOT NULL,
    body           TEXT NOT NULL,
    received_at    TEXT NOT NULL,
    sealed_through TEXT CHECK (sealed_through IN ('web', 'kiosk', 'field', 'plain', 'paper')),
    PRIMARY KEY (survey, id),
    CHECK ((stored = 'aside') = (reason IS NOT NULL))
) PARTITION BY HASH (survey);

DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format(
            'CREATE TABLE responses_%s PARTITION OF responses FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
            to_char(part, 'FM00'), part
        );
    END LOOP;
END
$$;

CREATE INDEX responses_by_receipt ON responses (survey, receipt_hash);

-- The same id with other content: kept for a person to look at.
CREATE TABLE conflicts (
    survey         TEXT COLLATE "C" NOT NULL,
    id             TEXT COLLATE "C" NOT NULL,
    content_hash   BYTEA NOT NULL,
    body           TEXT NOT NULL,
    received_at    TEXT COLLATE "C" NOT NULL,
    sealed_through TEXT CHECK (sealed_through IN ('web', 'kiosk', 'field', 'plain', 'paper')),
    PRIMARY KEY (survey, id, content_hash),
    FOREIGN KEY (survey, id) REFERENCES responses (survey, id)
);

-- Tablets that staff have set up: kiosks and those of field collectors. Of the secrets only hashes are kept.
-- enrolment_hash is spent when the tablet has made itself known; revoked_at ends all that a tablet may do.
CREATE TABLE devices (
    device          TEXT COLLATE "C" PRIMARY KEY,
    mode            TEXT NOT NULL CHECK (mode IN ('kiosk', 'field')),
    name            TEXT COLLATE "C" NOT NULL,
    ward            TEXT NOT NULL,
    surveys         TEXT NOT NULL,
    idle_s          BIGINT NOT NULL,
    enrolment_hash  BYTEA NOT NULL UNIQUE,
    enrolment_until TEXT NOT NULL,
    token_hash      BYTEA UNIQUE,
    added_at        TEXT COLLATE "C" NOT NULL,
    enrolled_at     TEXT,
    revoked_at      TEXT,
    report          TEXT,
    reported_at     TEXT
);

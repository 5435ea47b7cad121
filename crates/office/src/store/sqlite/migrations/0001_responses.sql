-- What the office keeps. Times are whole minutes in UTC; nobody's address is kept anywhere.

-- Secrets and other single values of this store.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- Every revision ever published. A response of any of them is accepted as long as its survey lives.
CREATE TABLE revisions (
    survey         TEXT NOT NULL,
    revision       TEXT NOT NULL,
    canonical_json TEXT NOT NULL,
    published_at   TEXT NOT NULL,
    PRIMARY KEY (survey, revision)
) STRICT;

-- Where each survey stands, and which revision is given out now.
CREATE TABLE surveys (
    survey     TEXT PRIMARY KEY,
    state      TEXT NOT NULL,
    revision   TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    FOREIGN KEY (survey, revision) REFERENCES revisions (survey, revision)
) STRICT;

-- Invitations. Of a code only a keyed hash is kept. used_by is the response that counted for it.
CREATE TABLE codes (
    survey    TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    ward      TEXT NOT NULL,
    used_by   TEXT,
    PRIMARY KEY (survey, code_hash)
) STRICT;

-- What came in, each response once. stored says whether it counts; beside names the response that
-- had already used the code of one that was set aside.
CREATE TABLE responses (
    survey       TEXT NOT NULL,
    id           TEXT NOT NULL,
    revision     TEXT NOT NULL,
    ward         TEXT NOT NULL,
    stored       TEXT NOT NULL CHECK (stored IN ('counted', 'rehearsal', 'aside')),
    reason       TEXT CHECK (reason IN ('code_used', 'late')),
    beside       TEXT,
    content_hash BLOB NOT NULL,
    receipt_hash TEXT NOT NULL,
    body         TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    PRIMARY KEY (survey, id),
    FOREIGN KEY (survey, revision) REFERENCES revisions (survey, revision),
    CHECK ((stored = 'aside') = (reason IS NOT NULL))
) STRICT;

CREATE INDEX responses_by_receipt ON responses (survey, receipt_hash);

-- The same id with other content: kept for a person to look at.
CREATE TABLE conflicts (
    survey       TEXT NOT NULL,
    id           TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    body         TEXT NOT NULL,
    received_at  TEXT NOT NULL,
    PRIMARY KEY (survey, id, content_hash),
    FOREIGN KEY (survey, id) REFERENCES responses (survey, id)
) STRICT;

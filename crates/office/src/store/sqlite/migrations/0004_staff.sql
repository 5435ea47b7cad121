-- Accounts of staff. Of a password only a slow hash is kept.
CREATE TABLE staff (
    name          TEXT PRIMARY KEY,
    role          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    added_at      TEXT NOT NULL
) STRICT;

-- Who is signed in. Of what a browser shows only a hash is kept.
CREATE TABLE sessions (
    secret_hash BLOB PRIMARY KEY,
    staff       TEXT NOT NULL REFERENCES staff (name),
    idle_until  TEXT NOT NULL,
    ends_at     TEXT NOT NULL
) STRICT;

-- How often somebody tried to sign in: when each bucket of tries is full again, in milliseconds since 1970.
CREATE TABLE sign_ins (
    bucket     INTEGER PRIMARY KEY,
    full_at_ms INTEGER NOT NULL
) STRICT;

-- What was done, by whom; each row holds the hash of the one before it. It is only ever added to.
CREATE TABLE audit (
    number   INTEGER PRIMARY KEY,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    act      TEXT NOT NULL,
    what     TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash     BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the log is only added to');
END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the log is only added to');
END;

-- Accounts of staff. Of a password only a slow hash is kept.
CREATE TABLE staff (
    name          TEXT COLLATE "C" PRIMARY KEY,
    role          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    added_at      TEXT NOT NULL
);

-- Who is signed in. Of what a browser shows only a hash is kept.
CREATE TABLE sessions (
    secret_hash BYTEA PRIMARY KEY,
    staff       TEXT COLLATE "C" NOT NULL REFERENCES staff (name),
    idle_until  TEXT COLLATE "C" NOT NULL,
    ends_at     TEXT COLLATE "C" NOT NULL
);

-- How often somebody tried to sign in: when each bucket of tries is full again, in milliseconds since 1970.
CREATE TABLE sign_ins (
    bucket     BIGINT PRIMARY KEY,
    full_at_ms BIGINT NOT NULL
);

-- What was done, by whom; each row holds the hash of the one before it. It is only ever added to.
CREATE TABLE audit (
    number   BIGINT PRIMARY KEY,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    act      TEXT NOT NULL,
    what     TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash     BYTEA NOT NULL
);

CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is only added to';
END
$$;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();

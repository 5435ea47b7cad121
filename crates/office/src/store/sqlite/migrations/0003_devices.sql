-- Tablets that staff have set up: kiosks and those of field collectors. Of the secrets only hashes are kept.
-- enrolment_hash is spent when the tablet has made itself known; revoked_at ends all that a tablet may do.
CREATE TABLE devices (
    device          TEXT PRIMARY KEY,
    mode            TEXT NOT NULL CHECK (mode IN ('kiosk', 'field')),
    name            TEXT NOT NULL,
    ward            TEXT NOT NULL,
    surveys         TEXT NOT NULL,
    idle_s          INTEGER NOT NULL,
    enrolment_hash  BLOB NOT NULL UNIQUE,
    enrolment_until TEXT NOT NULL,
    token_hash      BLOB UNIQUE,
    added_at        TEXT NOT NULL,
    enrolled_at     TEXT,
    revoked_at      TEXT,
    report          TEXT,
    reported_at     TEXT
) STRICT;

-- What came of letters that were not answered, by the hash of their codes.
CREATE TABLE outcomes (
    survey    TEXT COLLATE "C" NOT NULL,
    code_hash BYTEA NOT NULL,
    outcome   TEXT NOT NULL CHECK (outcome IN ('undeliverable', 'refused', 'absent', 'unable', 'not_eligible')),
    at        TEXT NOT NULL,
    PRIMARY KEY (survey, code_hash),
    FOREIGN KEY (survey, code_hash) REFERENCES codes (survey, code_hash)
);

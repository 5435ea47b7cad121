-- Sheets of paper while they are typed in, by two people one after the other. first and second hold what each has typed until
-- the sheet is a response; then they are emptied, and the hash of its code with them.
CREATE TABLE typed_forms (
    survey      TEXT COLLATE "C" NOT NULL,
    number      BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    stage       TEXT NOT NULL CHECK (stage IN ('first', 'typed', 'second', 'differs', 'kept', 'discarded')),
    response    TEXT NOT NULL,
    revision    TEXT NOT NULL,
    ward        TEXT NOT NULL,
    given       TEXT NOT NULL,
    language    TEXT NOT NULL,
    returned_on TEXT NOT NULL,
    rehearsed   BIGINT NOT NULL,
    code_hash   BYTEA,
    again       BIGINT NOT NULL,
    begun_at    TEXT NOT NULL,
    first_by    TEXT NOT NULL,
    first       TEXT NOT NULL,
    second_by   TEXT,
    second      TEXT NOT NULL,
    settled_by  TEXT,
    settled_at  TEXT,
    stored      TEXT,
    PRIMARY KEY (survey, number)
);

-- A code is typed in once at a time, unless somebody says that there is a second sheet with it.
CREATE UNIQUE INDEX typed_forms_code ON typed_forms (survey, code_hash) WHERE again = 0 AND code_hash IS NOT NULL;

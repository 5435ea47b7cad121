-- What the office answers to what people wrote: themes, each with its name and its reply by language as JSON.
CREATE TABLE themes (
    survey     TEXT NOT NULL,
    number     INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    name       TEXT NOT NULL,
    reply      TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (survey, number)
) STRICT;

-- Texts that somebody of the office has read: one that stands at no choice has nothing ('') there. themes holds the numbers of
-- those that it is about, each between commas (',2,7,'); words is what others may see of it, and nothing where that is nothing.
CREATE TABLE readings (
    survey   TEXT NOT NULL,
    id       TEXT NOT NULL,
    question TEXT NOT NULL,
    choice   TEXT NOT NULL,
    version  INTEGER NOT NULL,
    ward     TEXT NOT NULL,
    themes   TEXT NOT NULL,
    words    TEXT NOT NULL,
    read_by  TEXT NOT NULL,
    read_at  TEXT NOT NULL,
    PRIMARY KEY (survey, id, question, choice),
    FOREIGN KEY (survey, id) REFERENCES responses (survey, id)
) STRICT;

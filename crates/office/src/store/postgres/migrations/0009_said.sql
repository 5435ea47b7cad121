-- What the office answers to what people wrote: themes, each with its name and its reply by language as JSON.
CREATE TABLE themes (
    survey     TEXT COLLATE "C" NOT NULL,
    number     BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    place      BIGINT NOT NULL,
    name       TEXT NOT NULL,
    reply      TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (survey, number)
);

-- Texts that somebody of the office has read: one that stands at no choice has nothing ('') there. themes holds the numbers of
-- those that it is about, each between commas (',2,7,'); words is what others may see of it, and nothing where that is nothing.
CREATE TABLE readings (
    survey   TEXT COLLATE "C" NOT NULL,
    id       TEXT COLLATE "C" NOT NULL,
    question TEXT COLLATE "C" NOT NULL,
    choice   TEXT COLLATE "C" NOT NULL,
    version  BIGINT NOT NULL,
    ward     TEXT NOT NULL,
    themes   TEXT NOT NULL,
    words    TEXT NOT NULL,
    read_by  TEXT NOT NULL,
    read_at  TEXT NOT NULL,
    PRIMARY KEY (survey, id, question, choice),
    FOREIGN KEY (survey, id) REFERENCES responses (survey, id)
);

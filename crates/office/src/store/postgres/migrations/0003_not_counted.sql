-- What does not count is few, and is looked for among all that does: to be shown to a person, and to be deleted in time.
CREATE INDEX responses_not_counted ON responses (survey, stored, id) WHERE stored <> 'counted';

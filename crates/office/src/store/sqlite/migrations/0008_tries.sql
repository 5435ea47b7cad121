-- What is tried is not only signing in.
ALTER TABLE sign_ins RENAME TO tries;

-- +goose Up
CREATE TABLE forwards (
  story TEXT PRIMARY KEY, -- an id that a story had before
  now   TEXT NOT NULL     -- the id that it has
) WITHOUT ROWID;
ALTER TABLE editions ADD COLUMN knowledge TEXT NOT NULL DEFAULT ''; -- SHA-256 of the user's table of names


-- +goose Up
-- Articles are counted and dated from this alone, not from rows of some kilobytes.
CREATE INDEX analyses_dated ON analyses (edition, article, first, failed);

-- +goose Up
CREATE TABLE found_articles (
  edition bigint NOT NULL,
  page    bigint NOT NULL,
  words   tsvector NOT NULL, -- weight A: title, C: outlet, D: text
  long    text,              -- the words of the text, if its phrases are not all in words
  PRIMARY KEY (edition, page)
);
CREATE INDEX found_articles_words ON found_articles USING gin (words);
CREATE INDEX found_articles_long ON found_articles (edition, page) WHERE long IS NOT NULL;

CREATE TABLE found_statements (
  edition bigint NOT NULL,
  page    bigint NOT NULL,
  n       integer NOT NULL,  -- its place in the analysis
  words   tsvector NOT NULL, -- weight B: speaker, C: outlet, D: text
  long    text,
  PRIMARY KEY (edition, page, n)
);
CREATE INDEX found_statements_words ON found_statements USING gin (words);
CREATE INDEX found_statements_long ON found_statements (edition, page, n) WHERE long IS NOT NULL;

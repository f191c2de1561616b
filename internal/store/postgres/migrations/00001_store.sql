-- +goose Up
CREATE TABLE meta (
  key   text PRIMARY KEY,
  value text NOT NULL
);

CREATE TABLE schemas (
  mark   bytea PRIMARY KEY, -- SHA-256 of schema
  schema text NOT NULL
);

-- Names and messages are bytes as they came, which need not be UTF-8.
CREATE TABLE inputs (
  id       bigint PRIMARY KEY,
  name     bytea NOT NULL,
  options  bytea NOT NULL,
  sha256   text NOT NULL,
  complete boolean NOT NULL,
  account  bytea
);
CREATE INDEX inputs_name ON inputs (sha256(name));

CREATE TABLE pages (
  id   bigint PRIMARY KEY,
  key  bytea NOT NULL UNIQUE,
  page bytea NOT NULL
);

CREATE TABLE readings (
  input   bigint NOT NULL,
  ordinal bigint NOT NULL,
  page    bigint NOT NULL,
  line    bigint NOT NULL,
  name    bytea, -- of the member of an archive; NULL if it is the input's
  PRIMARY KEY (input, ordinal)
);
CREATE INDEX readings_page ON readings (page);

CREATE TABLE editions (
  id        bigint PRIMARY KEY,
  ingest    bigint NOT NULL,
  extract   bigint NOT NULL,
  annotate  bigint NOT NULL,
  knowledge text NOT NULL
);

CREATE TABLE analyses (
  id       bigint NOT NULL,
  edition  bigint NOT NULL,
  page     bigint NOT NULL,
  article  text COLLATE "C" NOT NULL, -- '' if the page is in quarantine
  first    bigint,                    -- minutes since 1970 of the publication date; NULL if unknown
  last     bigint,
  failed   text,                      -- the stage that failed, or NULL
  revision bigint,                    -- of that stage
  error    bytea,
  analysis bytea,
  PRIMARY KEY (edition, page)
);
CREATE INDEX analyses_article ON analyses (article);

CREATE TABLE removed_articles (
  article text COLLATE "C" PRIMARY KEY
);

CREATE TABLE removed_pages (
  key bytea PRIMARY KEY
);

CREATE TABLE derived (
  kind integer NOT NULL,
  key  text COLLATE "C" NOT NULL,
  sum  bigint NOT NULL, -- 64 bits of the SHA-256 of body
  body bytea NOT NULL,
  PRIMARY KEY (kind, key)
);

CREATE TABLE forwards (
  story text COLLATE "C" PRIMARY KEY, -- an id that a story had before
  now   text COLLATE "C" NOT NULL     -- the id that it has
);

-- These are compressed when they come.
ALTER TABLE pages ALTER COLUMN page SET STORAGE EXTERNAL;
ALTER TABLE analyses ALTER COLUMN analysis SET STORAGE EXTERNAL;
ALTER TABLE derived ALTER COLUMN body SET STORAGE EXTERNAL;

-- +goose Up
PRAGMA application_id = 1414813519; -- "TTSO"

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE schemas (
  schema TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE inputs (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL,
  options  TEXT NOT NULL,
  sha256   TEXT NOT NULL,
  complete INTEGER NOT NULL,
  account  BLOB
);
CREATE INDEX inputs_name ON inputs (name, options);

CREATE TABLE pages (
  id   INTEGER PRIMARY KEY,
  key  BLOB NOT NULL UNIQUE,
  page BLOB NOT NULL
);

CREATE TABLE readings (
  input   INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  page    INTEGER NOT NULL,
  line    INTEGER NOT NULL,
  name    TEXT, -- of the member of an archive; NULL if it is the input's
  PRIMARY KEY (input, ordinal)
) WITHOUT ROWID;
CREATE INDEX readings_page ON readings (page);

CREATE TABLE editions (
  id       INTEGER PRIMARY KEY,
  ingest   INTEGER NOT NULL,
  extract  INTEGER NOT NULL,
  annotate INTEGER NOT NULL
);

CREATE TABLE analyses (
  id       INTEGER PRIMARY KEY,
  edition  INTEGER NOT NULL,
  page     INTEGER NOT NULL,
  article  TEXT NOT NULL,    -- '' if the page is in quarantine
  first    INTEGER,          -- minutes since 1970 of the publication date; NULL if unknown
  last     INTEGER,
  failed   TEXT,             -- the stage that failed, or NULL
  revision INTEGER,          -- of that stage
  error    TEXT,
  analysis BLOB,
  body     INTEGER, -- where in the article's text the whole body of the page stands, which is not kept twice; or NULL
  UNIQUE (edition, page)
);
CREATE INDEX analyses_article ON analyses (article);

CREATE TABLE removed_articles (
  article TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE removed_pages (
  key BLOB PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE derived (
  kind INTEGER NOT NULL,
  key  TEXT NOT NULL,
  sum  INTEGER NOT NULL, -- 64 bits of the SHA-256 of body
  body BLOB NOT NULL,
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;

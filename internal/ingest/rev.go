package ingest

// Rev is the revision of this stage: raised whenever its output changes.
const Rev = 2

// Package formats holds the schemas that stand beside the descriptions of formats.
package formats

import _ "embed" // for the schema

// BriefSchema is the JSON schema of a brief, of which the HTTP API gives the items.
//
//go:embed brief.schema.json
var BriefSchema []byte

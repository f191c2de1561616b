package main

import (
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"runtime/debug"
	"slices"
	"strings"
)

// The parts of a bill of materials that are written.
//
// Source: CycloneDX 1.6, cyclonedx.org/docs/1.6/json.
type (
	billOf struct {
		Format     string      `json:"bomFormat"`
		Spec       string      `json:"specVersion"`
		Version    int         `json:"version"`
		Metadata   metadata    `json:"metadata"`
		Components []component `json:"components"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		PURL       string     `json:"purl,omitempty"`
		Licenses   []license  `json:"licenses,omitempty"`
		Hashes     []hash     `json:"hashes,omitempty"`
		Properties []property `json:"properties,omitempty"`
	}
	license struct {
		License struct {
			ID string `json:"id"`
		} `json:"license"`
	}
	hash struct {
		Alg     string `json:"alg"`
		Content string `json:"content"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
)

// bill writes the bill of materials of a binary, as the binary itself states it:
// its modules with versions and the hashes of go.sum.
func bill(binary, file, version string, t target) error {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return err
	}
	body, err := json.MarshalIndent(materials(info, version, t), "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(body, '\n'), 0o644)
}

func materials(info *debug.BuildInfo, version string, t target) billOf {
	own := component{Type: "application", Ref: "twosource", Name: "twosource", Version: version, Properties: []property{
		{"go:version", info.GoVersion}, {"go:os", t.system}, {"go:arch", t.arch},
	}}
	own.Licenses = make([]license, 1)
	own.Licenses[0].License.ID = "Apache-2.0"
	b := billOf{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{own}, Components: []component{}}
	b.Components = append(b.Components, component{
		Type: "library", Ref: "std", Name: "std", Version: strings.TrimPrefix(info.GoVersion, "go"), PURL: "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go"),
	})
	for _, m := range info.Deps {
		c := module(m)
		if m.Replace != nil {
			c = module(m.Replace)
			c.Name, c.Ref = m.Path, m.Path
			c.PURL = ""
			c.Version = m.Version
			c.Properties = []property{{"go:replaced-by", m.Replace.Path}}
		}
		b.Components = append(b.Components, c)
	}
	slices.SortFunc(b.Components, func(x, y component) int { return strings.Compare(x.Ref, y.Ref) })
	return b
}

// module is a component of a module. The hash of go.sum is over the list of the
// module's files (golang.org/ref/mod#go-sum-files), so it is given as a property
// too.
func module(m *debug.Module) component {
	c := component{Type: "library", Ref: m.Path, Name: m.Path, Version: m.Version, PURL: "pkg:golang/" + m.Path + "@" + m.Version}
	if sum, ok := strings.CutPrefix(m.Sum, "h1:"); ok {
		if raw, err := base64.StdEncoding.DecodeString(sum); err == nil {
			c.Hashes = []hash{{"SHA-256", hex.EncodeToString(raw)}}
		}
		c.Properties = []property{{"go:sum", m.Sum}}
	}
	return c
}

package alert

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/twosource/twosource/internal/store"
)

// A Rule says what is to be told, and how. Of Query and Story at most one is set;
// without either every change of a story is told, to a webhook or command.
type Rule struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Query   string   `json:"query,omitempty"`
	Story   string   `json:"story,omitempty"`
	Webhook string   `json:"webhook,omitempty"` // an http or https address
	Secret  string   `json:"secret,omitempty"`  // by which calls of the webhook are signed
	Command []string `json:"command,omitempty"` // a program with its arguments; the alert is its standard input
}

// secretPrefix is how secrets of webhooks begin. Source: Standard Webhooks.
const secretPrefix = "whsec_"

// NewID returns an id that no other rule has.
func NewID() string { return "al" + strings.ToLower(rand.Text()[:14]) }

// NewSecret returns a secret to sign with.
func NewSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // it never fails
	return secretPrefix + base64.StdEncoding.EncodeToString(b)
}

// The bounds of rules. Ours.
const (
	maxRules = 1000
	longest  = 2048 // bytes of a query, an address, a name
)

// Check reports as an error what is wrong with a rule, in words for the user.
func (r *Rule) Check() error {
	switch {
	case r.ID == "":
		return errors.New("the alert has no id")
	case len(r.Name) > longest || len(r.Query) > longest || len(r.Webhook) > longest || len(r.Story) > longest:
		return fmt.Errorf("a name, query or address is longer than %d bytes", longest)
	case strings.ContainsFunc(r.Name+r.Query+r.Story+r.Webhook, unseen):
		return errors.New("a name, query or address has characters that cannot be shown")
	case r.Query != "" && r.Story != "":
		return errors.New("an alert is for a query or a story, not both")
	case r.Query == "" && r.Story == "" && r.Webhook == "" && len(r.Command) == 0:
		return errors.New("say what to look for, a query or a story; every change of a story is told to a webhook or command only")
	case r.Webhook != "" && !strings.HasPrefix(r.Webhook, "https://") && !strings.HasPrefix(r.Webhook, "http://"):
		return errors.New("a webhook is an http or https address")
	}
	if r.Query != "" {
		if _, err := store.ParseQuery(r.Query); err != nil {
			return fmt.Errorf("query: %w", err)
		}
	}
	if _, err := r.key(); r.Webhook != "" && err != nil {
		return err
	}
	return nil
}

// unseen reports whether r commands a terminal, or turns a line around on it.
func unseen(r rune) bool {
	return unicode.IsControl(r) || r >= '\u2028' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r == utf8.RuneError
}

// key returns what calls of the webhook are signed by.
func (r *Rule) key() ([]byte, error) {
	rest, ok := strings.CutPrefix(r.Secret, secretPrefix)
	b, err := base64.StdEncoding.DecodeString(rest)
	if !ok || err != nil || len(b) < 16 {
		return nil, errors.New("a webhook needs a secret: " + secretPrefix + " and at least 16 bytes in base64")
	}
	return b, nil
}

// rulesFile is what a file of rules holds.
type rulesFile struct {
	Rules []Rule `json:"rules"`
}

// ReadRules reads a file of rules; one that does not exist has none. The error
// names the file.
func ReadRules(file string) ([]Rule, error) {
	var f rulesFile
	if err := readJSON(file, &f); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := range f.Rules {
		r := &f.Rules[i]
		if err := r.Check(); err != nil {
			return nil, fmt.Errorf("%s: alert %d: %w", file, i+1, err)
		}
		if seen[r.ID] {
			return nil, fmt.Errorf("%s: two alerts have the id %s", file, r.ID)
		}
		seen[r.ID] = true
	}
	return f.Rules, nil
}

// WriteRules writes a file of rules, which only its owner can read.
func WriteRules(file string, rules []Rule) error {
	if len(rules) > maxRules {
		return fmt.Errorf("there are %d alerts already", maxRules)
	}
	return writeJSON(file, rulesFile{rules})
}

func readJSON(file string, to any) error {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		if err = json.Unmarshal(b, to); err != nil {
			err = fmt.Errorf("%s: %w", file, err)
		}
	}
	return err
}

// writeJSON puts a file in the place of the old one in one step.
func writeJSON(file string, v any) (err error) {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".alerts-*") // only its owner can read it
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(append(b, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

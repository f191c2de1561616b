package mcp_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/twosource/twosource/internal/serve/mcp"
	"github.com/twosource/twosource/internal/serve/servetest"
)

// FuzzCall calls a tool with any arguments: the server answers each, with what can
// be proved or with an error in words.
func FuzzCall(f *testing.F) {
	for _, args := range []string{
		`{}`, `{"query":"ferry"}`, `{"query":"(","limit":-1}`, `{"text":"The withdrawal of the fee"}`, `{"id":"none"}`, `{"story":"\u0000","limit":1e308}`,
		`{"speaker":"Harjuvaara","since":"2024","until":"x"}`, `[]`, `null`, `{"query":{"a":[]}}`,
	} {
		for i := range uint8(4) {
			f.Add(i*3, args)
		}
	}
	var client *sdk.ClientSession
	var tools []string
	f.Fuzz(func(t *testing.T, tool uint8, args string) {
		if client == nil {
			client = connect(t)
			list, err := client.ListTools(t.Context(), nil)
			if err != nil || len(list.Tools) == 0 {
				t.Fatal("no tools", err)
			}
			for _, tool := range list.Tools {
				tools = append(tools, tool.Name)
			}
		}
		var value any
		if json.Unmarshal([]byte(args), &value) != nil {
			return // the client would not send it
		}
		res, err := client.CallTool(t.Context(), &sdk.CallToolParams{Name: tools[int(tool)%len(tools)], Arguments: value})
		if err != nil {
			if t.Context().Err() == nil && strings.Contains(err.Error(), "clos") {
				t.Fatalf("the server is gone: %v", err)
			}
			return
		}
		if res.IsError && len(res.Content) == 0 {
			t.Errorf("an error without words: %s", args)
		}
	})
}

// connect returns a client that outlives the test.
func connect(t *testing.T) *sdk.ClientSession {
	t.Helper()
	desk := servetest.New(t, "../../../examples/ferry-talks")
	there, here := sdk.NewInMemoryTransports()
	if _, err := mcp.New(desk.Site).Connect(context.Background(), there, nil); err != nil {
		t.Fatal(err)
	}
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(context.Background(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

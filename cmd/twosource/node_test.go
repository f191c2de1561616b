package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/twosource/twosource/internal/queue/jetstream"
)

// asNode is the variable of the environment that makes the test binary a server of a
// queue, with these options in JSON, until its standard input ends; it says on standard output that it is ready.
const asNode = "TWOSOURCE_TEST_NODE"

// runNode is a server of a queue.
func runNode(options string) int {
	var o jetstream.ServerOptions
	err := json.Unmarshal([]byte(options), &o)
	if err == nil {
		var s *jetstream.Server
		if s, err = jetstream.Serve(o); err == nil {
			fmt.Println("ready")
			_, err = io.Copy(io.Discard, os.Stdin)
			s.Close()
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	return exitDone
}

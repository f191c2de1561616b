//go:build unix

// Command measure times a command as a whole process: wall time, processor
// time and peak resident memory, as least, median and most of several runs.
//
//	go run ./eval/measure -runs 20 -- ./twosource brief ../shared/samples/syria-2015
//
// The command's output is thrown away; an exit code other than 0 or 3 ends the
// measurement. Peak memory is read on Linux and macOS only.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	runs := flag.Int("runs", 10, "how often to run the command")
	label := flag.String("label", "", "name of the line that is printed")
	flag.Parse()
	if flag.NArg() == 0 || *runs < 1 {
		fmt.Fprintln(os.Stderr, "usage: measure [-runs N] [-label NAME] -- COMMAND…")
		os.Exit(2)
	}
	if *label == "" {
		*label = strings.Join(flag.Args(), " ")
	}
	var wall, cpu, peak []float64
	for range *runs {
		w, c, p, err := once(flag.Args())
		if err != nil {
			fmt.Fprintln(os.Stderr, "measure:", err)
			os.Exit(1)
		}
		wall, cpu, peak = append(wall, w), append(cpu, c), append(peak, p)
	}
	fmt.Printf("%s, %d runs\n", *label, *runs)
	row("wall", "s", wall)
	row("processor", "s", cpu)
	row("peak memory", "MB", peak)
}

// once runs the command and returns seconds of wall and processor time and the
// peak of its memory in MB.
func once(args []string) (wall, cpu, peak float64, err error) {
	cmd := exec.Command(args[0], args[1:]...)
	start := time.Now()
	err = cmd.Run()
	wall = time.Since(start).Seconds()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 3 {
		err = nil // done, but some inputs could not be read
	}
	if err != nil {
		return 0, 0, 0, err
	}
	cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = float64(u.Maxrss) / 1024
		if runtime.GOOS == "darwin" {
			peak /= 1024 // bytes there, KiB elsewhere
		}
	}
	return wall, cpu, peak, nil
}

func row(name, unit string, v []float64) {
	slices.Sort(v)
	fmt.Printf("  %-12s min %8.3f  median %8.3f  max %8.3f %s\n", name, v[0], v[len(v)/2], v[len(v)-1], unit)
}

// Command compare prints what package ice makes of the lines on its input: pion's or the stand-in's, depending
// on the module file that it is built with.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/pion/ice/v2"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		kind, text, _ := strings.Cut(lines.Text(), "|")
		switch kind {
		case "candidate":
			fmt.Println(candidate(text))
		case "url":
			fmt.Println(server(text))
		}
	}
}

func candidate(line string) string {
	c, err := ice.UnmarshalCandidate(line)
	if err != nil {
		return "refused"
	}
	related := "none"
	if r := c.RelatedAddress(); r != nil {
		related = fmt.Sprint(r.Address, " ", r.Port)
	}
	hasID := strings.HasPrefix(c.ID(), "candidate:") && len(c.ID()) == len("candidate:")+32
	return fmt.Sprintf("%q %v %d %v %s %d %d %q %d %s %q, related: %s, %s, %s", c.Foundation(), hasID, c.Component(), c.NetworkType(),
		c.NetworkType().NetworkShort(), c.NetworkType(), c.Priority(), c.Address(), c.Port(), c.Type(), c.TCPType(), related, c, c.Marshal())
}

func server(text string) string {
	u, err := ice.ParseURL(text)
	if err != nil {
		return "refused"
	}
	return fmt.Sprintf("%d %q %d %d", u.Scheme, u.Host, u.Port, u.Proto)
}

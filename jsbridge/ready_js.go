package jsbridge

import (
	"fmt"
	"os"
	"syscall/js"
)

// ReadyVariable is the environment variable that names the global function of the facade that waits
// for the program's object.
const ReadyVariable = "JSBRIDGE_READY"

// Ready hands the program's object to the facade. It is called once; see the package comment for
// what the object holds.
func Ready(object js.Value) error {
	name := os.Getenv(ReadyVariable)
	if name == "" {
		return fmt.Errorf("%s is not set: the program was not started by the facade", ReadyVariable)
	}
	return Try(func() { js.Global().Call(name, object) })
}

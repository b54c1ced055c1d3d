package jsbridge

import (
	"fmt"
	"os"
	"syscall/js"
)

// ReadyVariable is the environment variable that names the facade's global function that waits for the
// program's object.
const ReadyVariable = "JSBRIDGE_READY"

// Ready hands the program's object to the facade. It is called once; the package comment says what the object
// holds.
func Ready(object js.Value) error {
	name := os.Getenv(ReadyVariable)
	if name == "" {
		return fmt.Errorf("%s is not set: the program was not started by the facade", ReadyVariable)
	}
	return Try(func() { js.Global().Call(name, object) })
}

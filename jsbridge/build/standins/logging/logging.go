// Package logging stands in for pion/logging in the wasm. In a page webrtc makes a factory of loggers, but
// never a logger. pion/logging would bring package log with it.
package logging

// LeveledLogger writes messages of different importance.
type LeveledLogger interface {
	Trace(msg string)
	Tracef(format string, args ...any)
	Debug(msg string)
	Debugf(format string, args ...any)
	Info(msg string)
	Infof(format string, args ...any)
	Warn(msg string)
	Warnf(format string, args ...any)
	Error(msg string)
	Errorf(format string, args ...any)
}

// LoggerFactory makes the logger of a part.
type LoggerFactory interface {
	NewLogger(scope string) LeveledLogger
}

// NewDefaultLoggerFactory returns a factory whose loggers are silent.
func NewDefaultLoggerFactory() LoggerFactory { return silent{} }

type silent struct{}

func (silent) NewLogger(string) LeveledLogger { return silent{} }

func (silent) Trace(string)          {}
func (silent) Tracef(string, ...any) {}
func (silent) Debug(string)          {}
func (silent) Debugf(string, ...any) {}
func (silent) Info(string)           {}
func (silent) Infof(string, ...any)  {}
func (silent) Warn(string)           {}
func (silent) Warnf(string, ...any)  {}
func (silent) Error(string)          {}
func (silent) Errorf(string, ...any) {}

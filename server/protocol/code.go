package protocol

import (
	"errors"
	"fmt"
)

// Code is the number of an error. Numbers are stable: append, never reorder.
type Code int

// Codes that users of the original know.
const (
	CodeNotLoggedIn     Code = 2024 // a request before login
	CodeAlreadyLoggedIn Code = 2025 // a second login on one connection
	CodeInvalid         Code = 6017 // a field is missing or has an illegal value
	CodeInviteGone      Code = 8010 // the call or invitation does not exist (any more)
	CodeNotPermitted    Code = 8011 // the sender may not do this in this call
	CodeSigExpired      Code = 70001
	CodeSigMalformed    Code = 70003
	CodeSigForged       Code = 70009 // the HMAC differs: signed with another key
	CodeSigOtherUser    Code = 70013
	CodeSigOtherApp     Code = 70014
	CodeUnknownApp      Code = 70020
)

// Codes of this project.
const (
	CodeBadMessage     Code = 90001 // not JSON, or not in the message's form
	CodeUnknownType    Code = 90002
	CodeTooLarge       Code = 90003 // above MaxMessage or MaxMessageSDP
	CodeVersion        Code = 90004 // the server does not speak the client's version
	CodeOriginRefused  Code = 90005
	CodeDuplicateID    Code = 90006 // a request's ID was used before on this connection
	CodeEngaged        Code = 90007 // the sender is already in a call
	CodeBadDescription Code = 90008 // the session description cannot be answered
	CodeUnavailable    Code = 90009 // the server shuts down or the owner of the call does not answer
	CodeCallFull       Code = 90010 // the call has as many members as its media can have
	CodeInternal       Code = 90099
)

// Error is the error of a reply. The server's packages return it when the cause is the client's.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
}

func (e *Error) Error() string { return fmt.Sprintf("%s (%d)", e.Message, e.Code) }

// AsError returns the Error that err is or wraps; any other error is the server's own, with CodeInternal.
func AsError(err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	return Errorf(CodeInternal, "%v", err)
}

// Errorf makes an Error.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

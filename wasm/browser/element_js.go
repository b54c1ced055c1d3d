package browser

import (
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

// The elements here are dom's own structs, made directly. Its functions that make or find elements return
// interfaces over every kind of element, which would pull all those kinds into the file that a page loads:
// about a tenth of it.

// newDiv makes a div.
func newDiv(document js.Value, id string) *dom.HTMLDivElement {
	div := &dom.HTMLDivElement{BasicHTMLElement: newElement(document, "div")}
	div.SetID(id)
	return div
}

// newMediaElement makes an audio or a video element.
func newMediaElement(document js.Value, kind, id string) *dom.HTMLMediaElement {
	media := &dom.HTMLMediaElement{BasicHTMLElement: newElement(document, kind)}
	media.SetID(id)
	return media
}

func newElement(document js.Value, tag string) *dom.BasicHTMLElement {
	return wrapElement(document.Call("createElement", tag))
}

func wrapElement(value js.Value) *dom.BasicHTMLElement {
	return &dom.BasicHTMLElement{BasicElement: &dom.BasicElement{BasicNode: &dom.BasicNode{Value: value}}}
}

// setStyle sets all styles at once. A strict Content Security Policy allows this, unlike a style attribute.
func setStyle(e *dom.BasicHTMLElement, css string) { e.Style().Set("cssText", css) }

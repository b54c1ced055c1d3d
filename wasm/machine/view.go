package machine

import "trtccalling/wasm/api"

// Where users are shown.

func (m *Machine) startView(in StartView) {
	method := "start" + string(in.Kind)
	switch {
	case in.Params.UserID == "" || in.Params.Element == nil || in.Params.Element == "":
		m.fail(in.Ticket, errorParams(method, in.Params, m.at.JSON))
	case !m.signedIn():
		m.fail(in.Ticket, errorNotLogin(method))
	default:
		m.do(View{api.View{Kind: in.Kind, UserID: in.Params.UserID}, in.Params.Element})
		m.resolve(in.Ticket, nil)
	}
}

// A view is stopped no matter who is signed in: its element may be about to go.
func (m *Machine) stopView(in StopView) {
	method := "stop" + string(in.Kind)
	if in.Params.UserID == "" {
		m.fail(in.Ticket, errorParams(method, in.Params, m.at.JSON))
		return
	}
	m.do(View{View: api.View{Kind: in.Kind, UserID: in.Params.UserID}})
	if m.signedIn() {
		m.resolve(in.Ticket, nil)
	} else {
		m.fail(in.Ticket, errorNotLogin(method))
	}
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"trtccalling/server/gateway"
	"trtccalling/server/protocol"
	"trtccalling/server/usersig"
)

// devSigExpire is how long a signature of the development endpoint is valid.
const devSigExpire = 7 * 24 * time.Hour

// development is what is served only in development mode.
type development struct {
	app         usersig.App
	origins     gateway.OriginPolicy
	allowRemote bool
	stats       func() any // of the media
	log         *slog.Logger
}

// addDevelopment makes the app of the first start.
func addDevelopment(routes *http.ServeMux, d development, apps *usersig.Store) error {
	app, err := devApp(apps, d.log)
	if err != nil {
		return err
	}
	d.app = app
	routes.HandleFunc("GET /v1/dev/usersig", d.local(d.userSig))
	routes.HandleFunc("GET /v1/dev/media", d.local(d.mediaStats))
	return nil
}

// signedUser is the answer to /v1/dev/usersig: what TRTCCalling needs to sign in.
type signedUser struct {
	SDKAppID uint32 `json:"sdkAppID"`
	UserID   string `json:"userID"`
	UserSig  string `json:"userSig"`
}

// userSig serves GET /v1/dev/usersig?userID=NAME: a signature for anybody who asks.
func (d *development) userSig(w http.ResponseWriter, r *http.Request) {
	user := r.URL.Query().Get("userID")
	sig, err := usersig.Sign(d.app, user, time.Now(), devSigExpire)
	var invalid *protocol.Error
	if errors.As(err, &invalid) {
		http.Error(w, invalid.Message, http.StatusBadRequest)
		return
	}
	if err != nil {
		d.log.Error("sign for development", "user", user, "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	d.answer(w, signedUser{SDKAppID: d.app.ID, UserID: user, UserSig: sig})
}

// mediaStats serves GET /v1/dev/media: whose media was forwarded to whom, sfu.Stats as JSON.
func (d *development) mediaStats(w http.ResponseWriter, _ *http.Request) { d.answer(w, d.stats()) }

// local lets requests pass that may have what this server gives away in development mode.
func (d *development) local(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if refusal := d.refuse(r); refusal != "" {
			http.Error(w, refusal, http.StatusForbidden)
			return
		}
		// A page that another development server delivered may read the answer, too.
		w.Header().Set("Vary", "Origin")
		if _, origin := d.origins.Allows(r); origin != "" {
			w.Header().Set("Access-Control-Allow-Origin", origin)
		}
		serve(w, r)
	}
}

func (d *development) answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if err := json.NewEncoder(w).Encode(body); err != nil {
		d.log.Debug("answer in development", "error", err)
	}
}

// refuse says why a request may not have a signature, or "". The Host must be this machine's unless others are
// let in: a page on the Internet whose name resolves to 127.0.0.1 sends its own name.
func (d *development) refuse(r *http.Request) string {
	if ok, origin := d.origins.Allows(r); !ok {
		return gateway.Refusal(origin)
	}
	if !d.allowRemote && !gateway.IsLoopbackHost(r.Host) {
		return fmt.Sprintf("in development mode this server answers requests to localhost, not to %s; --dev-allow-remote allows other names", r.Host)
	}
	return ""
}

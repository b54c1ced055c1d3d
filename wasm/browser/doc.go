// Package browser is the place that a web page gives the client: devices, a connection to the server and views.
// Page implements api.Media; nothing else here is exported.
//
// A page has one Page per signed-in user. Its parts each have a file of their own name:
//
//   - devices open the camera and the microphone and close them again;
//   - connection is the one RTCPeerConnection of a call. The client offers, the server answers; the
//     server's slots say whose media arrives on which m-line, because no event of the browser does;
//   - views keep what is to be shown where, players are the elements that show it;
//   - choose, list and quality say which devices are opened and how; volume measures how loud all are;
//   - playback plays media elements and tries again at the next gesture what a browser refused.
//
// Everything runs on the page's one thread, and goroutines take turns wherever the scheduler lets them, also in the
// middle of a method. So what several of them use has a mutex, as it would natively. Callbacks of the browser never
// block; they report and return.
//
// What pion's js backend cannot do (transceivers with encodings, tracks, senders) is done on the browser's own
// objects. An exception they throw would be a panic here, so these calls are guarded.
package browser

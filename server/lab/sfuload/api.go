package main

import (
	"fmt"

	"github.com/pion/dtls/v3"
	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

// profileLists are the SRTP profiles that participants can offer, by name.
func profileLists() map[string][]dtls.SRTPProtectionProfile {
	return map[string][]dtls.SRTPProtectionProfile{
		"default": nil, // pion's own order
		"sha1":    {dtls.SRTP_AES128_CM_HMAC_SHA1_80},
		"gcm":     {dtls.SRTP_AEAD_AES_128_GCM},
		"chrome":  {dtls.SRTP_AES128_CM_HMAC_SHA1_80, dtls.SRTP_AEAD_AES_256_GCM, dtls.SRTP_AEAD_AES_128_GCM},
	}
}

// newAPI builds participants that behave as Chromium does where it costs the server: VP8 with RTX and Opus,
// NACK, reports, transport-wide numbers and feedback, audio levels.
func newAPI(iface, profiles string) (*webrtc.API, error) {
	list, ok := profileLists()[profiles]
	if !ok {
		return nil, fmt.Errorf("there is no list of SRTP profiles %q", profiles)
	}
	media := &webrtc.MediaEngine{}
	if err := registerCodecs(media); err != nil {
		return nil, fmt.Errorf("register codecs: %w", err)
	}
	level := webrtc.RTPHeaderExtensionCapability{URI: sdp.AudioLevelURI}
	if err := media.RegisterHeaderExtension(level, webrtc.RTPCodecTypeAudio); err != nil {
		return nil, fmt.Errorf("register audio levels: %w", err)
	}
	registry := &interceptor.Registry{}
	if err := webrtc.RegisterDefaultInterceptors(media, registry); err != nil {
		return nil, fmt.Errorf("register interceptors: %w", err)
	}
	if err := webrtc.ConfigureTWCCHeaderExtensionSender(media, registry); err != nil {
		return nil, fmt.Errorf("register transport-wide numbers: %w", err)
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(registry),
		webrtc.WithSettingEngine(network(iface, list))), nil
}

func network(iface string, profiles []dtls.SRTPProtectionProfile) webrtc.SettingEngine {
	var s webrtc.SettingEngine
	s.SetIncludeLoopbackCandidate(true)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetReceiveMTU(1600)
	if iface != "" {
		s.SetInterfaceFilter(func(name string) bool { return name == iface })
	}
	if len(profiles) > 0 {
		s.SetSRTPProtectionProfiles(profiles...)
	}
	return s
}

func registerCodecs(media *webrtc.MediaEngine) error {
	feedback := []webrtc.RTCPFeedback{{Type: "goog-remb"}, {Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"}}
	opus := webrtc.RTPCodecParameters{PayloadType: 111, RTPCodecCapability: webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1"}}
	if err := media.RegisterCodec(opus, webrtc.RTPCodecTypeAudio); err != nil {
		return err
	}
	for _, video := range []webrtc.RTPCodecParameters{
		{PayloadType: 96, RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeVP8, ClockRate: 90000, RTCPFeedback: feedback}},
		{PayloadType: 97, RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeRTX, ClockRate: 90000, SDPFmtpLine: "apt=96"}},
	} {
		if err := media.RegisterCodec(video, webrtc.RTPCodecTypeVideo); err != nil {
			return err
		}
	}
	return nil
}

// audioLevelID is the id of the audio level extension, 0 if it was not agreed on.
func audioLevelID(sender *webrtc.RTPSender) uint8 {
	for _, x := range sender.GetParameters().HeaderExtensions {
		if x.URI == sdp.AudioLevelURI {
			return uint8(x.ID)
		}
	}
	return 0
}

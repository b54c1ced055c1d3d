package native

import (
	"fmt"
	"time"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/webrtc/v4"
)

const (
	payloadVP8  = 96
	payloadRTX  = 97
	payloadOpus = 111
)

// newAPI sets pion up like a small browser: VP8 with RTX, Opus with levels, NACK and reports.
func (m *Media) newAPI() (*webrtc.API, error) {
	var engine webrtc.MediaEngine
	if err := registerCodecs(&engine); err != nil {
		return nil, fmt.Errorf("register codecs: %w", err)
	}
	var chain interceptor.Registry
	if err := webrtc.ConfigureNack(&engine, &chain); err != nil {
		return nil, fmt.Errorf("configure NACK: %w", err)
	}
	if err := webrtc.ConfigureRTCPReports(&chain); err != nil {
		return nil, fmt.Errorf("configure reports: %w", err)
	}
	if err := m.configureLevels(&engine, &chain); err != nil {
		return nil, err
	}
	return webrtc.NewAPI(
		webrtc.WithMediaEngine(&engine), webrtc.WithInterceptorRegistry(&chain),
		webrtc.WithSettingEngine(network(m.settings)),
	), nil
}

func registerCodecs(engine *webrtc.MediaEngine) error {
	feedback := []webrtc.RTCPFeedback{{Type: "nack"}, {Type: "nack", Parameter: "pli"}}
	video := []webrtc.RTPCodecParameters{
		{RTPCodecCapability: vp8(feedback), PayloadType: payloadVP8},
		{RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeRTX, ClockRate: 90000, SDPFmtpLine: fmt.Sprintf("apt=%d", payloadVP8),
		}, PayloadType: payloadRTX},
	}
	for _, codec := range video {
		if err := engine.RegisterCodec(codec, webrtc.RTPCodecTypeVideo); err != nil {
			return err
		}
	}
	return engine.RegisterCodec(webrtc.RTPCodecParameters{
		RTPCodecCapability: opus(), PayloadType: payloadOpus,
	}, webrtc.RTPCodecTypeAudio)
}

func vp8(feedback []webrtc.RTCPFeedback) webrtc.RTPCodecCapability {
	return webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000, RTCPFeedback: feedback}
}

func opus() webrtc.RTPCodecCapability {
	return webrtc.RTPCodecCapability{
		MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1",
	}
}

// network drops what only costs time on loopback: other interfaces, mDNS names, waiting for a better candidate.
func network(settings Settings) webrtc.SettingEngine {
	var s webrtc.SettingEngine
	s.LoggerFactory = &logging.DefaultLoggerFactory{DefaultLogLevel: logging.LogLevelDisabled}
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	s.SetIncludeLoopbackCandidate(true)
	s.SetHostAcceptanceMinWait(0)
	s.SetPrflxAcceptanceMinWait(0)
	s.SetICETimeouts(5*time.Second, 10*time.Second, 2*time.Second)
	if !settings.AllInterfaces {
		s.SetInterfaceFilter(func(name string) bool { return name == "lo" })
	}
	return s
}

package config_test

import (
	"strings"
	"testing"
	"time"

	"wijkloket/backend/internal/config"
)

// TestMessages: what would send nothing, or in the clear, is refused with what to write; no secret is shown.
func TestMessages(t *testing.T) {
	base := config.Config{Listen: "127.0.0.1:0", StaffListen: "127.0.0.1:0"}
	for name, test := range map[string]struct {
		messages config.Messages
		says     string
	}{
		"none":                   {config.Messages{}, ""},
		"mail":                   {config.Messages{MailServer: "mail.example.org:587", MailFrom: "afspraken@example.org"}, ""},
		"mail without a port":    {config.Messages{MailServer: "mail.example.org", MailFrom: "afspraken@example.org"}, "mail.example.org:587"},
		"mail without a sender":  {config.Messages{MailServer: "mail.example.org:587"}, "--mail-from"},
		"a port that is none":    {config.Messages{MailServer: "mail.example.org:70000", MailFrom: "a@example.org"}, "HOST:PORT"},
		"sms":                    {config.Messages{SMSGateway: "https://sms.example.org/send", SMSToken: "geheim"}, ""},
		"sms without a token":    {config.Messages{SMSGateway: "https://sms.example.org/send"}, "--sms-token"},
		"a short callback token": {config.Messages{SMSCallback: "kort"}, "20 characters"},
	} {
		c := base
		c.Messages = test.messages
		err := c.Check(time.Now(), time.Time{})
		if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %q", name, err, test.says)
		}
		if shown := strings.Join(c.Lines(), "\n"); strings.Contains(shown, "geheim") || strings.Contains(shown, "/send") {
			t.Errorf("%s shows %s", name, shown)
		}
	}
}

package journey

// Topics are what a talk may be about (key "topics.<id>"), in the words of residents and not of
// services. None has to be chosen.
var Topics = []string{"money", "home", "energy", "work", "health", "family", "papers", "food", "safety", "lonely", "else"}

// TalkLanguage is a language in which the talk can be held, with or without an interpreter, in its own name.
type TalkLanguage struct {
	Code string // BCP 47
	Name string
}

// TalkLanguages are the languages to choose from, Dutch first and then by name in Latin script. The list is wider than the
// languages of the screens: a talk can have an interpreter.
var TalkLanguages = []TalkLanguage{
	{"nl", "Nederlands"}, {"en", "English"}, {"fr", "Français"}, {"de", "Deutsch"}, {"ar", "العربية"}, {"bg", "Български"},
	{"es", "Español"}, {"fa", "فارسی"}, {"it", "Italiano"}, {"ku", "Kurdî"}, {"pl", "Polski"}, {"ps", "پښتو"}, {"pt", "Português"},
	{"ro", "Română"}, {"ru", "Русский"}, {"sk", "Slovenčina"}, {"so", "Soomaali"}, {"sq", "Shqip"}, {"ti", "ትግርኛ"}, {"tr", "Türkçe"},
	{"uk", "Українська"}, {"sgn", "Vlaamse Gebarentaal"},
}

// pictograms names the drawing of assets/icons that goes with an option, by the option's label.
var pictograms = map[string]string{
	"place.here": "place-here", "place.centre": "place-other", "place.home": "place-home", "place.phone": "place-phone", "place.callme": "call-me",
	"time.callme": "call-me", "remind.both": "refresh", "remind.before": "calendar", "remind.day": "morning", "remind.none": "mute",
	"channel.none": "myself", "channel.phone": "call", "channel.sms": "sms", "channel.email": "email",
	"when.morning": "morning", "when.noon": "noon", "when.afternoon": "afternoon", "when.evening": "evening",
	"introduce.firstname": "person", "introduce.city": "living", "introduce.team": "people",
	"companion.none": "person", "companion.own": "people",
	"topics.money": "money", "topics.home": "living", "topics.energy": "energy", "topics.work": "work", "topics.health": "health",
	"topics.family": "family", "topics.papers": "papers", "topics.food": "food", "topics.safety": "shield", "topics.lonely": "contact",
	"topics.else": "other",
}

package sqlstore_test

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wijkloket/backend/internal/store"
	"wijkloket/backend/internal/store/storetest"
	"wijkloket/backend/internal/testrig"
)

// weighed are words that weigh people. No column has one in its name.
var weighed = regexp.MustCompile(`(^|_)(scores?|points?|strikes?|miss(es|ed)?|no_?shows?|reliab\w*|trust\w*|counts?|counter|number_of\w*|ratings?|ranks?|grades?|penalt\w*|` +
	`warnings?|flags?|times|totals?|tries|attempts|risks?|behaviou?r|prio\w*|weights?)(_|$)`)

// names are columns that have such a word all the same, each with its reason.
var names = map[string]string{
	"messages.attempts": "how often a gateway was tried for one message; of the gateway, not of a person",
}

// moment is the reason of most numbers.
const moment = "a moment"

// numbers are all columns that are not words or ciphertexts, in the tables that are about residents: each with the reason why
// it counts nothing about them.
var numbers = map[string]string{
	"requests.voicemail": "yes or no: a wish", "requests.never_write": "yes or no: a wish", "requests.apart": "yes or no: a wish",
	"requests.created": moment, "requests.promise": moment, "requests.kept": moment, "requests.changed": moment,
	"requests.version":   "of the row, so that two changes do not overwrite each other",
	"requests.escalated": "how far our own care about our own promise has gone: 0, 1 or 2",

	"events.number": "order of the history", "events.at": moment, "notes.number": "order of the notes", "notes.at": moment,
	"outcomes.number": "order of the outcomes", "outcomes.at": moment,

	"appointments.number": "order in which they were made", "appointments.starts": moment, "appointments.ends": moment, "appointments.accepted": moment,
	"appointments.created": moment, "appointments.changed": moment, "appointments.version": "of the row",
	"earlier.starts": moment, "earlier.ends": moment, "earlier.created": moment,

	"households.created": moment, "household_links.since": moment, "household_links.until": moment, "household_links.apart": "always no: nobody who is kept apart is in a household",
	"household_proposals.created": moment, "household_proposals.decided": moment, "household_proposals.apart": "always no",

	"messages.about": moment, "messages.occasion": "version of the appointment that it tells of", "messages.not_before": moment, "messages.deadline": moment,
	"messages.next_try": moment, "messages.attempts": "how often a gateway was tried", "messages.created": moment, "messages.changed": moment, "messages.version": "of the row",
}

// besides are tables about residents without a column that says of which request.
var besides = []string{"requests", "households", "earlier"}

// TestNobodyIsCounted: no column anywhere weighs a person, and whatever is a number in the tables about residents is known here
// with its reason. Who misses an appointment is asked what suits them, and the program forgets how often.
func TestNobodyIsCounted(t *testing.T) {
	for engine, columns := range map[string]map[string]string{
		"sqlite": columnTypes(t, storetest.SQLite(t), `SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c
			WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'goose_%'`),
		"postgres": columnTypes(t, testrig.Postgres(t), `SELECT table_name, column_name, data_type FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name NOT LIKE 'goose_%'`),
	} {
		about := slices.Clone(besides)
		for column := range columns {
			if table, isRequest := strings.CutSuffix(column, ".request"); isRequest {
				about = append(about, table)
			}
		}
		if len(about) < 8 {
			t.Errorf("%s: the tables about residents are only %v", engine, about)
		}
		for _, column := range slices.Sorted(maps.Keys(columns)) {
			table, name, _ := strings.Cut(column, ".")
			if _, reason := names[column]; weighed.MatchString(name) && !reason {
				t.Errorf("%s: %s weighs somebody", engine, column)
			}
			if weighed.MatchString(table) {
				t.Errorf("%s: table %s weighs somebody", engine, table)
			}
			if _, reason := numbers[column]; slices.Contains(about, table) && !reason && !slices.Contains([]string{"text", "blob", "bytea"}, strings.ToLower(columns[column])) {
				t.Errorf("%s: %s is a number (%s) about residents without a reason", engine, column, columns[column])
			}
		}
		for _, list := range []map[string]string{names, numbers} {
			for column := range list {
				if columns[column] == "" {
					t.Errorf("%s: %s has a reason and is not there", engine, column)
				}
			}
		}
	}
}

// TestWordsThatWeigh: the words are found in a name and not in another word.
func TestWordsThatWeigh(t *testing.T) {
	for name, weighs := range map[string]bool{
		"score": true, "missed": true, "missed_count": true, "no_shows": true, "noshow": true, "reliability": true, "strikes": true, "times_missed": true, "risk": true,
		"account": false, "accounts": false, "created": false, "message": false, "person_index": false, "about": false, "appointment": false,
	} {
		if weighed.MatchString(name) != weighs {
			t.Errorf("%s: %v", name, !weighs)
		}
	}
}

// columnTypes are the types of "table.column".
func columnTypes(t *testing.T, url, query string) map[string]string {
	t.Helper()
	types := map[string]string{}
	err := storetest.Open(t, url).DB.View(context.Background(), func(tx *store.Tx) error {
		return tx.Each(query, nil, func(from store.Scanner) error {
			var table, column, kind string
			err := from.Scan(&table, &column, &kind)
			types[table+"."+column] = kind
			return err
		})
	})
	if err != nil || len(types) < 50 {
		t.Fatalf("%d columns, %v", len(types), err)
	}
	return types
}

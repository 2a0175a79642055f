package staff_test

import (
	"net/http"
	"strings"
	"testing"

	"wijkloket/backend/internal/account"
)

// TestAdministratorRunsTheHouse: add an account, close it, open it again; what is wrong stands beside its field.
func TestAdministratorRunsTheHouse(t *testing.T) {
	r := newRig(t)
	r.ask("KOALA 42", everything)
	v := r.as("bea")
	page := v.follow(v.get("/onthaal/"))
	has(t, page, "Amira Haddad", "Wijkteam Noord", "Bea Claus")
	lacks(t, page, "KOALA", "/onthaal/rij", "/onthaal/zoeken")

	form := []string{"gebruiker", "nadia", "naam", "Nadia El Amrani", "voornaam", "Nadia", "rol", "worker", "team", "heule", "wachtwoord", "te kort"}
	answer := v.post("/onthaal/accounts", form...)
	page = text(answer)
	if answer.Code != http.StatusUnprocessableEntity {
		t.Fatalf("a short password: %d", answer.Code)
	}
	has(t, page, "Neem minstens 15 tekens.", `value="Nadia El Amrani"`, `<option value="heule" selected>`, `<option value="worker" selected>`)
	has(t, page, `autocomplete="new-password" aria-invalid="true" autofocus`) // one lands in the field at fault
	lacks(t, page, "te kort", `required autocomplete="off" aria-invalid`)

	form[len(form)-1] = "vier gewone woorden samen"
	page = v.follow(v.post("/onthaal/accounts", form...))
	has(t, page, "Nadia El Amrani kan nu aanmelden.", "Wijkteam Heule")
	answer = v.post("/onthaal/accounts", form...)
	has(t, text(answer), "Deze naam bestaat al.")

	newcomer := r.visitor()
	if answer := newcomer.signIn("nadia", "vier gewone woorden samen"); answer.Code != http.StatusSeeOther {
		t.Fatalf("the new account cannot sign in: %d", answer.Code)
	}
	one := "/onthaal/accounts/" + string(r.named("Nadia El Amrani").ID)
	has(t, v.follow(v.post(one+"/uitschakelen")), "uitgeschakeld", "Schakel weer in")
	if newcomer.inside() {
		t.Error("a disabled account is still inside")
	}
	has(t, v.follow(v.post(one+"/inschakelen")), "kan weer aanmelden")
	if n := r.Count(t, "SELECT count(*) FROM audit WHERE actor = $1 AND action LIKE 'account.%abled'", string(r.staff["bea"].ID)); n != 2 {
		t.Errorf("the audit names the administrator %d times, want 2", n)
	}
}

func (r *rig) named(name string) account.Account {
	r.t.Helper()
	all, err := r.Accounts.List(r.t.Context())
	r.ok(err)
	for _, one := range all {
		if one.Name == name {
			return one
		}
	}
	r.t.Fatalf("no account of %s", name)
	return account.Account{}
}

// TestNobodyLocksThemselvesOut: the last administrator must not be able to close the house from inside.
func TestNobodyLocksThemselvesOut(t *testing.T) {
	r := newRig(t)
	v := r.as("bea")
	one := "/onthaal/accounts/" + string(r.staff["bea"].ID)
	lacks(t, text(v.get(one)), "uitschakelen")
	if answer := v.post(one + "/uitschakelen"); answer.Code != http.StatusForbidden {
		t.Errorf("disabling oneself: %d", answer.Code)
	}
	if me, _ := r.Accounts.ByID(t.Context(), r.staff["bea"].ID); me.Disabled {
		t.Error("the administrator is locked out")
	}
}

// TestCentresAreRead from the directory, with what the city has not confirmed marked as such.
func TestCentresAreRead(t *testing.T) {
	r := newRig(t)
	page := text(r.as("bea").get("/onthaal/centra"))
	has(t, page, "De Zonnewijzer", "Overleiestraat 45", "Wijkteam Zuidelijke Rand", "Team Thuisloosheid", "nog niet gekend")
	if strings.Count(page, `<th scope="row">`) != 12 {
		t.Errorf("%d centres, want 12", strings.Count(page, `<th scope="row">`))
	}
}

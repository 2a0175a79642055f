package command

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"wijkloket/backend/api"
	"wijkloket/backend/internal/account"
	"wijkloket/backend/internal/app"
	"wijkloket/backend/internal/config"
	"wijkloket/backend/internal/core"
	"wijkloket/i18n"
)

// Staff is the commands about accounts.
type Staff struct {
	Add      StaffAdd      `cmd:"" help:"Make an account."`
	List     StaffList     `cmd:"" help:"List the accounts."`
	Disable  StaffDisable  `cmd:"" help:"Shut an account out, or let it in again."`
	Password StaffPassword `cmd:"" help:"Give an account a new password."`
	Picture  StaffPicture  `cmd:"" help:"Show residents who they will meet, or no longer."`
}

// StaffAdd makes an account.
type StaffAdd struct {
	config.Storage `embed:""`

	Username string       `arg:"" help:"To sign in with: 2 to 40 small letters, digits, dots and dashes."`
	Name     string       `name:"name" required:"" help:"Full name, for colleagues."`
	First    string       `name:"first" help:"First name: the only name a resident sees. Default: the first word of the name."`
	Role     account.Role `name:"role" required:"" enum:"onthaal,worker,lead,admin" help:"onthaal, worker, lead or admin."`
	Team     string       `name:"team" help:"Team of the account, such as noord; none for an admin."`
	Language []string     `name:"language" placeholder:"CODE" help:"Language in which they can hold a talk, such as ar; once for each. Default: nl."`
	Stdin    bool         `name:"password-stdin" help:"Read the password from standard input instead of drawing one."`
}

// Help is shown by "staff add --help".
func (StaffAdd) Help() string {
	return `Example: backend staff add amira --name "Amira Haddad" --role worker --team noord

The password is drawn at random and printed once, or read from standard input. It is never a flag: other users of this
machine can read those.`
}

// Run makes the account and prints its password when it drew one.
func (s *StaffAdd) Run(c *Context) error {
	return withAccounts(c, s.Storage, func(accounts *account.Service) error {
		password, drawn, err := choosePassword(c, s.Stdin)
		if err != nil {
			return err
		}
		made, err := accounts.Create(c.Ctx, account.New{
			Username: s.Username, Name: s.Name, First: s.First, Role: s.Role, Team: s.Team, Password: password, Languages: s.Language,
		})
		if err != nil {
			return inEnglish(err)
		}
		fmt.Fprintf(c.Out, "made %s (%s %s)\n", made.Username, made.Role, made.Team)
		return showDrawn(c, password, drawn)
	})
}

// StaffList lists the accounts.
type StaffList struct {
	config.Storage `embed:""`
}

// Help is shown by "staff list --help".
func (StaffList) Help() string { return "Example: backend staff list --data-dir /var/lib/wijkloket" }

// Run prints one account a line.
func (s *StaffList) Run(c *Context) error {
	return withAccounts(c, s.Storage, func(accounts *account.Service) error {
		all, err := accounts.List(c.Ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(c.Out, 0, 0, 2, ' ', 0)
		for _, a := range all {
			state := "in use"
			if a.Disabled {
				state = "disabled"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", a.Username, a.Role, a.Team, state, a.Name)
		}
		return table.Flush()
	})
}

// StaffDisable shuts an account out.
type StaffDisable struct {
	config.Storage `embed:""`

	Username string `arg:"" help:"The account."`
	Undo     bool   `name:"undo" help:"Let it in again."`
}

// Help is shown by "staff disable --help".
func (StaffDisable) Help() string {
	return "Example: backend staff disable amira\n\nIts open sessions end at once; what it did stays."
}

// Run disables or enables.
func (s *StaffDisable) Run(c *Context) error {
	return withAccount(c, s.Storage, s.Username, func(accounts *account.Service, a account.Account) error {
		if err := accounts.Disable(c.Ctx, a.ID, !s.Undo); err != nil {
			return inEnglish(err)
		}
		fmt.Fprintln(c.Out, map[bool]string{true: "enabled ", false: "disabled "}[s.Undo]+a.Username)
		return nil
	})
}

// StaffPassword sets a password.
type StaffPassword struct {
	config.Storage `embed:""`

	Username string `arg:"" help:"The account."`
	Stdin    bool   `name:"password-stdin" help:"Read the password from standard input instead of drawing one."`
}

// Help is shown by "staff password --help".
func (StaffPassword) Help() string {
	return "Example: backend staff password amira\n\nIts open sessions end at once."
}

// Run sets the password and prints it when it drew one.
func (s *StaffPassword) Run(c *Context) error {
	return withAccount(c, s.Storage, s.Username, func(accounts *account.Service, a account.Account) error {
		password, drawn, err := choosePassword(c, s.Stdin)
		if err != nil {
			return err
		}
		if err = accounts.SetPassword(c.Ctx, a.ID, password); err != nil {
			return inEnglish(err)
		}
		fmt.Fprintln(c.Out, "new password for "+a.Username)
		return showDrawn(c, password, drawn)
	})
}

func withAccounts(c *Context, s config.Storage, do func(*account.Service) error) error {
	core, err := app.Open(c.Ctx, s, app.Options{Log: io.Discard})
	if err != nil {
		return err
	}
	return errors.Join(do(core.Accounts), core.Close())
}

func withAccount(c *Context, s config.Storage, username string, do func(*account.Service, account.Account) error) error {
	return withAccounts(c, s, func(accounts *account.Service) error {
		all, err := accounts.List(c.Ctx)
		if err != nil {
			return err
		}
		for _, a := range all {
			if a.Username == strings.ToLower(username) {
				return do(accounts, a)
			}
		}
		return fmt.Errorf("there is no account %q: \"backend staff list\" shows them", username)
	})
}

// choosePassword reads a line from standard input, or draws 100 random bits as five groups of four letters and digits.
func choosePassword(c *Context, stdin bool) (password api.Personal, drawn bool, err error) {
	if !stdin {
		letters := string(core.NewID(rand.Reader))
		return api.NewPersonal(strings.Join([]string{letters[:4], letters[4:8], letters[8:12], letters[12:16], letters[16:20]}, "-")), true, nil
	}
	line, err := bufio.NewReader(io.LimitReader(c.In, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return api.Personal{}, false, fmt.Errorf("standard input: %w", err)
	}
	return api.NewPersonal(strings.TrimRight(line, "\r\n")), false, nil
}

func showDrawn(c *Context, password api.Personal, drawn bool) error {
	if !drawn {
		return nil
	}
	_, err := fmt.Fprintln(c.Out, "password, shown this once: "+password.Reveal())
	return err
}

// inEnglish puts a refusal into words, in the language of the commands.
func inEnglish(err error) error {
	var refusal *core.Error
	if !errors.As(err, &refusal) || refusal.Reason.Key == "" {
		return err
	}
	texts, loadErr := i18n.Load()
	if loadErr != nil {
		return errors.Join(err, loadErr)
	}
	return errors.New(texts.For("en").T(refusal.Reason.Key, refusal.Reason.Args))
}

// StaffPicture keeps the picture of a worker.
type StaffPicture struct {
	config.Storage `embed:""`

	Username string `arg:"" help:"The account."`
	File     string `arg:"" optional:"" help:"A JPEG or PNG; the square in its middle is kept, small."`
	Remove   bool   `name:"remove" help:"Take the picture away."`
}

// Help is shown by "staff picture --help".
func (StaffPicture) Help() string {
	return "Example: backend staff picture amira amira.jpg\n\nWhat a camera writes beside a picture (place, time, device) is not kept. Only who has a request with this worker sees it."
}

// Run keeps or drops the picture.
func (s *StaffPicture) Run(c *Context) error {
	if s.Remove == (s.File != "") {
		return Usage("name a file, or say --remove")
	}
	return withAccount(c, s.Storage, s.Username, func(accounts *account.Service, a account.Account) error {
		if s.Remove {
			return accounts.DropPicture(c.Ctx, a.ID)
		}
		file, err := os.Open(s.File)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := accounts.SetPicture(c.Ctx, a.ID, file); err != nil {
			return inEnglish(err)
		}
		fmt.Fprintln(c.Out, "picture of "+a.Username)
		return nil
	})
}

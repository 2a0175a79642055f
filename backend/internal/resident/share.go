package resident

import (
	"cmp"
	"net/http"
)

// share goes to a talk with what was ticked on the page of the rights check, item by item. It takes the place of what an earlier
// check shared; without anything ticked nothing is shared. The rights come in a body and go into the sealed cookie, so that
// no address and no history tells them.
func (s *Site) share(rw http.ResponseWriter, r *http.Request, v *visit) {
	if v.Match != nil {
		s.Web.Redirect(rw, r, "/h/words")
		return
	}
	w := s.beginTalk(v)
	ticked := r.PostForm["right"]
	w.Answers = w.Answers.Share(ticked, ticked, w.setting)
	s.begin(rw, r, v, w.start())
}

// knowsRight knows the rights of one moment: all that one page asks is answered by the same rules.
func (s *Site) knowsRight() func(id string) bool {
	rules := s.Rights()
	return func(id string) bool {
		_, known := rules.Right(id)
		return known
	}
}

// rightName is a right in the language of the reader. One that the rules do not know is no option of any question, so its id
// is better than nothing.
func (s *Site) rightName(lang, id string) string {
	right, _ := s.Rights().Right(id)
	return laid(cmp.Or(right.Name(lang), id), s.Web.Texts(lang))
}

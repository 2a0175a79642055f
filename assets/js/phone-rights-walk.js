// The rights check as a person walks it: what backend/rights/guide does. A walk is {answers, passed, at, trail}: the answers,
// the questions that were passed, the one that stands now (null when none is left), and those that were answered or passed, in
// the order in which they were asked first. A walk is never changed; each step makes a new one. Letting go of it forgets everything.
"use strict";

const rightsGuide = (engine) => {
  const { questions, rights, mark } = engine.program;
  const bit = (id) => 1 << engine.indexOf(id);
  const walk = (answers, passed, at, trail) => ({ answers, passed, at, trail });

  // begin stands at the first question of the fixed order, which anybody can answer without a thought.
  const begin = () => walk(engine.none, 0, engine.waiting(engine.none, 0)[0] ?? null, []);
  // answer goes on with the answer to the question that stands now; null when it cannot be one. Nothing is a skip.
  const answer = (w, values) => {
    if (values.length === 0) return skip(w);
    const answers = engine.answer(w.answers, w.at, values);
    return answers && onward(w, answers, w.passed & ~bit(w.at));
  };
  const skip = (w) => onward(w, engine.answer(w.answers, w.at, []), w.passed | bit(w.at));
  // onward leaves the present question. Where an answer opens a question again, that one will be asked as if for the first time.
  const onward = (w, answers, passed) => {
    const trail = w.trail.filter((id) => engine.given(answers, id) || passed & bit(id));
    return walk(answers, passed, engine.next(answers, passed), w.at === null || trail.includes(w.at) ? trail : [...trail, w.at]);
  };
  // back stands at the question before, with its answer as it was; null on the first. One that makes no sense any more is not
  // asked on the way back.
  const back = (w) => {
    const before = w.trail.slice(0, place(w)).filter((id) => !settled(w, id)).pop();
    return before ? stand(w, before) : null;
  };
  const stand = (w, at) => ({ ...w, at });
  // place is how many questions were asked before the present one.
  const place = (w) => (w.trail.includes(w.at) ? w.trail.indexOf(w.at) : w.trail.length);
  // settled: the answer to another question answers this one, as no children have no ages.
  const settled = (w, id) => given(w, id)?.length === 0;
  // resume stands at the next question that can still change something: after the results, or after a link.
  const resume = (w) => stand(w, engine.next(w.answers, w.passed));
  // reopen stands at a question to answer it again, or after all; it keeps its place, so that leaving it as it was changes
  // nothing. One that makes no sense any more leads to the question before it.
  const reopen = (w, id) => (settled(w, id) ? back(stand(w, id)) ?? w : stand(w, id));

  // progress is the number of the question that stands now, and how many more there can be after it, at most.
  const progress = (w) => ({
    at: place(w) + (w.at ? 1 : 0),
    left: engine.waiting(w.answers, w.passed).filter((id) => id !== w.at).length,
  });
  const given = (w, id) => engine.given(w.answers, id);
  const asked = (w) => questions.map((q) => q.id).filter((id) => given(w, id)?.length > 0);
  // skipped are the questions that were passed and can still change something.
  const skipped = (w) => engine.waiting(w.answers, 0).filter((id) => w.passed & bit(id));
  const deciding = (w, id) => engine.deciding(w.answers, rights.find((right) => right.id === id));

  // items are what is told of every right, in their order. The two kinds of possible stay apart: only an answer helps with
  // one, only a person with the other.
  const items = (w) => engine.verdicts(w.answers).map(({ verdict, open }, i) => ({
    id: rights[i].id, domain: rights[i].domain, broken: Boolean(rights[i].broken),
    standing: verdict !== "possible" ? verdict : open ? "unclear" : "ask",
  }));
  // results are the rights with these standings by life domain, by standing within it.
  const results = (w, standings) => {
    const all = items(w);
    return [...new Set(rights.map((right) => right.domain))].map((domain) => ({
      domain, items: standings.flatMap((standing) => all.filter((item) => item.domain === domain && item.standing === standing)),
    })).filter((group) => group.items.length > 0);
  };
  const found = (w) => {
    const counts = { have: 0, likely: 0, ask: 0, unclear: 0, unlikely: 0, info: 0 };
    for (const item of items(w)) counts[item.standing]++;
    return counts;
  };

  // because are the sentences that explain what is told of a right: [which, 0 it holds | 1 it does not | 2 it is unsure | 3 its
  // figure is too old to say that it does not].
  const because = (w, id) => {
    const [NO, MAYBE, YES, OLD, most] = [1, 2, 4, 3, 4];
    const right = rights.find((one) => one.id === id), at = engine.choose(w.answers), said = [];
    const known = (n) => engine.reach(n.r, at, false);
    const tell = (n) => [leaf, all, any, first, first, doubt][n.k](n, n.c ?? []);
    const leaf = (n) => {
      const its = known(n), old = its === MAYBE && n.f !== undefined && engine.reach(n.f, at, false) !== MAYBE;
      const value = old ? OLD : { [NO]: 1, [MAYBE]: 2, [YES]: 0 }[its];
      if (value === undefined || said.some(([which, other]) => which === (n.s ?? "") || old && other === OLD)) return;
      said.push([n.s ?? "", value]);
    };
    const all = (n, kids) => list(n, kids, NO);
    const any = (n, kids) => list(n, kids, YES);
    const first = (n, kids) => tell(kids[0]);
    const doubt = (n, kids) => { if (known(n) === MAYBE) tell(kids[0]); };
    // list explains by one condition when one decides ("no" among all, "yes" among any), else by all that are known.
    const list = (n, kids, decides) => {
      const whole = known(n);
      const one = whole === decides && kids.find((kid) => known(kid) === decides);
      if (one) { tell(one); return; }
      if (whole === MAYBE) { // first what makes it unsure
        for (const kid of kids) if (known(kid) === MAYBE) tell(kid);
        if (decides === YES) return;
      }
      for (const kid of kids) {
        const its = known(kid);
        if (!(whole === MAYBE && its === MAYBE || decides === YES && whole !== NO && its === NO)) tell(kid);
      }
    };
    if (!right.when) return [];
    if (right.have && known(right.have) === YES) { tell(right.have); return said; }
    tell(right.when);
    return said.slice(0, most);
  };

  // pack and unpack: a walk as the text behind the # of a link. See backend/rights/pack.go for its bytes.
  const wide = (q) => (q.codes ?? []).length > 8;
  const word = (n) => [n & 255, n >> 8];
  const pack = (w) => {
    const bytes = [1, ...word(mark), ...word(w.answers.given), ...word(w.passed)];
    questions.forEach((q, i) => { if (engine.has(w.answers, i)) bytes.push(...(wide(q) ? word(w.answers.value[i]) : [w.answers.value[i]])); });
    return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  };
  // unpack is null for a text that is damaged, or of other questions.
  const unpack = (text) => {
    if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return null;
    const bytes = [...atob(text.replace(/-/g, "+").replace(/_/g, "/"))].map((c) => c.charCodeAt(0));
    const take = (size) => bytes.splice(0, size).reduce((sum, byte, i) => sum + (byte << 8 * i), 0);
    if (bytes.length < 7 || take(1) !== 1 || take(2) !== mark) return null;
    const given = take(2), passed = take(2);
    let answers = engine.none;
    for (const [i, q] of questions.entries()) {
      if (!(given >> i & 1)) continue;
      const size = wide(q) ? 2 : 1;
      if (bytes.length < size) return null;
      const value = take(size);
      if (!canHold(q, value)) return null;
      answers = engine.set(answers, i, value);
    }
    if (bytes.length > 0 || answers.given !== given) return null;
    answers = engine.agree(answers);
    return answers?.given === given ? walk(answers, passed & (1 << questions.length) - 1, null, []) : null;
  };
  const canHold = (q, value) => {
    if (q.kind === "number") return value >= (q.min ?? 0) && value <= q.max;
    if (q.kind === "one") return value < q.codes.length;
    return value >> q.codes.length === 0 && (value !== 0 || Boolean(q.depends)) && engine.standsAlone(q, value);
  };

  return { questions, begin, answer, skip, back, resume, reopen, progress, given, settled, asked, skipped, deciding, results, found, items, because, pack, unpack };
};

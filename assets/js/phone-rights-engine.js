// The rights check, reckoned by the phone itself so that no answer leaves it: what backend/rights does, from a day's check as
// data (rights.Program). A test in a real browser holds the two against each other. It knows no page and no network.
//
// Answers are {given, value}: the questions that have an answer, a bit each, and for each the number, the index of its code,
// or the set of its codes. They are never changed; a new answer makes new ones. "Passed" is a set of questions too.
"use strict";

const rightsEngine = (program) => {
  const [NO, MAYBE, YES, HAVE, IMPOSSIBLE, ENDS] = [0, 1, 2, 3, 4, 5];
  const only = (end) => 1 << end;
  const { questions, rights, width } = program;
  const indexOf = (id) => questions.findIndex((q) => q.id === id);
  const on = questions.map((q) => indexOf(q.depends)); // the question that must be above zero, or -1

  // The diagram: of each node its level, where its kids begin, and the kids.
  const level = [], first = [], kids = [];
  {
    const before = [];
    for (let l = width.length - 1; l >= 0; l--) {
      for (let n = program.nodes[l]; n > 0; n--) {
        level.push(l);
        first.push(kids.length);
        for (let v = 0; v < width[l]; v++) {
          before[v] = (before[v] ?? 0) + program.kids[kids.length];
          kids.push(before[v]);
        }
      }
    }
  }
  const kid = (node, value) => kids[first[node - ENDS] + value];
  const questionAt = []; // of each level
  questions.forEach((q, i) => { for (let n = q.kind === "many" ? q.codes.length : 1; n > 0; n--) questionAt.push(i); });

  const none = { given: 0, value: questions.map(() => 0) };
  const has = (a, q) => (a.given >> q & 1) === 1;
  const but = (list, q, value) => list.map((old, i) => (i === q ? value : old));
  const set = (a, q, value) => ({ given: a.given | 1 << q, value: but(a.value, q, value) });
  const unset = (a, q) => ({ given: a.given & ~(1 << q), value: but(a.value, q, 0) });

  // agree fills in what follows from a number that is zero; null when answers contradict each other.
  const agree = (a) => {
    for (let i = 0; i < questions.length; i++) {
      if (on[i] < 0 || !has(a, on[i]) || a.value[on[i]] !== 0) continue;
      if (has(a, i) && a.value[i] !== 0) return null;
      a = set(a, i, 0);
    }
    return a;
  };

  // read is the value of an answer as codes or digits say it; null when it cannot be one.
  const read = (q, values) => {
    if (q.kind === "many") {
      const at = values.map((code) => q.codes.indexOf(code));
      const codes = at.reduce((all, i) => all | 1 << i, 0);
      return at.includes(-1) || !standsAlone(q, codes) ? null : codes;
    }
    if (values.length !== 1) return null;
    if (q.kind === "one") return q.codes.includes(values[0]) ? q.codes.indexOf(values[0]) : null;
    const number = /^\s*\d+\s*$/.test(values[0]) ? Number(values[0]) : -1;
    return number >= (q.min ?? 0) && number <= q.max ? number : null;
  };
  // standsAlone is false for a code that stands alone, "none of these", together with others.
  const standsAlone = (q, codes) => !(q.none ?? []).some((code) => {
    const bit = 1 << q.codes.indexOf(code);
    return (codes & bit) !== 0 && codes !== bit;
  });

  // answer is the answers with one more, or without that one when there are no values; null when it cannot be.
  const answer = (a, id, values) => {
    const at = indexOf(id);
    if (at < 0) return null;
    let next = unset(a, at);
    if (values.length > 0) {
      const value = read(questions[at], values);
      if (value === null) return null;
      next = set(next, at, value);
    }
    questions.forEach((_, i) => {
      if (on[i] !== at) return;
      const nobody = has(next, at) && next.value[at] === 0;
      if (nobody || next.value[i] === 0) next = unset(next, i); // "none" was the answer only as long as the number was zero
    });
    return agree(next);
  };

  // given is the answer to a question as answer takes it; null when it was skipped.
  const given = (a, id) => {
    const at = indexOf(id);
    if (at < 0 || !has(a, at)) return null;
    const q = questions[at];
    if (q.kind === "number") return [String(a.value[at])];
    return q.codes.filter((_, i) => (q.kind === "one" ? i === a.value[at] : a.value[at] >> i & 1));
  };

  // choose spreads answers over the levels: the value, or below zero when it was skipped. Of a skipped number that must be
  // above zero, because what depends on it was answered, nobody has the first value.
  const SKIPPED = -1, ABOVE = -2;
  const choose = (a) => {
    const at = new Int8Array(width.length).fill(SKIPPED);
    questions.forEach((q, i) => {
      if (!has(a, i)) return;
      if (q.kind === "many") q.codes.forEach((_, code) => { at[q.level + code] = a.value[i] >> code & 1; });
      else at[q.level] = q.kind === "number" ? q.cuts.filter((cut) => cut <= a.value[i]).length - 1 : a.value[i];
      if (on[i] >= 0 && !has(a, on[i])) at[questions[on[i]].level] = a.value[i] === 0 ? 0 : ABOVE;
    });
    return at;
  };

  // reach is the set of ends that possible answers lead to. With "soon" it stops when they no longer agree.
  const seen = new Int32Array(level.length);
  let visit = 0;
  const reach = (root, at, soon) => { visit++; return collect(root, at, 0, soon); };
  const collect = (node, at, found, soon) => {
    while (node >= ENDS) {
      const i = node - ENDS, l = level[i];
      if (seen[i] === visit) return found;
      seen[i] = visit;
      if (at[l] >= 0) { node = kids[first[i] + at[l]]; continue; }
      const last = first[i] + width[l] - 1;
      for (let k = first[i] + (at[l] === ABOVE ? 1 : 0); k < last; k++) {
        found = collect(kids[k], at, found, soon);
        if (soon && found !== 0 && !settled(found)) return found;
      }
      node = kids[last];
    }
    return node === IMPOSSIBLE ? found : found | only(node);
  };
  const settled = (ends) => ends === only(NO) || ends === only(MAYBE) || (ends & ~(only(YES) | only(HAVE))) === 0;

  // verdict is what is said of a right; open: another answer can settle it.
  const verdict = (right, at) => {
    if (right.info) return { verdict: "info", open: false };
    const ends = reach(right.root, at, true);
    if (ends === only(NO)) return { verdict: "unlikely", open: false };
    if (ends === only(MAYBE)) return { verdict: "possible", open: false };
    if (ends === only(HAVE)) return { verdict: "have", open: false };
    return settled(ends) ? { verdict: "likely", open: false } : { verdict: "possible", open: true };
  };
  const verdicts = (a) => { const at = choose(a); return rights.map((right) => verdict(right, at)); };

  // narrowing is the diagram with the answers filled in: a question stays only where its answer still tells something.
  const narrowing = (at) => {
    const done = new Map(), unique = new Map(), hangsOn = [0, 0, 0, 0, 0]; // of each narrowed node: its questions
    const narrow = (node) => {
      if (node < ENDS) return node === HAVE ? YES : node;
      let narrowed = done.get(node);
      if (narrowed === undefined) {
        const l = level[node - ENDS];
        narrowed = at[l] >= 0 ? narrow(kid(node, at[l])) : open(node, l);
        done.set(node, narrowed);
      }
      return narrowed;
    };
    const open = (node, l) => {
      const to = [];
      let single = IMPOSSIBLE, same = true, below = 0;
      for (let v = 0; v < width[l]; v++) {
        to.push(v === 0 && at[l] === ABOVE ? IMPOSSIBLE : narrow(kid(node, v)));
        below |= hangsOn[to[v]];
        if (to[v] === IMPOSSIBLE || to[v] === single) continue;
        if (single === IMPOSSIBLE) single = to[v];
        else same = false;
      }
      if (same) return single;
      const key = l + ":" + to.join();
      let one = unique.get(key);
      if (one === undefined) {
        one = hangsOn.push(below | 1 << questionAt[l]) - 1;
        unique.set(key, one);
      }
      return one;
    };
    return (root) => hangsOn[narrow(root)];
  };

  // openRights are the rights that another answer can settle, and the questions on which they still hang.
  const openRights = (at) => {
    const hangs = narrowing(at);
    const open = rights.map((right) => !right.info && !settled(reach(right.root, at, true)));
    let waiting = 0;
    rights.forEach((right, i) => { if (open[i]) waiting |= hangs(right.root); });
    questions.forEach((q, i) => {
      if (on[i] >= 0 && waiting >> i & 1 && at[questions[on[i]].level] < 0) waiting |= 1 << on[i]; // it opens the one that counts
    });
    return { open, waiting };
  };

  // waiting are the questions that may still be asked: no other can change a verdict any more.
  const waiting = (a, passed) => {
    const still = openRights(choose(a)).waiting & ~passed & ~a.given;
    return questions.filter((q, i) => still >> i & 1 && !(on[i] >= 0 && passed >> on[i] & 1 && !has(a, on[i]))).map((q) => q.id);
  };

  // next is the question whose answer decides most verdicts; null when none can.
  const next = (a, passed) => {
    const { open, waiting } = openRights(choose(a));
    let best = null, fallback = null, most = { rights: 0, weight: 0, answers: 1 };
    questions.forEach((q, i) => {
      if (!(waiting & ~passed & ~a.given & 1 << i) || on[i] >= 0 && !(has(a, on[i]) && a.value[on[i]] > 0)) return;
      fallback ??= q.id;
      const gained = gain(i, a, open);
      if (beats(gained, most)) [best, most] = [q.id, gained];
    });
    return best ?? fallback;
  };
  // gain is what the answers to a question settle, in all: how many open rights, and their weight. Divided by the number of
  // answers it is what one settles on average.
  const gain = (q, a, open) => {
    const sum = { rights: 0, weight: 0, answers: 0 };
    for (let n = 0; n < tries(q); n++) {
      const b = on.includes(q) ? agree(set(a, q, nth(q, n))) : set(a, q, nth(q, n));
      if (!b) continue;
      const at = choose(b), times = share(q, n);
      rights.forEach((right, i) => {
        if (!open[i] || !(right.asks >> q & 1) || !settled(reach(right.root, at, true))) return;
        sum.rights += times;
        sum.weight += times * right.weight;
      });
      sum.answers += times;
    }
    return sum;
  };
  // beats says whether a gain is more on average, by whole numbers alone: more rights, or as many and more weight.
  const beats = (one, other) => {
    const more = one.rights * other.answers - other.rights * one.answers;
    return more !== 0 ? more > 0 : one.weight * other.answers > other.weight * one.answers;
  };
  // share is how many possible answers the n-th stands for: the numbers in its range, or one.
  const share = (q, n) => {
    const { cuts, max } = questions[q];
    return cuts ? (cuts[n + 1] ?? max + 1) - cuts[n] : 1;
  };
  const tries = (q) => (questions[q].cuts ?? questions[q].codes).length;
  const nth = (q, n) => (questions[q].kind === "number" ? questions[q].cuts[n] : questions[q].kind === "many" ? 1 << n : n);

  // deciding are the questions without an answer of which one answer alone settles a right that is open: after it the verdict is
  // no longer open, be it that only a person can tell.
  const deciding = (a, right) => {
    if (!verdict(right, choose(a)).open) return [];
    return questions.filter((_, q) => right.asks >> q & 1 && !has(a, q) && settles(right, a, q)).map((q) => q.id);
  };
  const settles = (right, a, q) => {
    for (let n = 0; n < tries(q); n++) {
      const b = agree(set(a, q, nth(q, n)));
      const ends = b ? reach(right.root, choose(b), true) : 0; // 0: nobody can answer that
      if (ends !== 0 && settled(ends)) return true;
    }
    return false;
  };

  return { program, none, answer, given, verdicts, waiting, next, deciding, choose, reach, indexOf, has, set, agree, standsAlone };
};

// The views of the rights check, drawn from a walk. They decide nothing and hear nothing: what can be touched says in
// data-do what it does, and phone-rights.js does it.
"use strict";

const rightsViews = (guide, texts, lang) => {
  const standingIcons = { have: "check", likely: "check", ask: "help", unclear: "search", unlikely: "minus", info: "info" };
  const { told } = texts;
  const good = (standing) => standing === "have" || standing === "likely";

  const fill = (text, args) => text.replace(/\{\{\.(\w+)\}\}/g, (_, name) => args[name]);
  const say = (key, args = {}) => fill(texts.words[key] ?? `⟦${key}⟧`, args);
  const plural = new Intl.PluralRules(lang);
  const count = (key, n) => fill(texts.words[key][plural.select(n)] ?? texts.words[key].other, { Count: n });
  const list = (words) => (words.length < 2 ? words.join("")
    : say("list.and", { Rest: words.slice(0, -1).join(say("list.comma")), Last: words[words.length - 1] }));

  const el = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
    made.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
    return made;
  };
  const icon = (name) => document.getElementById("icons").content.querySelector(".icon-" + name)?.cloneNode(true); // without a drawing there is the word
  const span = (...children) => el("span", {}, ...children);
  const bold = (text) => el("b", {}, text);
  const button = (does, style, id, ...children) => el("button", { type: "button", class: "button" + style, "data-do": does, "data-id": id }, ...children);
  const heading = (text) => el("h1", { id: "heading" }, text);

  // callable is a text in which a touch calls a number.
  const callable = (text) => text.split(/(\b0\d{2,3}(?: \d{2,3}){2,3}\b|\b(?:1777|112)\b)/).map((part, i) =>
    (i % 2 ? el("a", { class: "ltr", href: "tel:" + part.replace(/ /g, "") }, part) : part));

  const way = (progress) => el("div", { class: "way" },
    button("back", " bare back", undefined, icon("back"), span(say("action.back"))), progress);
  const wipe = () => el("form", { method: "post", action: "/end", class: "wipe", autocomplete: "off", "data-does": "wipe" },
    el("button", { type: "submit", class: "button bare" }, icon("trash"), span(say("action.stop"))));
  const problem = (text) => el("p", { class: "wrong", id: "wrong" }, icon("warning"), span(text));
  const alert = (key) => el("div", { class: "note alert", role: "alert" }, icon("warning"), el("p", {}, say(key)));

  // question asks one question. In place stands what was typed or ticked there before, and whether that was no answer.
  const question = (walk, place) => {
    const q = guide.questions.find((one) => one.id === walk.at), asked = texts.questions[q.id];
    const { at, left } = guide.progress(walk);
    const typed = !asked.answers; // a number of which there are too many to pick from
    const text = say("check.progress", { At: at }) + ". " + (left > 0 ? count("check.left", left) : say("check.last"));
    return [
      way(el("progress", { value: at, max: at + left, "aria-hidden": "true" })),
      el("p", { class: "progress soft small" }, text),
      el("form", { class: "question", "data-does": "answer", autocomplete: "off", novalidate: true },
        heading(asked.ask),
        el("p", { class: "why soft" }, asked.why),
        place.wrong && !typed && problem(say("check.wrong.answer")),
        typed ? field(q, place, guide.given(walk, q.id)) : tiles(q, asked, place.ticked ?? guide.given(walk, q.id) ?? []),
        (typed || q.kind === "many") && el("button", { type: "submit", class: "button strong" }, say("action.next"), icon("next")),
        button("skip", "", undefined, say("action.skip"))),
      running(walk),
      wipe(),
    ];
  };

  const field = (q, place, given) => el("div", { class: "field short" },
    el("label", { for: "typed" }, say("check.age.label")),
    place.wrong && problem(say("check.wrong.number", { Min: q.min ?? 0, Max: q.max })),
    el("input", {
      class: "input", id: "typed", name: "answer", inputmode: "numeric", dir: "ltr", maxlength: "12", autocomplete: "off", spellcheck: "false",
      value: place.typed ?? given?.[0] ?? "", "aria-invalid": place.wrong ? "true" : undefined, "aria-describedby": place.wrong ? "wrong" : undefined,
    }));

  const tiles = (q, asked, given) => {
    const codes = q.codes ?? Object.keys(asked.answers);
    return el("div", { class: q.kind === "number" ? "tiles close" : "tiles", role: "group", "aria-labelledby": "heading" },
      codes.map((code) => (q.kind === "many" ? box("answer", code, asked.answers[code], given.includes(code))
        : el("button", { type: "button", class: "tile" + (given.includes(code) ? " chosen" : ""), "data-do": "choose", "data-id": code },
          span(bold(asked.answers[code]), given.includes(code) && el("span", { class: "unseen" }, ", " + say("page.chosen"))),
          given.includes(code) && icon("check")))),
      q.unsure && el("button", { type: "button", class: "tile", "data-do": "skip" }, span(bold(say("check.unsure")))));
  };
  const box = (name, value, text, checked, ...more) => el("label", { class: "tile" },
    el("input", { type: "checkbox", id: name + "-" + value, name, value, checked, autocomplete: "off" }), span(bold(text), ...more));

  // running says what was found so far, and that one may stop.
  const soFar = (walk) => {
    const found = foundNow(walk);
    return found > 0 ? count("check.found", found) : say("check.found.none");
  };
  const foundNow = (walk) => { // as many as are told without asking for it
    const counts = guide.found(walk);
    return told.reduce((sum, standing) => sum + counts[standing], 0);
  };
  const running = (walk) => {
    const { unclear } = guide.found(walk), found = foundNow(walk);
    return el("div", { class: "running" },
      el("p", { class: found > 0 ? "found" : "soft" }, found > 0 && icon("check"), span(soFar(walk))),
      unclear > 0 && el("p", { class: "soft small" }, count("check.stop.why", unclear)),
      button("results", "", undefined, say("check.stop")));
  };

  const standing = (item) => el("span", { class: "standing " + item.standing }, icon(standingIcons[item.standing]), span(say("check.standing." + item.standing)));
  const domain = (group, children) => el("section", { class: "domain" },
    el("h2", {}, icon(texts.icons[group.domain]), span(say("check.domain." + group.domain))), children);
  const groups = (walk, standings) => guide.results(walk, standings).map((group) => domain(group,
    el("ul", { class: "plain tiles" }, group.items.map((item) => el("li", {}, tile(walk, item))))));
  const tile = (walk, item) => {
    // why it does not fit tells more than what it is
    const hint = item.standing === "unlikely" ? reasons(walk, item.id)[0] ?? "" : texts.rights[item.id].short;
    return el("button", { type: "button", class: "tile", id: "right-" + item.id, "data-do": "right", "data-id": item.id },
      span(bold(texts.rights[item.id].name), standing(item), el("span", { class: "hint" }, hint)), icon("chevron-right"));
  };
  const fold = (name, text, open, children) => el("details", { class: "fold", open, "data-fold": name },
    el("summary", { class: "tile" }, span(bold(text)), icon("chevron-down")), children);
  const bullets = (lines) => lines?.length > 0 && el("ul", {}, lines.map((text) => el("li", {}, text)));
  // decides offers questions whose answer tells more.
  const decides = (key, ids) => ids.length > 0 && [
    el("h2", {}, say(key)),
    el("ul", { class: "plain tiles" }, ids.map((id) => el("li", {},
      el("button", { type: "button", class: "tile", id: "ask-" + id, "data-do": "reopen", "data-id": id }, icon("pencil"), span(bold(texts.questions[id].ask)))))),
  ];
  const reasons = (walk, id) => guide.because(walk, id).map(([which, value]) => texts.says[which]?.[value]).filter(Boolean);

  // results are the rights by life domain; open names the folds that stand open, before says whether there is a way back.
  const results = (walk, open, before, scanned) => {
    const counts = guide.found(walk);
    return [
      el("div", { class: "onscreen check" },
        before && way(),
        heading(say("check.results.title")),
        el("p", { class: "lead" }, say("check.results.lead")),
        foundNow(walk) === 0 && el("p", { class: "note" }, icon("info"), span(say("check.results.none"))),
        groups(walk, told),
        counts.unclear > 0 && el("div", { class: "note" }, icon("search"), el("p", {}, count("check.unclear", counts.unclear))),
        guide.resume(walk).at && button("resume", "", undefined, say("check.resume"), icon("next")),
        counts.unclear > 0 && fold("unclear", say("check.unclear.show"), open.has("unclear"), [decides("check.right.decides", guide.skipped(walk)), groups(walk, ["unclear"])]),
        fold("unlikely", say("check.unlikely.show"), open.has("unlikely"), groups(walk, ["unlikely", "info"])),
        el("div", { class: "deeds" },
          button("share", " strong", undefined, say("check.share"), icon("next")),
          el("p", { class: "soft small" }, say("page.check.share.hint")),
          button("print", "", undefined, icon("printer"), span(say("check.print"))),
          button("answers", "", undefined, icon("pencil"), span(say("check.answers")))),
        el("p", { class: "soft small" }, say("check.results.day", { Date: texts.date })),
        scanned && el("p", { class: "note" }, icon("hide"), el("span", {}, say("page.check.scanned"))),
        wipe()),
      paper(walk),
    ];
  };

  // paper is what is printed of the results: what to do, where, what to bring, and how old that is. Its title tells nobody who
  // finds it what it is about.
  const paper = (walk) => el("div", { class: "paper" },
    el("h1", {}, say("check.print.title")),
    el("p", {}, say("check.results.lead")),
    told.map((standing) => {
      const items = guide.results(walk, [standing]).flatMap((group) => group.items);
      return items.length > 0 && el("section", {}, el("h2", {}, say("check.standing." + standing)), items.map(entry));
    }),
    el("p", {}, say("check.results.day", { Date: texts.date }), " ", texts.call));
  // granted is how one gets a right; that it comes by itself is said only to whom it likely comes.
  const granted = ({ id, standing }) => (good(standing) && texts.rights[id].likely) || texts.rights[id].granted;
  const entry = (item) => {
    const its = { ...texts.rights[item.id] };
    its.how = [granted(item), its.how].filter(Boolean).join(" ");
    const facts = texts.paper[item.standing] ?? [];
    return el("div", { class: "entry" }, el("h3", {}, its.name), facts.map((fact) => {
      const label = bold(say("check.right." + fact).replace(/([^?؟])$/, "$1:"));
      if (fact === "bring") return its.bring?.length > 0 && [el("p", {}, label), bullets(its.bring)];
      return its[fact] && el("p", {}, label, " ", callable(its[fact]));
    }), facts.length > 0 && its.dated && el("p", { class: "soft small" }, its.dated));
  };

  // right is one right in full.
  const right = (walk, id) => {
    const item = guide.items(walk).find((one) => one.id === id), its = texts.rights[id];
    const section = (key, ...parts) => (parts.flat().some(Boolean) ? [el("h2", {}, say(key)), ...parts.filter(Boolean)] : []);
    const line = (text) => text && el("p", {}, callable(text));
    return [
      way(),
      el("div", { class: "told" },
        heading(its.name),
        el("p", {}, standing(item)),
        el("p", { class: "lead" }, its.short),
        its.outside && el("p", { class: "note" }, icon("info"), span(its.outside)),
        section("check.right.because", bullets(reasons(walk, id)),
          item.broken ? line(say("check.right.broken")) : item.standing === "ask" && line(say("check.right.person"))),
        decides("check.right.decides", guide.deciding(walk, id)),
        section("check.right.brings", line(its.brings)),
        section("check.right.how", line(granted(item)), line(its.how)),
        section("check.right.where", line(its.where)),
        section("check.right.bring", bullets(its.bring)),
        section("check.right.deadline", line(its.deadline)),
        el("p", { class: "soft small dated" }, its.dated ? its.dated + " " : "", its.source)),
      told.includes(item.standing) && el("div", { class: "deeds" }, button("share", " strong", undefined, say("check.share"), icon("next"))),
    ];
  };

  // answers are what was answered, to look over and to change.
  const answers = (walk) => [
    way(),
    heading(say("check.answers.title")),
    el("p", { class: "soft" }, say("check.answers.why")),
    el("dl", { class: "rows" }, guide.asked(walk).map((id) => {
      const asked = texts.questions[id];
      return el("div", {},
        el("dt", {}, asked.ask),
        el("dd", {}, list(guide.given(walk, id).map((code) => asked.answers?.[code] ?? code))),
        el("dd", { class: "change" }, el("button", { type: "button", class: "button bare", id: "change-" + id, "data-do": "reopen", "data-id": id },
          icon("pencil"), el("span", { "aria-hidden": "true" }, say("action.change")), el("span", { class: "unseen" }, say("review.change.of", { Row: asked.ask })))));
    })),
    decides("check.answers.skipped", guide.skipped(walk)),
    el("div", { class: "deeds" },
      guide.resume(walk).at && button("resume", "", undefined, say("check.resume"), icon("next")),
      button("results", " strong", undefined, say("check.stop"), icon("next"))),
    wipe(),
  ];

  // share lets choose what goes to a worker. The form holds the ids that are ticked and nothing else.
  const share = (walk, place) => {
    const offered = guide.results(walk, told);
    return [
      way(),
      heading(say("check.share")),
      offered.length === 0 && el("p", { class: "lead" }, say("page.check.share.nothing")),
      offered.length === 0 && el("p", {}, el("a", { class: "button strong", href: "/talk" }, say("home.talk"), icon("next"))),
      offered.length > 0 && el("form", { class: "check", method: "post", action: "/rights/share", autocomplete: "off", "data-does": "share" },
        el("p", { class: "lead" }, say("page.check.share.why")),
        place.wrong && problem(say("page.check.share.none")),
        offered.map((group) => domain(group, el("div", { class: "tiles" },
          group.items.map((item) => box("right", item.id, texts.rights[item.id].name, (place.ticked ?? []).includes(item.id), standing(item)))))),
        el("div", { class: "deeds" }, el("button", { type: "submit", class: "button strong" }, say("page.check.share.go"), icon("next")))),
    ];
  };

  return { say, alert, wipe, soFar, question, results, right, answers, share };
};

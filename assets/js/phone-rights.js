// The rights check on its page. Everything that was answered lives in the variables below and nowhere else: no cookie, no
// storage, no address, no state of the browser's history. It ends with the page, with "stop", with a quick way out, and
// after half an hour without a touch.
(() => {
  "use strict";
  const root = document.getElementById("check");
  if (!root) return;
  const idleLimit = 30 * 60 * 1000;

  let intro = [...root.childNodes];
  let lang = document.documentElement.lang;
  let guide, views; // once the data are there
  let walk = null; // null: not begun
  let places = [{ view: "intro" }], here = 0; // what "back" leads through; the browser's history holds only empty steps
  let drafts = {}; // what was typed or ticked and is no answer yet, by question, and for what to share
  let open = new Set(); // the folds that stand open in the results
  let scanned = false; // a link brought the answers, and the browser wrote it down before any script could run
  let again = null; // what to try again when the line is back
  let leaving = false;
  let touched = Date.now();

  // Scripts and data come when one begins. They are the same for everybody, and no cookie goes along for the data.
  const scripts = new Set(root.dataset.scripts.split(" ")); // those still to come
  const script = (address) => new Promise((done, failed) => {
    const made = document.createElement("script");
    made.addEventListener("load", () => { scripts.delete(address); done(); });
    made.addEventListener("error", failed);
    made.src = address;
    document.head.append(made);
  });
  const data = async (name) => {
    const answer = await fetch("/rights/" + name, { credentials: "omit" });
    if (!answer.ok) throw new Error(name);
    return answer.json();
  };
  const speak = async (to) => { views = rightsViews(guide, await data("texts." + to + ".json"), to); };
  const load = async () => {
    if (views) return;
    for (const address of scripts) await script(address);
    guide = rightsGuide(rightsEngine(await data("program.json")));
    await speak(lang);
  };
  // attempt does what needs the line. Without one it says so calmly, and keeps everything.
  const attempt = async (deed) => {
    const slow = setTimeout(() => put(copy("waiting")), 400);
    try { await deed(); } catch { again = () => attempt(deed); put(copy("trouble")); } finally { clearTimeout(slow); }
  };

  // What is seen.
  const copy = (id) => [...document.getElementById(id).content.cloneNode(true).childNodes];
  const put = (nodes) => {
    root.replaceChildren(...nodes.flat(9).filter(Boolean));
    const title = root.querySelector("h1");
    if (title) { title.tabIndex = -1; title.focus({ preventScroll: true }); }
    scrollTo(0, 0);
  };
  const draw = {
    intro: (place) => {
      const page = document.createElement("div");
      page.append(...intro.map((node) => node.cloneNode(true)));
      page.querySelector("[data-without]").remove();
      const button = page.querySelector("[data-do=begin]");
      button.hidden = false;
      if (place.wrong) page.prepend(views.alert("check.wrong.link"));
      if (walk) { button.firstChild.data = views.say("check.resume"); page.append(views.wipe()); }
      return [...page.childNodes];
    },
    urgent: () => copy("urgent"),
    question: (place) => views.question(walk, { ...place, ...drafts[place.at] }),
    results: () => views.results(walk, open, here > 0, scanned),
    right: (place) => views.right(walk, place.id),
    answers: () => views.answers(walk),
    share: (place) => views.share(walk, { ...place, ...drafts.share }),
  };
  let seen = places[0]; // the place that stands on the page
  const show = () => {
    const place = seen = places[here];
    if (place.view === "question") walk = { ...walk, at: place.at };
    put(draw[place.view](place));
    const to = document.getElementById(place.focus ?? "");
    if (to) to.focus({ preventScroll: true });
    if (to?.id === "typed") to.setSelectionRange(to.value.length, to.value.length); // one goes on writing at its end
    if (place.scroll) scrollTo(0, place.scroll);
    tell(walk ? views.soFar(walk) : "");
  };
  // tell has a screen reader say what was found, when that changes; who reads on meets it once, where it stands.
  const told = document.getElementById("told");
  let last = "", quiet;
  const tell = (found) => {
    if (found === last) return;
    told.textContent = last = found;
    clearTimeout(quiet);
    quiet = setTimeout(() => { told.textContent = ""; }, 4000);
  };

  // Where one is. A step of the browser's history is known by the browser's own name of it, where it has one.
  const step = () => window.navigation?.currentEntry?.key;
  // hold keeps what stands on the page typed or ticked and is not yet an answer.
  const hold = () => {
    const field = root.querySelector("#typed"), boxes = [...root.querySelectorAll("input[type=checkbox]")];
    const draft = {};
    if (field) draft.typed = field.value;
    if (boxes.length > 0) draft.ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    drafts[seen.at ?? seen.view] = draft;
  };
  const push = (place) => {
    places = [...places.slice(0, ++here), place];
    history.pushState(null, "", location.pathname + location.search);
    place.step = step();
  };
  const go = (...way) => {
    const before = places[here];
    if (before.view !== "question") Object.assign(before, { scroll: scrollY, focus: document.activeElement?.id });
    way.forEach(push);
    show();
  };
  // stand goes to where the walk stands. Who went back before leaves the questions in between on the way back.
  const stand = (next, correcting) => {
    const end = places.findIndex((place, i) => i > here && (place.view !== "question" || place.correcting || !next.trail.includes(place.at)));
    const between = places.slice(here + 1, end < 0 ? places.length : end).filter(({ at }) => at !== next.at && !guide.settled(next, at));
    walk = next;
    go(...between, next.at ? { view: "question", at: next.at, correcting } : { view: "results" });
  };
  addEventListener("popstate", () => {
    if (places.length === 1 || location.hash) return; // nothing to go back to, or another link
    hold();
    const at = places.findIndex((place) => place.step === step());
    here = step() && at >= 0 ? at : Math.max(0, here - 1);
    const place = places[here];
    if (place.view === "question" && guide.settled(walk, place.at)) history.back(); // it makes no sense any more
    else show();
  });
  const reset = () => {
    if (!walk) return;
    walk = again = null;
    scanned = false;
    drafts = {};
    open = new Set();
    places = [{ view: "intro", step: step() }];
    here = 0;
    tell("");
    put(draw.intro(places[0]));
  };

  // What can be done.
  const begin = () => attempt(async () => {
    await load();
    places[here].wrong = false;
    stand(walk ? guide.resume(walk) : guide.begin());
  });
  // answered goes on; without a walk what was typed is no answer, and is asked again. A correction leads back to the
  // results, unless it opened a question that hangs on it.
  const answered = (next) => {
    const place = places[here];
    Object.assign(place, { wrong: !next, focus: next ? undefined : "typed" });
    if (!next) { hold(); show(); return; }
    delete drafts[place.at];
    const opened = guide.questions.find((q) => q.id === next.at);
    stand(place.correcting && opened?.depends !== walk.at ? { ...next, at: null } : next, place.correcting);
  };
  const deeds = {
    begin,
    back: () => history.back(),
    choose: (code) => answered(guide.answer(walk, [code])),
    skip: () => answered(guide.skip(walk)),
    results: () => { hold(); go({ view: "results" }); },
    resume: () => stand(guide.resume(walk)),
    right: (id) => go({ view: "right", id }),
    reopen: (id) => stand(guide.reopen(walk, id), true),
    answers: () => go({ view: "answers" }),
    share: () => go({ view: "share" }),
    print: () => print(),
    again: () => again(),
    stay: () => show(),
  };
  root.addEventListener("click", (event) => {
    const at = event.target.closest("[data-do]");
    if (at && event.detail < 2) deeds[at.dataset.do](at.dataset.id); // a second tap at once was meant for what stood here before
  });
  root.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || target.name !== "answer" || !target.checked) return;
    const none = guide.questions.find((q) => q.id === walk.at).none ?? []; // "none of these" takes the others away, and they it
    for (const box of root.querySelectorAll("input[name=answer]")) {
      if (box !== target && (none.includes(target.value) || none.includes(box.value))) box.checked = false;
    }
  });
  root.addEventListener("toggle", ({ target }) => {
    if (target.dataset.fold) open[target.open ? "add" : "delete"](target.dataset.fold);
  }, true);
  // western writes the digits of an Arabic or Persian keyboard as ours.
  const western = (text) => text.trim().replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15);
  const submits = {
    answer: (form, event) => {
      event.preventDefault();
      const field = form.querySelector("#typed");
      if (field) answered(guide.answer(walk, [western(field.value)]));
      else answered(guide.answer(walk, [...form.querySelectorAll(":checked")].map((box) => box.value)));
    },
    share: (form, event) => {
      if (form.querySelector(":checked")) return;
      event.preventDefault();
      Object.assign(places[here], { wrong: true, focus: form.querySelector("input").id });
      show();
    },
    wipe: () => { leaving = true; },
  };
  root.addEventListener("submit", (event) => submits[event.target.dataset.does]?.(event.target, event));

  // Another language, in place: the words, and everything around them.
  const change = (to) => attempt(async () => {
    const page = await fetch(location.pathname + "?lang=" + to);
    if (!page.ok) throw new Error("page");
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    await speak(to);
    lang = to;
    for (const part of [".past", ".top", ".bar", ".foot", "#icons", "#urgent", "#waiting", "#trouble"]) {
      document.querySelector(part).replaceWith(document.adoptNode(fresh.querySelector(part)));
    }
    intro = [...fresh.querySelector("#check").childNodes].map((node) => document.adoptNode(node));
    for (const attribute of ["lang", "dir"]) document.documentElement[attribute] = fresh.documentElement[attribute];
    document.title = fresh.title;
    history.replaceState(null, "", location.pathname + "?lang=" + to);
    show();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || !walk || event.ctrlKey || event.metaKey) return;
    if (link.matches(".languages a")) { hold(); link.closest("details").open = false; change(link.hreflang); }
    else if (link.matches(".bar a")) { hold(); go({ view: "urgent" }); }
    else if (link.matches(".past")) root.querySelector("h1").focus();
    else return;
    event.preventDefault();
  });

  // The end: a quick way out or "stop", here or on another page of ours while the browser keeps this one; half an hour.
  addEventListener("pagehide", () => { if (leaving) reset(); leaving = false; });
  addEventListener("forget", reset);
  if (window.BroadcastChannel) new BroadcastChannel("forget").addEventListener("message", reset);
  const rest = () => { if (walk && Date.now() - touched > idleLimit) reset(); };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => { rest(); touched = Date.now(); }, true);
  addEventListener("pageshow", rest);
  document.addEventListener("visibilitychange", rest);
  setInterval(rest, 20 * 1000);

  // follow opens what a link carries behind its #, which no server sees.
  const follow = (text) => attempt(async () => {
    await load();
    walk = guide.unpack(text);
    drafts = {};
    scanned = walk !== null;
    places = [{ view: walk ? "results" : "intro", wrong: !walk, step: step() }];
    here = 0;
    show();
  });
  const arrive = () => {
    const carried = location.hash.slice(1);
    if (!carried || document.getElementById(carried)) return;
    history.replaceState(null, "", location.pathname + location.search);
    follow(carried);
  };
  addEventListener("hashchange", arrive); // a link that is opened where the page stands already
  history.scrollRestoration = "manual";
  places[0].step = step();
  root.replaceChildren(...draw.intro(places[0]));
  arrive();
})();

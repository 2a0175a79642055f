// Makes the queue live. The server says only that something changed; the page then asks for itself again and takes over
// the lines that differ, so that filter, focus and place on the screen stay where they were. Without this script the
// browser's reload does the same.
"use strict";
{
  const queue = document.getElementById("queue");
  const state = document.getElementById("line-state");
  const say = document.getElementById("say");
  let title = document.title;
  const deaf = 45 * 1000; // two beats and a bit of the server's
  let source = null;
  let heard = 0;
  let wait = 1000;
  let planned = 0;
  let asking = false;
  let again = false;
  let unseen = 0;
  let pressed = false;
  let shown = queue.innerHTML;

  addEventListener("pointerdown", () => { pressed = true; });
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { pressed = false; });

  // ---- taking over what changed ----

  const lines = (root) => new Map([...root.querySelectorAll(".line")].map((line) => [line.id, line]));

  // anchor is a line in view with its place, so that what comes in above it does not push it away.
  const anchor = () => {
    const active = document.activeElement && document.activeElement.closest(".line");
    const line = active || [...queue.querySelectorAll(".line")].find((one) => one.getBoundingClientRect().top >= 0);
    return line ? { id: line.id, top: line.getBoundingClientRect().top } : null;
  };

  const focused = () => {
    const element = document.activeElement;
    const line = element && element.closest(".line");
    return line ? { id: line.id, open: element.classList.contains("line-open") } : null;
  };

  const take = (fresh) => {
    const calls = document.getElementById("menu-calls");
    if (calls) calls.textContent = fresh.getElementById("menu-calls").textContent;
    const html = fresh.getElementById("queue").innerHTML;
    if (html === shown) return;
    if (pressed) { setTimeout(take, 300, fresh); return; } // not from under a finger
    shown = html;
    const before = lines(queue);
    const place = anchor();
    const focus = focused();
    queue.replaceChildren(...fresh.getElementById("queue").childNodes);
    document.getElementById("summary").textContent = fresh.getElementById("summary").textContent;
    document.getElementById("urgent").replaceWith(fresh.getElementById("urgent"));
    title = fresh.title;
    document.title = badged();
    const after = lines(queue);
    let added = 0;
    let changed = 0;
    for (const [id, line] of after) {
      const old = before.get(id);
      if (!old) added += 1;
      else if (old.dataset.version !== line.dataset.version) changed += 1;
      else continue;
      line.classList.add("fresh");
    }
    for (const id of before.keys()) if (!after.has(id)) changed += 1;
    if (focus && after.has(focus.id)) {
      const line = after.get(focus.id);
      const target = (!focus.open && line.querySelector(".line-do button, .line-do a")) || line.querySelector("a.line-open");
      if (target) target.focus({ preventScroll: true });
    }
    if (place && after.has(place.id)) scrollBy(0, after.get(place.id).getBoundingClientRect().top - place.top);
    announce(added, changed);
  };

  const badged = () => (unseen ? say.dataset.badge.replace("#", unseen) + " " : "") + title;

  const announce = (added, changed) => {
    const words = [];
    if (added) words.push((added === 1 ? say.dataset.new : say.dataset.news).replace("#", added));
    if (changed) words.push((changed === 1 ? say.dataset.change : say.dataset.changes).replace("#", changed));
    if (!words.length) return;
    say.textContent = words.join(" ");
    if (document.hidden) {
      unseen += added;
      document.title = badged();
    }
  };

  const refresh = async () => {
    if (asking) { again = true; return; }
    asking = true;
    try {
      const answer = await fetch(location.href, { headers: { "Wijkloket-Background": "1" }, cache: "no-store" });
      if (answer.redirected) { leave(); return; }
      if (answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // the line is down; the stream notices too and catches up
    } finally {
      asking = false;
      if (again) { again = false; refresh(); }
    }
  };

  // ---- the stream ----

  // A browser keeps six connections to a host, so of all open tabs one holds the stream and tells the others.
  const tabs = new BroadcastChannel("wijkloket-queue");

  const leave = () => location.replace("/onthaal/aanmelden?na=pauze");
  const show = (on) => {
    state.hidden = false;
    state.classList.toggle("off", !on);
    const text = on ? state.dataset.live : state.dataset.lost;
    if (state.textContent !== text) state.textContent = text;
  };
  const act = (kind) => {
    if (kind === "bye") { leave(); return; }
    if (kind === "lost") { show(false); return; }
    heard = Date.now();
    show(true);
    if (kind === "hello") refresh();
    if (kind === "change") { clearTimeout(planned); planned = setTimeout(refresh, 200); }
  };
  const hear = (kind) => { wait = 1000; act(kind); tabs.postMessage(kind); };
  tabs.onmessage = (message) => act(message.data);

  const connect = () => {
    source = new EventSource("/onthaal/events");
    heard = Date.now();
    for (const kind of ["hello", "beat", "change", "bye"]) source.addEventListener(kind, () => hear(kind));
    source.onerror = retry;
  };
  const retry = () => {
    if (!source) return;
    source.close();
    source = null;
    act("lost");
    tabs.postMessage("lost");
    if (navigator.onLine) refresh(); // a session that is over shows itself here
    setTimeout(connect, wait + Math.random() * wait / 2);
    wait = Math.min(wait * 2, 30 * 1000);
  };
  setInterval(() => { if (Date.now() - heard > deaf) { if (source) retry(); else show(false); } }, 5000);

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unseen = 0;
    document.title = title;
  });

  // ---- the keyboard: up and down walk along the lines ----

  queue.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const line = event.target.closest(".line");
    if (!line) return;
    const all = [...queue.querySelectorAll("a.line-open")];
    const next = all[all.indexOf(line.querySelector("a.line-open")) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  heard = Date.now();
  if (navigator.locks) navigator.locks.request("wijkloket-queue", () => new Promise(connect)); // held until this tab closes
  else connect();
}

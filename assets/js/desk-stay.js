// Keeps the session of someone who is at work, and covers the page of someone who left. The server alone decides when a
// session ends; this only says so in time. Someone who types or points is there, even when nothing is sent.
"use strict";
{
  const veil = document.getElementById("stay");
  const warnAfter = veil.dataset.warn * 1000;
  const endAfter = veil.dataset.idle * 1000;
  const tellEvery = 4 * 60 * 1000;
  let told = Date.now(); // when the server last knew
  let before = null; // where the focus was
  let leaving = false;
  const tabs = new BroadcastChannel("wijkloket-stay"); // whoever works in one tab is there in all of them
  tabs.postMessage("here"); // the server knew when it sent this page
  tabs.onmessage = () => { told = Date.now(); if (!veil.hidden) hide(); };

  const tell = async () => {
    const last = told;
    told = Date.now();
    try {
      const answer = await fetch("/onthaal/aanwezig", { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" } });
      if (answer.redirected || answer.status >= 400) leave();
      else tabs.postMessage("here");
    } catch {
      told = last; // the line is down: try again at the next touch
    }
  };
  const leave = () => {
    if (leaving) return; // asking again every second would begin the way out anew on a slow line, and never end it
    leaving = true;
    location.replace("/onthaal/aanmelden?na=pauze");
  };
  const show = () => {
    before = document.activeElement;
    veil.hidden = false;
    document.querySelectorAll(".bar, main, .foot").forEach((part) => { part.inert = true; });
    veil.querySelector("button").focus();
  };
  const hide = () => {
    veil.hidden = true;
    document.querySelectorAll(".bar, main, .foot").forEach((part) => { part.inert = false; });
    if (before) before.focus();
  };
  const touch = () => {
    if (!veil.hidden) return; // only the button goes on
    if (Date.now() - told > tellEvery) tell();
  };

  for (const kind of ["keydown", "pointerdown", "wheel"]) addEventListener(kind, touch, { passive: true });
  veil.querySelector("button").addEventListener("click", () => { hide(); tell(); });
  setInterval(() => {
    const quiet = Date.now() - told;
    if (quiet >= endAfter) leave();
    else if (quiet >= warnAfter && veil.hidden) show();
  }, 1000);
}

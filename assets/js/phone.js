// What a script adds to the phone pages. Every page works without it, nothing is stored (T-33), and nothing here
// fails when something is missing.
(() => {
  "use strict";

  // What a page of ours holds in memory goes, also behind "back" and in another tab.
  const forget = () => { if (window.BroadcastChannel) new BroadcastChannel("forget").postMessage(""); };

  // Leave quickly (T-36): one tap, or three times Shift. The page goes blank at once, whatever the line does, and its place
  // in the browser's history is taken by where it leads.
  const exit = () => document.querySelector("[data-exit]");
  const leave = () => {
    document.documentElement.classList.add("going");
    document.title = "Kortrijk";
    const to = navigator.onLine ? exit().href : "about:blank";
    dispatchEvent(new Event("forget"));
    forget();
    location.replace(to);
  };
  if (exit()) {
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-exit]")) return;
      event.preventDefault();
      leave();
    });
    let presses = [];
    addEventListener("keydown", (event) => {
      if (event.key !== "Shift") { presses = []; return; }
      if (event.repeat) return;
      presses = presses.filter((at) => event.timeStamp - at < 2000).concat(event.timeStamp);
      if (presses.length >= 3) leave();
    });
  }

  // A page that the browser kept as it was may show what is already wiped: ask for it again. One that wipes itself stays.
  addEventListener("pageshow", (event) => { if (event.persisted && !document.querySelector("[data-stays]")) location.reload(); });

  // The secret of a link stands behind its #, which no server sees (T-29). It leaves the address bar and the history, and
  // goes out in the body of a form: at once to show, after a tap to take over.
  const form = document.querySelector("form[data-fragment]");
  const secret = location.hash.slice(1);
  if (form && secret) {
    history.replaceState(null, "", location.pathname);
    const code = form.elements.namedItem("code");
    const taken = form.elements.namedItem("secret");
    if (code && !code.value) {
      const whole = secret.replace(/[^0-9A-Za-z]/g, "").length > 10; // a link may hold the public part once more
      code.value = whole ? secret : form.dataset.locator + secret;
      form.requestSubmit();
    } else if (taken) {
      taken.value = secret;
      form.hidden = false;
      const without = document.querySelector("[data-without]");
      if (without) without.hidden = true;
    }
  }

  // Where something has to be corrected, one goes on writing at its end.
  const wrong = document.querySelector("[autofocus]");
  if (wrong) {
    try { wrong.setSelectionRange(wrong.value.length, wrong.value.length); } catch { /* a browser does not allow it for e-mail */ }
  }

  // Copy the code.
  const copy = document.querySelector("[data-copy]");
  const code = document.querySelector("[data-code]");
  if (copy && code && navigator.clipboard) {
    const said = document.querySelector("[data-copied]");
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent.replace(/\s/g, ""));
        said.textContent = said.dataset.copied;
      } catch { /* not allowed here: the code stands on the page */ }
    });
  }

  // A form goes out once, however often it is tapped.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return; // it stays on the page
    if (form.dataset.gone) event.preventDefault();
    if (form.getAttribute("action") === "/end") forget();
    form.dataset.gone = "yes";
    setTimeout(() => { delete form.dataset.gone; }, 3000);
  });
})();

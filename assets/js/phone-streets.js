// Offers streets while one is typed. What is typed goes out in a body, never in an address, and only to this server.
(() => {
  "use strict";
  const field = document.querySelector("[data-streets]");
  if (!field) return;

  const list = document.createElement("ul");
  list.className = "offers";
  list.id = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${field.id}"]`).textContent);
  field.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": "offers", "aria-expanded": "false",
  })) field.setAttribute(name, value);

  let offers = [];
  let at = -1;
  let asked = 0;
  let waiting;

  const close = () => { offers = []; at = -1; show(); };
  const show = () => {
    list.replaceChildren(...offers.map((offer, i) => {
      const item = document.createElement("li");
      item.id = "offer-" + i;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(i === at));
      item.dir = "ltr";
      item.lang = "nl";
      const name = document.createElement("b");
      name.textContent = offer.name;
      const place = document.createElement("span");
      place.className = "soft small";
      place.textContent = [offer.postcode, offer.place].filter(Boolean).join(" ");
      item.append(name, place);
      item.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
      item.addEventListener("click", () => choose(offer));
      return item;
    }));
    list.hidden = offers.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    if (at >= 0) field.setAttribute("aria-activedescendant", "offer-" + at);
    else field.removeAttribute("aria-activedescendant");
  };
  const choose = (offer) => {
    field.value = offer.name;
    const set = (id, value) => {
      const other = document.getElementById(id);
      if (other && value) other.value = value;
    };
    set("postcode", offer.postcode);
    set("number", offer.number);
    close();
    const number = document.getElementById("number");
    if (number && !number.value) number.focus();
  };
  const ask = async () => {
    const mine = ++asked;
    try {
      const answer = await fetch(field.dataset.streets, { method: "POST", body: new URLSearchParams({ q: field.value }) });
      const found = answer.ok ? await answer.json() : [];
      if (mine !== asked) return; // a later letter was faster
      offers = found;
      at = -1;
      show();
    } catch { close(); } // no line: the field works as it is
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (field.value.trim().length < 2) { asked++; close(); return; }
    waiting = setTimeout(ask, 120);
  });
  field.addEventListener("blur", () => { asked++; clearTimeout(waiting); close(); });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      asked++; // the list stays as it is while one chooses from it
      clearTimeout(waiting);
      at = (at + steps[event.key] + offers.length + (at < 0 && steps[event.key] < 0 ? 1 : 0)) % offers.length;
      show();
    } else if (event.key === "Enter" && at >= 0) {
      choose(offers[at]);
    } else if (event.key === "Escape") {
      close();
    } else return;
    event.preventDefault();
  });
})();

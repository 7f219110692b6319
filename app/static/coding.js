// The desk of open answers: one answer at a time, by keys. Whatever is ticked is sent at once and,
// where the connection fails, again and again until it has arrived. Without this file the page is
// a plain form of the same fields.
"use strict";
(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const CELLS = { s: "strength", с: "strength", w: "weakness", л: "weakness",
                  o: "opportunity", в: "opportunity", t: "threat", у: "threat" };
  const RETRY = 3000;
  const cards = [...desk.querySelectorAll("[data-answer]")];
  const state = document.getElementById("state");
  const save = document.getElementById("save");
  const waiting = new Set(); // answers that have not arrived as they are ticked now
  const refused = new Set();
  const left = document.getElementById("left");
  const isNew = cards.some((card) => !("done" in card.dataset));
  const first = isNew ? Number(left.dataset.left) : 0; // left when the page was made
  let current = 0, sending = false, failure = "", timer = 0, leaving = false, touched = false;

  const field = (card, name) => card.querySelector(`[name$="-${name}"]`);
  const boxes = (card) => [...card.querySelectorAll("[data-themes] input")];

  function body(card) {
    const sent = new URLSearchParams();
    for (const one of card.querySelectorAll("input")) {
      if (["checkbox", "radio"].includes(one.type) && !one.checked) continue;
      sent.append(one.name.replace(/^answers-\d+-/, ""), one.value);
    }
    return sent;
  }

  function tell() {
    const { saved, saving } = desk.dataset;
    state.textContent = !touched ? "" : failure ? `${failure} ${waiting.size}` : waiting.size ? saving : saved;
    state.className = failure ? "text-danger fw-bold" : waiting.size ? "text-body-secondary" : "text-success";
    save.hidden = !failure;
    const n = first - cards.filter((card) => "done" in card.dataset).length;
    document.getElementById("place").textContent =
      `${desk.dataset.place} ${current + 1} ${desk.dataset.of} ${cards.length}` +
      (first ? `, ${desk.dataset.left} ${n}` : "");
  }

  function keep(card) {
    touched = true;
    waiting.add(card);
    card.dataset.done = "";
    tell();
    send();
  }

  async function send() {
    const [card] = waiting;
    if (sending || !card) return;
    sending = true;
    clearTimeout(timer);
    const sent = body(card), asked = sent.toString();
    sent.set("csrf_token", desk.elements.csrf_token.value);
    try {
      const answer = await fetch(desk.dataset.address, { method: "POST", body: sent, redirect: "manual" });
      const isOurs = (answer.headers.get("content-type") || "").startsWith("application/json");
      if (!isOurs) throw new Error(answer.status < 500 ? "signed out" : "server");
      const found = await answer.json();
      failure = "";
      refused.delete(card);
      if (body(card).toString() === asked) waiting.delete(card);
      take(card, found, sent);
    } catch (error) {
      failure = error.message === "signed out" ? desk.dataset.signedOut : desk.dataset.offline;
      if (error.message === "signed out") await sign();
      timer = setTimeout(send, RETRY);
    }
    sending = false;
    tell();
    if (!failure) send();
  }

  // Whoever has signed in again elsewhere has another token against forged requests.
  async function sign() {
    try {
      const page = await (await fetch(location.href, { redirect: "manual" })).text();
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("#desk [name=csrf_token]");
      if (fresh) desk.elements.csrf_token.value = fresh.value;
    } catch { /* no connection either: the next attempt asks again */ }
  }

  function take(card, found, sent) {
    card.querySelector("[data-error]").textContent = found.message || "";
    if (found.message) {
      refused.add(card);
      waiting.delete(card);
      field(card, "released").checked = false;
    } else {
      const typed = field(card, "new_theme");
      if (typed.value === sent.get("new_theme")) typed.value = "";
      field(card, "was").value = found.was;
    }
    if (found.themes) counted(found.themes);
    for (const box of boxes(card)) if ((found.ticked || []).includes(Number(box.value))) box.checked = true;
  }

  function counted(themes) {
    const known = new Map(themes.map((theme) => [String(theme.id), theme]));
    for (const card of cards) {
      for (const box of boxes(card)) if (!known.has(box.value)) box.parentElement.remove();
      const there = new Set(boxes(card).map((box) => box.value));
      for (const theme of themes) if (!there.has(String(theme.id)) && theme.n && there.size < 60) add(card, theme);
    }
    for (const count of desk.querySelectorAll("[data-count]")) count.textContent = known.get(count.dataset.count).n;
  }

  function add(card, theme) {
    const held = card.querySelector("[data-themes]");
    const box = document.createElement("input"), label = document.createElement("label");
    box.type = "checkbox";
    box.className = "btn-check";
    box.name = held.dataset.themes;
    box.value = theme.id;
    box.id = `${held.dataset.themes}-${theme.id}`;
    label.className = "btn btn-sm btn-outline-primary text-start chip";
    label.htmlFor = box.id;
    label.dir = "auto";
    const number = boxes(card).length + 1;
    if (number < 10) label.append(Object.assign(document.createElement("kbd"), { textContent: number }), " ");
    label.append(Object.assign(document.createElement("span"), { textContent: theme.title }), " ");
    const count = Object.assign(document.createElement("span"), { className: "count", textContent: theme.n });
    count.dataset.count = theme.id;
    label.append(count);
    const together = document.createElement("span");
    together.append(box, label);
    held.append(together);
  }

  function show(place) {
    current = place;
    cards.forEach((card, at) => {
      card.hidden = at !== place;
      card.classList.toggle("is-current", at === place);
    });
    for (const part of desk.querySelectorAll("[data-part]")) part.hidden = !part.contains(cards[place]);
    tell();
    cards[place].focus({ preventScroll: true });
  }

  function next() {
    const card = cards[current];
    if (!("done" in card.dataset) || field(card, "new_theme").value.trim()) keep(card);
    if (current + 1 < cards.length) show(current + 1);
    else if (desk.dataset.onward) leave();
  }

  // The next page comes when everything of this one has arrived.
  function leave() {
    if (refused.size) show(cards.indexOf([...refused][0]));
    else if (waiting.size) setTimeout(leave, 100);
    else location.assign(desk.dataset.onward);
  }

  function press(box) {
    if (box) box.click();
  }

  function typed(event, card) {
    if (event.key === "Escape") card.focus();
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.target.value.trim()) keep(card);
    card.focus();
  }

  desk.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const card = cards[current], key = event.key.toLowerCase();
    if (event.target.matches("input.new-theme")) return typed(event, card);
    if (key === "enter" && event.target.matches("button, a, summary")) return;
    if (key === "enter" || key === "arrowright") next();
    else if (key === "arrowleft") show(Math.max(current - 1, 0));
    else if (/^[1-9]$/.test(key)) press(boxes(card)[key - 1]);
    else if (key in CELLS) {
      const cell = card.querySelector(`input[value="${CELLS[key]}"]`);
      press(cell.checked ? card.querySelector('input[type=radio][value=""]') : cell);
    } else if (key === "n" || key === "т") field(card, "new_theme").focus();
    else if (key === "q" || key === "ц") press(field(card, "released"));
    else return;
    event.preventDefault();
  });
  desk.addEventListener("change", (event) => {
    const card = event.target.closest("[data-answer]");
    if (card && (event.target.type !== "text" || event.target.value.trim())) keep(card);
  });
  desk.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) next();
    if (event.target.closest("[data-back]")) show(Math.max(current - 1, 0));
  });
  desk.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size && !leaving) event.preventDefault();
  });

  for (const hidden of desk.querySelectorAll("[data-script]")) hidden.hidden = false;
  for (const hidden of desk.querySelectorAll("[data-plain]")) hidden.hidden = true;
  for (const card of cards) card.tabIndex = -1;
  left.hidden = true;
  show(0);
})();

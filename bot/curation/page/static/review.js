/** The review: the article with its passages, the entry that is being reviewed, and the keys. */

import { el, unseen } from "./dom.js";
import { drawEntry, showProblems } from "./entry.js";

const PAUSE = 250; // milliseconds after a keystroke until the text is checked
const $ = (id) => document.getElementById(id);
const token = location.hash.slice(1);
const ACTIONS = [ // key, what to do, label, kinds of entries that it is for
  ["k", "keep", "Keep", "source topic fact unknown name"], ["m", "merge", "Merge", "fact topic"], ["d", "drop", "Drop"],
  ["x", "split", "Split", "fact"], ["+", "quote", "Add a quote", "fact"], ["f", "fact", "Add a fact"],
  ["c", "acknowledge", "Acknowledge", "fact"], ["y", "wording", "Wording alone", "fact"], ["u", "undo", "Undo"],
  ["p", "propose", "Propose", "fact"], ["n", "next", "Next"], ["v", "previous", "Previous"],
];
let state = { entries: [], sources: [] }, timer, queue = Promise.resolve();

/** Ask the server, one request after the other. Returns its answer, which has an error in a sentence if it refused. */
function ask(what) {
  const asked = queue.then(async () => {
    const body = what && JSON.stringify(what);
    const method = what ? "POST" : "GET";
    const answer = await fetch(what ? "/do" : "/state", { method, body, headers: { "X-Review-Token": token } });
    return answer.headers.get("Content-Type").startsWith("application/json") ? answer.json()
      : { error: await answer.text() };
  }).catch(() => ({ error: "There is no connection: the review has ended. Start it again in the terminal." }));
  queue = asked;
  return asked;
}

const here = () => state.entries[state.current]?.key;

/** Do something at the current entry and show what came of it. */
async function act(what) {
  clearTimeout(timer);
  const answer = await ask({ entry: here(), ...what });
  if (answer.entries) show(answer);
  $("news").className = answer.error ? "wrong" : "";
  $("news").textContent = answer.error ?? answer.done ?? "";
  return answer;
}

function show(next) {
  const moved = JSON.stringify(next.entries[next.current]?.key) !== JSON.stringify(here());
  const inside = $("entry").contains(document.activeElement) || document.activeElement === document.body;
  state = next;
  Object.assign($("bar"), { value: state.settled, max: Math.max(1, state.total) });
  $("counted").textContent = `${state.settled} of ${state.total} settled`;
  document.title = `${state.settled}/${state.total} · Review a draft`;
  showArticle();
  showActions();
  showEntries();
  drawEntry($("entry"), state.entry, { save, check, again: !moved });
  if (!state.entry) $("entry").replaceChildren(el("h2", { tabindex: "-1" }, finished()));
  if (moved) {
    if (inside) $("entry").querySelector("h2").focus({ preventScroll: true });
    $("side").scrollTop = 0;
    $("article").querySelector(".now")?.scrollIntoView({ block: "center" });
  }
}

function finished() {
  const stray = state.stray ? ` ${state.stray} TODO comments outside of all entries are left.` : "";
  return state.total ? `Everything is settled. Run check on the whole base.${stray}` : `Nothing to review.${stray}`;
}

function showArticle() {
  const now = (run) => run.entries.includes(state.current);
  const open = (run) => run.entries.some((number) => state.entries[number].todos);
  const narrow = (number) => ["fact", "passage"].includes(state.entries[number].kind);
  const best = (run) => run.entries.find(narrow) ?? run.entries[0];
  const shown = (run) => run.entries.length === 0 ? run.text : el("mark", {
    class: now(run) ? "now" : open(run) ? "open" : "",
    onclick: () => act({ do: "go", entry: state.entries[best(run)].key }),
  }, now(run) && unseen("[passage of this entry] "), run.text);
  $("article").replaceChildren(...state.sources.flatMap((source) =>
    [el("h2", {}, source.title), ...source.paragraphs.map((runs) => el("p", {}, ...runs.map(shown)))]));
}

function showActions() {
  const kind = state.entry?.kind;
  const able = { undo: Boolean(state.undo), merge: Boolean(state.entry?.before), drop: kind !== "source",
    acknowledge: Boolean(state.entry?.doubt), wording: Boolean(state.entry?.changed) };
  const may = (name, only) => (!only || only.split(" ").includes(kind)) && (name !== "propose" || state.proposes);
  const shown = ACTIONS.filter(([, name, , only]) => may(name, only));
  const focused = document.activeElement?.dataset?.action;
  $("actions").replaceChildren(...shown.map(([key, name, label]) => el("button", {
    type: "button", class: name === "keep" ? "button primary" : "button", "data-action": name,
    disabled: (name !== "undo" && !state.entry) || able[name] === false,
    title: name === "undo" && state.undo ? `Take back: ${state.undo}` : null,
    onclick: () => press(name),
  }, label, " ", el("kbd", { "aria-hidden": "true" }, key))));
  if (focused) $("actions").querySelector(`[data-action="${focused}"]`)?.focus();
}

function showEntries() {
  const focused = document.activeElement?.dataset?.entry;
  $("entries").replaceChildren(...state.entries.map((entry, number) => el("li", {}, el("button", {
    type: "button", "aria-current": number === state.current ? "true" : null, "data-entry": entry.key.join("|"),
    onclick: () => act({ do: "go", entry: entry.key }),
  }, el("span", { class: entry.todos ? "state" : "state settled" }, entry.kind, el("br"),
    entry.todos ? `${entry.todos} open` : "✓ settled"), el("span", { class: "line" }, entry.line)))));
  if (focused) $("entries").querySelector(`[data-entry="${CSS.escape(focused)}"]`)?.focus();
}

const save = (field, value) => act(field.form === "choice" && field.name !== "importance"
  ? { do: "choose", number: field.choices.indexOf(value) + 1 } : { do: "set", field: field.name, value });

/** Check what is being typed, without saving it. */
function check(field, value) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const answer = await ask({ do: "preview", entry: here(), field: field.name, value });
    const problems = answer.problems ?? (answer.error ? [{ key: field.name, message: answer.error }] : []);
    showProblems($("entry"), field.name, problems);
  }, PAUSE);
}

/** Do an action, or first ask for the reason that it needs. */
function press(name) {
  const { kind, doubt } = state.entry ?? {};
  const asked = {
    drop: ["fact", "passage"].includes(kind) && [`Drop this ${kind}`, "Why does no fact need this passage?", "Drop"],
    acknowledge: ["Acknowledge", `Why is “${doubt}” right, although no quote has it?`, "Acknowledge"],
    quote: ["Add a quote", "Which passage of the article proves this fact too?", "Add", chosen()],
    fact: kind !== "passage" && ["Add a fact", "Of which passage of the article?", "Add", chosen()],
  }[name];
  if (name === "propose") return propose();
  if (name === "split") return split();
  if (!asked) return act({ do: name });
  return because(name, asked);
}

/** The words of the article that are selected. */
const chosen = () => $("article").contains(getSelection().anchorNode) ? String(getSelection()).trim() : "";

/** Ask for the words that an action needs: a reason or a passage. */
function because(name, [title, about, sure, text = ""]) {
  const passage = ["quote", "fact"].includes(name);
  ["why", "about", "sure"].forEach((id, at) => { $(id).textContent = [title, about, sure][at]; });
  Object.assign($("reason"), { returnValue: "", act: name, asked: [title, about, sure] });
  Object.assign($("because"), { value: text, maxLength: passage ? 2000 : 300 });
  $("reason").showModal();
}
$("reason").addEventListener("close", async () => {
  const { returnValue, act: name, asked } = $("reason"), typed = $("because").value;
  if (!returnValue) return;
  const { passage } = await act({ do: name, reason: typed, text: typed });
  if (passage) because(name, [asked[0], "No source has these words. Is this passage meant?", asked[2], passage]);
});
/** Offer where the statement may be divided, and let the curator write both halves. */
function split() {
  const { halves, fields } = state.entry;
  const whole = fields.find((field) => field.name === "statement").value;
  const offered = [...halves, { first: whole, second: whole }];
  const named = ({ second }, at) => (at < halves.length ? `… ${second}` : "somewhere else");
  $("joint").replaceChildren(...offered.map((each, at) => el("option", { value: at }, named(each, at))));
  $("joint").onchange = () => {
    ["first", "second"].forEach((id) => { $(id).value = offered[$("joint").value][id]; });
  };
  $("joint").onchange();
  $("halves").returnValue = "";
  $("halves").showModal();
}
$("halves").addEventListener("close", () => {
  if ($("halves").returnValue) act({ do: "split", first: $("first").value, second: $("second").value });
});
/** Ask for other words for the fact, and let the curator choose; phrasings without a doubt are chosen already. */
async function propose() {
  $("news").className = "";
  $("news").textContent = "Asking the language model…";
  const { offers, dropped, error } = await ask({ do: "propose", entry: here() });
  $("news").className = error ? "wrong" : "";
  $("news").textContent = error ?? (offers.length ? "" : ["No proposal is left.", ...dropped].join(" "));
  if (!offers?.length) return;
  const doubtful = (doubt) => el("small", { class: "warning" }, `Doubt: ${doubt}`);
  const shown = offers.map(({ number, field, text, doubts }) => el("p", {}, el("label", {},
    el("input", { type: "checkbox", value: number, checked: field === "phrasings" && !doubts.length }),
    ` ${field.replace(/s$/, "")}: ${text}`, ...doubts.map(doubtful))));
  $("texts").replaceChildren(...shown, ...dropped.map((line) => el("small", {}, line)));
  $("offers").returnValue = "";
  $("offers").showModal();
}
$("offers").addEventListener("close", () => {
  const numbers = [...$("texts").querySelectorAll(":checked")].map((box) => Number(box.value));
  if ($("offers").returnValue && numbers.length) act({ do: "take", numbers });
});
for (const cancel of document.querySelectorAll("dialog .cancel"))
  cancel.addEventListener("click", () => cancel.closest("dialog").close());

document.addEventListener("keydown", async (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !$("letters").checked) return;
  if (document.querySelector("dialog[open]")) return;
  if (target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return;
  const field = state.entry?.fields.find((each) => each.key && each.key === key);
  const choice = state.entry?.fields.find((each) => each.form === "choice" && each.name !== "importance");
  const value = Number(key) >= 1 && choice?.choices[key - 1];
  const name = { ArrowRight: "next", ArrowLeft: "previous" }[key] ?? ACTIONS.find(([letter]) => letter === key)?.[1];
  if (target.type === "radio" && key.startsWith("Arrow")) return;
  if (key === "Enter" && (target === document.body || target.matches("h2, section"))) await press("keep");
  else if (field) focusField(field.name);
  else if (value) await save(choice, value);
  else if (key === "i" && state.entry?.kind === "fact") await weigh();
  else if (key === "?") $("settings").open = !$("settings").open;
  else if (name && !$("actions").querySelector(`[data-action="${name}"]`)?.disabled) await press(name);
  else return;
  event.preventDefault();
});

function focusField(name) {
  const control = $("entry").querySelector(`[data-field="${name}"]`);
  setTimeout(() => { // after the key itself, which would be typed into the field
    control.focus();
    control.select?.();
  });
}

function weigh() {
  const field = state.entry.fields.find((each) => each.name === "importance");
  return save(field, String(Number(field.value) % 3 + 1));
}

const LOOKS = { "light dark": "system", light: "light", dark: "dark" }; // values of CSS's color-scheme
function look(scheme) {
  document.documentElement.style.colorScheme = scheme;
  localStorage.setItem("look", scheme);
}
$("look").replaceChildren(...Object.entries(LOOKS).map(([value, name]) =>
  el("option", { value, selected: value === (localStorage.getItem("look") ?? "light dark") }, name)));
$("look").addEventListener("change", ({ target }) => look(target.value));
look($("look").value);
$("letters").checked = localStorage.getItem("letters") !== "off";
$("letters").addEventListener("change", ({ target }) => localStorage.setItem("letters", target.checked ? "on" : "off"));
const KEYS = [
  ["k", "keep and go on; so does Enter"], ["1–5", "the standing of a fact, or the kind of a name"],
  ["s", "statement or title"], ["b", "attribution or publisher"], ["a", "question, address or description"],
  ["o", "phrasings, aliases or authors"], ["w", "day"], ["t", "topics"], ["g", "disputes"],
  ["i", "importance"],
  ["m", "merge with the fact before"], ["d", "drop, with a reason"],
  ["x", "split in two; both keep the quotes"], ["+", "another quote: the words selected in the article, or typed"],
  ["f", "a new fact of a passage: of the one that is shown, or of any"], ["c", "keep what no quote has, with a reason"],
  ["y", "what this review changed in the fact is its wording alone: no correction, and the paraphrases stay"],
  ["u", "undo"], ["p", "propose other words"], ["n →", "next"],
  ["v ←", "previous"], ["Enter", "in a field: save and leave it"], ["Esc", "in a field: leave it as it was"],
  ["?", "show the keys"],
];
$("keys").replaceChildren(...KEYS.map(([key, text]) =>
  el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)), el("td", {}, text))));

const first = await ask();
if (first.error) {
  $("news").className = "wrong";
  $("news").textContent = first.error;
  $("counted").textContent = "";
} else {
  show(first);
}

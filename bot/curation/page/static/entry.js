/** The entry that is being reviewed, as a form. Each change is saved when its field is left. */

import { el } from "./dom.js";

let drawing = false;
const LABELS = { when: "day", url: "address", nearest: "nearest facts", published: "day of publication" };
const HINTS = {
  commas: "with commas between them", lines: "one on each line", when: "such as 2025-10-17 or 17 October",
  published: "such as 2025-10-17", disputes: "ids of the facts that this one contradicts",
};

/** Draw an entry. With `again`, it is the one that is drawn already: a field with the focus keeps it and its text. */
export function drawEntry(form, entry, { save, check, again }) {
  form.onsubmit = (event) => event.preventDefault();
  if (!entry) return form.replaceChildren();
  const focused = again && form.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.dataset.field, typed = focused?.value;
  const editing = focused && isText(focused) && typed !== focused.dataset.saved;
  drawing = true; // browsers may say that a field is left when it is removed
  form.replaceChildren(
    el("h2", { tabindex: "-1" }, `${entry.kind} ${entry.name}`), el("small", {}, entry.place),
    ...entry.fields.map((field) => drawField(field, save, check)),
    ...entry.quotes.map((quote) => el("blockquote", {}, `“${quote}”`)),
    notes("other", entry.todos, entry.problems),
    ...entry.facts.map((fact) => el("blockquote", {}, fact)),
    entry.before && el("p", { class: "notes" }, el("small", {}, `Merge would go into: ${entry.before}`)));
  drawing = false;
  const control = name && form.querySelector(`[data-field="${name}"]${focused.type === "radio" ? ":checked" : ""}`);
  control?.focus();
  if (control && editing) control.value = typed;
  if (focused && !control) form.querySelector("h2").focus();
}

/** Show what is wrong with a field now. */
export function showProblems(form, name, problems) {
  const control = form.querySelector(`[data-field="${name}"]`), list = form.querySelector(`#notes-${name}`);
  if (!control || !list) return;
  list.querySelectorAll(".error, .warning").forEach((item) => item.remove());
  list.append(...problems.map(problem));
  control.setAttribute("aria-invalid", String(problems.some((each) => !each.warning)));
}

const isText = (control) => control.matches("input:not([type]), textarea");
const problem = ({ message, warning }) =>
  el("li", { class: warning ? "warning" : "error" }, `${warning ? "Warning" : "Error"}: ${message}`);
const notes = (name, todos, problems) => el("ul", { id: `notes-${name}`, class: "notes" },
  ...todos.map((todo) => el("li", { class: "todo" }, todo || "this")), ...problems.map(problem));

function drawField(field, save, check) {
  const id = `field-${field.name}`, label = LABELS[field.name] ?? field.name;
  const shown = notes(field.name, field.todos, field.problems);
  if (field.form === "choice") return el("fieldset", { class: "field", "aria-describedby": shown.id },
    el("legend", {}, label, field.name === "importance" ? keyed("i") : ""),
    el("div", { class: "choices" }, ...field.choices.map((choice, at) => radio(field, choice, at, save))), shown);
  const control = el(["long", "lines"].includes(field.form) ? "textarea" : "input", {
    id, "data-field": field.name, "data-saved": field.value, "aria-describedby": shown.id, maxlength: field.most,
    "aria-invalid": String(field.problems.some((each) => !each.warning)), rows: field.form === "lines" ? 3 : 2,
    oninput: () => check(field, control.value),
    onblur: () => !drawing && control.value !== field.value && save(field, control.value),
    onkeydown(event) {
      const saves = event.key === "Enter" && (control.tagName === "INPUT" || event.ctrlKey || field.form === "long");
      if (event.key === "Escape") control.value = field.value;
      else if (!saves) return;
      event.preventDefault();
      event.stopPropagation();
      const changed = control.value !== field.value;
      control.closest("form").querySelector("h2").focus({ preventScroll: true }); // leaving it saves what was typed
      if (event.key === "Escape") showProblems(control.closest("form"), field.name, field.problems);
      else if (!changed && field.todos.length) save(field, control.value); // as it is, which settles it
    },
  });
  control.value = field.value;
  const hint = HINTS[field.name] ?? HINTS[field.form];
  return el("div", { class: "field" },
    el("label", { for: id }, label, hint && ` (${hint})`, field.key ? keyed(field.key) : ""), control, shown);
}

function radio(field, choice, at, save) {
  const control = el("input", {
    type: "radio", name: field.name, value: choice, checked: choice === field.value, "data-field": field.name,
    onchange: () => save(field, choice),
  });
  const key = field.name === "importance" ? "" : keyed(at + 1);
  return el("label", {}, control, choice === "body" ? "organisation" : choice, key);
}

const keyed = (key) => el("kbd", { "aria-hidden": "true" }, String(key));

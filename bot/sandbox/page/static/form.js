/** A modal of Discord's JSON -> a dialog. */

import { el } from "./dom.js";
import { markdown } from "./markdown.js";

const SELECT = 3, INPUT = 4, TEXT = 10, LABEL = 18, PARAGRAPH = 2;

/** Open the form; `send` receives the answers by custom_id and rejects with what is wrong with them. */
export function openForm(modal, context, send) {
  const dialog = document.getElementById("form"), fields = {};
  const wrong = el("p", { role: "alert", class: "wrong" });
  const parts = modal.components.map((part) => {
    if (part.type === TEXT) return el("div", { class: "text" }, markdown(part.content, context));
    const inner = part.type === LABEL ? part.component : part.components[0];
    return labelled(part.label ?? inner.label, part.description, fields[inner.custom_id] = field(inner));
  });
  const form = el("form", {
    method: "dialog",
    async onsubmit(event) {
      event.preventDefault();
      const answers = Object.entries(fields).map(([name, control]) => [name, answer(control)]);
      await send(Object.fromEntries(answers)).then(() => dialog.close(), (error) => wrong.textContent = error.message);
    },
  }, el("h2", { id: "title" }, modal.title), ...parts, wrong, el("div", { class: "row" },
    el("button", { class: "button primary" }, "Submit"),
    el("button", { type: "button", class: "button secondary", onclick: () => dialog.close() }, "Cancel")));
  dialog.replaceChildren(form);
  dialog.showModal();
  Object.values(fields)[0]?.focus();
}

const answer = (control) =>
  control.multiple ? [...control.selectedOptions].map((option) => option.value) : control.value;

function labelled(label, description, control) {
  const needed = control.required ? el("span", { class: "needed", "aria-hidden": "true" }, " *") : null;
  return el("label", {}, el("span", {}, label, needed), description && el("small", {}, description), control);
}

function field(value) {
  const needed = value.required !== false;
  if (value.type === SELECT) {
    const first = value.max_values > 1 ? [] : [el("option", { value: "" }, value.placeholder ?? "")];
    const options = value.options.map((each) =>
      el("option", { value: each.value, selected: each.default }, each.label));
    return el("select", { required: needed, multiple: value.max_values > 1 }, ...first, ...options);
  }
  if (value.type !== INPUT) return el("output", {}, `(A field of type ${value.type}, not shown here)`);
  const paragraph = value.style === PARAGRAPH;
  const { placeholder, min_length: minlength, max_length: maxlength = 4000 } = value;
  const made = el(paragraph ? "textarea" : "input", { required: needed, placeholder, minlength, maxlength });
  made.value = value.value ?? "";
  return made;
}

/** A message of Discord's JSON -> elements. Context: that of the markdown, and `use(action, button)`, `dismiss`. */

import { el, link, popDown, popUp, unseen } from "./dom.js";
import { when } from "./time.js";
import { markdown, spoiler } from "./markdown.js";

const EPHEMERAL = 1 << 6, LOADING = 1 << 7, LINK = 5;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger" };

/** A whole message; `commands` are those of its context menu. */
export function message(value, context, commands) {
  const name = value.author.global_name ?? value.author.username, posted = new Date(value.timestamp);
  const time = when(posted, new Date(context.now()), context.locale);
  const hidden = Boolean(value.flags & EPHEMERAL);
  const more = commands.length > 0 && el("button", {
    type: "button", class: "more", "aria-label": `Apps for the message of ${name}`,
    onclick: ({ currentTarget }) => menu(currentTarget),
  }, "⋯");
  const menu = (place) => popUp(place, "Apps", ...commands.map((command) => el("button", {
    type: "button", onclick: () => popDown() ?? context.use({ do: "menu", message: value.id, name: command.name }),
  }, command.name)));
  const made = el("article", {
    "aria-label": `${name}, ${time}`, class: hidden ? "hidden" : "", tabindex: "-1",
    oncontextmenu: (event) => more && !event.target.closest("a") && (event.preventDefault(), released(event, menu)),
  });
  if (value.used) made.append(el("p", { class: "used" }, `${value.used.by} used `, el("b", {}, value.used.command)));
  if (value.replied) made.append(el("p", { class: "used" }, el("b", {}, value.replied.by), ` ${value.replied.text}`));
  const app = value.author.bot && el("span", { class: "app" }, "APP");
  made.append(avatar(name, value.author.bot), el("p", { class: "head" }, el("b", {}, name), app,
    el("time", { datetime: value.timestamp }, time), more));
  made.append(...body(value, name, context));
  const dismiss = { type: "button", class: "quiet", onclick: () => context.dismiss(value) };
  const only = el("p", { class: "only" }, "Only you can see this · ", el("button", dismiss, "Dismiss message"));
  if (hidden) made.append(only);
  return el("li", { id: `message-${value.id}` }, made);
}

/** Call `use` with the event once no button is pressed: letting go of one closes what was opened before. */
const released = (event, use) =>
  (event.buttons ? addEventListener("pointerup", () => use(event), { once: true }) : use(event));

const COLOURS = ["#4d5bd6", "#1f7a45", "#9c3fa0", "#b0451c", "#0f6f8c", "#8a6100"]; // white letters can be read on each

/** A round sign with the first letters of a name, in a colour that is always the same for it; bots have the first. */
function avatar(name, bot) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(0, 2);
  const letters = words.map((word) => word[0].toUpperCase()).join("");
  const made = el("span", { class: "avatar", "aria-hidden": "true" }, letters);
  const sum = [...name].reduce((total, sign) => total + sign.codePointAt(0), 0);
  made.style.backgroundColor = COLOURS[bot ? 0 : 1 + (sum % (COLOURS.length - 1))];
  return made;
}

function body(value, name, context) {
  if (value.flags & LOADING) return [el("p", { class: "thinking" }, `${name} is thinking…`)];
  const inner = { ...context, message: value };
  const text = value.content && el("div", { class: "text" }, markdown(value.content, context));
  const edited = value.edited_timestamp && el("small", {}, "(edited)");
  return [text, ...value.embeds.map((each) => embed(each, context)), ...value.attachments.map(attachment),
    ...value.components.map((each) => component(each, inner)), value.thread && thread(value.thread, context), edited]
    .filter(Boolean);
}

/** What leads from a message to the thread that it has opened. */
const thread = (value, context) => el("button", {
  type: "button", class: "thread", "data-key": "thread", onclick: () => context.visit(value.id),
}, el("b", {}, value.name), el("span", {}, "See thread ›"));

/** The text of a message on one line, for screen readers. */
export const spoken = (node) => (node.querySelector(".hidden") ? "Only for you: " : "") +
  [...node.querySelectorAll(".thinking, .text, .embed")].map((each) => each.textContent).join(" ").slice(0, 400);

const colour = (number) => `#${(number & 0xffffff).toString(16).padStart(6, "0")}`;
const veiled = (value, node) => (value.spoiler ? spoiler(node) : node);

function picture(address, description, kind) {
  if (!address.startsWith("/files/")) return link(address, {}, description || address); // the page loads nothing else
  return link(new URL(address, location).href, {}, el("img", { src: address, alt: description || "", class: kind }));
}

function attachment(value) {
  if (/^image\/(png|jpeg|gif|webp)$/.test(value.content_type)) {
    return picture(value.url, value.description || value.filename, "picture");
  }
  const size = `${Math.ceil(value.size / 1024)} KB`;
  return file(value.url, value.filename, ` · ${size}`);
}

const file = (address, name, more = "") => el("p", {}, el("a", { href: address, download: name }, name), more);

function embed(value, context) {
  const marked = (text) => text && markdown(text, context);
  const made = el("div", { class: "embed text" },
    value.author && el("p", {}, el("b", {}, value.author.name)),
    value.title && el("h3", {}, value.url ? link(value.url, {}, marked(value.title)) : marked(value.title)),
    marked(value.description),
    el("div", { class: "row" }, ...(value.fields ?? []).map((each) =>
      el("div", { class: each.inline ? "" : "wide" }, el("b", {}, marked(each.name)), marked(each.value)))),
    ...[value.image, value.thumbnail].filter(Boolean).map((each) => picture(each.url, "", "picture")),
    value.footer && el("small", {}, value.footer.text),
    value.timestamp && el("small", {}, new Date(value.timestamp).toLocaleString(context.locale)));
  if (value.color != null) made.style.borderInlineStartColor = colour(value.color);
  return made;
}

/** How to show each type of component. */
const COMPONENTS = {
  1: (value, context) => el("div", { class: "row" }, ...all(value.components, context)),
  2: button,
  3: select,
  8: (value, context) => select({ ...value, options: places(value, context) }, context),
  9: (value, context) => el("div", { class: "section" }, el("div", {}, ...all(value.components, context)),
    component(value.accessory, context)),
  10: (value, context) => el("div", { class: "text" }, markdown(value.content, context)),
  11: (value) => veiled(value, picture(value.media.url, value.description, "thumbnail")),
  12: (value) => el("div", { class: "gallery" },
    ...value.items.map((each) => veiled(each, picture(each.media.url, each.description, "picture")))),
  13: (value) => veiled(value, file(value.file.url, decodeURIComponent(value.file.url.split("/").at(-1)))),
  14: (value) => el(value.divider ? "hr" : "div", { class: `space${value.spacing}` }),
  17: container,
};

const all = (values, context) => values.map((each) => component(each, context));
const component = (value, context) =>
  COMPONENTS[value.type]?.(value, context) ?? el("p", { class: "only" }, `(Not shown here: component ${value.type})`);

function container(value, context) {
  const made = el("div", { class: "container" }, ...all(value.components, context));
  if (value.accent_color != null) made.style.borderInlineStartColor = colour(value.accent_color);
  return veiled(value, made);
}

const emoji = (value) => (value ? `${value.id ? `:${value.name}:` : value.name} ` : "");

function button(value, context) {
  const label = emoji(value.emoji) + (value.label ?? "");
  if (value.style === LINK) return link(value.url, { class: "button secondary" }, label, unseen(" (new tab)"), " ↗");
  return el("button", {
    type: "button", class: `button ${STYLES[value.style]}`, disabled: value.disabled, "data-key": value.custom_id,
    onclick: ({ currentTarget }) =>
      context.use({ do: "click", message: context.message.id, button: value.custom_id }, currentTarget),
  }, label);
}

/** The options of a menu of channels. */
const places = ({ default_values: chosen = [] }, { names }) => Object.entries(names.channels).map(([id, name]) =>
  ({ label: `# ${name}`, value: id, default: chosen.some((each) => each.id === id) }));

/** A select menu: a button that opens the options. If several can be chosen, they are ticked and then sent. */
function select(value, context) {
  const send = (values, opener) => popDown() ??
    context.use({ do: "choose", message: context.message.id, select: value.custom_id, values }, opener);
  const label = ({ emoji: sign, label: name, description }) =>
    [emoji(sign) + name, ...(description ? [el("small", {}, description)] : [])];
  const single = value.max_values === 1;
  const chosen = value.options.filter((option) => option.default).map((option) => option.label).join(", ");
  const title = chosen || value.placeholder || "Make a selection";
  const open = ({ currentTarget: opener }) => {
    const boxes = value.options.map((option) =>
      el("input", { type: "checkbox", checked: option.default, value: option.value }));
    const ticked = () => boxes.filter((box) => box.checked).map((box) => box.value);
    const options = value.options.map((option, index) => (single
      ? el("button", { type: "button", onclick: () => send([option.value], opener) }, ...label(option))
      : el("label", {}, boxes[index], ...label(option))));
    const done = !single && el("button", { type: "button", onclick: () => send(ticked(), opener) }, "Choose");
    popUp(opener, title, ...options, ...(done ? [done] : []));
  };
  return el("button", {
    type: "button", class: "button select", disabled: value.disabled, "data-key": value.custom_id,
    "aria-haspopup": "true", onclick: open,
  }, title, " ▾");
}

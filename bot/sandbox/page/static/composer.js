/** The message box: plain messages, and commands with their options, completed from a list as on Discord. */

import { el } from "./dom.js";

const PAUSE = 250; // milliseconds of no typing before the bot is asked to complete
const SLASH = 1;
const CALLING = /(?:^|\s)@([^\s@]*)$/; // a mention that is being typed
const BOOLEAN = 5, USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9;
const choices = document.getElementById("choices");

/** Complete an input: `find` returns the items for its text, `take` receives the chosen one; `first` preselects one. */
function completed(input, { find, take, first = false, pause = 0 }) {
  let items = [], active = -1, timer = 0, round = 0;
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "choices" };
  Object.entries(roles).forEach(([name, value]) => input.setAttribute(name, value));
  const show = (found) => {
    items = found;
    choices.hidden = !items.length;
    input.setAttribute("aria-expanded", String(items.length > 0));
    choices.replaceChildren(...items.map((item, index) => el("li", {
      id: `choice-${index}`, role: "option", onmousedown: (event) => (event.preventDefault(), choose(index)),
    }, item.name, item.description && el("small", {}, item.description))));
    point(first && items.length ? 0 : -1);
  };
  const point = (index) => {
    active = index;
    [...choices.children].forEach((child, number) => child.setAttribute("aria-selected", String(number === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `choice-${index}`);
    choices.children[index].scrollIntoView({ block: "nearest" });
  };
  const close = () => (clearTimeout(timer), round++, show([]));
  const choose = (index) => {
    const item = items[index];
    close();
    take(item);
  };
  const look = async () => {
    const mine = ++round, found = await find(input.value);
    if (mine === round && document.activeElement === input) show(found);
  };
  const later = () => (clearTimeout(timer), pause ? (timer = setTimeout(look, pause)) : look());
  input.addEventListener("input", later);
  input.addEventListener("focus", later);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (!items.length || event.isComposing) return;
    if (event.key === "ArrowDown") point((active + 1) % items.length);
    else if (event.key === "ArrowUp") point((active <= 0 ? items.length : active) - 1);
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && active >= 0) choose(active);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
}

/** Set up the box. `page` knows what the channel offers, and can `say`, `use` and `ask`. */
export function composer(page) {
  const form = document.getElementById("composer"), box = document.getElementById("say");
  const place = document.getElementById("command");
  let command = null, fields = [];
  const slash = () => page.commands().filter((each) => each.kind === SLASH);

  completed(box, {
    first: true,
    find: (text) => (text.startsWith("/") ? matching(slash(), text.slice(1)).map((each) =>
      ({ ...each, name: `/${each.name}`, command: each })) : people(text)),
    take: (item) => (item.command ? begin(item.command) : call(item.name)),
  });
  const people = (text) => {
    const typed = CALLING.exec(text.slice(0, box.selectionStart));
    return typed ? matching(page.people(), typed[1]).map((each) => ({ ...each, name: `@${each.name}` })) : [];
  };
  const call = (name) => {
    const end = box.selectionStart, start = end - CALLING.exec(box.value.slice(0, end))[1].length - 1;
    box.setRangeText(`${name} `, start, end, "end");
  };
  /** What was written, with mentions as Discord sends them. */
  const mentioning = (text, { id, name }) => text.replaceAll(`@${name}`, `<@${id}>`);
  const written = () => page.people().reduce(mentioning, box.value);
  box.addEventListener("input", () => {
    const typed = slash().find((each) => box.value.startsWith(`/${each.name} `));
    if (typed) begin(typed, box.value.slice(typed.name.length + 2));
  });

  function begin(chosen, text = "") {
    command = chosen;
    fields = [];
    const more = el("span", {});
    const options = command.options.filter((each) => each.required);
    if (text && !options.length) options.push(...command.options.slice(0, 1));
    const rest = command.options.filter((each) => !options.includes(each));
    more.append(...rest.map((each) => el("button", {
      type: "button", class: "button secondary", title: each.description,
      onclick: ({ currentTarget }) => (currentTarget.remove(), add(each, more).focus()),
    }, `+ ${each.name}`)));
    place.setAttribute("aria-label", `Command ${command.name}: ${command.description}`);
    place.replaceChildren(el("b", { title: command.description }, `/${command.name}`), more,
      el("button", { type: "button", class: "button secondary", onclick: leave }, "Cancel"));
    [place.hidden, box.hidden] = [false, true];
    options.forEach((each) => add(each, more));
    if (fields[0]) fields[0].input.value = text;
    (fields[0]?.input ?? document.getElementById("send")).focus();
  }

  function add(option, before) {
    const { required, description: placeholder, min_length: minlength, max_length: maxlength } = option;
    const input = el("input", { required, placeholder, minlength, maxlength });
    const field = { option, input, item: null };
    input.addEventListener("input", () => (input.setCustomValidity(""), field.item = null));
    completed(input, {
      first: !option.autocomplete, pause: option.autocomplete ? PAUSE : 0,
      find: (text) => (option.autocomplete ? complete(field) : matching(offers(option), text)),
      take: (item) => {
        input.setCustomValidity("");
        input.value = item.name;
        field.item = item;
      },
    });
    before.before(el("label", {}, el("span", {}, option.name), input));
    fields.push(field);
    return input;
  }

  const value = ({ option, input, item }) => {
    const named = item ?? offers(option).find((each) => each.name.toLowerCase() === input.value.trim().toLowerCase());
    if (!named && offers(option).length) input.setCustomValidity("Choose one of the list.");
    return { type: option.type, value: named ? named.value : input.value };
  };
  const filled = () => fields.filter(({ input }) => input.value);
  const complete = async (field) => {
    const others = filled().filter((each) => each !== field).map((each) => [each.option.name, value(each)]);
    const typed = [field.option.name, { type: field.option.type, value: field.input.value, focused: true }];
    const options = Object.fromEntries([...others, typed]);
    const asked = { do: "complete", channel: page.channel(), name: command.name, options };
    return page.ask(asked).then(({ choices: found }) => found, () => [{ name: "Loading options failed", value: "" }]);
  };

  function offers({ type, choices: fixed }) {
    const { users, channels, roles } = page.names();
    const listed = (things) => Object.entries(things).map(([id, name]) => ({ name, value: id }));
    if (type === BOOLEAN) return [{ name: "True", value: true }, { name: "False", value: false }];
    const things = { [USER]: users, [CHANNEL]: channels, [ROLE]: roles, [MENTIONABLE]: { ...users, ...roles } }[type];
    return things ? listed(things) : fixed;
  }

  function leave() {
    command = null;
    place.replaceChildren();
    [place.hidden, box.hidden] = [true, false];
    box.value = "";
    box.focus();
  }

  form.addEventListener("keydown", (event) => {
    const emptied = event.key === "Backspace" && event.target === fields[0]?.input && !event.target.value;
    if (!command || !(event.key === "Escape" || emptied)) return;
    event.preventDefault();
    leave();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (command) {
      const options = Object.fromEntries(filled().map((field) => [field.option.name, value(field)]));
      if (!form.reportValidity()) return;
      page.use({ do: "slash", channel: page.channel(), name: command.name, options });
    } else if (box.value.startsWith("/")) return page.trouble(`There is no command ${box.value} here${page.yet()}.`);
    else if (box.value.trim()) page.say(written());
    leave();
  });
  return { leave };
}

/** The items whose names contain what was typed, those that begin with it first. */
function matching(items, typed) {
  const wanted = typed.trim().toLowerCase(), name = (item) => item.name.toLowerCase();
  const starts = items.filter((item) => name(item).startsWith(wanted));
  return [...starts, ...items.filter((item) => !starts.includes(item) && name(item).includes(wanted))];
}

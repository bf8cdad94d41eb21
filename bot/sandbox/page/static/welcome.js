/** What an empty channel shows: some questions that the bot itself proposes, each a button that asks it. */

import { el } from "./dom.js";

const SHOWN = 3, SLASH = 1, TEXT = 3;
let round = 0;

/** Fill the place, or hide it without an offer: a channel's `id`, `name`, `commands`, and how to `ask` and `use`. */
export async function welcome(place, offer) {
  const mine = ++round;
  place.hidden = !offer;
  if (!offer) return place.replaceChildren();
  const row = el("div", { class: "row" });
  place.replaceChildren(el("h3", { id: "greeting" }, `Welcome to ${offer.name}`),
    el("p", {}, "Type ", el("kbd", {}, "/"), " below to see what the bot can do."), row);
  const first = offer.commands.find(proposes);
  if (!first) return;
  const { name: option, type } = first.options[0];
  const given = (value, focused) => ({ [option]: { type, value, focused } });
  const asked = { do: "complete", channel: offer.id, name: first.name, options: given("", true) };
  const { choices } = await offer.ask(asked).catch(() => ({ choices: [] }));
  if (mine !== round || !choices.length) return;
  row.before(el("p", {}, "Or ask one of these:"));
  row.append(...choices.slice(0, SHOWN).map(({ name, value }) => el("button", {
    type: "button", class: "button secondary",
    onclick: ({ currentTarget }) => offer.use(
      { do: "slash", channel: offer.id, name: first.name, options: given(value) }, currentTarget),
  }, name)));
}

/** Whether a command takes one text, which it completes: such a command asks. */
const proposes = ({ kind, options }) =>
  kind === SLASH && options.length === 1 && options[0].type === TEXT && options[0].required && options[0].autocomplete;

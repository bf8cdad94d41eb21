/** The page: its copy of the sandbox's state, how it shows that, and its switches. */

import { composer } from "./composer.js";
import { el, unseen } from "./dom.js";
import { openForm } from "./form.js";
import { Line } from "./line.js";
import { message, spoken } from "./message.js";
import { welcome } from "./welcome.js";

const MENU = 3, PLAIN = 0, FORUM = 15; // types of commands, messages, channels
const $ = (id) => document.getElementById(id);
const messages = new Map(), unread = new Set();
let state = { channels: [], commands: {}, names: {}, bot: {} }, channel = {}, ahead = 0, open = false;

const context = {
  get names() { return state.names; },
  get locale() { return state.locale; },
  now: () => Date.now() + ahead,
  use,
  dismiss: (value) => hear({ event: "gone", message: value.id }),
  visit: (id) => go(state.channels.find((each) => each.id === id) ?? channel),
};
const box = composer({
  channel: () => channel.id,
  commands: () => state.commands[channel.id] ?? [],
  names: () => state.names,
  ask: (what) => line.ask(what),
  people: () => Object.entries(state.names.users).map(([id, name]) => ({ id, name }))
    .filter(({ id, name }) => id === state.bot.id || state.users.includes(name)),
  say: (content) => use({ do: "say", channel: channel.id, content }),
  yet: () => (state.online ? "" : " yet: the bot is still starting"),
  use, trouble,
});
const line = new Line(hear, (isOpen) => {
  open = isOpen;
  showPresence();
  if (open) use({ do: "be", name: sessionStorage.getItem("user") });
});

function hear(frame) {
  switch (frame.event) {
    case "state": return begin(frame);
    case "message":
      messages.set(frame.message.id, frame.message);
      if (frame.message.channel_id === channel.id) return arrive(frame.message);
      unread.add(frame.message.channel_id);
      if (channel.kind === FORUM) showMessages();
      return showChannels();
    case "gone":
      messages.delete(frame.message);
      $(`message-${frame.message}`)?.remove();
      return hint();
    case "commands": case "presence":
      Object.assign(state, frame);
      return frame.event === "commands" ? showMessages() : (showPresence(), hint());
    case "clock":
      ahead = new Date(frame.now) - Date.now();
      return tick();
    case "trouble": return trouble(frame.text);
  }
}

/** Show a whole new state, in the channel that was open if it still exists. */
function begin(frame) {
  const same = (each) => each.name === channel.name && each.guild === channel.guild;
  state = frame;
  messages.clear();
  unread.clear();
  $("news").textContent = "";
  frame.messages.forEach((each) => messages.set(each.id, each));
  hear({ event: "clock", now: frame.now });
  showSwitches();
  showPresence();
  go(frame.channels.find((each) => each.id === channel.id) ?? frame.channels.find(same) ?? frame.channels[0]);
  if (!$("command").hidden) box.leave(); // its options may have other names now
}

function go(to) {
  channel = to;
  unread.delete(channel.id);
  $("place").replaceChildren(...named(channel));
  $("server").textContent = channel.guild ?? state.channels.find((each) => each.guild)?.guild ?? "Sandbox";
  showChannels();
  showMessages();
}

const sign = (each) => (each.parent ? "↳ " : each.kind === FORUM ? "☰ " : each.guild ? "# " : "@ ");
const named = (each) => [el("span", { class: "sign" }, sign(each)), each.name];

function showChannels() {
  const button = (each) => el("button", {
    type: "button", "aria-current": each.id === channel.id ? "page" : null,
    class: `${unread.has(each.id) ? "unread" : ""} ${each.parent ? "inner" : ""}`, onclick: () => go(each),
  }, ...named(each), unread.has(each.id) && unseen(" (new messages)"));
  const group = (label, found, kind = "") => (found.length ? [el("li", { class: `group ${kind}` }, label),
    ...found.map((each) => el("li", {}, button(each)))] : []);
  const of = (guild) => state.channels.filter((each) => each.guild === guild);
  const guilds = [...new Set(state.channels.map((each) => each.guild).filter(Boolean))];
  const servers = guilds.length === 1 ? group("Text channels", of(guilds[0]))
    : guilds.flatMap((guild) => group(guild, of(guild), "server"));
  $("channels").replaceChildren(...servers, ...group("Direct messages", of(null)));
}

const menu = () => (state.commands[channel.id] ?? []).filter((each) => each.kind === MENU);
const drawn = (value) => message(value, context, menu());

/** A post of a forum, in the list of its posts. */
function post(thread) {
  const first = messages.get(thread.id);
  const by = first && el("small", {}, first.author.username);
  const open = { type: "button", class: "post", onclick: () => go(thread) };
  return el("li", {}, el("button", open, el("b", {}, thread.name), by));
}

function showMessages() {
  const shown = [...messages.values()].filter((each) => each.channel_id === channel.id);
  const posts = state.channels.filter((each) => each.parent === channel.id);
  $("composer").hidden = channel.kind === FORUM;
  $("messages").replaceChildren(...(channel.kind === FORUM ? posts.reverse().map(post) : shown.map(drawn)));
  hint();
  $("scroll").scrollTop = $("scroll").scrollHeight;
}

/** Show a new or edited message, keep the focus on the same button, and announce the message. */
function arrive(value) {
  const node = drawn(value), old = $(`message-${value.id}`), scroll = $("scroll");
  const atEnd = scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 80;
  const mine = !old && [value.used?.by, value.author.username].includes(state.user);
  const focused = old?.contains(document.activeElement) ? document.activeElement.dataset.key ?? "" : null;
  if (old) old.replaceWith(node);
  else $("messages").append(node);
  const again = node.querySelector(`[data-key="${CSS.escape(focused ?? "")}"]`) ?? node.querySelector("button, a");
  if (focused !== null) (again ?? node.firstChild).focus();
  if (value.author.bot) $("news").textContent = `${value.author.username}: ${spoken(node)}`;
  hint();
  if (atEnd || mine) node.scrollIntoView({ block: node.offsetHeight > scroll.clientHeight ? "start" : "end" });
}

/** Say so while a forum has no posts. */
function nothing() {
  const empty = !state.channels.some((each) => each.parent === channel.id);
  $("welcome").hidden = !empty;
  $("welcome").replaceChildren(...(empty ? [el("h3", { id: "greeting" }, `No posts in ${channel.name} yet`)] : []));
}

/** Invite to a first question while the channel is empty. */
function greet(empty) {
  if (channel.kind === FORUM) return nothing();
  const { id, name, guild } = channel, commands = state.online ? state.commands[id] ?? [] : [];
  const offer = { id, name: (guild ? "#" : "") + name, commands, ask: (what) => line.ask(what), use };
  welcome($("welcome"), empty && offer);
}

/** Show the hint while the last message is plain text: the bot may have been meant, and has not answered. */
function hint() {
  const last = [...messages.values()].filter((each) => each.channel_id === channel.id).at(-1);
  $("hint").hidden = !last || last.author.bot || last.type !== PLAIN;
  greet(!last);
}

/** Send what the user does to the sandbox; `opener` is the button that was pressed. */
async function use(action, opener) {
  if (opener?.getAttribute("aria-busy")) return;
  opener?.setAttribute("aria-busy", "true");
  $("sending").hidden = ["be", "speak", "move", "restart"].includes(action.do);
  try {
    const { form, modal } = await line.ask(action);
    if (form) openForm(modal, context, (answers) => line.ask({ do: "submit", form, answers }));
  } catch (error) {
    trouble(error.message);
  } finally {
    opener?.removeAttribute("aria-busy");
    $("sending").hidden = true;
  }
}

function trouble(text) {
  const close = el("button", { type: "button", class: "quiet", onclick: () => item.remove() }, "Dismiss");
  const item = el("li", { class: "trouble", role: "alert" }, text, " ", close);
  $("messages").append(item);
  item.scrollIntoView({ block: "end" });
}

function showPresence() {
  const presence = state.online ? `${state.bot.name} is online` : "The bot is offline or still starting";
  $("presence").textContent = open ? presence : "No connection to the sandbox; trying again…";
  $("presence").className = open && state.online ? "online" : "";
}

function showSwitches() {
  const named = (code) => new Intl.DisplayNames([code], { type: "language" }).of(code);
  options("user", state.users, (name) => name, state.user);
  options("locale", state.locales, named, state.locale);
  $("appointments").replaceChildren(...state.appointments.map((label, index) =>
    el("button", { type: "button", "data-by": JSON.stringify({ appointment: index }) }, label)));
}

function options(id, values, name, chosen) {
  $(id).replaceChildren(...values.map((value) => el("option", { value, selected: value === chosen }, name(value))));
}

function tick() {
  const form = { dateStyle: "medium", timeStyle: "short" };
  $("now").textContent = new Date(context.now()).toLocaleString(state.locale, form);
}

const chosen = (id, take) => $(id).addEventListener("change", ({ target }) => take(target.value));
chosen("user", (name) => use({ do: "be", name }).then(() => sessionStorage.setItem("user", name)));
chosen("locale", (locale) => use({ do: "speak", locale }));
chosen("look", look);
$("restart").addEventListener("click", () => use({ do: "restart" }));
$("clock").addEventListener("click", ({ target: { dataset: { by } } }) => by && use({ do: "move", ...JSON.parse(by) }));
$("form").addEventListener("close", () => document.activeElement === document.body && $("say").focus());

const LOOKS = { "light dark": "system", light: "light", dark: "dark" }; // values of CSS's color-scheme
function look(scheme) {
  document.documentElement.style.colorScheme = scheme;
  localStorage.setItem("look", scheme);
}
options("look", Object.keys(LOOKS), (scheme) => LOOKS[scheme], localStorage.getItem("look") ?? "light dark");
look($("look").value);
$("switches").open = matchMedia("(min-width: 45rem)").matches;
setInterval(tick, 1000);
$("say").focus();

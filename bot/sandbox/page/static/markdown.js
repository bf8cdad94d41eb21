/** Discord's markdown -> elements. Context: `names` for mentions, `locale` and `now()` for timestamps. */

import { el, link } from "./dom.js";

const ANY = String.raw`((?:\\[^]|[^\\])+?)`; // the shortest text; an escaped character does not end it
const at = (pattern) => new RegExp(pattern, "y");
const around = (tag) => (match, context) => el(tag, {}, inline(match[1], context));

/** At each position, the first rule that matches makes a node. */
const RULES = [
  [/\\([^A-Za-z0-9\s])/y, (match) => match[1]],
  [/(`+)([^]*?[^`])\1(?!`)/y, (match) => el("code", {}, match[2].replace(/^ (?=`)|(?<=`) $/g, ""))],
  [at(String.raw`\|\|${ANY}\|\|`), (match, context) => spoiler(inline(match[1], context))],
  [at(String.raw`\*\*${ANY}\*\*(?!\*)`), around("strong")],
  [at(String.raw`__${ANY}__(?!_)`), around("u")],
  [at(String.raw`~~${ANY}~~`), around("s")],
  [at(String.raw`\*(?![\s*])((?:\*\*|\\[^]|[^\\*])+?)\*(?!\*)`), around("em")],
  [at(String.raw`_((?:__|\\[^]|[^\\_])+?)_(?!\w)`), around("em")],
  [/\[((?:\\[^]|[^[\]\\])+)\]\(<?(https?:\/\/(?:[^\s<>()]|\([^\s<>()]*\))+)>?(?:\s+"[^"]*")?\)/y,
    (match, context) => link(match[2], {}, inline(match[1], { ...context, linked: true }))],
  [/<(https?:\/\/[^\s<>]+)>/y, (match) => link(match[1], {}, match[1])],
  [/https?:\/\/[^\s<]+[^\s<.,:;"')\]]/y, (match, { linked }) => (linked ? match[0] : link(match[0], {}, match[0]))],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, (match, context) => timestamp(Number(match[1]), match[2], context)],
  [/<@!?(\d+)>/y, (match, { names }) => mention("@", names.users[match[1]])],
  [/<@&(\d+)>/y, (match, { names }) => mention("@", names.roles[match[1]])],
  [/<#(\d+)>/y, (match, { names }) => mention("#", names.channels[match[1]])],
  [/<\/([-\w ]+):\d+>/y, (match) => mention("/", match[1])],
  [/<a?(:\w+:)\d+>/y, (match) => match[1]],
  [/@(?:everyone|here)\b/y, (match) => mention("", match[0])],
];

function inline(text, context) {
  const made = document.createDocumentFragment();
  let plain = "", place = 0;
  next: while (place < text.length) {
    for (const [rule, make] of RULES) {
      rule.lastIndex = place;
      const match = rule.exec(text);
      if (!match) continue;
      made.append(plain, make(match, context));
      plain = "";
      place += match[0].length;
      continue next;
    }
    plain += text[place++];
  }
  made.append(plain);
  return made;
}

const mention = (sign, name) => el("span", { class: "mention" }, sign + (name ?? "unknown"));
export const spoiler = (...children) => el("details", { class: "spoiler" }, el("summary", {}, "Spoiler"), ...children);

const STYLES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function timestamp(seconds, style, { locale, now }) {
  const instant = new Date(seconds * 1000);
  if (Number.isNaN(instant.getTime())) return "Invalid Date";
  const full = instant.toLocaleString(locale, STYLES.F), past = seconds - now() / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(past) >= size) ?? UNITS.at(-1);
  const shown = style === "R"
    ? new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(past / size), unit)
    : instant.toLocaleString(locale, STYLES[style ?? "f"]);
  return el("time", { datetime: instant.toISOString(), title: full }, shown);
}

/** A whole text, block by block. */
export function markdown(text, context) {
  const fence = /\n?```(?:([\w+-]*)\n)?([^]+?)```\n?/.exec(text);
  if (!fence) return lines(text.split("\n"), context);
  const made = document.createDocumentFragment(), after = text.slice(fence.index + fence[0].length);
  if (fence.index) made.append(lines(text.slice(0, fence.index).split("\n"), context));
  const code = fence[1] === "diff" ? difference(fence[2]) : [fence[2]];
  made.append(el("pre", { tabindex: "0" }, el("code", {}, ...code)));
  if (after) made.append(markdown(after, context));
  return made;
}

const CHANGED = { "+": "added", "-": "removed" };

/** The lines of a difference, in colour. */
const difference = (text) => text.split(/(?<=\n)/).map((line) => el("span", { class: CHANGED[line[0]] }, line));

const HEADING = /^(#{1,3}) +(.+)$/, SMALL = /^-# +(.+)$/, QUOTE = /^> (.*)$/, ITEM = /^( *)(?:([-*])|(\d+)\.) +(.*)$/;

function lines(left, context) {
  const made = document.createDocumentFragment();
  const taken = (fits) => left.splice(0, left.findIndex((line) => !fits(line)) >>> 0); // up to the first misfit
  const special = (line) => line.startsWith(">>> ") || [HEADING, SMALL, QUOTE, ITEM].some((form) => form.test(line));
  while (left.length) {
    const [, marks, heading] = HEADING.exec(left[0]) ?? [], [, small] = SMALL.exec(left[0]) ?? [];
    if (marks || small) {
      left.shift();
      made.append(el(marks ? `h${marks.length + 2}` : "small", {}, inline(heading ?? small, context)));
    } else if (left[0].startsWith(">>> ")) {
      made.append(el("blockquote", {}, markdown(left.splice(0).join("\n").slice(4), context)));
    } else if (QUOTE.test(left[0])) {
      made.append(el("blockquote", {}, lines(taken((line) => QUOTE.test(line)).map((line) => line.slice(2)), context)));
    } else if (ITEM.test(left[0])) {
      const items = taken((line) => ITEM.test(line)).map((line) => ITEM.exec(line));
      while (items.length) made.append(list(items, context));
    } else made.append(el("p", {}, inline(taken((line) => !special(line)).join("\n"), context)));
  }
  return made;
}

/** Make a list of the first items; items that are indented further become a list inside the item before. */
function list(items, context) {
  const depth = items[0][1].length, ordered = items[0][3];
  const made = el(ordered ? "ol" : "ul", ordered ? { start: ordered } : {});
  while (items.length) {
    const [, { length: indent }, , number] = items[0];
    if (indent > depth && made.lastChild) made.lastChild.append(list(items, context));
    else if (indent < depth || Boolean(number) !== Boolean(ordered)) break;
    else made.append(el("li", {}, inline(items.shift()[4], context)));
  }
  return made;
}

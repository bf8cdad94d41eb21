// The search and the filter. The page is complete without them.
"use strict";
{
  const form = document.getElementById("find");
  const { words, mark } = form.elements;
  const told = form.querySelector("output");
  const entries = ".fact, .pair, .undisputed > li, .paragraph, table:not(.figures) > tbody > tr";

  const counted = (list) => list.length.toLocaleString("en");
  // Small letters and digits without accents, a space before each word: "cia" is no part of "officials".
  const plain = (text) =>
    ` ${text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")}`;

  // Its own words: not those of the facts that it links to, or that its questions lead to.
  const itself = (element) => [...element.childNodes].filter((child) => !child.matches?.(".questions, .links"));
  const asked = (item) => [...item.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE);
  const read = (nodes) => plain(nodes.map((node) => node.textContent).join(" "));

  const items = [...document.querySelectorAll(entries)].map((element) => {
    const folded = element.querySelector(":scope > .questions");
    const outside = read(itself(element));
    const questions = folded ? read([...folded.querySelectorAll("li")].flatMap(asked)) : "";
    const marks = (element.dataset.marks ?? "").split(" ");
    return { element, folded, outside, text: `${outside} ${questions}`, marks };
  });
  // What is hidden when nothing in it was found.
  const parts = [...document.querySelectorAll("main section, main article, main details:not(.questions), main table")];
  const opened = new Set();  // by the search, to be closed after it

  const around = function* (element) {
    for (let each = element.closest("details"); each; each = each.parentElement.closest("details")) yield each;
  };

  const open = (details) => {
    if (!details.open) opened.add(details);
    details.open = true;
  };

  const find = () => {
    const wanted = plain(words.value).split(" ").filter(Boolean);
    const has = (text) => wanted.every((word) => text.includes(` ${word}`));
    const searching = wanted.length > 0 || mark.value !== "";
    for (const details of opened) details.open = false;
    opened.clear();
    const found = items.filter((item) => (!mark.value || item.marks.includes(mark.value)) && has(item.text));
    const kept = new Set(found.map((item) => item.element));
    for (const { element } of items) element.hidden = searching && !kept.has(element);
    for (const part of parts) {
      part.hidden = searching && ![...part.querySelectorAll(entries)].some((element) => kept.has(element));
    }
    document.body.classList.toggle("searching", searching);
    told.value = searching ? `${counted(found)} of ${counted(items)} entries` : "";
    if (!searching) return;
    for (const { element, folded, outside } of found) {
      for (const details of around(element.parentElement)) open(details);
      if (folded && !has(outside)) open(folded);
    }
    const main = document.querySelector("main");
    if (main.getBoundingClientRect().top < 0) main.scrollIntoView();
  };

  // A link may lead to what is folded, or to what the search hides.
  const reveal = (hash) => {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      find();
    }
    for (const details of around(target)) {
      opened.delete(details);
      details.open = true;
    }
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(find));
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) reveal(link.hash);
  });
  addEventListener("hashchange", () => reveal(location.hash));

  form.hidden = false;
  find();  // a browser may have kept the words of the last visit
  if (location.hash.length > 1) {
    reveal(location.hash);
    document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }
}

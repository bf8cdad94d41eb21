/** Make elements. What is shown is set as text: nothing that anybody wrote is ever read as HTML. */

/** An element; `on…` properties are listeners, true sets an attribute, false and null leave it out. */
export function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null && child !== false));
  return made;
}

export const unseen = (text) => el("span", { class: "unseen" }, text);

/** A link that leaves the page; an address of any other kind than http stays text. */
export function link(address, properties, ...children) {
  if (!/^https?:\/\//i.test(address)) return el("span", properties, ...children);
  return el("a", { ...properties, href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Show a list of buttons or other elements beneath an element or at a point, until one is used or Escape pressed. */
export function popUp(at, label, ...children) {
  const popup = document.getElementById("popup");
  popup.replaceChildren(...children);
  popup.setAttribute("aria-label", label);
  popup.showPopover();
  const place = at.getBoundingClientRect?.() ?? { left: at.clientX, bottom: at.clientY };
  popup.style.left = `${Math.max(4, Math.min(place.left, innerWidth - popup.offsetWidth - 8))}px`;
  popup.style.top = `${Math.max(4, Math.min(place.bottom + 2, innerHeight - popup.offsetHeight - 8))}px`;
  popup.querySelector("button, input")?.focus();
}

export const popDown = () => document.getElementById("popup").hidePopover();

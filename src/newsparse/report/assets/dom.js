// Elements by plain functions. Words of a news page only ever become text nodes: nothing here takes markup.

function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  return fill(element, ...children);
}

// Give an element these children and no others; what is none (null, false) is left out.
function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Words of the page: in its language, for the breaks of its lines, and apart from ours in direction.
const words = (text, language, attributes) => h("bdi", { lang: language, ...attributes }, text);

const button = (text, key, action, attributes) =>
  h("button", { type: "button", onclick: action, ...attributes }, text, key ? h("kbd", { "aria-hidden": "true" }, key) : null);

const plural = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

const status = () => h("p", { id: "status", role: "status", "aria-live": "polite" });

// Tell what happened, where it is seen wherever the page is scrolled to, and heard.
let silence;
function say(text) {
  const element = document.getElementById("status");
  if (!element) return;
  element.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => fill(element), 6000);
}

// Whether keys are meant for a field to write in, or belong to the browser.
const isTyping = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName || "");

function offerFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

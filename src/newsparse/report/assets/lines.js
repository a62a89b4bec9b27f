// The page's lines in order: what is text, what gives fields, what is set aside; one of them is the current one.

// Labels of lines that are the article's but not its text.
const OF_ARTICLE = ["headline", "byline", "credit", "caption", "summary"];

function stateOf(page, index) {
  if (page.isHeading(index)) return "heading";
  if (page.isKept(index)) return "text";
  const labels = (page.report.lines[index].labels || []).map(([name]) => name);
  return labels.some((name) => OF_ARTICLE.includes(name)) ? "about" : "aside";
}

// What a line is called at its side.
function callIt(page, index) {
  const state = stateOf(page, index);
  if (state === "heading" || state === "text") return state;
  const line = page.report.lines[index];
  const names = (line.labels || []).map(([name]) => name).filter((name) => name !== "body" && name !== "heading");
  return names.join(", ") || (line.picture ? "picture" : line.hidden ? "hidden" : "no label");
}

// Lines drawn at a time: a browser stays quick with them.
const PIECE = 2000;

class Lines {
  constructor(page, listener) {
    this.page = page;
    this.listener = listener; // is told the index of the current line
    this.isWhole = false;
    this.rows = new Map();
    this.current = -1;
    this.fields = new Map(); // line → names of the fields that came from it
    for (const field of page.report.fields)
      for (const candidate of field.candidates.filter((each) => each.chosen))
        for (const index of candidate.lines) this.fields.set(index, [...(this.fields.get(index) || []), field.name]);
    this.list = h("ol", { class: "lines", role: "listbox", "aria-label": "Lines of the page", tabindex: "-1" });
    this.element = h("section", { class: "page", "aria-label": "Page" }, this.list);
    this.draw(...this.near());
  }

  // The lines that are drawn: at first those at the article.
  near() {
    const [first, end] = this.page.report.near;
    return [first, Math.min(end, first + PIECE)];
  }

  draw(first, end) {
    const { length } = this.page.report.lines;
    this.range = [Math.max(0, first), Math.min(end, length)];
    [first, end] = this.range;
    this.rows.clear();
    const rows = [];
    for (let index = first; index < end; index++) rows.push(this.row(index));
    fill(this.list,
      this.more(first, "above", () => this.draw(first - PIECE, end)), rows,
      this.more(length - end, "below", () => this.draw(first, end + PIECE)),
      length ? null : h("li", { class: "more", role: "presentation" }, "The page has no lines."));
    this.setCurrent(Math.min(Math.max(this.current, first), end - 1), false);
  }

  more(number, where, draw) {
    if (!number) return null;
    const text = `${plural(number, "line")} ${where}${number > PIECE ? `: show ${PIECE}` : ""}`;
    return h("li", { class: "more", role: "presentation" }, button(text, "", draw));
  }

  // The lines of all of the page, or those at the article.
  showWhole(isWhole) {
    this.isWhole = isWhole;
    if (isWhole) this.drawRound(this.current);
    else this.draw(...this.near());
    this.reveal();
  }

  drawRound(index) {
    const first = Math.max(0, Math.min(index - PIECE / 2, this.page.report.lines.length - PIECE));
    this.draw(first, first + PIECE);
  }

  row(index) {
    const row = h("li", {
      role: "option", tabindex: "-1", id: `line-${index}`,
      onclick: () => this.setCurrent(index, true),
      onmouseenter: () => this.hover(index),
      onmouseleave: () => this.hover(-1),
      onfocus: () => this.current !== index && this.setCurrent(index, false),
    });
    this.rows.set(index, row);
    this.fill(index);
    return row;
  }

  fill(index) {
    const { report, edits } = this.page;
    const line = report.lines[index];
    const row = this.rows.get(index);
    if (!row) return;
    row.className = `line ${stateOf(this.page, index)}${line.hidden ? " hidden" : ""}${edits.lines[index] ? " edited" : ""}`;
    const text = line.picture ? [h("span", { class: "picture" }, "picture"), " ", words(line.picture, report.language)] : [];
    if (line.text) text.push(words(line.text, report.language));
    const fields = (this.fields.get(index) || []).map((name) => h("span", { class: "tag" }, name));
    fill(row,
      h("span", { class: "number", "aria-hidden": "true" }, String(index)),
      h("span", { class: "words" }, text),
      h("span", { class: "side" }, fields, h("span", { class: "label" }, callIt(this.page, index))),
    );
  }

  // Label, rule and evidence beside a line that the mouse is over.
  hover(index) {
    if (this.card) this.card.remove();
    this.card = null;
    const line = this.page.report.lines[index];
    if (index < 0 || !line || index === this.current) return;
    this.card = h("div", { class: "card", role: "tooltip" }, reasonsOf(this.page, index));
    this.rows.get(index).append(this.card);
  }

  setCurrent(index, isTold) {
    const before = this.rows.get(this.current);
    if (before) {
      before.removeAttribute("aria-selected");
      before.tabIndex = -1;
    }
    this.current = index;
    this.hover(-1);
    const row = this.rows.get(index);
    if (!row) return;
    row.setAttribute("aria-selected", "true");
    row.tabIndex = 0;
    if (isTold) row.focus({ preventScroll: true });
    this.listener(index);
  }

  step(by) {
    const [first, end] = this.range;
    this.setCurrent(Math.min(Math.max(this.current + by, first), end - 1), true);
    this.reveal();
  }

  // Make a line the current one, wherever it is.
  go(index) {
    const [first, end] = this.range;
    if (index < first || index >= end) {
      this.isWhole = true;
      this.drawRound(index);
    }
    this.setCurrent(index, true);
    this.reveal("center");
  }

  reveal(block) {
    const row = this.rows.get(this.current);
    if (row) row.scrollIntoView({ block: block || "nearest" });
  }

  refresh() {
    for (const index of this.rows.keys()) this.fill(index);
  }
}

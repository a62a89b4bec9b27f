// The pages of a folder: a table that filters, a row for each page, drawn in pieces.

const ROWS = 200; // rows drawn at a time: a browser stays quick with them
const DOUBTFUL = 0.8;
const LOWEST = "The lowest of kind, title, published, source, authors, editors: of these it is calibrated";

// A row as it is written beside the index, in short; see `index_row` in Python.
const asRow = ([origin, title, kind, published, source, people, confidence, field, changed, fault, hasEditor], number) => ({
  number, origin, title, kind, published, source, people, confidence, field, changed, fault, hasEditor,
});

const FILTERS = [
  ["all", "All", () => true],
  ["no-date", "No date", (row) => row.kind === "article" && !row.published],
  ["no-author", "No author", (row) => row.kind === "article" && !row.people],
  ["no-editor", "No editor", (row) => row.kind === "article" && !row.hasEditor],
  ["no-source", "No source", (row) => row.kind === "article" && !row.source],
  ["doubtful", "Low confidence", (row, folder) => !row.fault && row.confidence < folder.least],
  ["article", "Articles", (row) => row.kind === "article"],
  ["list", "Lists", (row) => row.kind === "list"],
  ["other", "Others", (row) => row.kind === "other"],
  ["changed", "Changed", (row) => Boolean(row.changed)],
  ["failed", "Not read", (row) => Boolean(row.fault)],
  ["corrected", "Corrected", (row, folder) => folder.store.entries.has(row.origin)],
];

class Folder {
  constructor(data, rows, root) {
    this.data = data;
    this.rows = rows.map(asRow);
    this.root = root;
    this.store = new Store(data.key, data.save_as);
    this.filter = "all";
    this.least = DOUBTFUL;
    this.sought = "";
    this.current = 0;
    this.view = null;
    this.language = "zh";
    this.onkey = (event) => this.key(event);
    this.build();
    addEventListener("hashchange", () => this.route());
    window.newsparsePage = (number, report) => this.arrived(number, report);
    this.route();
  }

  build() {
    this.search = h("input", { type: "search", placeholder: "Search names and titles", "aria-label": "Search names and titles",
      oninput: () => { this.sought = this.search.value.trim().toLowerCase(); this.draw(); } });
    this.threshold = h("input", { type: "number", min: "0", max: "1", step: "0.05", value: String(this.least), "aria-label": "Low confidence is below",
      oninput: () => { this.least = Number(this.threshold.value) || 0; this.draw(); } });
    this.chips = h("div", { class: "chips", role: "group", "aria-label": "Filter" });
    this.tools = h("div", { class: "tools" });
    this.body = h("tbody");
    this.rest = h("p", { class: "more" });
    const heads = ["Page", "Kind", "Date", "Source", "People", "Lowest confidence", ...(this.data.compared ? ["Changed"] : [])];
    this.table = h("table", { class: "pages" }, h("thead", {}, h("tr", {}, heads.map((name) => h("th", { scope: "col", title: name === "Lowest confidence" ? LOWEST : null }, name)))), this.body);
    this.element = h("div", { class: "view index" },
      h("header", {}, h("div", { class: "head" }, h("h1", {}, this.data.title), h("p", { class: "quiet" }, this.data.says)), this.tools, status()),
      h("main", {}, h("div", { class: "filters" }, this.chips, h("div", { class: "seek" }, this.search, h("label", { class: "quiet" }, "low is below ", this.threshold))),
        this.table, this.rest, h("p", { class: "quiet keyline" }, "↓ ↑ or j k: next, previous page · Enter: open · f: next filter · /: search · s: save the corrections", this.data.audit ? " · u: what looks wrong (audit)" : "")));
  }

  matching() {
    const [, , test] = FILTERS.find(([name]) => name === this.filter);
    const sought = (row) => !this.sought || `${row.origin}\n${row.title}`.toLowerCase().includes(this.sought);
    return this.rows.filter((row) => test(row, this) && sought(row));
  }

  draw() {
    this.found = this.matching();
    this.drawn = 0;
    this.current = Math.min(this.current, Math.max(this.found.length - 1, 0));
    const counted = FILTERS.map(([name, text, test]) => [name, text, this.rows.filter((row) => test(row, this)).length]);
    fill(this.chips, ...counted.filter(([name, , count]) => count || name === this.filter || name === "all").map(([name, text, count]) =>
      h("button", { type: "button", "data-filter": name, "aria-pressed": String(name === this.filter), onclick: () => this.setFilter(name) }, text, h("span", { class: "count" }, String(count)))));
    fill(this.tools,
      button(`Save ${this.store.entries.size ? plural(this.store.entries.size, "case") : ""}`.trim(), "s", () => this.save(), { class: "main" }),
      this.data.audit ? h("a", { class: "audit", href: this.data.audit[0] }, `Audit: ${this.data.audit[1]}`, h("kbd", { "aria-hidden": "true" }, "u")) : null,
      h("span", { class: "quiet kept" }, this.store.tells()));
    fill(this.body);
    this.drawMore(Math.max(ROWS, this.current + 1));
  }

  drawMore(many) {
    const rows = this.found.slice(this.drawn, this.drawn + many);
    this.body.append(...rows.map((row, at) => this.row(row, this.drawn + at)));
    this.drawn += rows.length;
    const left = this.found.length - this.drawn;
    fill(this.rest, left ? button(`${plural(left, "more page")}: show ${Math.min(left, ROWS)}`, "", () => this.drawMore(ROWS)) : null,
      this.found.length ? null : "No page is like this.");
    this.mark();
  }

  row(row, at) {
    const cell = (text, name) => h("td", { class: name, "data-name": name }, text ? words(text, this.language) : h("span", { class: "none", "data-name": name }, "none"));
    const isCorrected = this.store.entries.has(row.origin);
    const name = h("th", { scope: "row", colspan: row.fault ? "7" : null },
      h("a", { href: `#${row.number}`, tabindex: "-1", onclick: () => { this.current = at; } }, words(row.title || (row.fault ? "Not read" : "No title"), this.language)),
      isCorrected ? h("span", { class: "tag" }, "corrected") : null,
      h("span", { class: "quiet origin" }, words(row.origin)),
      row.fault ? h("span", { class: "fault" }, words(row.fault)) : null);
    if (row.fault) return h("tr", { class: "failed" }, name);
    const low = row.confidence < this.least;
    return h("tr", {}, name, cell(row.kind, "kind"), cell(row.published, "date"), cell(row.source, "source"), cell(row.people, "people"),
      h("td", { class: low ? "confidence low" : "confidence" }, row.confidence.toFixed(2), h("span", { class: "quiet" }, ` ${row.field}`)),
      this.data.compared ? h("td", { class: "changed" }, row.changed || "") : null);
  }

  mark() {
    [...this.body.children].forEach((row, at) => row.classList.toggle("current", at === this.current));
  }

  setFilter(name) {
    this.filter = name;
    this.current = 0;
    this.draw();
    say(`${plural(this.found.length, "page")}.`);
  }

  step(by) {
    this.current = Math.min(Math.max(this.current + by, 0), this.found.length - 1);
    if (this.current >= this.drawn) this.drawMore(ROWS);
    this.mark();
    const link = this.body.children[this.current] && this.body.children[this.current].querySelector("a");
    if (link) link.focus();
  }

  save() {
    this.store.save();
    this.tools.querySelector(".kept").textContent = this.store.tells();
  }

  // The index, or the page that the address names.
  route() {
    if (this.view) this.view.hide();
    this.view = null;
    if (location.hash.startsWith("#file=")) return this.routeTo(location.hash.slice("#file=".length));
    const number = /^#\d+$/.test(location.hash) ? Number(location.hash.slice(1)) : -1;
    if (number >= 0 && number < this.rows.length) return this.load(number);
    document.title = this.data.title;
    fill(this.root, this.element);
    document.addEventListener("keydown", this.onkey);
    this.draw();
    return this.body.children[this.current] && this.body.children[this.current].scrollIntoView({ block: "nearest" });
  }

  // The page of a name, as the audit links to it.
  routeTo(name) {
    const row = this.rows.find((each) => encodeURIComponent(each.origin) === name);
    location.replace(row ? `#${row.number}` : "#");
  }

  load(number) {
    document.removeEventListener("keydown", this.onkey);
    if (!this.found) this.found = this.matching();
    const row = this.rows[number];
    if (row.fault) return this.fail(row, row.fault);
    const script = h("script", { src: `pages/${Math.floor(number / 1000)}/${number}.js` });
    script.onload = () => script.remove();
    script.onerror = () => { script.remove(); this.fail(row, "Its file is not there: keep the folder of the report together."); };
    document.head.append(script);
    return undefined;
  }

  arrived(number, report) {
    if (location.hash !== `#${number}`) return; // gone on meanwhile
    this.view = new PageView(report, this.store, this.around(number));
    this.view.show(this.root);
    scrollTo(0, 0);
  }

  fail(row, why) {
    const around = this.around(row.number);
    const actions = { i: around.index, n: around.next, p: around.previous };
    const onkey = (event) => { if (!isTyping(event) && actions[event.key]) actions[event.key](); };
    document.addEventListener("keydown", onkey);
    this.view = { hide: () => document.removeEventListener("keydown", onkey) };
    fill(this.root, h("div", { class: "view" }, h("header", {}, h("h1", {}, words(row.origin)),
      h("div", { class: "tools" }, button("Index", "i", around.index), button("Previous", "p", around.previous, { disabled: !around.previous }), button("Next", "n", around.next, { disabled: !around.next }))),
      h("main", {}, h("p", { class: "fault" }, words(why)))));
  }

  // The pages before and after one, of those that the filter shows.
  around(number) {
    let at = this.found.findIndex((row) => row.number === number);
    if (at < 0) { // opened by its address, behind another filter
      this.found = this.rows;
      at = number;
    }
    this.current = at;
    const to = (row) => (row ? () => { location.hash = `#${row.number}`; } : null);
    return {
      index: () => { location.hash = ""; },
      previous: to(this.found[at - 1]),
      next: to(this.found[at + 1]),
      where: `${at + 1} of ${this.found.length}${this.filter === "all" ? "" : `, ${FILTERS.find(([name]) => name === this.filter)[1].toLowerCase()}`}`,
    };
  }

  key(event) {
    if (event.key === "Escape" && event.target === this.search) { this.search.blur(); this.step(0); }
    if (event.key === "Enter" && event.target === this.search) this.step(0);
    if (isTyping(event)) return;
    const shown = [...this.chips.children].map((chip) => chip.dataset.filter);
    const does = {
      ArrowDown: () => this.step(1), j: () => this.step(1), ArrowUp: () => this.step(-1), k: () => this.step(-1),
      f: () => this.setFilter(shown[(shown.indexOf(this.filter) + 1) % shown.length]), s: () => this.save(), "/": () => this.search.focus(),
      u: this.data.audit && (() => { location.href = this.data.audit[0]; }),
      Enter: event.target.tagName === "BUTTON" || event.target.tagName === "A" ? null : () => this.found.length && (location.hash = `#${this.found[this.current].number}`),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }
}

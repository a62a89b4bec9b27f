// One page: its lines, the current line's reasons, the record; and the keys.

const KEYS = [
  ["↓ ↑ or j k", "next, previous line"], ["PgDn PgUp", "ten lines on, back"], ["a", "the article, or the whole page"],
  ["t", "the line belongs to the text, or not"], ["h", "the line is a heading, or not"],
  ["1 2 3 4 5", "the line says title, date, source, authors, editors"], ["e", "edit the title; Tab keeps it and edits the next field"], ["6", "edit the kind"],
  ["r", "all is right on this page"], ["z", "take the last correction back"], ["s", "save all corrections as a file"],
  ["n p", "next, previous page of the folder"], ["i", "index of the folder"], ["?", "these keys"],
];

class PageView {
  // `around`: previous, next, index: what there is beside this page; null for a single one.
  constructor(report, store, around) {
    this.store = store;
    this.around = around;
    this.page = new Page(report);
    const kept = store.editsOf(report);
    if (kept) this.page.edits = this.page.fitting(kept);
    const go = (index) => this.lines.go(index);
    this.inspector = new Inspector(this.page, {
      toggleText: () => this.toggleText(), toggleHeading: () => this.toggleHeading(), give: (field) => this.give(field),
    });
    this.lines = new Lines(this.page, (index) => this.inspector.show(index));
    this.fields = new Fields(this.page, { go, changed: (text) => this.changed(text), back: () => this.lines.setCurrent(this.lines.current, true) });
    this.bar = h("div", { class: "tools" });
    this.outline = h("div");
    this.element = h("div", { class: "view" }, this.header(), h("main", {},
      this.lines.element,
      h("aside", {}, this.inspector.element, this.fields.element, this.outline, verdictOf(report), headOf(report), this.changes(), this.warnings())));
    this.onkey = (event) => this.key(event);
  }

  show(root) {
    fill(root, this.element);
    document.title = `${this.page.report.answers.title || this.page.report.origin} · report`;
    document.addEventListener("keydown", this.onkey);
    const title = this.lines.fields.size ? Math.min(...this.lines.fields.keys()) : this.page.report.near[0];
    const start = [...this.lines.fields].find(([, names]) => names.includes("title"));
    this.redraw();
    this.lines.setCurrent(start ? start[0] : title, true);
  }

  hide() {
    document.removeEventListener("keydown", this.onkey);
  }

  header() {
    const { report } = this.page;
    return h("header", {},
      h("div", { class: "head" },
        h("h1", {}, words(report.answers.title || "No title", report.language)),
        h("p", { class: "quiet origin" }, words(report.origin), report.url ? [" · ", words(report.url)] : null, ` · newsparse ${report.newsparse}`)),
      this.bar, this.keys(), status());
  }

  tools() {
    const { around, store } = this;
    const { edits } = this.page;
    return [
      around ? button("Index", "i", around.index) : null,
      around ? button("Previous", "p", around.previous, { disabled: !around.previous }) : null,
      around ? button("Next", "n", around.next, { disabled: !around.next }) : null,
      around ? h("span", { class: "quiet" }, around.where) : null,
      button(this.lines.isWhole ? "Only the article" : "Whole page", "a", () => this.whole()),
      button("All is right", "r", () => this.right(), { "aria-pressed": String(edits.right) }),
      button("Undo", "z", () => this.undo(), { disabled: !this.page.before.length }),
      button(`Save ${store.entries.size ? plural(store.entries.size, "case") : ""}`.trim(), "s", () => this.save(), { class: "main" }),
      button("Keys", "?", () => this.showKeys()),
      h("span", { class: "quiet kept" }, store.tells()),
    ];
  }

  keys() {
    this.help = h("dl", { class: "keys", hidden: true }, KEYS.map(([key, what]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, what))));
    return this.help;
  }

  // What an earlier run had otherwise.
  changes() {
    const { earlier, language } = this.page.report;
    if (!earlier || !Object.keys(earlier).length) return null;
    return h("section", { class: "changes", "aria-label": "Changed" }, h("h2", {}, "Earlier run"),
      h("dl", {}, Object.entries(earlier).map(([name, value]) =>
        h("div", { class: "field" }, h("dt", {}, name.replace("_", " ")), h("dd", {}, value ? words(value, language) : h("span", { class: "none" }, "none"))))));
  }

  warnings() {
    const { warnings, language } = this.page.report;
    if (!warnings.length) return null;
    return h("section", { class: "warnings", "aria-label": "Warnings" }, h("h2", {}, "Warnings"), h("ul", {}, warnings.map((each) => h("li", {}, words(each, language)))));
  }

  redraw() {
    fill(this.bar, this.tools());
    fill(this.outline, outlineOf(this.page, (index) => this.lines.go(index)));
  }

  // After a correction.
  changed(text) {
    this.store.put(this.page);
    this.lines.refresh();
    this.inspector.show(this.lines.current);
    this.redraw();
    say(text);
  }

  toggleText() {
    const index = this.lines.current;
    if (!this.page.wordsOf(index)) return;
    const keep = !this.page.isKept(index);
    this.page.setLine(index, keep, keep && this.page.headings.has(index));
    this.changed(`Line ${index} ${keep ? "belongs to the text" : "is not text"}.`);
  }

  toggleHeading() {
    const index = this.lines.current;
    if (!this.page.wordsOf(index)) return;
    const heading = !this.page.isHeading(index);
    this.page.setLine(index, true, heading);
    this.changed(`Line ${index} is ${heading ? "a" : "no"} heading.`);
  }

  // The words that are marked in the current line, or all of it, as a field's value to be confirmed.
  give(field) {
    const marked = String(getSelection()).trim();
    const line = this.page.saysOf(this.lines.current);
    if (!line) return say("There are no words in this line.");
    const text = marked && line.includes(marked) ? marked : line;
    const zone = /[+-]\d\d:\d\d$/.exec(this.page.report.answers.published || "");
    return this.fields.edit(field, field === "published" ? momentIn(text, zone ? zone[0] : "+08:00") : text);
  }

  right() {
    this.page.change((edits) => { edits.right = !edits.right; });
    this.changed(this.page.edits.right ? "The page counts as right as it is shown." : "The page is not marked as right.");
  }

  undo() {
    if (!this.page.undo()) return say("Nothing to take back.");
    this.fields.draw();
    return this.changed("Taken back.");
  }

  save() {
    this.store.save();
    fill(this.bar, this.tools());
  }

  whole() {
    this.lines.showWhole(!this.lines.isWhole);
    this.redraw();
  }

  showKeys() {
    this.help.hidden = !this.help.hidden;
  }

  key(event) {
    if (isTyping(event)) return;
    const { around } = this;
    const isButton = event.target.tagName === "BUTTON" || event.target.tagName === "SUMMARY";
    const give = GIVEN.find(([key]) => key === event.key);
    const does = {
      ArrowDown: () => this.lines.step(1), j: () => this.lines.step(1), ArrowUp: () => this.lines.step(-1), k: () => this.lines.step(-1),
      PageDown: () => this.lines.step(10), PageUp: () => this.lines.step(-10),
      t: () => this.toggleText(), h: () => this.toggleHeading(), e: () => this.fields.edit("title"), 6: () => this.fields.edit("kind"), a: () => this.whole(),
      r: () => this.right(), z: () => this.undo(), s: () => this.save(), "?": () => this.showKeys(),
      n: around && around.next, p: around && around.previous, i: around && around.index,
    }[event.key] || (give && (() => this.give(give[1])));
    if (!does || (isButton && /^(Enter| )$/.test(event.key))) return;
    event.preventDefault();
    does();
  }
}

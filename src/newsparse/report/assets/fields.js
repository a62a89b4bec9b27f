// The record beside the page: each value with its reason, its place, the candidates that lost; and a form to mend it.

const LISTS = ["authors", "editors"];
const KINDS = ["article", "list", "other"];
// The field of the report in whose candidates the reason of a value stands.
const REASON = { authors: "credits", editors: "credits" };

const asText = (value) => (Array.isArray(value) ? value.join("、") : value || "");

class Fields {
  constructor(page, actions) {
    this.page = page;
    this.actions = actions;
    this.element = h("section", { class: "record", "aria-label": "Record" });
    this.editing = null;
    this.open = new Set();
    this.draw();
  }

  draw() {
    const { report } = this.page;
    const corrected = Object.keys(report.answers).map((name) => this.answer(name));
    const others = report.fields.filter((field) => !(field.name in report.answers) && field.name !== "credits");
    const found = others.filter((field) => field.value);
    const empty = others.filter((field) => !field.value && !field.candidates.length).map((field) => field.name);
    fill(this.element,
      h("h2", {}, "Record"),
      h("dl", {}, corrected),
      h("dl", { class: "more-fields" }, found.map((field) => this.other(field)),
        report.digest.map(([name, value]) => this.pair(name, words(value, report.language)))),
      empty.length ? h("p", { class: "quiet" }, `No rule found anything for: ${empty.join(", ")}.`) : null,
    );
  }

  pair(name, ...children) {
    return h("div", { class: "field", "data-field": name }, h("dt", {}, name.replace("_", " ")), h("dd", {}, children));
  }

  answer(name) {
    const { report, edits } = this.page;
    if (this.editing && this.editing.name === name) return this.pair(name, this.form(name));
    const value = asText(this.page.value(name));
    const isEdited = name in edits.fields;
    const shown = value ? words(value, report.language) : h("span", { class: "none" }, "none");
    const pair = this.pair(name,
      h("div", { class: "value" }, shown, button("Edit", "", () => this.edit(name), { class: "edit", "aria-label": `Edit ${name}` })),
      isEdited ? h("p", { class: "was" }, "was ", words(asText(report.answers[name]) || "none", report.language)) : null,
      name in report.withheld ? h("p", { class: "was" }, "withheld as too doubtful: ", words(report.withheld[name], report.language)) : null,
      this.earlier(name),
      value ? this.reason(report.fields.find((field) => field.name === (REASON[name] || name)), name) : this.losers(name),
      value || isEdited ? null : this.hint(name));
    if (isEdited) pair.classList.add("edited");
    return pair;
  }

  other(field) {
    return this.pair(field.name, h("div", { class: "value" }, words(field.value, this.page.report.language)), this.earlier(field.name), this.reason(field));
  }

  earlier(name) {
    const { earlier, language } = this.page.report;
    return earlier && name in earlier ? h("p", { class: "was" }, "earlier run: ", words(earlier[name] || "none", language)) : null;
  }

  // `name`: of the value; authors and editors stand where, and are as sure as, it is of each, not as all credits are.
  reason(field, name) {
    if (!field || !field.candidates.length) return null;
    const { sure, people } = this.page.report;
    const [winner, ...lost] = field.candidates;
    return h("div", { class: "reason" }, this.candidate({ ...winner, ...people[name], confidence: sure[name] ?? winner.confidence }), lost.length
      ? h("details", { open: this.open.has(field.name), ontoggle: (event) => this.open[event.target.open ? "add" : "delete"](field.name) },
        h("summary", {}, plural(lost.length, "other candidate")), h("ul", {}, lost.map((each) => h("li", {}, this.candidate(each, true)))))
      : null);
  }

  // Of a field without a value: what tells where it stands, to one who sees it on the page.
  hint(name) {
    return h("p", { class: "quiet hint" }, "Is it on the page? ", h("code", {}, `newsparse explain PAGE --field ${name} --expect VALUE`), " tells where.");
  }

  // Of a field without a value what was found and not taken.
  losers(name) {
    const field = this.page.report.fields.find((each) => each.name === name);
    return field ? this.reason(field) : null;
  }

  candidate(candidate, withValue) {
    const { language } = this.page.report;
    const { go } = this.actions;
    const places = candidate.lines.slice(0, 12).map((index) => button(`line ${index}`, "", () => go(index), { class: "place" }));
    return [
      withValue ? h("div", { class: "lost" }, words(candidate.value, language)) : null,
      h("p", { class: "rule", title: candidate.says },
        h("code", {}, candidate.rule), ` ${candidate.confidence.toFixed(2)} `, places,
        candidate.head ? this.headPlace(candidate.head) : null,
        !places.length && !candidate.head ? h("span", { class: "quiet" }, "not found again on the page") : null),
      h("p", { class: "says" }, candidate.says),
      candidate.evidence && candidate.evidence !== candidate.value ? words(candidate.evidence, language, { class: "evidence" }) : null,
      candidate.why ? h("p", { class: "lost-why" }, candidate.why) : null,
    ];
  }

  // What the page says out of sight: a way to it, where the report shows it.
  headPlace(name) {
    const isShown = this.page.report.head.some(([each]) => each === name);
    return isShown ? button(name, "", () => goHead(name), { class: "place" }) : h("span", { class: "place" }, name);
  }

  // Open the form of a field, with this text in it.
  edit(name, text) {
    this.editing = { name, text: text === undefined ? asText(this.page.value(name)) : text };
    this.draw();
    const input = this.element.querySelector(".form input, .form select");
    input.focus();
    if (input.select) input.select();
  }

  form(name) {
    const input = name === "kind"
      ? h("select", { "aria-label": name }, KINDS.map((kind) => h("option", { value: kind, selected: kind === this.editing.text }, kind)))
      : h("input", { type: "text", "aria-label": name, value: this.editing.text, lang: this.page.report.language, spellcheck: "false" });
    const close = (event) => { event.preventDefault(); this.close(); };
    const take = (event) => { event.preventDefault(); if (this.take(name, input.value.trim())) this.close(); };
    const leave = (event) => {
      const next = this.beside(name, event.shiftKey ? -1 : 1);
      if (event.key !== "Tab" || event.target !== input || !next) return; // from the last one Tab leads on, to the buttons
      event.preventDefault();
      if (this.take(name, input.value.trim())) this.edit(next);
    };
    const press = (event) => (event.key === "Escape" ? close(event) : leave(event));
    return h("form", { class: "form", onsubmit: take, onkeydown: press }, input,
      h("div", { class: "actions" }, h("button", { type: "submit" }, "Keep", h("kbd", { "aria-hidden": "true" }, "Enter")), button("Cancel", "Esc", close)),
      LISTS.includes(name) ? h("p", { class: "quiet" }, "Several names with 、 between them; nothing for none.") : null);
  }

  // The field that is shown below this one, or above it.
  beside(name, step) {
    const names = Object.keys(this.page.report.answers);
    return names[names.indexOf(name) + step];
  }

  // Keep what a form says; whether it can be kept.
  take(name, text) {
    if (name === "published" && text && !isMoment(text)) {
      say("Write the date as 2021-11-08 or 2021-11-08T17:27+08:00.");
      return false;
    }
    const names = text.split(/[、,，;；]/).map((each) => each.trim()).filter(Boolean);
    const value = LISTS.includes(name) ? names : text || null;
    if (JSON.stringify(value) === JSON.stringify(this.page.value(name))) return true;
    this.page.setField(name, value);
    this.actions.changed(`${name} corrected.`);
    return true;
  }

  close() {
    this.editing = null;
    this.draw();
    this.actions.back();
  }
}

function outlineOf(page, go) {
  const headings = page.report.lines.map((_, index) => index).filter((index) => page.isHeading(index));
  const level = new Map(page.report.text.filter((line) => line.heading).map((line) => [line.lines[0], line.heading]));
  return h("section", { class: "outline", "aria-label": "Outline" }, h("h2", {}, "Outline"),
    headings.length
      ? h("ol", {}, headings.map((index) => h("li", { class: `level-${Math.min(level.get(index) || 1, 4)}` },
        h("button", { type: "button", class: "link", onclick: () => go(index) }, words(page.report.lines[index].text, page.report.language)))))
      : h("p", { class: "quiet" }, "The text has no headings."));
}

// What the page says of itself out of sight.
function headOf({ head, language }) {
  if (!head.length) return null;
  const said = ([name, text]) => h("div", { class: "field", "data-head": name, tabindex: "-1" }, h("dt", {}, name), h("dd", {}, words(text, language)));
  return h("section", { class: "says-head", "aria-label": "Head" }, h("details", {}, h("summary", {}, `In the page's head (${head.length})`), h("dl", {}, head.map(said))));
}

function goHead(name) {
  const all = [...document.querySelectorAll("[data-head]")];
  const field = all.find((each) => each.dataset.head === name);
  all.forEach((each) => each.classList.toggle("sought", each === field));
  field.closest("details").open = true;
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}

function signsOf(title, signs) {
  const most = Math.max(...signs.map((sign) => Math.abs(sign.adds)), 1);
  const sum = signs.reduce((all, sign) => all + sign.adds, 0);
  const signed = (number, digits) => (number < 0 ? "−" : "+") + Math.abs(number).toFixed(digits);
  return h("table", {}, h("caption", {}, `${title}: ${signed(sum, 1)}`),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "sign"), h("th", { scope: "col" }, "adds"), h("th", { scope: "col" }, "weight"), h("td", {}))),
    h("tbody", {}, signs.map((sign) => {
      const bar = h("span", { class: sign.adds < 0 ? "bar against" : "bar" });
      bar.style.width = `${(100 * Math.abs(sign.adds)) / most}%`;
      return h("tr", {}, h("th", { scope: "row" }, sign.sign), h("td", {}, signed(sign.adds, 1)), h("td", {}, signed(sign.weight, 2)), h("td", { class: "bars" }, bar));
    })));
}

function verdictOf(report) {
  const { verdict } = report;
  const sure = verdict.confidence === null ? "" : ` ${verdict.confidence.toFixed(2)}`;
  return h("section", { class: "verdict", "aria-label": "Kind" },
    h("h2", {}, "Kind"), h("p", {}, h("b", {}, verdict.kind), h("code", {}, verdict.rule), sure),
    verdict.article.length ? signsOf("An article", verdict.article) : null,
    verdict.list.length ? signsOf("A list, as it is no article", verdict.list) : null,
    verdict.article.length ? h("p", { class: "quiet" }, "What the signs add to the logarithm of the odds; 0 or more in all: it is one.") : null);
}

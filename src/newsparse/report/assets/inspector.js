// Why the current line is what it is, and what a person can say of it.

function reasonsOf(page, index) {
  const line = page.report.lines[index];
  const { language } = page.report;
  const labels = (line.labels || []).map(([name, rule, evidence]) =>
    h("li", {}, h("b", {}, name), h("code", {}, rule), evidence ? words(evidence, language, { class: "evidence" }) : null));
  if (labels.length) return h("ul", { class: "reasons" }, labels);
  return h("p", { class: "quiet" }, line.hidden ? "No label: the page does not show this line." : "No label: no rule claimed this line.");
}

// Fields that a line can be given to: the key, the field, what is said.
const GIVEN = [["1", "title", "title"], ["2", "published", "date"], ["3", "source", "source"], ["4", "authors", "authors"], ["5", "editors", "editors"]];

class Inspector {
  constructor(page, actions) {
    this.page = page;
    this.actions = actions;
    this.element = h("section", { class: "inspector", "aria-label": "Line" });
  }

  show(index) {
    const line = this.page.report.lines[index];
    if (!line) return;
    const isKept = this.page.isKept(index);
    const isHeading = this.page.isHeading(index);
    const { toggleText, toggleHeading, give } = this.actions;
    fill(this.element,
      h("h2", {}, `Line ${index}`, h("code", {}, line.tag), h("span", { class: `state ${stateOf(this.page, index)}` }, callIt(this.page, index))),
      h("div", { class: "why" }, reasonsOf(this.page, index)),
      h("div", { class: "actions" },
        line.text ? button(isKept ? "Not text" : "Belongs to the text", "t", toggleText) : null,
        line.text ? button(isHeading ? "No heading" : "Is a heading", "h", toggleHeading) : null),
      this.page.saysOf(index)
        ? h("div", { class: "actions give" }, h("span", { class: "quiet" }, "It says the"),
          GIVEN.map(([key, field, name]) => button(name, key, () => give(field), { onmousedown: (event) => event.preventDefault() }))) // words stay marked
        : null,
    );
  }
}

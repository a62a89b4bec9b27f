// The corrections of all pages of a report: kept in the browser where it lets us, in this tab where not, saved as a file.

class Store {
  constructor(key, name) {
    this.key = `newsparse-corrections:${key}`;
    this.name = name;
    this.entries = new Map(); // origin → { sha256, edits, case }
    this.isKept = true;
    this.isSaved = true;
    try {
      const text = localStorage.getItem(this.key);
      if (text) this.entries = new Map(Object.entries(JSON.parse(text)));
      localStorage.setItem(this.key, text || "{}"); // whether it may be written
      if (!this.entries.size) localStorage.removeItem(this.key);
    } catch {
      this.isKept = false; // forbidden, or full: the file is then the only place
    }
    addEventListener("beforeunload", (event) => {
      if (!this.isKept && !this.isSaved) event.preventDefault();
    });
  }

  editsOf(report) {
    const entry = this.entries.get(report.origin);
    return entry && entry.sha256 === report.sha256 ? entry.edits : null;
  }

  put(page) {
    const { origin, sha256 } = page.report;
    if (isEdited(page.edits)) this.entries.set(origin, { sha256, edits: page.edits, case: page.case() });
    else this.entries.delete(origin);
    this.isSaved = false;
    if (!this.isKept) return;
    try {
      localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(this.entries)));
    } catch {
      this.isKept = false;
    }
  }

  save() {
    if (!this.entries.size) return say("Nothing is corrected yet: there is nothing to save.");
    const cases = [...this.entries.values()].map((entry) => entry.case);
    offerFile(this.name, JSON.stringify({ newsparse_cases: 1, cases }, null, 2) + "\n");
    this.isSaved = true;
    return say(`${plural(cases.length, "case")} saved as ${this.name}.`);
  }

  tells() {
    const what = this.entries.size ? `${plural(this.entries.size, "page")} corrected` : "Nothing corrected yet";
    return this.isKept ? what : `${what}. This browser keeps nothing for this file: save before you close it.`;
  }
}

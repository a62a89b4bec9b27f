// What a person says is wrong, and the case that it makes: the record as it should be. No element is touched here.

const noEdits = () => ({ fields: {}, lines: {}, right: false });

const isEdited = (edits) => edits.right || Object.keys(edits.fields).length > 0 || Object.keys(edits.lines).length > 0;

// The text's lines by the first of the page's lines that each was made of; several of one row of a table are together.
function groupsOf(report) {
  const groups = new Map();
  for (const line of report.text) {
    const first = line.lines.length ? line.lines[0] : -1;
    const group = groups.get(first);
    if (group) {
      group.texts.push(line.text);
      group.lines = [...new Set([...group.lines, ...line.lines])];
    } else groups.set(first, { lines: line.lines, texts: [line.text], heading: line.heading > 0 });
  }
  return groups;
}

class Page {
  constructor(report, edits) {
    this.report = report;
    this.edits = edits || noEdits();
    this.before = [];
    this.groups = groupsOf(report);
    this.kept = new Set(report.text.flatMap((line) => line.lines));
    this.headings = new Set(report.text.filter((line) => line.heading).flatMap((line) => line.lines));
  }

  // The words of a line, "" for a picture (and where the page has no lines).
  wordsOf(index) {
    const line = this.report.lines[index];
    return line ? line.text : "";
  }

  // What a line can say of a field: a picture does with its alt, which is the outlet's name where the picture is its logo.
  saysOf(index) {
    const line = this.report.lines[index];
    return line ? line.text || line.alt || "" : "";
  }

  isKept(index) {
    const edit = this.edits.lines[index];
    return edit ? edit.keep : this.kept.has(index);
  }

  isHeading(index) {
    const edit = this.edits.lines[index];
    return edit ? edit.keep && edit.heading : this.headings.has(index);
  }

  value(field) {
    return field in this.edits.fields ? this.edits.fields[field] : this.report.answers[field];
  }

  change(action) {
    this.before.push(JSON.stringify(this.edits));
    action(this.edits);
  }

  undo() {
    if (!this.before.length) return false;
    this.edits = JSON.parse(this.before.pop());
    return true;
  }

  setLine(index, keep, heading) {
    this.change((edits) => {
      const asItWas = keep === this.kept.has(index) && (keep && heading) === this.headings.has(index);
      if (asItWas) delete edits.lines[index];
      else edits.lines[index] = { keep, heading: keep && heading, text: this.report.lines[index].text };
    });
  }

  setField(field, value) {
    this.change((edits) => {
      if (JSON.stringify(value) === JSON.stringify(this.report.answers[field])) delete edits.fields[field];
      else edits.fields[field] = value;
    });
  }

  // The lines of the text as corrected, each with whether it is a heading.
  text() {
    const { report, edits } = this;
    if (!Object.keys(edits.lines).length) return report.text.map((line) => [line.text, line.heading > 0]);
    const out = (this.groups.get(-1) || { texts: [] }).texts.map((text) => [text, false]);
    const done = new Set();
    report.lines.forEach((line, index) => {
      const group = this.groups.get(index);
      if (group && group.lines.every((i) => this.isKept(i))) {
        group.texts.forEach((text) => out.push([text, this.isHeading(index)]));
        group.lines.forEach((i) => done.add(i));
      } else if (this.isKept(index) && !done.has(index) && line.text) out.push([line.text, this.isHeading(index)]);
    });
    return out;
  }

  case() {
    const text = this.text();
    const answers = Object.fromEntries(Object.keys(this.report.answers).map((name) => [name, this.value(name)]));
    return {
      newsparse_case: 1,
      page: this.report.page,
      url: this.report.url,
      content_type: this.report.content_type,
      origin: this.report.origin,
      sha256: this.report.sha256,
      ...(this.report.fetched ? { fetched: this.report.fetched } : {}), // 昨天 is counted from there
      checked: true,
      ...answers,
      headings: text.filter(([, heading]) => heading).map(([line]) => line),
      body: text.map(([line]) => line),
      captions: this.report.captions,
    };
  }

  // Corrections of an earlier report that still are of the same lines.
  fitting(edits) {
    const lines = Object.entries(edits.lines || {}).filter(
      ([index, edit]) => this.report.lines[index] && this.report.lines[index].text === edit.text,
    );
    return { fields: edits.fields || {}, lines: Object.fromEntries(lines), right: Boolean(edits.right) };
  }
}

// A day, or a day and a time with the zone, out of the words of a line; the words themselves where there is none.
function momentIn(text, zone) {
  const found = /(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?:\D{0,6}?(\d{1,2})[:：](\d{2}))?/.exec(text);
  if (!found) return text;
  const [, year, ...rest] = found;
  const [month, day, hour, minute] = rest.map((part) => part && part.padStart(2, "0"));
  return `${year}-${month}-${day}` + (hour ? `T${hour}:${minute}${zone}` : "");
}

const isMoment = (text) => /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d)?)?$/.test(text) && !isNaN(Date.parse(text));

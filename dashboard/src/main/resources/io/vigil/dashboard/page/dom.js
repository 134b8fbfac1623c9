// Elements from plain values. Text is only ever set as text, so nothing in the data becomes markup.

/** An element with attributes (className, href, on… listeners) and children: elements, texts, or nothing. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((it) => it !== undefined && it !== null && it !== false));
  return element;
}

/** A table; columns are {title, number?, of(row)}. */
export function table(caption, columns, rows, empty = "Nothing here.") {
  if (rows.length === 0) return make("p", { className: "empty" }, empty);
  const cell = (column, row) =>
    make("td", { className: column.number ? "number" : "" }, column.of(row) ?? "");
  return make("div", { className: "wide", tabIndex: 0, role: "region", ariaLabel: caption },
    make("table", {},
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, columns.map((it) =>
        make("th", { scope: "col", className: it.number ? "number" : "" }, it.title)))),
      make("tbody", {}, rows.map((row) => make("tr", {}, columns.map((it) => cell(it, row)))))));
}

/** A large figure with its name and a remark. */
export function figure(name, value, note, mood = "") {
  return make("div", { className: "card" },
    make("p", { className: "label" }, name),
    make("p", { className: `value ${mood}` }, value),
    note && make("p", { className: "note" }, note));
}

export function card(title, ...children) {
  return make("section", { className: "card" }, make("h2", {}, title), children);
}

// What the server pushes, and questions to it.

const latest = new Map();
const listeners = new Set();
let lastBeat = 0;

export const known = (name) => latest.get(name);

/** Calls back with the name of what has changed; returns how to stop. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the server has been heard of lately. */
export const isLinked = () => Date.now() - lastBeat < 5000;

export function connect() {
  const source = new EventSource("live");
  for (const name of ["now", "money", "compared", "minutes", "incidents"]) {
    source.addEventListener(name, (event) => tell(name, JSON.parse(event.data)));
  }
  source.addEventListener("database", (event) => tell("database", event.data));
  source.addEventListener("beat", () => { lastBeat = Date.now(); });
}

/** Rows that answer the question. */
export async function ask(question, values = {}) {
  const response = await fetch(`api/${question}?${new URLSearchParams(values)}`);
  const rows = await response.json();
  if (!response.ok) throw new Error(rows[0]?.problem ?? response.statusText);
  return rows;
}

function tell(name, value) {
  latest.set(name, value);
  listeners.forEach((it) => it(name));
}

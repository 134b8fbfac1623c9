// Any total: a key over time, and the busiest keys of a time.
import { card, make } from "./dom.js";
import { lines } from "./chart.js";
import { ask } from "./feed.js";
import { count, money, percent, span } from "./format.js";

const HOUR = 3_600_000;
const RANGES = {
  "3 hours": { hours: 3, grain: "minute" },
  "24 hours": { hours: 24, grain: "minute" },
  "7 days": { hours: 168, grain: "hour" },
  "90 days": { hours: 2160, grain: "day" },
};
const LINE_HEIGHT = 38;
const MOST_POINTS = 300;

export function open(main, chosen, go) {
  const dimension = chosen.dimension ?? "merchant";
  const range = RANGES[chosen.range] ? chosen.range : "24 hours";
  const key = dimension === "all" ? "all" : chosen.key;
  const until = Math.ceil((Number(chosen.until) || Date.now()) / 60_000) * 60_000;
  const from = new Date(until - RANGES[range].hours * HOUR).toISOString();
  const to = new Date(until).toISOString();
  const grain = RANGES[range].grain;
  const change = (values) => go({ ...chosen, view: "totals", dimension, range, ...values });

  const select = (label, value, options, onchange) => make("label", {}, label,
    make("select", { onchange: (event) => onchange(event.target.value) },
      options.map((it) => make("option", { value: it, selected: it === value }, it))));
  const search = make("input", { type: "search", value: chosen.prefix ?? "", placeholder: "begins with…" });
  main.append(make("h1", {}, "Totals"),
    make("form", { className: "choices", onsubmit: (event) => { event.preventDefault(); change({ prefix: search.value }); } },
      select("Of", dimension, ["all", "merchant", "country", "category"], (it) => change({ dimension: it, key: "", prefix: "" })),
      select("Time", range, Object.keys(RANGES), (it) => change({ range: it })),
      make("label", {}, "Name", search), make("button", { type: "submit" }, "Search")));
  const series = make("div");
  main.append(series);
  if (key) {
    ask("series", { grain, dimension, key, from, to })
      .then((rows) => series.replaceChildren(seriesOf(dimension, key, grain, rows)))
      .catch((problem) => series.replaceChildren(failed(problem)));
  }
  if (dimension !== "all") {
    const top = make("div", {}, make("p", { className: "empty" }, "…"));
    main.append(card(`Busiest of ${dimension} in these ${range}`, top));
    ask("top", { grain: RANGES[range].hours > 24 ? "day" : "hour", dimension, from, to, prefix: chosen.prefix ?? "" })
      .then((rows) => top.replaceChildren(busiest(rows, (it) => change({ key: it }))))
      .catch((problem) => top.replaceChildren(failed(problem)));
  }
}

const failed = (problem) => make("p", { className: "empty" }, `No answer: ${problem.message}`);

function seriesOf(dimension, key, grain, rows) {
  const times = new Map();
  const currencies = new Map();
  const step = stepOf(grain, rows);
  for (const it of rows) {
    const at = Math.floor(it.time / step) * step;
    const sum = times.get(at) ?? { time: at, count: 0, declined: 0, flagged: 0 };
    ["count", "declined", "flagged"].forEach((name) => { sum[name] += it[name]; });
    times.set(at, sum);
    currencies.set(it.currency, (currencies.get(it.currency) ?? 0) + it.sum);
  }
  const all = [...times.values()];
  const total = (name) => all.reduce((sum, it) => sum + it[name], 0);
  return card(make("span", {}, `${dimension} `, make("bdi", { className: "key" }, key)),
    make("p", {}, `${count(total("count"))} payments, ${percent(total("declined"), total("count"))} declined, `
      + `${count(total("flagged"))} flagged. `, [...currencies].map(([it, sum]) => money(sum, it)).join(" · ")),
    lines(`Payments in ${span(step)} each`, [
      { label: "payments", color: "--count", fill: true, of: (row) => row.count },
      { label: "declined", color: "--declined", of: (row) => row.declined },
      { label: "flagged", color: "--flagged", of: (row) => row.flagged },
    ], all));
}

/** How much time a point stands for: minutes of a whole day are more than can be seen. */
function stepOf(grain, rows) {
  const length = { minute: HOUR / 60, hour: HOUR, day: 24 * HOUR }[grain];
  const whole = rows.length ? rows[rows.length - 1].time - rows[0].time : 0;
  return grain === "minute" && whole / length > MOST_POINTS ? 5 * length : length;
}

/** A list of thousands of which only what is seen is there. */
function busiest(rows, choose) {
  if (rows.length === 0) return make("p", { className: "empty" }, "No key of that name has totals in this time.");
  const list = make("div", { className: "list", tabIndex: 0, role: "region", ariaLabel: "Busiest keys" });
  const body = make("tbody");
  const above = make("tr", { ariaHidden: "true" }, make("td", { colSpan: 4 }));
  const below = make("tr", { ariaHidden: "true" }, make("td", { colSpan: 4 }));
  const line = (it) => make("tr", {},
    make("td", {}, make("button", { type: "button", onclick: () => choose(it.key) }, make("bdi", {}, it.key))),
    make("td", { className: "number" }, count(it.count)),
    make("td", { className: "number" }, percent(it.declined, it.count)),
    make("td", { className: "number" }, count(it.flagged)));
  const draw = () => {
    const first = Math.max(0, Math.floor(list.scrollTop / (LINE_HEIGHT + 18)) - 5);
    const shown = rows.slice(first, first + 40);
    above.style.height = `${first * (LINE_HEIGHT + 18)}px`;
    below.style.height = `${Math.max(0, rows.length - first - shown.length) * (LINE_HEIGHT + 18)}px`;
    body.replaceChildren(above, ...shown.map(line), below);
  };
  list.append(make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Key"),
      ["Payments", "Declined", "Flagged"].map((it) => make("th", { scope: "col", className: "number" }, it)))), body));
  list.addEventListener("scroll", () => requestAnimationFrame(draw));
  draw();
  return list;
}

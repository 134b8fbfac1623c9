// How things stand this second.
import { card, figure, make, table } from "./dom.js";
import { lines } from "./chart.js";
import { known, listen } from "./feed.js";
import { count, money, percent, span, time } from "./format.js";
import { row as incidentRow } from "./incidents.js";

const SLOW = 15_000;
const STALE = 120_000;

export function open(main) {
  const figures = make("div", { className: "grid" });
  const alarms = make("div");
  const chart = make("div");
  const sums = make("div");
  const comparison = make("div");
  main.append(make("h1", {}, "Now"), figures, alarms,
    card("The last three hours, by minute", chart),
    make("div", { className: "grid" }, card("Against earlier", comparison), card("Money of this day (UTC)", sums)));
  const parts = {
    now: () => figures.replaceChildren(...nowFigures()),
    incidents: () => alarms.replaceChildren(...openIncidents()),
    minutes: () => chart.replaceChildren(minutes()),
    money: () => sums.replaceChildren(moneyTable()),
    compared: () => comparison.replaceChildren(compared()),
  };
  Object.entries(parts).forEach(([name, draw]) => known(name) && draw());
  const stop = listen((name) => parts[name]?.());
  const clock = setInterval(() => known("now") && parts.now(), 1000);
  return () => { stop(); clearInterval(clock); };
}

function nowFigures() {
  const it = known("now")[0] ?? {};
  if (!it.event) {
    return [figure("Freshness", "no payments", "The tables hold no totals yet. vigil monitor fills them.", "warn")];
  }
  const age = Date.now() - it.event;
  const mood = age > STALE ? "bad" : age > SLOW ? "warn" : "good";
  return [
    figure("Freshness", span(age), age > STALE
      ? `Nothing has come since ${time(it.event)}` : `newest payment visible: ${time(it.event)}`, mood),
    figure("Payments per second", it.minute_count === null ? "–" : (it.minute_count / 60).toFixed(1),
      "over the last full minute"),
    figure("Payments this day", count(it.count), `${percent(it.declined, it.count)} declined`),
    figure("Flagged this day", count(it.flagged), `${percent(it.flagged, it.count)} of all`, it.flagged > 0 ? "warn" : ""),
  ];
}

function openIncidents() {
  const all = known("incidents").filter((it) => !it.final);
  if (all.length === 0) return [];
  return [card(`Open incidents (${all.length})`, incidentRow(all.slice(0, 8), "The newest first"))];
}

/** Without the newest minute, of which only a part is known. */
function minutes() {
  return lines("Payments by minute", [
    { label: "payments", color: "--count", fill: true, of: (row) => row.count },
    { label: "declined", color: "--declined", of: (row) => row.declined },
    { label: "flagged", color: "--flagged", of: (row) => row.flagged },
  ], known("minutes").slice(0, -1));
}

function moneyTable() {
  return table("Sums of different currencies are never added up.", [
    { title: "Currency", of: (row) => row.currency },
    { title: "Payments", number: true, of: (row) => count(row.count) },
    { title: "Sum", number: true, of: (row) => money(row.sum, row.currency) },
    { title: "Largest", number: true, of: (row) => money(row.largest, row.currency) },
    { title: "Cards, about", number: true, of: (row) => count(row.cards) },
  ], known("money"));
}

function compared() {
  const names = { 0: "this day so far", 1: "yesterday until then", 7: "a week ago until then" };
  return table("The same part of the day, in UTC.", [
    { title: "Day", of: (row) => names[row.days_ago] },
    { title: "Payments", number: true, of: (row) => count(row.count) },
    { title: "Declined", number: true, of: (row) => percent(row.declined, row.count) },
    { title: "Flagged", number: true, of: (row) => percent(row.flagged, row.count) },
  ], known("compared"));
}

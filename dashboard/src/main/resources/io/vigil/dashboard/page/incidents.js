// What the alarm has rung for: the list, and one of them with all that speaks for it.
import { card, figure, make, table } from "./dom.js";
import { lines } from "./chart.js";
import { ask, known, listen } from "./feed.js";
import { chance, clock, count, span, time, words } from "./format.js";

export function open(main, chosen) {
  return chosen.id ? openOne(main, chosen.id) : openList(main);
}

function badge(it) {
  return make("span", {},
    make("span", { className: it.fraud ? "badge fraud" : "badge calm" }, it.fraud ? "fraud" : "not fraud"), " ",
    !it.final && make("span", { className: "badge open bad" }, "open"));
}

/** Incidents as a table, each with the way to its own page. */
export function row(all, caption) {
  return table(caption, [
    { title: "Kind", of: (it) => make("a", { href: `?view=incidents&id=${it.incident_id}` }, words(it.kind) || "spike") },
    { title: "Verdict", of: badge },
    { title: "Key", of: (it) => make("span", {}, `${it.dimension} `, make("bdi", { className: "key" }, it.key)) },
    { title: "Since", of: (it) => time(it.incident_start) },
    { title: "Lasted", number: true, of: (it) => span(it.incident_end - it.incident_start) },
    { title: "Observed", number: true, of: (it) => count(it.observed) },
    { title: "Expected", number: true, of: (it) => it.expected?.toPrecision(2) },
    { title: "Signal", of: (it) => `${words(it.signal)} in ${span(it.span_seconds * 1000)}` },
    { title: "Cards", number: true, of: (it) => count(it.cards) },
  ], all);
}

function openList(main) {
  const fraud = make("div");
  const benign = make("div");
  main.append(make("h1", {}, "Incidents"), card("Fraud", fraud), card("Outages and surges", benign));
  const draw = () => {
    const all = known("incidents") ?? [];
    fraud.replaceChildren(row(all.filter((it) => it.fraud), "Open ones first, then the newest"));
    benign.replaceChildren(row(all.filter((it) => !it.fraud), "Unusual, and no fraud by all that is known"));
  };
  draw();
  return listen((name) => name === "incidents" && draw());
}

function openOne(main, id) {
  const body = make("div");
  main.append(make("p", {}, make("a", { href: "?view=incidents" }, "← all incidents")), body);
  let shown = "";
  const draw = async () => {
    const [found, spikes, timeline, flags] = await Promise.all(
      ["incident", "incident-spikes", "incident-timeline", "incident-flags"].map((it) => ask(it, { id })));
    const state = JSON.stringify([found, spikes, timeline, flags]);
    if (state === shown) return;
    shown = state;
    body.replaceChildren(...(found.length ? page(found[0], spikes, timeline, flags)
      : [make("p", { className: "empty" }, "There is no such incident, or it was taken back.")]));
  };
  const tell = (problem) => body.childElementCount || body.replaceChildren(
    make("p", { className: "empty" }, `It cannot be shown now: ${problem.message}`));
  draw().catch(tell);
  return listen((name) => name === "incidents" && draw().catch(tell));
}

function page(it, spikes, timeline, flags) {
  return [
    make("h1", {}, `${words(it.kind) || "spike"}: ${it.dimension} `, make("bdi", { className: "key" }, it.key), " ", badge(it)),
    make("div", { className: "grid" },
      figure("Observed", count(it.observed), `${words(it.signal)} in ${span(it.span_seconds * 1000)}`, it.fraud ? "bad" : ""),
      figure("Expected", it.expected?.toPrecision(2), `chance of so many: ${chance(it.probability)}`),
      figure("Alarm", clock(it.alarmed_at), `${span(it.alarmed_at - it.incident_start)} after its start, ${time(it.incident_start)}`),
      figure("Last seen", clock(it.last_seen), it.final ? "over" : "may go on"),
      figure("Cards", count(it.cards), `${count(it.attempts)} attempts`),
      figure("Approved", count(it.approved), it.approved_money || "no money", it.fraud && it.approved > 0 ? "bad" : ""),
      figure("Declined", count(it.declined), it.declined_money)),
    card("Its signal", signalOf(it, spikes)),
    timeline.length > 0 && card("All payments of its key", timelineOf(it, timeline)),
    card("The spans that were too improbable", table("Each with the smallest count that would have been an alarm", [
      { title: "Until", of: (row) => time(row.bucket_end) },
      { title: "Signal", of: (row) => words(row.signal) },
      { title: "Span", number: true, of: (row) => span(row.span_seconds * 1000) },
      { title: "Count", number: true, of: (row) => count(row.flagged) },
      { title: "Expected", number: true, of: (row) => row.expected.toPrecision(2) },
      { title: "Threshold", number: true, of: (row) => count(row.threshold) },
      { title: "Chance", number: true, of: (row) => chance(row.probability) },
      { title: "State", of: (row) => row.state.toLowerCase() },
    ], spikes)),
    card("Evidence", make("p", {}, it.evidence || "none"), it.rules && make("p", {}, `Rules: ${it.rules}`),
      make("p", { className: "note" }, `Configuration ${it.detection || "unknown"}, generation ${it.generation}`)),
    card("Transactions", transactions(it, flags)),
  ].filter(Boolean);
}

/** The longest span tells the whole story; shorter ones only tell it sooner. */
function signalOf(it, spikes) {
  const shown = spikes.filter((row) => row.signal === it.signal);
  const longest = Math.max(...shown.map((row) => row.span_seconds));
  const rows = shown.filter((row) => row.span_seconds === longest).map((row) => ({ ...row, time: row.bucket_end }));
  return lines(`${words(it.signal)} in ${span(longest * 1000)}, against what would be usual`, [
    { label: "observed", color: "--flagged", fill: true, of: (row) => row.flagged },
    { label: "threshold", color: "--soft", dash: [6, 4], of: (row) => row.threshold },
    { label: "expected", color: "--count", of: (row) => row.expected },
  ], rows, [{ time: it.alarmed_at, color: "--bad" }]);
}

function timelineOf(it, timeline) {
  const marks = [{ time: it.incident_start, color: "--soft" }, { time: it.alarmed_at, color: "--bad" }];
  return lines("Payments of this key by minute", [
    { label: "payments", color: "--count", fill: true, of: (row) => row.count },
    { label: "declined", color: "--declined", of: (row) => row.declined },
    { label: "flagged", color: "--flagged", of: (row) => row.flagged },
  ], timeline, marks);
}

function transactions(it, flags) {
  const found = new Map(flags.map((row) => [row.transaction_id, row]));
  const ids = (it.transaction_ids ?? "").split(",").map((id) => id.trim()).filter(Boolean);
  return table("Up to ten, chosen so that every run names the same", [
    { title: "Id", of: (id) => make("code", {}, id) },
    { title: "Time", of: (id) => time(found.get(id)?.event_time) },
    { title: "Merchant", of: (id) => make("bdi", {}, found.get(id)?.merchant_id ?? "–") },
    { title: "Country", of: (id) => found.get(id)?.country ?? "–" },
    { title: "What the rules found", of: (id) => found.get(id)?.findings ?? "–" },
  ], ids);
}

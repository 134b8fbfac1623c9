// Which view is shown, and what stands above all views: the link, and what is wrong.
import { connect, isLinked, known, listen } from "./feed.js";
import { span, words } from "./format.js";
import * as now from "./now.js";
import * as incidents from "./incidents.js";
import * as totals from "./totals.js";
import * as books from "./books.js";

const VIEWS = { now, incidents, totals, books };
const main = document.getElementById("main");
let close = () => {};
let announced;

/** Goes to an address of this page, as a click on a link does. */
export function go(values, replace = false) {
  const address = `?${new URLSearchParams(values)}`;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  show(!replace);
}

function show(moveFocus) {
  const chosen = Object.fromEntries(new URLSearchParams(location.search));
  const name = VIEWS[chosen.view] ? chosen.view : "now";
  close();
  document.title = `${words(name).replace(/^./, (it) => it.toUpperCase())} · Vigil`;
  document.querySelectorAll("nav a").forEach((it) =>
    it.dataset.view === name ? it.setAttribute("aria-current", "page") : it.removeAttribute("aria-current"));
  main.replaceChildren();
  close = VIEWS[name].open(main, chosen, go) ?? (() => {});
  if (moveFocus) main.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='?']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.getAttribute("href"));
  show(true);
});
window.addEventListener("popstate", () => show(false));
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme
    ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
  show(false);
});

const problem = document.getElementById("problem");
const link = document.getElementById("link");

function showLink() {
  const broken = known("database");
  const linked = isLinked();
  problem.hidden = linked && !broken;
  const text = linked
    ? `PostgreSQL does not answer: ${broken}. What you see is what it said last.`
    : "The server of this page does not answer. What you see is what it said last.";
  if (!problem.hidden && problem.textContent !== text) problem.textContent = text;
  const event = known("now")?.[0]?.event;
  const state = !linked ? "not connected" : event ? `newest payment ${span(Date.now() - event)} ago` : "no payments yet";
  if (link.textContent !== state) link.textContent = state;
  link.classList.toggle("lost", !linked || Boolean(broken));
}

listen((name) => {
  if (name !== "incidents") return;
  const open = known("incidents").filter((it) => !it.final && it.fraud);
  const badge = document.getElementById("open-count");
  badge.hidden = open.length === 0;
  badge.textContent = `${open.length} open`;
  const fresh = open.filter((it) => announced && !announced.has(it.incident_id));
  if (fresh.length > 0) {
    document.getElementById("announcer").textContent =
      fresh.map((it) => `New incident: ${words(it.kind)}, ${it.dimension} ${it.key}`).join(". ");
  }
  announced = new Set(known("incidents").map((it) => it.incident_id));
});
setInterval(showLink, 500);
connect();
show(false);

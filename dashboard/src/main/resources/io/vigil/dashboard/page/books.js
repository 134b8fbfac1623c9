// The proof that nothing is lost, and what was set aside.
import { card, figure, make, table } from "./dom.js";
import { ask } from "./feed.js";
import { count, time } from "./format.js";

const EVERY = 5000;

export function open(main) {
  const body = make("div");
  main.append(make("h1", {}, "Books"), body);
  let shown = "";
  const draw = async () => {
    const answers = await Promise.all(["books", "dead-letters", "aside", "generations"].map((it) => ask(it)));
    const state = JSON.stringify(answers);
    if (state !== shown) {
      shown = state;
      body.replaceChildren(...page(...answers));
    }
  };
  const tell = (problem) => body.childElementCount || body.replaceChildren(
    make("p", { className: "empty" }, `The books cannot be shown now: ${problem.message}`));
  draw().catch(tell);
  const clock = setInterval(() => draw().catch(tell), EVERY);
  return () => clearInterval(clock);
}

function page(sources, deadLetters, [aside], generations) {
  const live = sources.filter((it) => it.generation === 0);
  const sum = (name) => live.reduce((all, it) => all + it[name], 0);
  const out = sum("accepted") + sum("duplicates") + sum("dead_letters") + sum("late") + sum("skipped");
  const onTheirWay = sum("read") - out;
  return [
    make("div", { className: "grid" },
      figure("Read", count(sum("read")), "records of the live job"),
      figure("Accepted", count(sum("accepted")), "are in the totals"),
      figure("Duplicates", count(sum("duplicates")), "were there already"),
      figure("Dead letters", count(sum("dead_letters")), "set aside", sum("dead_letters") > 0 ? "warn" : ""),
      figure("Late", count(sum("late")), "their bucket had closed"),
      sum("skipped") > 0 ? figure("Skipped", count(sum("skipped")), "not meant, as only_if says") : "",
      onTheirWay === 0 ? figure("Balance", "balanced", "every record is in one place", "good")
        : figure("Balance", `${count(onTheirWay)} open`, "on their way, or lost if it stays", "warn")),
    card("Dead letters by reason", table(
      "Redrive them after the fix: vigil redrive --from=… --reason=REASON --dryRun shows what would come of it", [
        { title: "Reason", of: (row) => make("code", {}, row.reason) },
        { title: "Stage", of: (row) => row.stage },
        { title: "Count", number: true, of: (row) => count(row.count) },
        { title: "First", of: (row) => make("bdi", {}, row.first_place) },
        { title: "It says", of: (row) => make("bdi", {}, row.sample) },
        { title: "Last written", of: (row) => time(row.last_written) },
      ], deadLetters, "Nothing was set aside.")),
    card("Set aside otherwise", make("p", {}, `${count(aside.late)} late transactions, ${count(aside.conflicts)} ids in conflict.`)),
    card("Sources", table("The live job is generation 0; the others are backfills", [
      { title: "Generation", number: true, of: (row) => row.generation },
      { title: "Source", of: (row) => make("bdi", {}, row.source) },
      { title: "Read", number: true, of: (row) => count(row.read) },
      { title: "Accepted", number: true, of: (row) => count(row.accepted) },
      { title: "Duplicates", number: true, of: (row) => count(row.duplicates) },
      { title: "Dead letters", number: true, of: (row) => count(row.dead_letters) },
      { title: "Late", number: true, of: (row) => count(row.late) },
      { title: "Skipped", number: true, of: (row) => count(row.skipped) },
      { title: "Balanced", of: (row) => (row.balanced ? "yes" : "not yet") },
    ], sources)),
    card("Backfills", table("What they replaced", [
      { title: "Generation", number: true, of: (row) => row.generation },
      { title: "Command", of: (row) => make("code", {}, row.command) },
      { title: "From", of: (row) => time(row.range_start) },
      { title: "To", of: (row) => time(row.range_end) },
      { title: "State", of: (row) => row.state },
      { title: "Read", number: true, of: (row) => count(row.read) },
      { title: "Ended", of: (row) => time(row.ended_at) },
    ], generations, "There was none.")),
  ];
}

// Lines over time, with the same figures as a table for those who cannot see them.
import { make, table } from "./dom.js";
import { axisTimes, count, time } from "./format.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A chart. Series are {label, color (a CSS variable), of(row)}; rows are in the order of their time.
 * Marks are {time, color} and stand as vertical lines.
 */
export function lines(title, series, rows, marks = []) {
  const frame = make("div", { className: "chart", role: "img", ariaLabel: `${title}; a table follows` });
  const values = series.map((it) => ({ title: it.label, number: true, of: (row) => count(it.of(row)) }));
  const details = make("details", {}, make("summary", {}, "The figures as a table"));
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) {
      details.append(make("div", { className: "list" },
        table(title, [{ title: "Time", of: (row) => time(row.time) }, ...values], rows)));
    }
  });
  const box = make("div", {}, frame, details);
  requestAnimationFrame(() => draw(frame, series, rows, marks));
  return box;
}

function draw(frame, series, rows, marks) {
  if (!frame.isConnected || rows.length === 0) {
    frame.replaceChildren(make("p", { className: "empty" }, "No figures in this time."));
    return;
  }
  const axis = { stroke: css("--soft"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line") } };
  const options = {
    width: frame.clientWidth || 600,
    height: 260,
    tzDate: (seconds) => window.uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    legend: { live: false },
    axes: [{ ...axis, values: (_, ticks) => axisTimes(ticks) }, { ...axis, size: 60, values: (_, ticks) => ticks.map((it) => count(it)) }],
    scales: { y: { range: (_, low, high) => [Math.min(0, low), Math.max(1, high * 1.05)] } },
    series: [{}, ...series.map((it) => ({
      label: it.label, stroke: css(it.color), width: 2, dash: it.dash, points: { show: rows.length < 3 },
      fill: it.fill ? `${css(it.color)}22` : undefined }))],
    hooks: { draw: [(plot) => marks.forEach((mark) => stroke(plot, mark))] },
  };
  const data = [rows.map((row) => row.time / 1000), ...series.map((it) => rows.map((row) => it.of(row)))];
  frame.replaceChildren();
  const plot = new window.uPlot(options, data, frame);
  new ResizeObserver(() => {
    if (frame.clientWidth) plot.setSize({ width: frame.clientWidth, height: 260 });
  }).observe(frame);
}

function stroke(plot, mark) {
  const x = plot.valToPos(mark.time / 1000, "x", true);
  const box = plot.bbox;
  if (x < box.left || x > box.left + box.width) return;
  plot.ctx.save();
  plot.ctx.strokeStyle = css(mark.color);
  plot.ctx.setLineDash([6, 4]);
  plot.ctx.lineWidth = 2;
  plot.ctx.beginPath();
  plot.ctx.moveTo(x, box.top);
  plot.ctx.lineTo(x, box.top + box.height);
  plot.ctx.stroke();
  plot.ctx.restore();
}

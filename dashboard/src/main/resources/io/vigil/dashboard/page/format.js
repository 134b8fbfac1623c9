// Numbers and times for a person.

const NUMBER = new Intl.NumberFormat("en");
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const TIME = new Intl.DateTimeFormat("en-GB",
  { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });

export const count = (value) => (value === null || value === undefined ? "–" : NUMBER.format(value));
export const short = (value) => (value === null || value === undefined ? "–" : SHORT.format(value));
export const time = (millis) => (millis === null || millis === undefined ? "–" : `${TIME.format(millis)} UTC`);
export const clock = (millis) => `${CLOCK.format(millis)}`;
const TICK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const SECONDS_OF_DAY = 86400;

/** Ticks of an axis, in seconds: the time, and the day where a new one begins. */
export function axisTimes(ticks) {
  return ticks.map((it, i) => {
    const begins = i === 0 || Math.floor(it / SECONDS_OF_DAY) !== Math.floor(ticks[i - 1] / SECONDS_OF_DAY);
    const step = ticks.length > 1 ? ticks[1] - ticks[0] : 60;
    const hour = (step < 60 ? CLOCK : TICK).format(it * 1000);
    return step >= SECONDS_OF_DAY ? DAY.format(it * 1000) : `${hour}${begins ? `\n${DAY.format(it * 1000)}` : ""}`;
  });
}

export const words = (text) => (text ?? "").replaceAll("_", " ");

export function percent(part, whole) {
  return whole > 0 ? `${((100 * part) / whole).toFixed(part / whole < 0.1 ? 2 : 1)} %` : "–";
}

/** Amounts arrive in minor units; the currency fixes how many decimals they have. */
export function money(minor, currency) {
  const style = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" });
  const decimals = style.resolvedOptions().maximumFractionDigits;
  return style.format(minor / 10 ** decimals);
}

export function span(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

/** A probability that is nearly nothing, as a person says it. */
export function chance(probability) {
  if (probability === null || probability === undefined) return "–";
  if (probability >= 0.001) return probability.toPrecision(2);
  return probability > 0 ? `1 in 10^${Math.floor(-Math.log10(probability))}` : "none";
}

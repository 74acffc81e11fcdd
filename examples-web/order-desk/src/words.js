// How the page writes statuses, times, names and addresses.

import { dateOf } from "../time.mjs";

const KNOWN = ["received", "picked", "verified", "shipped", "delivered", "paused", "exception", "cancelled"];

export const OPEN = ["received", "paused", "exception", "picked", "verified"];
export const STATUSES = ["received", "picked", "verified", "paused", "exception", "shipped", "delivered", "cancelled"];

/** "exception" is "Exception"; a status that came later shows as it is. */
export const statusLabel = (status = "unknown") =>
  status.charAt(0).toUpperCase() + status.slice(1).replaceAll("_", " ");

/** What completes "the order is …". */
export const statusPhrase = (status) => (status === "exception" ? "in exception" : status.replaceAll("_", " "));

/** A class of the style sheet. */
export const statusClass = (status) => `status status-${KNOWN.includes(status) ? status : "other"}`;

const moment = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short" });
const short = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-US", { weekday: "short", month: "short", day: "numeric", timeZone: "UTC" });
const birthDay = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" });

const written = (format, text) => {
  const time = text && dateOf(text);
  return time && !Number.isNaN(time.getTime()) ? format.format(time) : "unknown";
};

export const longTime = (text) => written(moment, text);
export const shortTime = (text) => written(short, text);
export const dayLabel = (date) => written(day, `${date}T00:00:00Z`);
/** A birth date has no zone: it must not move by a day. */
export const birthDate = (date) => written(birthDay, date && `${date}T00:00:00Z`);

/** How long something took, from seconds. */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return "";
  if (seconds < 60) return "under a minute";
  if (seconds < 5400) return plural(Math.round(seconds / 60), "minute");
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} hours`;
  return `${Math.round(seconds / 86_400)} days`;
}

export const fullName = (person) => [person?.first_name, person?.last_name].filter(Boolean).join(" ") || "No name";

export const phone = (digits) => (digits ?? "").replace(/^(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");

export const addressLines = (address) => {
  const { address_1, address_2, city, state, zip_code, country } = address ?? {};
  const place = [city, [state, zip_code].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  return [address_1, address_2, place, country && country !== "US" && country].filter(Boolean);
};

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** "a, b or c" */
export const either = (words) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

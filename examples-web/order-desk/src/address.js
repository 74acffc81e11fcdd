// What the address holds: filters, page, the open order. Never what somebody searches for, and nothing of a patient.

import { OPEN } from "./words.js";

/** @returns `{ status: string[], stuck, page, order, show }`; an empty `status` means all orders. */
export function readAddress(search = location.search) {
  const query = new URLSearchParams(search);
  const status = query.get("status");
  const page = Number(query.get("page"));
  return {
    status: status === null ? OPEN : status === "all" ? [] : status.split(",").filter((one) => /^\w{1,40}$/.test(one)),
    stuck: query.get("stuck") === "yes",
    page: Number.isInteger(page) && page > 1 ? page : 1,
    order: /^[\w-]{1,64}$/.test(query.get("order") ?? "") ? query.get("order") : undefined,
    show: query.get("show") === "days" ? "days" : "orders",
  };
}

/** The address of a state. What is as at the beginning is left out. */
export function addressOf({ status, stuck, page, order, show }) {
  const query = new URLSearchParams();
  if (show === "days") query.set("show", "days");
  if (!isSame(status, OPEN)) query.set("status", status.join(",") || "all");
  if (stuck) query.set("stuck", "yes");
  if (page > 1) query.set("page", page);
  if (order) query.set("order", order);
  const text = query.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : location.pathname;
}

export const isSame = (one, other) => [...one].sort().join() === [...other].sort().join();

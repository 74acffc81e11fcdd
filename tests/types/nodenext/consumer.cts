// A CommonJS module. Compiled, never run.
import Default, { Blend, NotFoundError, type Order } from "blend-sdk";
import { Sandbox } from "blend-sdk/sandbox";
import sdk = require("blend-sdk");
import description = require("blend-sdk/package.json");

const blend: Blend = new sdk.Blend();
new Default() satisfies Blend;
new sdk.default() satisfies Blend;
const order: Promise<Order> = blend.orders.get("ORD1");
order.catch((error: unknown) => error instanceof NotFoundError && (error.code satisfies "not_found"));
description.version.length;
export const email: string = new Sandbox().email;

// @ts-expect-error: a number is no id
blend.orders.get(1);
// @ts-expect-error: the module is no class
new sdk();

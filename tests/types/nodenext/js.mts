// `blend-sdk/js` has the types of `blend-sdk`: one client passes for the other.
import Blend, { isBlendError, type Order } from "blend-sdk";
import Plain, * as plain from "blend-sdk/js";

const blend: Blend = new Plain({ accessToken: "t" });
const order: Promise<Order> = new plain.Blend().orders.get("1");
export const known: boolean = plain.isBlendError(order) === isBlendError(blend);

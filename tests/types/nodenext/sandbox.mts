// What the declarations of the sandbox allow, and what they do not.
import { Sandbox, type Assumption, type Delivery, type OrderStatus } from "blend-sdk/sandbox";

const sandbox = new Sandbox({
  seed: 3,
  now: () => new Date(),
  assumptions: { nulls: "given", lookupLag: "2s", shortPages: true },
  schedule: { picked: "2h", shipped: 1000 },
  webhooks: { to: async (request: Request) => void (await request.json()), twice: true },
  patients: 3,
  orders: 10,
});
const status: OrderStatus = sandbox.advance("visit-1", "shipped");
const fault: number = sandbox.fail({ operation: "orders.create", lost: true, when: "after", latency: [100, 500] });
sandbox.heal(fault);
const now: string = sandbox.clock.advance("61m");
const deliveries: Promise<Delivery[]> = sandbox.settled();
const assumptions: Assumption[] = sandbox.assumptions;
const text: string = sandbox.snapshot();
export { assumptions, deliveries, now, status, text };

// @ts-expect-error there is no such value
sandbox.assume({ nulls: "maybe" });
// @ts-expect-error there is no such assumption
sandbox.assume({ nils: "given" });
// @ts-expect-error neither before nor after
sandbox.fail({ lost: true, when: "later" });
// @ts-expect-error an outcome of replacements
sandbox.answerCancellation("visit-1", "fulfilled");

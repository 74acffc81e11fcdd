// What a portal does in a server component. React and Next answer a repeated GET of one render from its memory, unless
// the request says otherwise: each step here needs a second, true answer.
import { Blend } from "blend-sdk";

export const dynamic = "force-dynamic";

const ORDER = {
  patient_id: "40000000-0000-4000-8000-000000000001",
  products: { prescription: [{ sku: "RX-MUP-01" }] },
};

/** Tells the sandbox to fail, or to do something else, next. */
async function control(command, body) {
  const url = new URL(`/__sandbox/${command}`, process.env.BLEND_BASE_URL);
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${command}: ${response.status} ${await response.text()}`);
}

async function story() {
  const blend = new Blend({ logLevel: "error" });
  const first = await blend.orders.create(ORDER);

  await control("fail", { operation: "orders.get", status: 503, times: 2 });
  const repeated = await blend.orders.get(first.id).withResponse();

  await blend.orders.pause(first.id);
  const paused = await blend.orders.get(first.id);

  const moved = blend.orders.waitFor(first.id, { status: "shipped", timeout: 20_000 });
  await blend.orders.unpause(first.id);
  await control("ship", { order: first.id });

  const key = `visit-${crypto.randomUUID()}`;
  await control("fail", { operation: "orders.create", lost: true, when: "after" });
  const once = await blend.orders.createOnce({ ...ORDER, external_id: key, force_new: true });

  return {
    repeated: repeated.data.status,
    paused: paused.status,
    moved: (await moved).status,
    once: (await blend.orders.get(key)).id === once.id,
  };
}

export default async function Page() {
  return <pre id="story">{JSON.stringify(await story())}</pre>;
}

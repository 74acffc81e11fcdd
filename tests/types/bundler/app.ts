// The sources of a web app, for a bundler. Compiled, never run.
import Blend, { isBlendError, type Order } from "blend-sdk";
import { Sandbox } from "blend-sdk/sandbox";

const sandbox = new Sandbox();
const blend = new Blend({ token: async () => "t", baseURL: "/api/v1", fetch: sandbox.fetch });

export async function show(id: string, signal: AbortSignal): Promise<Order | undefined> {
  try {
    return await blend.orders.get(id, { signal });
  } catch (error) {
    if (isBlendError(error) && error.code === "not_found") return undefined;
    throw error;
  }
}

// @ts-expect-error: a file of the package is none of its entries
import("blend-sdk/dist/index.mjs");
// @ts-expect-error: params are required
blend.orders.create();

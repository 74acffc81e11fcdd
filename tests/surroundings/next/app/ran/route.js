export const GET = () => Response.json(globalThis.ran ?? []);
export const dynamic = "force-dynamic";

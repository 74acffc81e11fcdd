// Commands for a sandbox that runs elsewhere.

import { readFileSync, writeFileSync } from "node:fs";
import { UsageError, type RemoteOptions } from "./arguments";

/** Carries out a command, and gives what is printed. */
export async function remote({ command, params, url, token }: RemoteOptions): Promise<string> {
  const origin = originOf(url ?? process.env.BLEND_SANDBOX_URL ?? "http://127.0.0.1:4010");
  const { file: given, ...rest } = params;
  const file = typeof given === "string" ? given : undefined;
  const secret = token ?? process.env.BLEND_SANDBOX_TOKEN;
  const body = command === "restore" || command === "fixture" ? readText(file ?? "") : JSON.stringify(rest);
  const headers = { "content-type": "application/json", ...(secret !== undefined && { "x-sandbox-token": secret }) };
  let response: Response;
  try {
    response = await fetch(`${origin}/__sandbox/${command}`, { method: "POST", headers, body, redirect: "error" });
  } catch {
    throw new UsageError(`There is no sandbox at ${origin}. Start one with "blend-sdk sandbox", or name its --url.`);
  }
  const text = await response.text();
  if (!response.ok) throw new UsageError(messageOf(text) ?? `The sandbox answered ${response.status}.`);
  if (command !== "snapshot") return JSON.stringify(JSON.parse(text), undefined, 2);
  if (file === undefined) return text;
  try {
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new UsageError(`"${file}" cannot be written: ${(error as Error).message}`);
  }
  return `Written to ${file}.`;
}

function originOf(url: string): string {
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new UsageError(`--url: expected a URL, got "${url}".`);
  return new URL(url).origin;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new UsageError(`"${path}" cannot be read.`);
  }
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { message?: string }).message;
  } catch {
    return undefined;
  }
}

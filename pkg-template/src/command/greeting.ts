import type { Sandbox } from "../sandbox/sandbox";

/** What is printed at the start. */
export function greet(
  origin: string,
  { email, password }: Pick<Sandbox, "email" | "password">,
  token: string | undefined,
  json: boolean,
): string {
  const base = `${origin}/api/v1`;
  const page = token === undefined ? `${origin}/` : `${origin}/#token=${token}`;
  if (json) return JSON.stringify({ url: base, email, password, token, page, pid: process.pid });
  return `Blend sandbox: ${base}
E-mail:        ${email}
Password:      ${password}
Page:          ${page}
${token === undefined ? "" : `Control token: ${token}\n`}
export BLEND_BASE_URL=${base} BLEND_EMAIL=${email} BLEND_PASSWORD=${password}

import Blend from "blend-sdk";
const blend = new Blend({ baseURL: "${base}", email: "${email}", password: "${password}" });
`;
}

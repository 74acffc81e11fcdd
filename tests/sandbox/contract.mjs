// The contract as an independent validator reads it: ajv, on the contract file itself.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { load } from "js-yaml";

const text = readFileSync(new URL("../contract/blend-openapi.yaml", import.meta.url), "utf8");
export const contract = load(text);

const ajv = new Ajv2020({ strict: false, allErrors: true });
// UUIDs of any version: the vendor's own have none.
ajv.addFormat("uuid", /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
ajv.addFormat("date", (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)));
ajv.addFormat("date-time", (text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text));
ajv.addSchema(contract, "contract");

const VERBS = ["get", "post", "put", "patch", "delete"];

/** All operations of the contract by their ids: path, verb, and what it says of them. */
export const operations = Object.fromEntries(
  Object.entries(contract.paths).flatMap(([path, item]) =>
    VERBS.filter((verb) => item[verb]).map((verb) => [item[verb].operationId, { path, verb, ...item[verb] }]),
  ),
);

/** `orders.create` as the contract calls it. */
export const idOf = (operation) => operation.replace(/\.(.)/, (_, letter) => letter.toUpperCase());

const compiled = new Map();

function validatorOf(id, status) {
  const key = `${id} ${status}`;
  if (!compiled.has(key)) compiled.set(key, compile(id, status));
  return compiled.get(key);
}

function compile(id, status) {
  const { path, verb, responses } = operations[id];
  const known = status in responses ? status : "2XX" in responses && status < 300 ? "2XX" : "default";
  const response = responses[known];
  // Of some operations the contract has no error; what it says of errors it says of all.
  if (!response && status >= 400) return ajv.compile({ $ref: "contract#/components/schemas/Error" });
  if (!response) return undefined;
  const escaped = (name) => name.replaceAll("~", "~0").replaceAll("/", "~1");
  const pointer = response.$ref?.slice(1) ?? `/paths/${escaped(path)}/${verb}/responses/${escaped(String(known))}`;
  const content = (response.$ref ? follow(response.$ref) : response).content;
  if (!content) return () => true;
  return ajv.compile({ $ref: `contract#${pointer}/content/application~1json/schema` });
}

const follow = (ref) =>
  ref
    .slice(2)
    .split("/")
    .reduce((value, key) => value[key.replaceAll("~1", "/").replaceAll("~0", "~")], contract);

/** What is wrong with an answer: paths and reasons, without a value. Nothing where it is in the contract. */
export function faultsOf(operation, status, body) {
  const id = idOf(operation);
  if (!(id in operations)) return [`the contract has no ${id}`];
  const validate = validatorOf(id, status);
  if (!validate) return [`${id}: the contract has no answer ${status}`];
  if (validate(body)) return [];
  return validate.errors.map(({ instancePath, message }) => `${id} ${status} ${instancePath}: ${message}`);
}

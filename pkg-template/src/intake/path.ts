// Paths of fields, such as `address.state`.

import { type Field, Kind } from "../../generated/intake.js";

/** Kinds whose answer a form may have in parts: a date's month, a height's feet, the entries of a risk factor. */
const WITH_PARTS: readonly Kind[] = [Kind.BirthDate, Kind.Height, Kind.Risks];

/** Whether a path is this one or inside of it. */
export const leadsTo = (path: string, inside: string): boolean => inside === path || inside.startsWith(`${path}.`);

/** Whether a path leads to a field of the table, a group of fields, or a part of a field, such as a date's month. */
export function isField(path: string, table: readonly Field[]): boolean {
  const [name, ...rest] = path.split(".");
  const field = table.find((one) => one.name === name);
  if (!field || rest.length === 0) return field !== undefined;
  if (field.fields) return isField(rest.join("."), field.fields);
  return WITH_PARTS.includes(field.kind!);
}

/** Whether a path leads to one of the form's own questions. */
export const isOwn = (path: string): boolean => path.startsWith("extra.");

/**
 * Throws for a misspelt path: its answer would be lost without a word. `option` names where the path stands. The form's
 * own questions may stand there too.
 */
export function assertFields(paths: readonly string[], option: string, ...tables: (readonly Field[])[]): void {
  for (const path of paths)
    if (!isOwn(path) && !tables.some((table) => isField(path, table)))
      throw new TypeError(`${option}: there is no field "${path}"`);
}

/** Whether a path is asked for, or leads to or from one that is. */
export const isPicked = (picked: readonly string[], path: string): boolean =>
  picked.length === 0 || picked.some((one) => leadsTo(one, path) || leadsTo(path, one));

// A placeholder for the package's public declarations: what the generated ones lean on.
import type { Auth, Orders, Patients, Search } from "../generated/groups";
export type * from "../generated/models";

/** An id in a path. `undefined` and `null` are taken so that optional fields can be passed; they are refused when the call is made. */
export type Id = string | null | undefined;

export interface CallOptions {
  signal?: AbortSignal;
}

export interface BlendPromise<T> extends Promise<T> {
  asResponse(): Promise<Response>;
}

export interface PagePromise<Item> extends AsyncIterable<Item> {
  toArray(options: { limit: number }): Promise<Item[]>;
}

export interface CheckResult {
  ok: boolean;
}

/** `blend.auth`: the group's calls, and the end of the session. */
export interface Session extends Auth {
  /** Forgets the session's tokens. */
  logout(): Promise<void>;
}

export declare class Blend {
  constructor(options?: { accessToken?: string });
  readonly auth: Session;
  readonly orders: Orders;
  readonly patients: Patients;
  readonly search: Search;
}

export default Blend;

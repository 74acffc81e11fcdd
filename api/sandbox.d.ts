/** How a sandbox begins. */
export interface SandboxOptions {
  /** A whole number from 0; 1 unless told. The password and the ids follow from it. */
  seed?: number;
}

/**
 * A Blend API in memory, for tests and demos. What is written into it stays there, and nothing
 * leaves the process.
 *
 * It answers every operation. Orders are filled from the prescriptions of their patients: shipping takes one
 * fill. A prescriber created with the NPI `9000000098` turns out to be somebody whom Blend knew already.
 *
 * @example
 * const sandbox = new Sandbox();
 * const blend = new Blend({ email: sandbox.email, password: sandbox.password, fetch: sandbox.fetch });
 */
export declare class Sandbox {
  constructor(options?: SandboxOptions);
  /** E-mail address of the account. */
  readonly email: string;
  /** Password of the account. It follows from the seed. */
  readonly password: string;
  /** Answers like `fetch`, whatever the origin of the URL. Can be handed on by itself. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /**
   * Moves an order one status on, as the pharmacy would: received, picked, verified, shipped (with
   * a shipment, and fills taken off its prescriptions), delivered. Gives the new status; throws where there is none.
   * An order without its prescription moves on, too; Blend would call it stuck, and may well hold it.
   *
   * @param order its id, order number or external_id. `undefined` and `null` are taken by the types, so that `order.id` can be
   * passed as it comes; they throw.
   */
  advance(order: string | null | undefined): string;
}

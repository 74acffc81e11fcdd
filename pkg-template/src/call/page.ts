// Lists that come in pages.

import { Word } from "../../generated/operations.js";
import type { Result } from "./types.js";
import { shallow } from "../input/depth.js";
import { Handle } from "../engine/handle.js";
import { say, withEngine } from "../engine/load.js";
import { PagingError, refused } from "../errors.js";
import { omit } from "../input/omit.js";

/** Gets the page with a number; the first number is the user's own, or none. */
export type Fetch = (page: number | undefined) => Promise<Result>;

/** One list being read: which items came before, and what a page turned out to be. */
class Reader {
  readonly operation: string;
  readonly fetch: Fetch;
  readonly pageSize: number;
  readonly prefetch: number;
  /** The fields that are left out of what is handed over. */
  readonly left: readonly string[];
  /** The number of the page that comes next in this reading. */
  next = 0;
  readonly #pager: Handle;

  constructor(operation: string, fetch: Fetch, pageSize: number, prefetch: number, left: readonly string[]) {
    this.operation = operation;
    this.fetch = fetch;
    this.pageSize = pageSize;
    this.prefetch = prefetch;
    this.left = left;
    const number = Number(withEngine((engine) => say(engine, Word.pager), "done"));
    this.#pager = new Handle(number, (engine, number) => say(engine, Word.unread, number));
    this.#pager.dropWith(this);
  }

  /** Begins to read anew behind a page that was read before. */
  again(keys: string, total: number): Reader {
    const reader = new Reader(this.operation, this.fetch, this.pageSize, this.prefetch, this.left);
    reader.#turned(keys, total);
    return reader;
  }

  #turned(keys: string, total: number): Turn {
    const facts = () => ({ outcome: "done" as const, operation: this.operation });
    return JSON.parse(this.#pager.ask((engine, number) => say(engine, Word.turn, number, keys, total), facts)) as Turn;
  }

  turn<T>(result: Result, number: number): Page<T> {
    const { data, response, note } = result;
    if (!Array.isArray(data)) {
      throw new PagingError({
        message: "the page is no array",
        outcome: "done",
        operation: this.operation,
        hint: 'blend.request("GET", path).asResponse() shows what Blend answered',
      });
    }
    const total = note.total ?? -1;
    const keys = shallow(this.operation, () =>
      JSON.stringify((data as ({ id?: unknown } | null)[]).map((item) => item?.id ?? item)),
    );
    const turn = this.#turned(keys, total);
    if (turn.stuck) {
      throw new PagingError({
        message:
          "every item of this page was there before: the server does not turn pages, or the list shifts faster than it is read",
        outcome: "done",
        operation: this.operation,
        hint: "check the page parameter's name (endpoints), or narrow the list",
      });
    }
    this.next = number + 1;
    omit(data, new Set(this.left));
    return new Page<T>(this, data as T[], keys, number, response.headers, turn, total);
  }
}

interface Turn {
  fresh: number[];
  last: number;
  stuck: number;
  repeated: number;
}

/** One page of a list. Iterating over it gives its items and those of all later pages. */
export class Page<T> implements AsyncIterable<T> {
  // Survives minifying, for logs.
  static readonly name = "Page";

  readonly data: T[];
  readonly page: number;
  readonly pageSize: number;
  readonly headers: Headers;
  /** Items that came a second time so far: the list moved while it was read. They are handed out once. */
  readonly repeated: number;
  readonly #reader: Reader;
  /** What the items are told apart by. */
  readonly #keys: string;
  readonly #turn: Turn;
  readonly #total: number;

  constructor(reader: Reader, data: T[], keys: string, page: number, headers: Headers, turn: Turn, total: number) {
    this.data = data;
    this.page = page;
    this.pageSize = reader.pageSize;
    this.headers = headers;
    this.repeated = turn.repeated;
    this.#reader = reader;
    this.#keys = keys;
    this.#turn = turn;
    this.#total = total;
  }

  /** Whether this page is not known to be the last. */
  hasNextPage(): boolean {
    return !this.#turn.last;
  }

  /** The page behind this one. Throws where this one is known to be the last. */
  async getNextPage(): Promise<Page<T>> {
    if (this.#turn.last) {
      throw new PagingError({
        message: "there is no page behind the last one",
        outcome: "not_sent",
        operation: this.#reader.operation,
        hint: "ask hasNextPage() first",
      });
    }
    const number = this.page + 1;
    const reader = this.#goOn();
    return reader.turn<T>(await reader.fetch(number), number);
  }

  /** Goes on with the reading that this page came with, or begins one anew where that is past this page. */
  #goOn(): Reader {
    const reader = this.#reader.next === this.page + 1 ? this.#reader : this.#reader.again(this.#keys, this.#total);
    reader.next = 0;
    return reader;
  }

  /** This page and all behind it. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    let page: Page<T> = this;
    let reader: Reader | undefined;
    const ahead: Promise<Result>[] = [];
    let next = this.page + 1;
    for (;;) {
      // An empty page only tells that the list is over.
      if (page.data.length || page === this) yield page;
      if (page.#turn.last) return;
      reader ??= this.#goOn();
      while (ahead.length <= reader.prefetch) {
        const coming = reader.fetch(next++);
        // Its failure counts when its turn comes, if it does.
        coming.catch(() => {});
        ahead.push(coming);
      }
      page = reader.turn<T>(await (ahead.shift() as Promise<Result>), page.page + 1);
      reader.next = 0;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) {
      for (const [place, item] of page.data.entries()) if (page.#turn.fresh[place]) yield item;
    }
  }

  /** @internal */
  static async first<T>(
    operation: string,
    fetch: Fetch,
    page: number | undefined,
    pageSize: number,
    prefetch: number,
    left: readonly string[],
  ): Promise<Page<T>> {
    const result = await fetch(page);
    return new Reader(operation, fetch, pageSize, prefetch, left).turn<T>(result, page ?? 1);
  }
}

/** A list: await it for its first page, iterate over it for all items. Starts with the first of either. */
export class PagePromise<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
  // Survives minifying, for logs.
  static readonly name = "PagePromise";

  readonly #start: () => Promise<Page<T>>;
  #first: Promise<Page<T>> | undefined;

  constructor(start: () => Promise<Page<T>>) {
    this.#start = start;
  }

  get [Symbol.toStringTag](): string {
    return "PagePromise";
  }

  #page(): Promise<Page<T>> {
    return (this.#first ??= this.#start());
  }

  then<A = Page<T>, B = never>(
    resolved?: ((value: Page<T>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#page().then(resolved, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page<T> | B> {
    return this.#page().catch(rejected);
  }

  finally(done?: (() => void) | null): Promise<Page<T>> {
    return this.#page().finally(done);
  }

  /** All pages, one after the other. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    yield* (await this.#page()).pages();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* await this.#page();
  }

  /** The items of all pages, `limit` at the most. */
  async toArray(options: { limit: number }): Promise<T[]> {
    const limit = options?.limit;
    if (!Number.isSafeInteger(limit) || limit < 1) {
      const message =
        "give the most items that you want, a whole number of at least 1: a list may be longer than your memory";
      throw refused([{ path: "limit", code: "required", message }]);
    }
    const items: T[] = [];
    for await (const item of this) {
      items.push(item);
      if (items.length === limit) break;
    }
    return items;
  }
}

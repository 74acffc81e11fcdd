// Lists that come in pages. Nothing here needs the engine: it stands behind the `Reader`.

import { noteCaller } from "./caller.js";
import type { PageState, Reader } from "./reader.js";
import { type WithResponse, withResponse } from "./promise.js";
import { hide, PagingError, refused } from "../errors.js";
import { readInput } from "../input/read.js";

// Frameworks put proxies around what they are given, and some copy it. A private field or a WeakMap knows only the
// object itself; a hidden function comes through, and what it returns is never wrapped.
const STATE = Symbol("state");
const FIRST_PAGE = Symbol("firstPage");

/** One page of a list. Iterating over it gives its items and those of all later pages. */
export class Page<T> implements AsyncIterable<T> {
  // Survives minifying, for logs.
  static readonly name = "Page";

  readonly data: T[];
  readonly page: number;
  readonly pageSize: number;
  /** How many items the list has in all, as a header tells. Undefined where none does. */
  readonly total: number | undefined;
  readonly headers: Headers;
  /** Items that came a second time so far: the list moved while it was read. They are handed out once. */
  readonly repeated: number;
  declare readonly [STATE]: () => PageState;

  constructor(state: PageState) {
    const { result, turn } = state;
    this.data = result.data as T[];
    this.page = state.number;
    this.pageSize = state.reader.source.pageSize;
    this.total = result.note.total;
    this.headers = result.response.headers;
    this.repeated = turn.repeated;
    hide(this, STATE, () => state);
  }

  /** Whether this page is not known to be the last. */
  hasNextPage(): boolean {
    return !this[STATE]().turn.last;
  }

  /** The page behind this one. Rejects where this one is known to be the last. */
  async getNextPage(): Promise<Page<T>> {
    const state = this[STATE]();
    const { operation } = state.reader.source;
    if (state.turn.last) {
      throw new PagingError({
        message: "there is no page behind the last one",
        outcome: "not_sent",
        operation,
        hint: "ask hasNextPage() first",
      });
    }
    const number = state.number + 1;
    const reader = readerBehind(state);
    return new Page<T>(reader.take(await reader.source.fetch(number), number));
  }

  /** This page and all behind it. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    yield this;
    yield* pagesBehind<T>(this[STATE]());
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) {
      const { fresh } = page[STATE]().turn;
      for (const [index, item] of page.data.entries()) if (fresh[index]) yield item;
    }
  }
}

/** Goes on with the reading that a page came with, or begins a new one where that has gone past the page. */
function readerBehind({ reader, number, keys, result }: PageState): Reader {
  let next = reader;
  if (reader.next !== number + 1) {
    next = reader.again();
    next.turn(keys, result.note.total);
  }
  next.next = 0;
  return next;
}

/** All pages behind a page. */
async function* pagesBehind<T>(state: PageState): AsyncGenerator<Page<T>, void, undefined> {
  if (state.turn.last) return;
  const reader = readerBehind(state);
  const { fetch, prefetch } = reader.source;
  const ahead: ReturnType<typeof fetch>[] = [];
  for (let number = state.number + 1; ; number++) {
    while (ahead.length <= prefetch) {
      const coming = fetch(number + ahead.length);
      // The caller may stop before this page: then nobody waits for its failure.
      coming.catch(() => {});
      ahead.push(coming);
    }
    const page = new Page<T>(reader.take(await (ahead.shift() as (typeof ahead)[0]), number));
    reader.next = 0;
    // An empty page only tells that the list is over.
    if (page.data.length) yield page;
    if (!page.hasNextPage()) return;
  }
}

/** A list: await it for its first page, iterate over it for all items. Starts with the first of either. */
export class PagePromise<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
  // Survives minifying, for logs.
  static readonly name = "PagePromise";

  declare readonly [FIRST_PAGE]: () => Promise<Page<T>>;

  /** `open` may throw what is wrong with the arguments. */
  constructor(open: () => Reader) {
    const located = noteCaller();
    let first: Promise<Page<T>> | undefined;
    const start = async () => {
      const reader = open();
      const { fetch, firstPage } = reader.source;
      return new Page<T>(reader.take(await fetch(firstPage), firstPage ?? 1));
    };
    const begin = () =>
      start().catch((error: unknown) => {
        throw located(error);
      });
    hide(this, FIRST_PAGE, () => (first ??= begin()));
  }

  get [Symbol.toStringTag](): string {
    return "PagePromise";
  }

  then<A = Page<T>, B = never>(
    resolved?: ((value: Page<T>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this[FIRST_PAGE]().then(resolved, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page<T> | B> {
    return this.then(undefined, rejected);
  }

  finally(done?: (() => void) | null): Promise<Page<T>> {
    return this[FIRST_PAGE]().finally(done);
  }

  /** The first page together with its response, the number of attempts, and warnings about the arguments. */
  async withResponse(): Promise<WithResponse<Page<T>>> {
    const page = await this;
    return withResponse(page[STATE]().result, page);
  }

  /** All pages, one after the other. */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    yield* (await this).pages();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* await this;
  }

  /** The items of all pages, `limit` at the most. */
  async toArray(options: { limit: number }): Promise<T[]> {
    const limit = readInput("limit", () => options?.limit);
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

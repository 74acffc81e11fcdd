// Lists that come in pages.

import { forgetPager, openPager, type PageTurn, turnPage } from "../../generated/protocol.js";
import { noteCaller } from "./caller.js";
import type { Result } from "./types.js";
import { type WithResponse, withResponse } from "./promise.js";
import { Handle } from "../engine/handle.js";
import { withEngine } from "../engine/load.js";
import { hide, PagingError, refused } from "../errors.js";
import { guardDepth } from "../input/depth.js";
import { omit } from "../input/omit.js";
import { readInput } from "../input/read.js";

/** What it takes to get the pages of one list. */
export interface PageSource {
  operation: string;
  /** Gets the page with a number; the first page has the number that the caller gave, or none. */
  fetch: (page: number | undefined) => Promise<Result>;
  firstPage: number | undefined;
  /** How many items a page is asked to have. */
  pageSize: number;
  /** How many pages are fetched ahead. */
  prefetch: number;
  /** The fields that are left out of what is handed over. The pager may tell items apart by them. */
  omit: readonly string[];
}

/** One reading of a list: the engine remembers which items it handed out. */
class Reader {
  readonly source: PageSource;
  /** The number of the page that this reading wants next; 0 while somebody gets that page. */
  next = 0;
  readonly #pager: Handle;

  constructor(source: PageSource) {
    this.source = source;
    this.#pager = new Handle(withEngine(openPager, "done"), forgetPager);
    this.#pager.dropWith(this);
  }

  /** Tells the engine of a page. `keys` are those of its items. */
  turn(keys: string, total: number | undefined): PageTurn {
    const { pageSize } = this.source;
    return this.#pager.ask(
      (engine, pager) => turnPage(engine, pager, { keys, total, pageSize }),
      () => this.#facts(),
    );
  }

  /** Makes the page with a number of what came. */
  take<T>(result: Result, number: number): Page<T> {
    const { data, note } = result;
    if (!Array.isArray(data))
      throw new PagingError({ ...this.#facts(), message: "the page is no array", hint: HOW_TO_LOOK });
    const keys = keysOf(data, this.source.operation);
    const turn = this.turn(keys, note.total);
    if (turn.fresh.length !== data.length)
      throw new PagingError({ ...this.#facts(), message: "the ids of this page cannot be read", hint: HOW_TO_LOOK });
    if (turn.stuck) throw new PagingError({ ...this.#facts(), message: STUCK, hint: HOW_TO_TURN });
    this.next = number + 1;
    omit(data, this.source.omit);
    return new Page<T>({ reader: this, result, number, keys, turn });
  }

  #facts() {
    return { outcome: "done", operation: this.source.operation } as const;
  }
}

const HOW_TO_LOOK = 'blend.request("GET", path).asResponse() shows what Blend answered';
const STUCK =
  "every item of this page was there before: the server does not turn pages, or the list shifts faster than it is read";
const HOW_TO_TURN = "check the page parameter's name (endpoints), or narrow the list";

/** The key of each item, as JSON: its id, or in brackets its whole text. */
function keysOf(items: readonly unknown[], operation: string): string {
  return guardDepth(operation, () => JSON.stringify(items.map((item) => idOf(item) ?? [JSON.stringify(item)])));
}

/** An item's id. A number that is too large to be exact is no id: two of them may have become the same number. */
function idOf(item: unknown): string | number | undefined {
  const { id } = Object(item) as { id?: unknown };
  return (typeof id === "string" && id) || Number.isSafeInteger(id) ? (id as string | number) : undefined;
}

/** What stands behind a page. */
interface PageState {
  reader: Reader;
  result: Result;
  number: number;
  keys: string;
  turn: PageTurn;
}

// Frameworks put proxies around what they are given, and some copy it. A private field or a WeakMap knows only the object
// itself; a hidden function comes through, and what it returns is never wrapped.
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
    return reader.take<T>(await reader.source.fetch(number), number);
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
    next = new Reader(reader.source);
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
  const ahead: Promise<Result>[] = [];
  for (let number = state.number + 1; ; number++) {
    while (ahead.length <= prefetch) {
      const coming = fetch(number + ahead.length);
      // The caller may stop before this page: then nobody waits for its failure.
      coming.catch(() => {});
      ahead.push(coming);
    }
    const page = reader.take<T>(await (ahead.shift() as Promise<Result>), number);
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

  /** `source` may throw what is wrong with the arguments. */
  constructor(source: () => PageSource) {
    const located = noteCaller();
    let first: Promise<Page<T>> | undefined;
    const start = async () => {
      const list = source();
      const result = await list.fetch(list.firstPage);
      return new Reader(list).take<T>(result, list.firstPage ?? 1);
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

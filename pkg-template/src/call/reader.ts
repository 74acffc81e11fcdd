// Reading a list page by page: the engine remembers which items it handed out.

import { forgetPager, openPager, type PageTurn, turnPage } from "../../generated/protocol.js";
import { Handle } from "../engine/handle.js";
import { withEngine } from "../engine/load.js";
import { PagingError } from "../errors.js";
import { guardDepth } from "../input/depth.js";
import { omit } from "../input/omit.js";
import type { Result } from "./types.js";

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

/** What stands behind a page. */
export interface PageState {
  reader: Reader;
  result: Result;
  number: number;
  keys: string;
  turn: PageTurn;
}

/** One reading of a list. */
export class Reader {
  readonly source: PageSource;
  /** The number of the page that this reading wants next; 0 while somebody gets that page. */
  next = 0;
  #pager: Handle | undefined;

  constructor(source: PageSource) {
    this.source = source;
  }

  /** A new reading of the same list, which has handed out nothing yet. */
  again(): Reader {
    return new Reader(this.source);
  }

  /** Tells the engine of a page. `keys` are those of its items. */
  turn(keys: string, total: number | undefined): PageTurn {
    const { pageSize } = this.source;
    return (this.#pager ??= this.#open()).ask(
      (engine, pager) => turnPage(engine, pager, { keys, total, pageSize }),
      () => this.#facts(),
    );
  }

  #open(): Handle {
    const pager = new Handle(withEngine(openPager, "done"), forgetPager);
    pager.dropWith(this);
    return pager;
  }

  /** Takes what came as the page with a number. */
  take(result: Result, number: number): PageState {
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
    return { reader: this, result, number, keys, turn };
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

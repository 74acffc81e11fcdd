// The fetch that gloo-net calls.
//
// Every request of the global fetch goes through gloo-net, which calls fetch with a `Request` and nothing else. React
// and Next answer such a GET from the memory of a render, and mocks of fetch expect a URL. So gloo-net's fetch is this
// one: it calls the global fetch with the URL and the init that the `Request` was made of. It also keeps from gloo-net
// what that cannot take: an error that is no `Error`, and a response that only looks like one.

/** One request on its way through gloo-net. */
export interface Passage {
  url: string;
  init: RequestInit;
  /** What the global fetch gives. */
  fetched?: Promise<unknown>;
  /** What gloo-net waits for. */
  awaited?: Promise<Response>;
  /** It is a real response, which gloo-net hands back. */
  isReal?: boolean;
}

let passage: Passage | undefined;

/** Does the work, in which gloo-net calls its fetch. */
export function passThrough<T>(request: Passage, work: () => T): T {
  passage = request;
  return work();
}

export function fetchForGloo(): Promise<Response> {
  const request = passage as Passage;
  // Asynchronous, since a mock may throw at once.
  const fetched = (async () => globalThis.fetch(request.url, request.init))();
  request.fetched = fetched;
  return (request.awaited = fetched.then(
    (response: unknown) => {
      request.isReal = response instanceof Response;
      return request.isReal ? (response as Response) : new Response();
    },
    () => {
      throw new Error("fetch failed");
    },
  ));
}

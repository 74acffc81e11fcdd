// The random id of a submission: kept for the tab, so that a reload in the middle sends the same one.

const memory = new Map<string, string>();

/** Session storage, or this page's memory where it is forbidden. */
function store(): Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  try {
    const { sessionStorage } = globalThis;
    sessionStorage.getItem("");
    return sessionStorage;
  } catch {
    const getItem = (key: string) => memory.get(key) ?? null;
    return {
      getItem,
      setItem: (key, value) => void memory.set(key, value),
      removeItem: (key) => void memory.delete(key),
    };
  }
}

/**
 * 128 random bits in hexadecimal. `randomUUID` is missing on pages without TLS, and React Native has no `crypto` at
 * all. No secret depends on them: the server's key holds the visitor and a secret too.
 */
function randomId(): string {
  const random = () => Math.random() * 256;
  const bytes = globalThis.crypto?.getRandomValues(new Uint8Array(16)) ?? Uint8Array.from({ length: 16 }, random);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The id of a form's next submission. `name` tells the forms of a tab apart. */
export function submissionIdOf(name: string) {
  const key = `blend-sdk.intake:${name}`;
  return {
    get(): string {
      const known = store().getItem(key);
      if (known) return known;
      const id = randomId();
      store().setItem(key, id);
      return id;
    },
    rotate: (): void => store().removeItem(key),
  };
}

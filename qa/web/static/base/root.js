// Where Pincite stands on its host: all that it serves has an address below this path.

/** The path, without a slash at its end; "" where Pincite has the host to itself. */
export const ROOT = globalThis.document?.documentElement?.dataset?.root ?? "";

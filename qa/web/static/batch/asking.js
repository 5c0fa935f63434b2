// Asks one question after the other, a few at a time, and again where the server has no room.

const AT_ONCE = 2; // a guess: the server works on eight questions at a time, and is for others too
const FIRST_MS = 1000;
const LONGEST_MS = 30_000; // between two tries; a guess: a server that starts anew is seen soon
const TRIES = 40; // in vain, one after the other; a guess: a quarter of an hour

/** What passes: no connection, no room, or a server that stops or starts. */
const PASSING = ["unreachable", "busy", "queue_full", "too_many_connections", "shutting_down", "too_slow"];

/**
 * Ask all of these, in order.
 * @template T
 * @param {T[]} all
 * @param {(one: T) => Promise<AnswerRecord>} ask
 * @param {{
 *   answered: (one: T, record: AnswerRecord) => unknown,
 *   failed: (one: T, error: Error) => unknown,
 *   waiting: (error: Error | null) => void,
 *   pause: (ms: number) => Promise<void>,
 * }} told `waiting` hears why nothing goes on, and null once it does; `pause` ends at once, with an
 *   error, where it is stopped
 */
export async function askAll(all, ask, { answered, failed, waiting, pause }) {
  const left = [...all];
  let stopped = false;

  /** @param {T} one */
  async function untilAnswered(one) {
    for (let tries = 1; !stopped; tries += 1) {
      try {
        const record = await ask(one);
        waiting(null);
        return await answered(one, record);
      } catch (error) {
        if (!isPassing(error)) return failed(one, unlessOfAll(error));
        if (tries >= TRIES) throw error;
        waiting(error);
        await pause(waitFor(error, tries));
      }
    }
  }

  async function work() {
    try {
      for (let one = left.shift(); one !== undefined && !stopped; one = left.shift()) {
        await untilAnswered(one);
      }
    } catch (error) {
      stopped = true;
      throw error;
    }
  }

  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, work));
}

/** @param {Error & { status?: number, code?: string }} error */
export const isPassing = ({ status, code = "" }) => status === 429 || PASSING.includes(code);

/**
 * Return how long to wait before the next try: as the server says, else longer each time.
 * @param {Error & { retryAfter?: number }} error
 * @param {number} tries
 */
export const waitFor = ({ retryAfter = 0 }, tries) =>
  Math.min(Math.max(retryAfter * 1000, FIRST_MS * 2 ** (tries - 1)), LONGEST_MS);

/**
 * Return an error that is of one question; throw one that every other would get too, or a stop.
 * @param {Error & { status?: number, code?: string }} error
 */
function unlessOfAll(error) {
  const own = ["nothing_within", "question_rejected", "invalid_field", "internal", "crashed"];
  if (!own.includes(error.code ?? "")) throw error;
  return error;
}

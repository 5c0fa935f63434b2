// A browser's storage, which Node 20 does not have: enough of it for keys, values and a lack of room.

let crowded = false;

/** Its keys are its own properties, as in a browser: the methods are not. */
class Storage {
  /** @type {Record<string, string>} */
  #values = /** @type {any} */ (this);

  /** @param {string} key */
  getItem(key) {
    return Object.hasOwn(this, key) ? this.#values[key] : null;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    if (crowded) throw new DOMException("", "QuotaExceededError");
    this.#values[key] = String(value);
  }

  /** @param {string} key */
  removeItem(key) {
    delete this.#values[key];
  }
}

/** Begin with an empty storage that has room. */
export function room() {
  crowded = false;
  Object.defineProperty(globalThis, "localStorage", { value: new Storage(), configurable: true });
}

/** Let there be no room for anything more. */
room.full = () => void (crowded = true);

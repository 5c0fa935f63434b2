// Reads server-sent events from the body of a reply.

/**
 * Yield each event as `{ name, data }`, its data parsed as JSON.
 * @param {ReadableStream<Uint8Array<ArrayBuffer>>} body
 * @returns {AsyncGenerator<Stage>}
 */
export async function* events(body) {
  let block = empty();
  for await (const line of lines(body)) {
    if (line === "") {
      if (block.data.length) yield { name: block.name, data: JSON.parse(block.data.join("\n")) };
      block = empty();
    } else if (!line.startsWith(":")) {
      const [, field, value] = /** @type {string[]} */ (/^([^:]*):? ?(.*)$/s.exec(line));
      if (field === "event") block.name = value;
      if (field === "data") block.data.push(value);
    }
  }
}

/** @returns {{ name: string, data: string[] }} */
const empty = () => ({ name: "message", data: [] });

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} body */
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + value).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) yield part.endsWith("\r") ? part.slice(0, -1) : part;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

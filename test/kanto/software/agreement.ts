/** What makes two devices' words the same. */
import type { Said } from './stage.ts';

/**
 * Answers and events apart: they come from threads of their own. Explained differences:
 * - between the first and the last progress of a download of many pieces the network decides how large the pieces are;
 * - a shell that finds no script ends with 2 or with 127, which is the shell's own choice.
 */
export function comparable(said: readonly Said[]) {
  const texts = said.map(({ topic, payload }) => ({ topic, text: JSON.stringify(sorted(payload)) }));
  const events = texts.filter(({ topic }) => topic === 'e').map(({ text }) => text);
  return {
    answers: texts.filter(({ topic }) => topic !== 'e').map(({ topic, text }) => `${topic} ${text}`),
    events: withoutPieces(events).map((it) => it.replace('"statusCode":"127"', '"statusCode":"2"')),
  };
}

const usualPieces = 3;

/** Keeps the first and the last of a long row of progress. */
function withoutPieces(events: readonly string[]): readonly string[] {
  return events.filter((event, at) => {
    if (!isProgress(event)) return true;
    const start = events.findLastIndex((it, index) => index <= at && !isProgress(it)) + 1;
    const after = events.findIndex((it, index) => index >= at && !isProgress(it));
    const end = after < 0 ? events.length : after;
    return end - start <= usualPieces || at === start || at === end - 1;
  });
}

function isProgress(event: string): boolean {
  return event.includes('"status":"DOWNLOADING"');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, sorted(item)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

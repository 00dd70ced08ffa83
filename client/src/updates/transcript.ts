/** Every message of a run with its time, up to a number of bytes; what was left out is said. */
import { maskedText } from './maskedText.ts';

export interface TranscriptMessage {
  readonly time: number;
  readonly direction: 'out' | 'in';
  readonly address: string;
  /** The message, with its secrets masked. */
  readonly text: string;
  /** Characters at the end that are not kept. */
  readonly cut?: number;
}

export interface Transcript {
  readonly messages: readonly TranscriptMessage[];
  /** How many were left out for want of room, and how long they were: those after the first few. */
  readonly dropped: { readonly messages: number; readonly characters: number };
}

export const noTranscript: Transcript = { messages: [], dropped: { messages: 0, characters: 0 } };

/** Characters of one message, and of all. */
const longest = 32_768;
const most = 131_072;
/** The first messages tell what was sent and answered: they stay. */
const pinned = 4;

/** The transcript with one more message; its secrets are masked here, so that they are never kept. */
export function noted(
  transcript: Transcript,
  {
    raw,
    time,
    direction,
    address,
  }: Pick<TranscriptMessage, 'time' | 'direction' | 'address'> & { readonly raw: string },
): Transcript {
  const whole = maskedText(raw);
  const text = whole.slice(0, longest);
  const cut = whole.length - text.length;
  const messages = [...transcript.messages, { time, direction, address, text, ...(cut > 0 && { cut }) }];
  let { messages: count, characters } = transcript.dropped;
  let size = messages.reduce((sum, it) => sum + it.text.length, 0);
  while (size > most && messages.length > pinned + 1) {
    for (const gone of messages.splice(pinned, 1)) {
      size -= gone.text.length;
      characters += gone.text.length;
      count += 1;
    }
  }
  return { messages, dropped: { messages: count, characters } };
}

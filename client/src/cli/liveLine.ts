/** One line at the bottom of a terminal that tells how it stands; nothing where nobody watches. */
import type { Output } from './output.ts';
import { printedLine } from './printed.ts';

export interface LiveLine {
  /** Shows the text; the last of several that come quickly. */
  show(text: string): void;
  /** Writes a line above it, for good. */
  above(text: string): void;
  /** Takes it away. */
  clear(): void;
}

/** Of a terminal that does not say it. */
const usualWidth = 80;
/** Milliseconds between two looks of it. */
const interval = 100;

/** `terminal`: where it is shown; undefined where there is none, which then has the lines alone. */
export function liveLine(output: Output, terminal: NodeJS.WriteStream | undefined): LiveLine {
  if (!terminal?.isTTY) {
    return { show: () => undefined, above: (text) => output.note(text), clear: () => undefined };
  }
  let shown = '';
  let timer: NodeJS.Timeout | undefined;
  const erase = () => terminal.write('\r\x1b[K');
  const draw = () => terminal.write(`\r\x1b[K${shown.slice(0, (terminal.columns || usualWidth) - 1)}`);
  return {
    show: (text) => {
      shown = printedLine(text);
      timer ??= setTimeout(() => {
        timer = undefined;
        draw();
      }, interval);
    },
    above: (text) => {
      if (shown !== '') erase();
      output.note(text);
      if (shown !== '') draw();
    },
    clear: () => {
      if (shown === '') return;
      clearTimeout(timer);
      timer = undefined;
      shown = '';
      erase();
    },
  };
}

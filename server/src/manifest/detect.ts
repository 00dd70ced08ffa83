import { type ManifestKind, signatureWords } from '../messages.ts';
import type { TextFormat } from '../text/document.ts';
import { parseText } from '../text/parse.ts';
import { kindOf } from './kind.ts';

/** What a manifest is shows in its first keys; so much of a text is read to tell it from foreign ones. */
const headLength = 16 * 1024;

/**
 * Is this text plainly a Kanto manifest? The kind of the first of its documents that is one, otherwise undefined.
 * Costs the head of the text, whatever its length.
 */
export function detect(format: TextFormat, text: string): ManifestKind | undefined {
  return detectHead(format, headOf(text));
}

/** Detects as {@link detect} does, in the states of one document: nothing is read again while its head stays the same. */
export function createDetector(format: TextFormat): (text: string) => ManifestKind | undefined {
  let last: { readonly head: string; readonly kind: ManifestKind | undefined } | undefined;
  return (text) => {
    const head = headOf(text);
    if (last?.head !== head) last = { head, kind: detectHead(format, head) };
    return last.kind;
  };
}

function detectHead(format: TextFormat, head: string): ManifestKind | undefined {
  if (!signatureWords.test(head)) return undefined;
  for (const root of parseText(format, head).roots) {
    const kind = kindOf(root, 'plain');
    if (kind) return kind;
  }
  return undefined;
}

function headOf(text: string): string {
  if (text.length <= headLength) return text;
  const lineEnd = text.lastIndexOf('\n', headLength);
  return text.slice(0, lineEnd > 0 ? lineEnd : headLength);
}

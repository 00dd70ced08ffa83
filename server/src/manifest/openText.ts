import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { TextFormat } from '../text/document.ts';
import type { ManifestDocument } from './document.ts';
import { createDocumentReader } from './open.ts';

/** The text of a document that is open in an editor. */
export interface OpenText {
  readonly text: TextDocument;
  readonly format: TextFormat;
  change(version: number, changes: readonly TextDocumentContentChangeEvent[]): void;
  /** Reads the text once for each state of it: ahead where that is quick, else when it is first asked for. */
  read(): ManifestDocument;
}

/** What takes longer is not read ahead: of many changes that wait, only the last may be asked for. Milliseconds. */
const quick = 10;

export function openText(text: TextDocument, format: TextFormat): OpenText {
  const readText = createDocumentReader(text.languageId, format);
  let document: ManifestDocument | undefined;
  let lastDuration = Number.POSITIVE_INFINITY;
  const read = () => {
    if (document) return document;
    const start = performance.now();
    document = readText(text);
    lastDuration = performance.now() - start;
    return document;
  };
  return {
    text,
    format,
    read,
    change(version, changes) {
      TextDocument.update(text, [...changes], version);
      document = undefined;
      // While the question about the change is still on its way, nobody waits.
      if (lastDuration <= quick) read();
    },
  };
}

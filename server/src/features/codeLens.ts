/** The offer to send the manifest, above it. */
import type { CodeLens } from 'vscode-languageserver-types';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import type { Operation } from '../messages.ts';
import { spanOf } from '../text/node.ts';

/** The client's command; its argument is the document's uri. */
const applyCommand = 'kanto.applyToDevice';

const titles: Readonly<Record<Operation, string>> = {
  apply: 'Apply to Device…',
  refresh: 'Refresh Device State…',
  install: 'Install on Device…',
  remove: 'Remove from Device…',
  download: 'Download to Device…',
};

/** At most one, above the first manifest of the text; none for responses and events, which only devices send. */
export function codeLenses(document: ManifestDocument): CodeLens[] {
  // Of several YAML documents only the first has the offer: one command sends one message, and it is the first one.
  const root = document.roots.find(({ node, kind }) => node !== undefined && kind !== undefined);
  const operation = root?.kind?.operation;
  if (root?.node === undefined || root.kind?.role !== 'request') return [];
  if (operation === undefined || operation === 'consent') return [];
  const { start } = spanOf(root.node);
  return [
    {
      range: rangeOf(document.text, { start, end: start }),
      command: { title: titles[operation], command: applyCommand, arguments: [document.uri] },
    },
  ];
}

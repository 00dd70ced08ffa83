/** The offer to send the manifest, above it. */
import { t } from '@vscode/l10n';
import type { CodeLens } from 'vscode-languageserver-types';
import { type ManifestDocument, rangeOf } from '../manifest/document.ts';
import type { Operation } from '../messages.ts';
import { spanOf } from '../text/node.ts';

/** The client's commands; their arguments are the document's uri and, of several manifests in it, the number. */
const applyCommand = 'kanto.applyToDevice';
const planCommand = 'kanto.planOnDevice';

export interface LensClient {
  /** It has the command `kanto.planOnDevice`. */
  readonly planCommand?: boolean;
}

const titles = (): Readonly<Record<Operation, string>> => ({
  apply: t('Apply to Device…'),
  refresh: t('Refresh Device State…'),
  install: t('Install on Device…'),
  remove: t('Remove from Device…'),
  download: t('Download to Device…'),
});

/** Above each manifest of the text; none for responses and events, which only devices send. */
export function codeLenses(document: ManifestDocument, { planCommand: plans }: LensClient = {}): CodeLens[] {
  const manifests = document.roots.filter(({ node, kind }) => node !== undefined && kind !== undefined);
  return manifests.flatMap(({ node, kind }, index) => {
    const operation = kind?.operation;
    if (node === undefined || kind?.role !== 'request') return [];
    if (operation === undefined || operation === 'consent') return [];
    const { start } = spanOf(node);
    // Of several the command hears which one is meant.
    const which = manifests.length > 1 ? [index + 1] : [];
    const range = rangeOf(document.text, { start, end: start });
    const lens = (title: string, command: string): CodeLens => ({
      range,
      command: { title, command, arguments: [document.uri, ...which] },
    });
    const plan = plans && operation === 'apply' ? [lens(t('Plan on Device…'), planCommand)] : [];
    return [lens(titles()[operation], applyCommand), ...plan];
  });
}

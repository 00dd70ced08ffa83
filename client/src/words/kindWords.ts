/** What a document is, where a person looks for it. Pure. */
import { t } from '@vscode/l10n';
import type { Form, ManifestKind, RequestName } from '../../../server/src/messages.ts';

/** `Desired state`, `Software to install, as a message value`, `What a device says: state`. */
export function kindWords({ role, event, operation, form }: ManifestKind): string {
  if (role === 'event') return t('What a device says: {0}', event ?? t('something else'));
  const what = operation === undefined ? t('something else') : requestWords()[operation];
  if (role === 'response') return t('Answer of a device: {0}', what);
  const how = formWords()[form];
  return how === undefined ? what : t('{0}, {1}', what, how);
}

const requestWords = (): Readonly<Record<RequestName, string>> => ({
  apply: t('Desired state'),
  install: t('Software to install'),
  remove: t('Software to remove'),
  download: t('Software to download'),
  refresh: t('Refresh of the reported state'),
  consent: t("Owner's consent"),
});

/** The content alone needs no words: it is what is written by hand. */
const formWords = (): Readonly<Partial<Record<Form, string>>> => ({
  value: t('as a message value'),
  envelope: t('as a whole message'),
  local: t('as it is told on the device'),
});

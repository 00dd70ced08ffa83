/** What is said of manifests in more than one place. */
import { t } from '@vscode/l10n';
import { describeKind, type Form, type ManifestKind } from '../messages.ts';

/** `1 component`, `3 components`. */
export function componentCount(number: number): string {
  return number === 1 ? t('1 component') : t('{0} components', number);
}

/** How the kind reads for people: {@link describeKind} is for programs. */
export function kindName(kind: ManifestKind): string {
  const { role, event = 'other', operation, form } = kind;
  if (role === 'event') return t('{0} event', event);
  if (operation === undefined) return describeKind(kind);
  return role === 'response' ? t('{0} response', operation) : requestName(operation, form);
}

function requestName(operation: string, form: Form): string {
  switch (form) {
    case 'bare':
      return t('{0} bare', operation);
    case 'value':
      return t('{0} value', operation);
    case 'local':
      return t('{0} local', operation);
    case 'envelope':
      return t('{0} envelope', operation);
  }
}

import { t } from '@vscode/l10n';
import { parseMount, propagationModes } from '../../agents/containerValues.ts';
import type { ConfigEntry } from '../../manifest/model.ts';
import { suggestions } from '../../schema/suggest.ts';
import { inContainer } from '../exampleTexts.ts';
import { removeEntry, setEntry } from '../fixes.ts';
import type { ContainerRule, Fix } from '../rule.ts';
import { quote, rejectionFindings, rejects } from '../support.ts';

function fixes(entry: ConfigEntry): Fix[] {
  const mount = parseMount(entry.value);
  if ('wrong' in mount || mount.source === '' || mount.destination === '') return [removeEntry(entry)];
  const plain = `${mount.source}:${mount.destination}`;
  const meant = suggestions(mount.propagation, propagationModes).map((mode) => `${plain}:${mode}`);
  return [...meant, plain].map((value) => setEntry(entry, value));
}

export const mountInvalid: ContainerRule = {
  id: 'mount-invalid',
  scope: 'container',
  severity: 'error',
  summary:
    'A mount needs a source, a destination and one of six propagation modes; there is no read-only mount.',
  check: (view) =>
    rejectionFindings(
      view,
      'mount',
      ({ message }, entry) => {
        const mount = parseMount(entry?.value ?? '');
        if ('wrong' in mount || mount.source === '' || mount.destination === '')
          return t('A mount needs a source and a destination, as in `/data:/data`. {0}', rejects(message));
        const readOnly = ['ro', 'rw', 'z', 'Z'].includes(mount.propagation)
          ? t(' Mounts cannot be made read-only here.')
          : '';
        return t(
          '{0} is no propagation mode; these are: {1}.{2} {3}',
          quote(mount.propagation),
          propagationModes.map(quote).join(', '),
          readOnly,
          rejects(message),
        );
      },
      fixes,
    ),
  examples: [
    {
      text: inContainer('mount: «/a:/b:ro»'),
      fixed: inContainer('mount: /a:/b'),
      says: 'cannot be made read-only',
    },
    { text: inContainer('mount: «":/b"»'), says: 'source and destination' },
  ],
};

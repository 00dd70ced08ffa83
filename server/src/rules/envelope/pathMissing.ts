import { t } from '@vscode/l10n';
import { inMessage } from '../exampleTexts.ts';
import { obvious, setProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { isAbsent, missingSpot, visible } from '../support.ts';
import { daemonOf, featureOf } from './target.ts';

export const pathMissing: ManifestRule = {
  id: 'path-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'A message without a path reaches no feature; container management crashes.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    if (!envelope || kind.role !== 'request') return;
    if (!isAbsent(envelope.path)) return;
    const crash = daemonOf(manifest) === 'containers';
    const outcome = crash
      ? t('container management on the device crashes')
      : t('the device takes it for nobody, and gives no answer');
    yield {
      at: visible(envelope.path?.value) ?? missingSpot(envelope.node, envelope.path),
      message: t(
        'The `path` is missing: {0}. It is `/features/{1}/inbox/messages/{2}`.',
        outcome,
        featureOf(kind.operation),
        kind.operation ?? '',
      ),
      crash,
      fixes: () => {
        const path = `/features/${featureOf(kind.operation)}/inbox/messages/${kind.operation}`;
        return [obvious(setProperty(envelope.node, envelope.path, 'path', path))];
      },
    };
  },
  examples: [
    {
      text: inMessage('apply', { path: '«null»' }),
      fixed: inMessage('apply', { path: '/features/UpdateManager/inbox/messages/apply' }),
      says: 'gives no answer',
    },
    { crash: true, text: inMessage('install', { path: '«null»' }), says: 'container management' },
  ],
};

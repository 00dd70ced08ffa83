import { t } from '@vscode/l10n';
import { inMessage } from '../exampleTexts.ts';
import { obvious, setProperty } from '../fixes.ts';
import type { Fixes, ManifestRule } from '../rule.ts';
import { missingSpot, visible } from '../support.ts';
import { daemonOf } from './target.ts';

export const headersMissing: ManifestRule = {
  id: 'headers-missing',
  scope: 'manifest',
  severity: 'error',
  summary:
    'Headers that are `null` kill update-manager; without any, the software-update daemon crashes and others do not answer.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    if (!envelope || kind.role !== 'request') return;
    const value = envelope.headers?.value;
    if (value && value.type !== 'null') return;
    const daemon = daemonOf(manifest);
    const written = envelope.headers !== undefined;
    const at = visible(value) ?? missingSpot(envelope.node, envelope.headers);
    const fixes: Fixes = ({ newId }) => {
      const headers = {
        'response-required': true,
        'content-type': 'application/json',
        'correlation-id': newId(),
      };
      return [
        obvious({
          ...setProperty(envelope.node, envelope.headers, 'headers', headers),
          title: t('Add the headers'),
        }),
      ];
    };
    if (daemon === 'containers')
      yield {
        at,
        message: t(
          'The `headers` are missing: the device refuses the message without an answer ("correlation id header is missing").',
        ),
        fixes,
      };
    else if (written || daemon === 'software-update')
      yield {
        at,
        message: t(
          'The `headers` are {0}: {1} on the device crashes. Write at least `response-required` and `correlation-id`.',
          written ? t('empty (`null`)') : t('missing'),
          daemon === 'update-manager' ? 'update-manager' : t('the software-update daemon'),
        ),
        crash: true,
        fixes,
      };
    else
      yield {
        at,
        severity: 'warning',
        message: t(
          'The `headers` are missing: the device does what it is told, but gives no answer. Write `response-required`, `content-type` and `correlation-id`.',
        ),
        fixes,
      };
  },
  examples: [
    {
      crash: true,
      text: inMessage('apply', { headers: '«null»' }),
      fixed: inMessage('apply', {
        headers:
          '\n  response-required: true\n  content-type: application/json\n  correlation-id: 00000000-0000-4000-8000-000000000000',
      }).replace('headers: \n', 'headers:\n'),
      says: 'update-manager',
    },
    {
      severity: 'warning',
      text: inMessage(
        'apply',
        { topic: 'edge/device/things/live/messages/apply', headers: undefined },
        'topic',
      ),
      says: 'gives no answer',
    },
    {
      text: inMessage(
        'install',
        { topic: 'edge/device:edge:containers/things/live/messages/install', headers: undefined },
        'topic',
      ),
    },
    {
      crash: true,
      text: inMessage(
        'install',
        { topic: 'edge/device/things/live/messages/install', headers: undefined },
        'topic',
      ),
      says: 'software-update',
    },
  ],
};

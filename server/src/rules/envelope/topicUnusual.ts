import { t } from '@vscode/l10n';
import { asString } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, write } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';
import { parseTopic } from './target.ts';

export const topicUnusual: ManifestRule = {
  id: 'topic-unusual',
  scope: 'manifest',
  severity: 'information',
  summary: 'The device looks at the thing and the path only, but the cloud routes by the whole topic.',
  *check({ kind, envelope }) {
    const node = envelope?.topic?.value;
    const topic = parseTopic(asString(node) ?? '');
    if (!node || !topic || kind.role !== 'request') return;
    const wanted = `live/messages/${kind.operation}`;
    if (`${topic.channel}/${topic.rest}` === wanted) return;
    // The path names the same, which is told there.
    if (asString(envelope?.path?.value)?.endsWith(`/inbox/${topic.rest}`)) return;
    yield {
      at: node,
      message: t(
        'The topic ends with {0}, the path says {1}: the device follows the path. Write {2}, since others go by the topic.',
        quote(`${topic.channel}/${topic.rest}`),
        quote(`${kind.operation}`),
        quote(wanted),
      ),
      fixes: () => [obvious(write(node, `${topic.namespace}/${topic.name}/things/${wanted}`))],
    };
  },
  examples: [
    {
      text: inMessage('apply', { topic: '«edge/device/things/twin/commands/modify»' }),
      fixed: inMessage('apply', { topic: 'edge/device/things/live/messages/apply' }),
    },
  ],
};

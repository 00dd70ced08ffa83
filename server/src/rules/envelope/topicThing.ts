import { t } from '@vscode/l10n';
import { containersThingSuffix, supportedOperations } from '../../agents/softwareUpdatable.ts';
import { asString } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, write } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';
import { daemonOf, parseTopic } from './target.ts';

export const topicThing: ManifestRule = {
  id: 'topic-thing',
  scope: 'manifest',
  severity: 'error',
  summary: 'Each operation is for the thing that has its feature: the device, or its containers.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    const node = envelope?.topic?.value;
    const topic = parseTopic(asString(node) ?? '');
    const { operation } = kind;
    // An answer to a question is for who asked.
    if (operation === 'consent') return;
    if (!node || !topic || !operation || kind.role !== 'request') return;
    const containers = topic.name.endsWith(containersThingSuffix);
    const device = containers ? topic.name.slice(0, -containersThingSuffix.length) : topic.name;
    const daemon = daemonOf(manifest);
    if (daemon === 'update-manager' && containers)
      yield {
        at: node,
        message: t(
          'UpdateManager is a feature of the device itself: write {0}. The device answers 400: "feature [UpdateManager] not found", or nothing.',
          quote(`${topic.namespace}/${device}/things/live/messages/${operation}`),
        ),
        fixes: () => [obvious(write(node, `${topic.namespace}/${device}/things/live/messages/${operation}`))],
      };
    if (daemon === 'containers' && !supportedOperations.containers.includes(operation))
      yield {
        at: node,
        message: t(
          'The containers have no operation `{0}`. The device answers 404: "unsupported operation called [operationId = {0}]".',
          operation,
        ),
      };
    if (daemon === 'software-update' && !supportedOperations.root.includes(operation))
      yield {
        at: node,
        message: t(
          'The device itself has no operation `{0}` and gives no answer; its containers do: write {1}.',
          operation,
          quote(`${topic.namespace}/${topic.name}${containersThingSuffix}/things/live/messages/${operation}`),
        ),
        fixes: () => [
          obvious(
            write(
              node,
              `${topic.namespace}/${topic.name}${containersThingSuffix}/things/live/messages/${operation}`,
            ),
          ),
        ],
      };
  },
  examples: [
    {
      text: inMessage('apply', { topic: '«edge/device:edge:containers/things/live/messages/apply»' }),
      fixed: inMessage('apply', { topic: 'edge/device/things/live/messages/apply' }),
      says: 'write `edge/device/things/live/messages/apply`',
    },
    {
      text: inMessage('remove', { topic: '«edge/device/things/live/messages/remove»' }),
      says: 'gives no answer',
    },
    {
      text: inMessage('download', { topic: '«edge/device:edge:containers/things/live/messages/download»' }),
      says: 'unsupported operation called',
    },
  ],
};

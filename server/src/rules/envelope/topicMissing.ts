import { asString } from '../../text/tree.ts';
import type { ManifestRule } from '../rule.ts';
import { missingSpot, visible } from '../support.ts';
import { daemonName, daemonOf } from './target.ts';

export const topicMissing: ManifestRule = {
  id: 'topic-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'A message without a topic kills the daemon that gets it.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    if (!envelope || kind.role !== 'request') return;
    const value = envelope.topic?.value;
    if (value && value.type !== 'null' && asString(value) !== '') return;
    yield {
      at: visible(value) ?? missingSpot(envelope.node, envelope.topic),
      message: `The \`topic\` is missing: sent like this, the message makes ${daemonName[daemonOf(manifest)]} on the device crash. It is \`<namespace>/<name>/things/live/messages/${kind.operation}\`.`,
      crash: true,
    };
  },
};

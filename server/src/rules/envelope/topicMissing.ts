import { inMessage } from '../exampleTexts.ts';
import { fix, setProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { isAbsent, missingSpot, visible } from '../support.ts';
import { daemonOf } from './target.ts';

export const topicMissing: ManifestRule = {
  id: 'topic-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'A message without a topic kills the daemon that gets it.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    if (!envelope || kind.role !== 'request') return;
    if (!isAbsent(envelope.topic)) return;
    yield {
      at: visible(envelope.topic?.value) ?? missingSpot(envelope.node, envelope.topic),
      message: `The \`topic\` is missing: sent like this, the message kills the daemon on the device that gets it. It is \`<namespace>/<name>/things/live/messages/${kind.operation}\`.`,
      crash: true,
      // Which device is meant only the author knows.
      fixes: () => {
        const suffix = daemonOf(manifest) === 'containers' ? ':edge:containers' : '';
        const topic = `namespace/device${suffix}/things/live/messages/${kind.operation}`;
        const { edits } = setProperty(envelope.node, envelope.topic, 'topic', topic, true);
        return [fix('Add a topic, for a device to be named', ...edits)];
      },
    };
  },
  examples: [
    { crash: true, text: inMessage('apply', { topic: undefined }, 'headers') },
    { crash: true, text: inMessage('apply', { topic: '«null»' }) },
    { crash: true, text: inMessage('install', { topic: '«""»' }) },
  ],
};

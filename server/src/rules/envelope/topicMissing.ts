import { t } from '@vscode/l10n';
import { asString } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { fix, setProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { isAbsent, missingSpot, visible } from '../support.ts';
import { daemonOf, unreadable } from './target.ts';

export const topicMissing: ManifestRule = {
  id: 'topic-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'A message without a topic kills the daemon that gets it.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    if (!envelope || kind.role !== 'request') return;
    if (!isAbsent(envelope.topic)) return;
    // Text that is empty cannot be read; what is not there at all is followed to nowhere.
    const { outcome, crash } =
      asString(envelope.topic?.value) === ''
        ? unreadable(manifest)
        : {
            outcome: t('Sent like this, the message kills the daemon on the device that gets it.'),
            crash: true,
          };
    yield {
      at: visible(envelope.topic?.value) ?? missingSpot(envelope.node, envelope.topic),
      message: t(
        'The `topic` is missing. {0} It is `<namespace>/<name>/things/live/messages/{1}`.',
        outcome,
        kind.operation ?? '',
      ),
      crash,
      // Which device is meant only the author knows.
      fixes: () => {
        const suffix = daemonOf(manifest) === 'containers' ? ':edge:containers' : '';
        const topic = `namespace/device${suffix}/things/live/messages/${kind.operation}`;
        const { edits } = setProperty(envelope.node, envelope.topic, 'topic', topic, true);
        return [fix(t('Add a topic, for a device to be named'), ...edits)];
      },
    };
  },
  examples: [
    {
      crash: true,
      text: inMessage('apply', { topic: undefined }, 'headers'),
      fixed: inMessage('apply', { topic: 'namespace/device/things/live/messages/apply' }),
    },
    { crash: true, text: inMessage('apply', { topic: '«null»' }) },
    { crash: true, text: inMessage('install', { topic: '«""»' }) },
    { text: inMessage('apply', { topic: '«""»' }), says: 'gives no answer' },
  ],
};

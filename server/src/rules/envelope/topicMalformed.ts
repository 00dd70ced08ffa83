import { t } from '@vscode/l10n';
import { containersThingSuffix } from '../../agents/softwareUpdatable.ts';
import { asString } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, write } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';
import { daemonOf, parseTopic } from './target.ts';

/** The documentation's own remove example is one (Software Updatable API, remove request). */
export const topicMalformed: ManifestRule = {
  id: 'topic-malformed',
  scope: 'manifest',
  severity: 'error',
  summary: 'A message whose topic is not `<namespace>/<name>/things/…` reaches nothing on the device.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    const node = envelope?.topic?.value;
    const text = asString(node);
    if (!node || !text || kind.role !== 'request') return;
    const daemon = daemonOf(manifest);
    if (parseTopic(text) && !(daemon === 'software-update' && isTooLong(text))) return;
    const suffix = daemon === 'containers' ? containersThingSuffix : '';
    const crash = suffix !== '' && text.split('/').length < 3;
    const misplaced = suffix !== '' && text.includes(`things${suffix}`);
    const outcome =
      suffix === ''
        ? t('The device cannot read it and gives no answer.')
        : crash
          ? t('Container management on the device finds no message in it and crashes.')
          : t(
              'The device takes the first two levels for the thing, and answers 404: "thing with ID = … is not found".',
            );
    yield {
      at: node,
      message: misplaced
        ? t(
            '{0} belongs to the name of the thing: write {1}. {2}',
            quote(suffix),
            quote(text.replace(`/things${suffix}`, `${suffix}/things`)),
            outcome,
          )
        : t(
            '{0} is no topic: `<namespace>/<name>{1}/things/live/messages/{2}` is wanted. {3}',
            quote(text),
            suffix,
            kind.operation ?? '',
            outcome,
          ),
      crash,
      fixes: () =>
        misplaced ? [obvious(write(node, text.replace(`/things${suffix}`, `${suffix}/things`)))] : [],
    };
  },
  examples: [
    {
      text: inMessage('remove', { topic: '«edge/device/things:edge:containers/live/messages/remove»' }),
      fixed: inMessage('remove', { topic: 'edge/device:edge:containers/things/live/messages/remove' }),
      says: 'write `edge/device:edge:containers/things/live/messages/remove`',
    },
    { text: inMessage('apply', { topic: '«edge/device»' }), says: 'gives no answer' },
    {
      text: inMessage('download', { topic: '«edge/device/things/live/messages/download/»' }),
      says: 'gives no answer',
    },
  ],
};

/**
 * Of a topic with something behind its six levels the software-update daemon reads nothing, be it a `/` alone; its
 * client of Ditto is older than that of update-manager (ditto-clients-golang: protocol/topic.go).
 */
function isTooLong(topic: string): boolean {
  return topic.split('/').length > 6;
}

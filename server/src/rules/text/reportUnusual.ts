import { t } from '@vscode/l10n';
import type { ReportRule } from '../rule.ts';
import { anyOf, quote, visible } from '../support.ts';

/** What a device says itself is no fault of the reader; but that it is not what devices say is worth a word. */
export const reportUnusual: ReportRule = {
  id: 'report-unusual',
  scope: 'report',
  severity: 'information',
  summary:
    'A response or an event is not as devices of Eclipse Kanto send it: it may be cut short, changed, or of another version.',
  *check({ shape }) {
    for (const fault of shape.faults) {
      const name = fault.path.at(-1);
      const subject = typeof name === 'string' ? quote(name) : t('This');
      if (fault.kind !== 'type' || !fault.node) continue;
      yield {
        at: visible(fault.node) ?? fault.property?.key ?? shape.node,
        message: t(
          '{0} has another type than in what devices send: {1} is usual.',
          subject,
          anyOf(fault.wanted) || t('a number in range'),
        ),
      };
    }
  },
  examples: [
    {
      text: 'topic: edge/device/things/live/messages/feedback\npath: /features/UpdateManager/outbox/messages/feedback\nvalue: {activityId: «5», desiredStateFeedback: {status: RUNNING}}',
      says: 'another type',
    },
  ],
};

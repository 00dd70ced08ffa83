import { field } from '../../text/tree.ts';
import type { ManifestRule } from '../rule.ts';
import { isAbsent, missingSpot, visible } from '../support.ts';

export const activityIdMissing: ManifestRule = {
  id: 'activity-id-missing',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Without an activity id nobody can tell which feedback belongs to the update.',
  *check({ kind, envelope, value, desiredStateProperty }) {
    // A value alone is completed when it is sent; a whole message is taken for what is sent.
    if (kind.operation !== 'apply' || kind.role !== 'request' || !envelope || !value || !desiredStateProperty)
      return;
    const id = field(value, 'activityId');
    if (!isAbsent(id)) return;
    yield {
      at: visible(id?.value) ?? missingSpot(value, id ?? envelope.value),
      message:
        'There is no `activityId`: the device applies the desired state, but nobody can tell which feedback belongs to it.',
    };
  },
};

import { t } from '@vscode/l10n';
import { selfUpdateDomain } from '../../agents/selfUpdate.ts';
import { field } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, setProperty } from '../fixes.ts';
import type { Fixes, ManifestRule } from '../rule.ts';
import { isAbsent, missingSpot, rejects, visible } from '../support.ts';
import { effectiveDomains } from './effective.ts';

export const activityIdMissing: ManifestRule = {
  id: 'activity-id-missing',
  scope: 'manifest',
  severity: 'warning',
  summary: 'Without an activity id nobody can tell which feedback belongs to the update.',
  *check({ kind, envelope, value, desiredState, desiredStateProperty }) {
    // A value alone is completed when it is sent; a whole message is taken for what is sent.
    if (kind.operation !== 'apply' || kind.role !== 'request' || !envelope || !value || !desiredStateProperty)
      return;
    const id = field(value, 'activityId');
    if (!isAbsent(id)) return;
    const at = visible(id?.value) ?? missingSpot(value, id ?? envelope.value);
    const fixes: Fixes = ({ newId }) => [obvious(setProperty(value, id, 'activityId', newId(), true))];
    if (desiredState && effectiveDomains(desiredState).has(selfUpdateDomain))
      yield {
        at,
        severity: 'error',
        message: t(
          'There is no `activityId`, which the self-update agent wants. {0}',
          rejects("mandatory field 'activityId' is empty"),
        ),
        fixes,
      };
    else
      yield {
        at,
        message: t(
          'There is no `activityId`: the device applies the desired state, but nobody can tell which feedback belongs to it.',
        ),
        fixes,
      };
  },
  examples: [
    {
      severity: 'error',
      text: inMessage(
        'apply',
        { value: '{desiredState: {domains: [{id: self-update, components: []}]}}' },
        'value',
      ),
      fixed: inMessage('apply', {
        value:
          '{activityId: 00000000-0000-4000-8000-000000000000, desiredState: {domains: [{id: self-update, components: []}]}}',
      }),
      says: "mandatory field 'activityId' is empty",
    },
    {
      text: inMessage(
        'apply',
        { value: '{desiredState: {domains: [{id: containers, components: []}]}}' },
        'value',
      ),
    },
  ],
};

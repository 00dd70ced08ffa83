import { t } from '@vscode/l10n';
import { suggestions } from '../../schema/suggest.ts';
import { asObject, asString, field } from '../../text/tree.ts';
import { setProperty } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { fillProperty } from '../skeletons.ts';
import { isAbsent, missingSpot, shown, visible } from '../support.ts';

/** What is meant is nobody's guess: none of them is taken unasked. */
const answers = ['APPROVED', 'DENIED'] as const;

/** An owner's answer (update-manager: things/update_manager_feature.go, processConsent). */
export const consentUnclear: ManifestRule = {
  id: 'consent-unclear',
  scope: 'manifest',
  severity: 'warning',
  summary:
    'Whatever is not exactly `APPROVED` is a denial; an answer without `ownerConsentFeedback` kills update-manager.',
  *check({ kind, envelope, value, root }) {
    if (kind.operation !== 'consent' || kind.role !== 'request') return;
    const property = field(value, 'ownerConsentFeedback');
    const feedback = asObject(property?.value);
    // Of another type: the schema tells.
    if (property?.value && !feedback && property.value.type !== 'null') return;
    if (envelope?.value?.value && !value && envelope.value.value.type !== 'null') return;
    if (!feedback) {
      yield {
        at: visible(property?.value) ?? missingSpot(value ?? root, property ?? envelope?.value),
        severity: 'error',
        message: t(
          'The answer is missing: `ownerConsentFeedback` with a `status` is wanted. Without it update-manager on the device crashes.',
        ),
        crash: true,
        fixes: ({ newId }) =>
          answers.flatMap((status) =>
            value
              ? fillProperty(t('Answer {0}', status), value, property, 'ownerConsentFeedback', { status })
              : fillProperty(t('Answer {0}', status), envelope?.node, envelope?.value, 'value', {
                  activityId: newId(),
                  ownerConsentFeedback: { status },
                }),
          ),
      };
      return;
    }
    const status = field(feedback, 'status');
    const text = asString(status?.value) ?? '';
    if (['APPROVED', 'DENIED'].includes(text) || (!isAbsent(status) && text === '')) return;
    yield {
      at: visible(status?.value) ?? missingSpot(feedback, status ?? property),
      message: t(
        '{0} is neither `APPROVED` nor `DENIED`: the device takes it for a denial, and the update ends as INCOMPLETE.',
        shown(text),
      ),
      fixes: () =>
        [...new Set([...suggestions(text, answers), ...answers])].map((answer) =>
          setProperty(feedback, status, 'status', answer),
        ),
    };
  },
  examples: [
    {
      text: 'activityId: a\nownerConsentFeedback: {status: «approved»}',
      fixed: 'activityId: a\nownerConsentFeedback: {status: APPROVED}',
      says: 'takes it for a denial',
    },
    {
      severity: 'error',
      crash: true,
      text: 'activityId: a\nownerConsentFeedback: «null»',
      says: 'crashes',
    },
  ],
};

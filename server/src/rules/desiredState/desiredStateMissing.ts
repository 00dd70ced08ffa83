import { t } from '@vscode/l10n';
import { inMessage } from '../exampleTexts.ts';
import type { ManifestRule } from '../rule.ts';
import { domainSkeleton, fillProperty } from '../skeletons.ts';
import { missingSpot, visible } from '../support.ts';

export const desiredStateMissing: ManifestRule = {
  id: 'desired-state-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'An apply without a desired state is answered with 400, or ends as INCOMPLETE.',
  *check({ kind, value, envelope, desiredStateProperty, root }) {
    if (kind.operation !== 'apply' || kind.role !== 'request' || kind.form === 'bare') return;
    const state = desiredStateProperty?.value;
    if (state && state.type !== 'null') return;
    // A value of another type is told by the schema.
    if (!value && envelope?.value?.value && envelope.value.value.type !== 'null') return;
    const holder = desiredStateProperty ?? envelope?.value;
    const outcome =
      kind.form === 'local'
        ? t(
            '`payload` with `domains` is wanted. The device ends with INCOMPLETE: "the desired state manifest does not contain any supported domain".',
          )
        : t('`desiredState` with `domains` is wanted. The device answers 400: "desired state is missing".');
    yield {
      at: (holder === desiredStateProperty && visible(state)) || missingSpot(value ?? root, holder),
      message: t('The desired state is missing: {0}', outcome),
      fixes: ({ newId }) => {
        const name = kind.form === 'local' ? 'payload' : 'desiredState';
        const title = t('Add a desired state to fill in');
        const filled = { domains: [domainSkeleton] };
        return value
          ? fillProperty(title, value, desiredStateProperty, name, filled)
          : fillProperty(title, envelope?.node, envelope?.value, 'value', {
              activityId: newId(),
              [name]: filled,
            });
      },
    };
  },
  examples: [
    {
      text: inMessage('apply', { value: '{activityId: a, desiredState: «null»}' }),
      fixed: inMessage('apply', {
        value:
          '{activityId: a, desiredState: {domains: [{id: containers, components: [{id: my-app, version: <version>, config: [{key: image, value: <registry>/my-app:<version>}]}]}]}}',
      }),
      says: 'desired state is missing',
    },
    { text: inMessage('apply', { value: undefined }, 'topic') },
    { text: 'activityId: a\npayload: «null»', says: 'ends with INCOMPLETE' },
  ],
};

import { inMessage } from '../exampleTexts.ts';
import type { ManifestRule } from '../rule.ts';
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
        ? '`payload` with `domains` is wanted. The device ends with INCOMPLETE: "the desired state manifest does not contain any supported domain".'
        : '`desiredState` with `domains` is wanted. The device answers 400: "desired state is missing".';
    yield {
      at: (holder === desiredStateProperty && visible(state)) || missingSpot(value ?? root, holder),
      message: `The desired state is missing: ${outcome}`,
    };
  },
  examples: [
    {
      text: inMessage('apply', { value: '{activityId: a, desiredState: «null»}' }),
      says: 'desired state is missing',
    },
    { text: inMessage('apply', { value: undefined }, 'topic') },
    { text: 'activityId: a\npayload: «null»', says: 'ends with INCOMPLETE' },
  ],
};

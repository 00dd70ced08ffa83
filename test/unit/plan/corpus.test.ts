import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { JsonValue, PlannedAction } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

/** What the code of a real device made of an inventory and a desired state (container-management, run offline). */
interface Recorded {
  readonly softwareNodes: JsonValue;
  readonly desiredState: JsonValue;
  readonly actions?: readonly { readonly id: string; readonly action: string }[];
  /** The desired state is rejected. */
  readonly error?: string;
}

const actionOf: Readonly<Record<string, PlannedAction>> = {
  check: 'keep',
  create: 'create',
  recreate: 'replace',
  update: 'update',
  destroy: 'destroy',
  protected: 'protected',
};

/** The lines of which the inventory cannot tell what the device does, as `line: component, planned → done`. */
const untold: readonly string[] = [
  // A path of logs that are not written: the container has none, or another one than the manifest.
  '322: hello-world0, keep → recreate',
];

it('plans what the code of a real device does, and says where the inventory cannot tell', () => {
  const file = new URL('../../fixtures/corpus/plans.jsonl.gz', import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  const service = createLanguageService();
  const disagreements: string[] = [];
  const found: string[] = [];
  let uncertain = 0;
  for (const [index, line] of lines.entries()) {
    const { softwareNodes, desiredState, actions, error }: Recorded = JSON.parse(line);
    const answer = service.plan({
      text: JSON.stringify(desiredState),
      format: 'json',
      inventory: { softwareNodes },
    });
    if ('refusal' in answer) {
      if (error === undefined || answer.refusal.code !== 'rejected')
        disagreements.push(`line ${index + 1}: refused (${answer.refusal.message}), but: ${error}`);
      continue;
    }
    const planned = answer.plan.actions;
    if (error !== undefined || actions?.length !== planned.length) {
      disagreements.push(
        `line ${index + 1}: ${JSON.stringify(planned)}, but: ${error ?? JSON.stringify(actions)}`,
      );
      continue;
    }
    for (const [at, { id, action }] of actions.entries()) {
      const own = planned[at];
      if (own?.certain === false) uncertain++;
      const same = own?.component === `containers:${id}` && own.action === actionOf[action];
      if (same) continue;
      const words = `${index + 1}: ${id}, ${own?.action} → ${action}`;
      if (own?.certain === false) found.push(words);
      else disagreements.push(words);
    }
  }
  console.log(
    `plans: ${lines.length - disagreements.length} of ${lines.length}; ${uncertain} rows that the inventory cannot tell for certain, ${found.length} of them turn out otherwise`,
  );
  expect(disagreements).toEqual([]);
  expect(found).toEqual(untold);
});

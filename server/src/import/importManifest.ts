/**
 * A manifest out of what a device reports: the desired state that it is in. The way back loses something
 * (container-management: updateagent/from_containers.go against to_containers.go), and what it loses is told: by its own
 * plan for that device. Pure; never throws.
 */

import { t } from '@vscode/l10n';
import { componentCount } from '../manifest/words.ts';
import type { Imported, ImportParams, PlanAnswer, Refusal } from '../messages.ts';
import { isFault, readInventory } from '../plan/inventory.ts';
import { importDomains } from './domains.ts';
import { contentOf, jsonText, yamlText } from './text.ts';

/** `plan`: what an apply of this JSON text would do to the device that reports the inventory. */
export function importManifest(
  { inventory: reported, source, format, secrets = 'placeholders' }: ImportParams,
  plan: (text: string) => PlanAnswer,
): Imported | Refusal {
  const inventory = readInventory(reported);
  if (isFault(inventory)) return { refused: inventory.fault };
  const imported = importDomains(inventory, secrets);
  const answer = plan(JSON.stringify(contentOf(imported)));
  const components = imported.domains.map(({ id, components: all }) =>
    t('{0} in {1}', componentCount(all.length), id),
  );
  return {
    text: format === 'json' ? jsonText(imported) : yamlText(imported, source, answer),
    summary: components.join(', '),
    plan: answer,
    notes: imported.notes,
  };
}

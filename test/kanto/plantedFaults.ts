/** Valid commands with faults of every rule, as they are sent to a daemon, and which of the rules were met. */
import fc from 'fast-check';
import type { ManifestDescription } from '../../server/src/messages.ts';
import type { PlantedKind } from '../unit/rules/planted/kinds.ts';
import { eachAlone, type Planted, withFaults } from '../unit/rules/planted/planting.ts';
import { plantedService } from '../unit/rules/planted/service.ts';
import { unplanted } from '../unit/rules/planted/unplanted.ts';
import { runs } from './generatedCommands.ts';

/** Of what is made by chance. It is printed: given again, the same messages come again. */
const seed = Number(process.env['KANTO_PROPERTY_SEED'] ?? Date.now() % 2 ** 31);

export interface Judged extends Planted {
  readonly description: ManifestDescription;
  /** It is taken for what it was made as, or it is so broken that it is no JSON. */
  readonly isRecognised: boolean;
}

/** Each fault alone, and `runs` messages of one to three; each with what `validate` says of it. */
export function* plantedMessages(kind: PlantedKind): Iterable<Judged> {
  const service = plantedService();
  const some = fc.sample(withFaults(kind), { seed, numRuns: runs });
  for (const planted of [...eachAlone(kind, seed), ...some]) {
    const description = service.describe({
      text: planted.text,
      format: 'json',
      ...(kind.target && { target: kind.target }),
    });
    const { kind: found, content } = description;
    const isMeant = found?.operation === kind.operation && found.role === 'request';
    yield { ...planted, description, isRecognised: isMeant || content === undefined };
  }
}

/** How long it may take, in milliseconds. */
export function patience({ faults }: PlantedKind): number {
  return 60_000 + 200 * (faults.length + runs);
}

export interface RulesMet {
  count(judged: Judged): void;
  /** Prints the figure; the result is each rule of which no planted fault was found. */
  close(kind: PlantedKind): readonly string[];
}

export function startRulesMet(): RulesMet {
  const met = new Set<string>();
  const planted = new Set<string>();
  return {
    count: ({ rules, description }) => {
      for (const rule of rules) {
        planted.add(rule);
        if (description.problems.some(({ code }) => code === rule)) met.add(rule);
      }
    },
    close: ({ name }) => {
      console.log(`${name}: rules met ${met.size} of ${planted.size} (KANTO_PROPERTY_SEED=${seed})`);
      return [...planted].filter((it) => !met.has(it));
    },
  };
}

/** Which rules are not planted at all, and why. */
export function unplantedRules(): string {
  return unplanted.map(({ reason, rules }) => `not planted: ${rules.join(', ')}: ${reason}`).join('\n');
}

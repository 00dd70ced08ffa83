/** Valid messages in which faults are planted, each of a rule that has to find it. */
import fc from 'fast-check';
import { at, type Tree, written } from './tree.ts';

export interface Fault {
  readonly rule: string;
  plant(message: Tree): unknown;
}

/** A fault of what is no JSON any more. It is planted last, and at most one. */
export interface TextFault {
  readonly rule: string;
  spoil(text: string): string;
}

export interface Planted {
  readonly text: string;
  /** The rules of which a fault was planted. One can hide another. */
  readonly rules: readonly string[];
}

export type AnyFault = Fault | TextFault;

export function fault(rule: string, plant: (message: Tree) => unknown): Fault {
  return { rule, plant };
}

export function plantedIn(valid: Tree, faults: readonly AnyFault[], part: readonly string[] = []): Planted {
  const message = structuredClone(valid);
  for (const it of faults) if ('plant' in it) it.plant(message);
  const text = written(at(message, ...part));
  const spoiler = faults.find((it) => 'spoil' in it);
  const rules = faults.filter((it) => 'plant' in it || it === spoiler).map(({ rule }) => rule);
  return { text: spoiler ? spoiler.spoil(text) : text, rules };
}

/** What faults are planted in, and the faults. */
export interface Ground {
  readonly valid: fc.Arbitrary<Tree>;
  readonly faults: readonly AnyFault[];
  /** The part of the message that is written, where it is not the whole. */
  readonly part?: readonly string[];
}

/** One to three faults in a valid message. */
export function withFaults({ valid, faults, part }: Ground): fc.Arbitrary<Planted> {
  const some = fc.uniqueArray(fc.constantFrom(...faults), { minLength: 1, maxLength: 3 });
  return fc.tuple(valid, some).map(([message, chosen]) => plantedIn(message, chosen, part));
}

/** A message without a fault, and one with each fault alone. */
export function eachAlone({ valid, faults, part }: Ground, seed: number): readonly Planted[] {
  return [[], ...faults.map((it) => [it])].flatMap((chosen, index) =>
    fc.sample(valid, { seed: seed + index, numRuns: 1 }).map((it) => plantedIn(it, chosen, part)),
  );
}

/** Small things that many rules need. */
import { t } from '@vscode/l10n';
import type { Rejection, RejectionFault } from '../agents/containerRejections.ts';
import type { ConfigEntry } from '../manifest/model.ts';
import type { Node, ObjectNode, Property } from '../text/node.ts';
import { resolve } from '../text/tree.ts';
import type { ContainerView, Finding, Fix, Spot } from './rule.ts';
import { masked } from './secrets.ts';

/** As code in a message, cut where it is long, without the secrets in it. */
export function quote(text: string): string {
  return `\`${shortened(text, 60)}\``;
}

/** Not cut before secrets are left out: of half a password nobody could tell that it is one. */
function shortened(text: string, most: number): string {
  const oneLine = masked(text.slice(0, 2000))
    .slice(0, 2 * most)
    .replaceAll(/[\r\n]+/g, '⏎');
  return oneLine.length > most ? `${oneLine.slice(0, most - 3)}…` : oneLine;
}

/** A value in a sentence, also where there is none. */
export function shown(text: string): string {
  return text === '' ? t('an empty value') : quote(text);
}

/** What the device does with the whole desired state, with its own words. */
export function rejects(words: string): string {
  return t('The device rejects the whole desired state: "{0}".', shortened(words, 400));
}

/** Is nothing there: no property, no value, null, or an empty text? All of them are the same for the device. */
export function isAbsent(property: Property | undefined): boolean {
  const value = resolve(property?.value);
  return value === undefined || value.type === 'null' || (value.type === 'string' && value.value === '');
}

/** The place of an entry's value; its key, or the entry, where there is none. */
export function valueSpot(entry: ConfigEntry): Spot {
  return visible(entry.valueNode) ?? entry.keyNode ?? keyOf(entry.node) ?? entry.node;
}

export function keySpot(entry: ConfigEntry): Spot {
  return visible(entry.keyNode) ?? keyOf(entry.node) ?? entry.node;
}

/** Where to mark that something is missing from an object: the key that holds it, else its first key. */
export function missingSpot(object: Node, holder: Property | undefined): Spot {
  if (holder) return holder.key;
  return (object.type === 'object' ? keyOf(object) : undefined) ?? opening(object);
}

/** The first key of an object, which can be seen on one line. */
export function keyOf(object: ObjectNode): Spot | undefined {
  return object.properties[0]?.key;
}

/** The node if it takes up room in the text. */
export function visible<T extends Spot>(node: T | undefined): T | undefined {
  return node && node.to > node.from ? node : undefined;
}

/** The bracket or dash-side beginning of a node. */
function opening(node: Node): Spot {
  return { origin: node.origin, from: node.from, to: Math.min(node.to, node.from + 1) };
}

/** One finding for each rejection of this fault, at the entry that causes it, or else at the component's id. */
export function* rejectionFindings(
  view: ContainerView,
  fault: RejectionFault,
  explain: (rejection: Rejection, entry: ConfigEntry | undefined) => string,
  fixes?: (entry: ConfigEntry, rejection: Rejection) => readonly Fix[],
): Iterable<Finding> {
  for (const rejection of view.rejections) {
    if (rejection.fault !== fault) continue;
    const [entry, ...others] = rejection.entries.map((index) => view.component.config[index]);
    yield {
      at: entry ? valueSpot(entry) : idSpot(view),
      message: explain(rejection, entry),
      related: others
        .filter((it) => it !== undefined)
        .map((it) => ({ at: valueSpot(it), message: t('{0} is set here.', quote(it.key)) })),
      ...(fixes && entry && { fixes: () => fixes(entry, rejection) }),
    };
  }
}

export function idSpot({ component }: ContainerView): Spot {
  return visible(component.idNode) ?? keyOf(component.node) ?? component.node;
}

/** The part of a written value that reads so; the whole value where it is written otherwise (with escapes). */
export function within(spot: Spot, part: string): Spot {
  const source = 'source' in spot && typeof spot.source === 'string' ? spot.source : '';
  const at = source.indexOf(part);
  return at < 0 ? spot : { origin: spot.origin, from: spot.from + at, to: spot.from + at + part.length };
}

/** The name, with a number behind it that makes it one that is not taken. */
export function free(name: string, isTaken: (name: string) => boolean): string {
  for (let number = 2; ; number++) if (!isTaken(`${name}-${number}`)) return `${name}-${number}`;
}

export interface Spotted {
  readonly text: string;
  readonly at: Spot;
}

/** `a or b or c`; empty for none. */
export function anyOf([first = '', ...others]: readonly string[]): string {
  return others.reduce((said, name) => t('{0} or {1}', said, name), first);
}

/** `a and b and c`; empty for none. */
export function allOf([first = '', ...others]: readonly string[]): string {
  return others.reduce((said, name) => t('{0} and {1}', said, name), first);
}

/** Runs the rules on one manifest. */

import { containersDomain } from '../agents/containers.ts';
import { selfUpdateDomain } from '../agents/selfUpdate.ts';
import { type Baseline, type Component, createManifestReader } from '../manifest/model.ts';
import type { ManifestKind, SeverityName } from '../messages.ts';
import { createShapeCheck, type Shape } from '../schema/shape.ts';
import type { Vocabularies } from '../schema/vocabularies.ts';
import type { TextFormat } from '../text/document.ts';
import type { Node } from '../text/node.ts';
import { perItem, perItemJoined } from '../text/perItem.ts';
import { perNode } from '../text/perNode.ts';
import { createContainersReader } from './containers.ts';
import { viewOf } from './containerView.ts';
import { withoutContradictions } from './contradictions.ts';
import { containersOf } from './desiredState/effective.ts';
import { rules } from './index.ts';
import type {
  BaselineRule,
  ContainerRule,
  ContainerView,
  Finding,
  Fixes,
  ManifestRule,
  Part,
  PartRule,
  Related,
  ReportRule,
  Rule,
  Spot,
} from './rule.ts';

/** A finding with what its rule says of it. */
export interface RuleProblem {
  readonly code: string;
  readonly severity: SeverityName;
  readonly message: string;
  readonly at: Spot;
  readonly crash: boolean;
  readonly related: readonly Related[];
  readonly fixes: Fixes | undefined;
  /** The place of the rule among the rules: of several problems at one place the first comes first. */
  readonly order: number;
}

export type Checker = (root: Node, kind: ManifestKind, format: TextFormat) => RuleProblem[];

/** Domains that Eclipse Kanto has an update agent for, and the one of Eclipse Leda for the operating system. */
const knownDomains: readonly string[] = [containersDomain, selfUpdateDomain];

/**
 * A function that finds everything that the rules have to say of a manifest, each thing once, in order of the text.
 * What a device says itself (responses, events) is judged by rules of its own. What is found in a part or a container is
 * kept with its node: after a change only what was changed is judged again, and what depends on several places. Never throws.
 */
export function createChecker(vocabularies: Vocabularies = new Map()): Checker {
  const shapeOf = createShapeCheck();
  const manifestOf = createManifestReader();
  const inLists: Readonly<Record<TextFormat, ListProblems>> = {
    json: keptListProblems('json'),
    yaml: keptListProblems('yaml'),
  };
  const inBaselines = perItemJoined(perNode(baselineProblems));
  const judged = perItem(perNode(judgedContainer));
  const viewsOf = perItem(({ view }: JudgedContainer) => view);
  const inContainers = perItemJoined(({ problems }: JudgedContainer) => problems);
  const readContainers = createContainersReader();
  const domains = [...knownDomains, ...vocabularies.keys()];
  return (root, kind, format) => {
    const shape = shapeOf(root, kind);
    if (kind.role !== 'request') return limited(once(inOrder(reportProblems(shape))));
    const manifest = manifestOf(root, kind);
    const containers = judged(containersOf(manifest.desiredState)?.components ?? []);
    const context = { format, domains, containers: readContainers(viewsOf(containers)), vocabularies };
    const found = partProblems({ shape, manifest }, format);
    inLists[format](shape, found);
    add(inBaselines(manifest.desiredState?.baselines ?? []), found);
    add(inContainers(containers), found);
    for (const rule of manifestRules) addProblems(rule, rule.check(manifest, context), found);
    return limited(withoutContradictions(once(inOrder(found))));
  };
}

const manifestRules = rules.filter((rule): rule is ManifestRule => rule.scope === 'manifest');
const baselineRules = rules.filter((rule): rule is BaselineRule => rule.scope === 'baseline');
const partRules = rules.filter((rule): rule is PartRule => rule.scope === 'part');
const reportRules = rules.filter((rule): rule is ReportRule => rule.scope === 'report');
const containerRules = rules.filter((rule): rule is ContainerRule => rule.scope === 'container');
const orders = new Map<Rule, number>(rules.map((rule, index) => [rule, index]));

/** Adds what is found in all parts in the lists of a part. */
type ListProblems = (part: Shape, found: RuleProblem[]) => void;

function keptListProblems(format: TextFormat): ListProblems {
  const inParts = perItemJoined(
    perNode((shape: Shape): readonly RuleProblem[] =>
      inOrder(partProblems({ shape, manifest: undefined }, format)),
    ),
  );
  const withParts = perItemJoined((part: Shape) => (part.lists.length > 0 ? [part] : []));
  const addInLists: ListProblems = ({ lists }, found) => {
    for (const { parts } of lists) {
      add(inParts(parts), found);
      for (const part of withParts(parts)) addInLists(part, found);
    }
  };
  return addInLists;
}

function partProblems(part: Part, format: TextFormat): RuleProblem[] {
  const found: RuleProblem[] = [];
  for (const rule of partRules) addProblems(rule, rule.check(part, format), found);
  return found;
}

function reportProblems(shape: Shape): RuleProblem[] {
  const found: RuleProblem[] = [];
  const part = { shape, manifest: undefined };
  for (const rule of reportRules) addProblems(rule, rule.check(part), found);
  for (const { parts } of shape.lists) for (const inner of parts) add(reportProblems(inner), found);
  return found;
}

function baselineProblems(baseline: Baseline): readonly RuleProblem[] {
  const found: RuleProblem[] = [];
  for (const rule of baselineRules) addProblems(rule, rule.check(baseline), found);
  return found;
}

interface JudgedContainer {
  readonly view: ContainerView;
  readonly problems: readonly RuleProblem[];
}

function judgedContainer(component: Component): JudgedContainer {
  const view = viewOf(component);
  const problems: RuleProblem[] = [];
  for (const rule of containerRules) addProblems(rule, rule.check(view), problems);
  return { view, problems: inOrder(problems) };
}

function addProblems(rule: Rule, findings: Iterable<Finding>, found: RuleProblem[]): void {
  for (const finding of findings)
    found.push({
      code: rule.id,
      severity: finding.severity ?? rule.severity,
      message: finding.message,
      at: finding.at,
      crash: finding.crash ?? false,
      related: finding.related ?? [],
      fixes: finding.fixes,
      order: orders.get(rule) ?? 0,
    });
}

function add(problems: readonly RuleProblem[], found: RuleProblem[]): void {
  for (const problem of problems) found.push(problem);
}

export function startOf({ at }: RuleProblem): number {
  return at.origin.offset + at.from;
}

/** Sorts the list itself. */
export function inOrder(problems: RuleProblem[]): RuleProblem[] {
  return problems.sort(
    (one, other) =>
      startOf(one) - startOf(other) ||
      one.at.to - one.at.from - (other.at.to - other.at.from) ||
      one.order - other.order,
  );
}

/** What an alias names is read once for each alias; what is wrong there is told once. Wants them in order. */
function once(problems: RuleProblem[]): RuleProblem[] {
  const isFirst = (problem: RuleProblem, index: number) => {
    for (let at = index - 1; at >= 0; at--) {
      const before = problems[at];
      if (!before || before.order !== problem.order || startOf(before) !== startOf(problem)) return true;
      if (before.message === problem.message) return false;
    }
    return true;
  };
  return problems.every(isFirst) ? problems : problems.filter(isFirst);
}

/** Of one rule; more than that would only fill the memory. What would crash a device is counted for itself. */
const mostOfOneRule = 10_000;

function limited(problems: RuleProblem[]): RuleProblem[] {
  if (problems.length <= mostOfOneRule) return problems;
  const counts = new Map<string, number>();
  return problems.filter(({ code, crash }) => {
    const kind = crash ? `${code}!` : code;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= mostOfOneRule;
  });
}

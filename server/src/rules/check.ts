/** Runs the rules on one manifest. */

import { containersDomain } from '../agents/containers.ts';
import { selfUpdateDomain } from '../agents/selfUpdate.ts';
import { type Component, createManifestReader, type Domain } from '../manifest/model.ts';
import type { ManifestKind, SeverityName } from '../messages.ts';
import { createShapeCheck, type Shape } from '../schema/shape.ts';
import type { Vocabularies } from '../schema/vocabularies.ts';
import type { TextFormat } from '../text/document.ts';
import type { Node } from '../text/node.ts';
import { perNode } from '../text/perNode.ts';
import { viewOf } from './containerView.ts';
import { containersOf } from './desiredState/effective.ts';
import { rules } from './index.ts';
import type {
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
 * A function that finds everything that the rules have to say of a manifest, each thing once, in no order. What a
 * device says itself (responses, events) is judged by rules of its own. What is found in a part or a container is kept with its node:
 * after a change only what was changed is judged again, and what depends on several places. Never throws.
 */
export function createChecker(vocabularies: Vocabularies = new Map()): Checker {
  const shapeOf = createShapeCheck();
  const manifestOf = createManifestReader();
  const inParts: Readonly<Record<TextFormat, (shape: Shape) => readonly RuleProblem[]>> = {
    json: keptPartProblems('json'),
    yaml: keptPartProblems('yaml'),
  };
  const container = perNode(judgedContainer);
  const containersIn = perNode((domain: Domain) => judgedContainers(domain.components.map(container)));
  const domains = [...knownDomains, ...vocabularies.keys()];
  return (root, kind, format) => {
    const shape = shapeOf(root, kind);
    if (kind.role !== 'request') return limited(reportProblems(shape));
    const manifest = manifestOf(root, kind);
    const domain = containersOf(manifest.desiredState);
    const containers = domain ? containersIn(domain) : noContainers;
    const context = { format, domains, containers: containers.views, vocabularies };
    return limited([
      ...partProblems({ shape, manifest }, format),
      ...shape.inner.flatMap(inParts[format]),
      ...containers.problems,
      ...manifestRules.flatMap((rule) => problemsOf(rule, rule.check(manifest, context))),
    ]);
  };
}

const manifestRules = rules.filter((rule): rule is ManifestRule => rule.scope === 'manifest');
const partRules = rules.filter((rule): rule is PartRule => rule.scope === 'part');
const reportRules = rules.filter((rule): rule is ReportRule => rule.scope === 'report');
const containerRules = rules.filter((rule): rule is ContainerRule => rule.scope === 'container');
const orders = new Map<Rule, number>(rules.map((rule, index) => [rule, index]));

/** Of a part that is not the manifest itself, with all parts in it. */
function keptPartProblems(format: TextFormat): (shape: Shape) => readonly RuleProblem[] {
  const kept = perNode((shape: Shape): readonly RuleProblem[] => [
    ...partProblems({ shape, manifest: undefined }, format),
    ...shape.inner.flatMap(kept),
  ]);
  return kept;
}

function partProblems(part: Part, format: TextFormat): RuleProblem[] {
  return partRules.flatMap((rule) => problemsOf(rule, rule.check(part, format)));
}

function reportProblems(shape: Shape): RuleProblem[] {
  const part = { shape, manifest: undefined };
  return [
    ...reportRules.flatMap((rule) => problemsOf(rule, rule.check(part))),
    ...shape.inner.flatMap(reportProblems),
  ];
}

interface JudgedContainer {
  readonly view: ContainerView;
  readonly problems: readonly RuleProblem[];
}

function judgedContainer(component: Component): JudgedContainer {
  const view = viewOf(component);
  return { view, problems: containerRules.flatMap((rule) => problemsOf(rule, rule.check(view))) };
}

interface JudgedContainers {
  readonly views: readonly ContainerView[];
  readonly problems: readonly RuleProblem[];
}

const noContainers: JudgedContainers = { views: [], problems: [] };

function judgedContainers(containers: readonly JudgedContainer[]): JudgedContainers {
  return {
    views: containers.map(({ view }) => view),
    problems: containers.flatMap(({ problems }) => problems),
  };
}

function problemsOf(rule: Rule, findings: Iterable<Finding>): RuleProblem[] {
  const problems: RuleProblem[] = [];
  for (const finding of findings)
    problems.push({
      code: rule.id,
      severity: finding.severity ?? rule.severity,
      message: finding.message,
      at: finding.at,
      crash: finding.crash ?? false,
      related: finding.related ?? [],
      fixes: finding.fixes,
      order: orders.get(rule) ?? 0,
    });
  return problems;
}

/** Of one rule; more than that would only fill the memory. What would crash a device is counted for itself. */
const mostOfOneRule = 10_000;

/** What an alias names is read once for each alias; what is wrong there is told once. */
function limited(problems: readonly RuleProblem[]): RuleProblem[] {
  const byStart = new Map<number, RuleProblem[]>();
  const counts = new Map<string, number>();
  return problems.filter((problem) => {
    const { at, code, message, crash } = problem;
    const start = at.origin.offset + at.from;
    const others = byStart.get(start);
    if (others?.some((other) => other.code === code && other.message === message)) return false;
    if (others) others.push(problem);
    else byStart.set(start, [problem]);
    const kind = crash ? `${code}!` : code;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= mostOfOneRule;
  });
}

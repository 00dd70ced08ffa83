/** Runs the rules on one manifest. */

import { rejections } from '../agents/containerRejections.ts';
import { containersDomain, readContainer } from '../agents/containers.ts';
import { selfUpdateDomain } from '../agents/selfUpdate.ts';
import { type Manifest, readManifest } from '../manifest/model.ts';
import type { ManifestKind, SeverityName } from '../messages.ts';
import { createShapeCheck } from '../schema/shape.ts';
import type { TextFormat } from '../text/document.ts';
import type { Node } from '../text/node.ts';
import { containersOf } from './desiredState/effective.ts';
import { rules } from './index.ts';
import type { ContainerView, Finding, Related, Rule, RuleContext, Spot } from './rule.ts';

/** A finding with what its rule says of it. */
export interface RuleProblem {
  readonly code: string;
  readonly severity: SeverityName;
  readonly message: string;
  readonly at: Spot;
  readonly crash: boolean;
  readonly related: readonly Related[];
}

export type Checker = (root: Node, kind: ManifestKind, format: TextFormat) => RuleProblem[];

/** Domains that Eclipse Kanto has an update agent for, and the one of Eclipse Leda for the operating system. */
const knownDomains: readonly string[] = [containersDomain, selfUpdateDomain];

/**
 * A function that finds everything that the rules have to say of a manifest, each thing once, in no order. What a
 * device says itself (responses, events) is not judged. Never throws.
 */
export function createChecker(): Checker {
  const checkShape = createShapeCheck();
  return (root, kind, format) => {
    if (kind.role !== 'request') return [];
    const manifest = readManifest(root, kind);
    const { faults, renamed, ambiguous } = checkShape(root, kind);
    const context: RuleContext = { format, domains: knownDomains, shape: faults, renamed, ambiguous };
    const containers = containerViews(manifest);
    return rules.flatMap((rule) => {
      const problems = new RuleProblems(rule);
      if (rule.scope === 'manifest') problems.add(rule.check(manifest, context));
      else for (const container of containers) problems.add(rule.check(container));
      return problems.kept;
    });
  };
}

/** Of one rule; more than that would only fill the memory. What would crash a device is counted for itself. */
const mostOfOneRule = 10_000;

/** What one rule found. What an alias names is read once for each alias; what is wrong there is told once. */
class RuleProblems {
  readonly kept: RuleProblem[] = [];
  readonly #rule: Rule;
  readonly #seen = new Set<string>();
  readonly #rest = { crash: mostOfOneRule, other: mostOfOneRule };

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  add(findings: Iterable<Finding>): void {
    for (const finding of findings) {
      const weight = finding.crash ? 'crash' : 'other';
      const key = `${finding.at.origin.offset + finding.at.from} ${finding.message}`;
      if (this.#rest[weight] === 0 || this.#seen.has(key)) continue;
      this.#rest[weight]--;
      this.#seen.add(key);
      this.kept.push(problemOf(this.#rule, finding));
    }
  }
}

function containerViews(manifest: Manifest): ContainerView[] {
  const domain = containersOf(manifest.desiredState);
  return (domain?.components ?? []).map((component) => {
    const reading = readContainer(component.id, component.version, component.config);
    return { component, reading, rejections: rejections(reading) };
  });
}

function problemOf(rule: Rule, finding: Finding): RuleProblem {
  return {
    code: rule.id,
    severity: finding.severity ?? rule.severity,
    message: finding.message,
    at: finding.at,
    crash: finding.crash ?? false,
    related: finding.related ?? [],
  };
}

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
    const problems: RuleProblem[] = [];
    for (const rule of rules) {
      if (rule.scope === 'manifest')
        for (const finding of rule.check(manifest, context)) problems.push(problemOf(rule, finding));
      else
        for (const container of containers)
          for (const finding of rule.check(container)) problems.push(problemOf(rule, finding));
    }
    return withoutEquals(problems);
  };
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

/** What an alias names is read once for each alias; what is wrong there is told once. */
function withoutEquals(problems: readonly RuleProblem[]): RuleProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, at, message }) => {
    const key = `${code} ${at.origin.offset + at.from} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

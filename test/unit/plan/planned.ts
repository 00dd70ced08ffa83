/** Plans of a test: a manifest, and what a device reports that runs something. */
import type { JsonValue, Plan, PlanAnswer } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

const service = createLanguageService();

interface Running {
  readonly id: string;
  readonly version?: string;
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
}

function agentOf(domain: string): JsonValue {
  return { id: `${domain}-agent`, parameters: [{ key: 'domain', value: domain }] };
}

/** What a device with these update agents reports. */
export function inventory(
  running: readonly Running[],
  agents: readonly string[] = ['containers'],
): JsonValue {
  const nodes = running.map(
    ({ id, version = '', parameters = {} }): JsonValue => ({
      id,
      version,
      parameters: Object.entries(parameters).flatMap(([key, values]) =>
        [values].flat().map((value) => ({ key, value })),
      ),
    }),
  );
  return { softwareNodes: [...agents.map(agentOf), ...nodes] };
}

function answerTo(text: string, reported: JsonValue): PlanAnswer {
  return service.plan({ text, format: /^\s*[[{]/.test(text) ? 'json' : 'yaml', inventory: reported });
}

export function plan(text: string, reported: JsonValue): Plan {
  const answer = answerTo(text, reported);
  if ('refusal' in answer) throw new Error(answer.refusal.message);
  return answer.plan;
}

export function refusal(text: string, reported: JsonValue) {
  const answer = answerTo(text, reported);
  if ('plan' in answer) throw new Error(`It was planned: ${answer.plan.summary}`);
  return answer.refusal;
}

/** A component of the containers domain, and the only one, unless there is more. */
export function wanted(config: Readonly<Record<string, string | readonly string[]>>, id = 'a'): string {
  const entries = Object.entries(config).flatMap(([key, values]) =>
    [values].flat().map((value) => ({ key, value })),
  );
  return JSON.stringify({
    domains: [{ id: 'containers', components: [{ id, version: '1', config: entries }] }],
  });
}

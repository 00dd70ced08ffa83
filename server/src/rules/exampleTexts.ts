/** Manifests around what an example of a rule is about; findings are marked in them as `«…»`. */

/** A desired state with one container of this config, each entry as `key: value` with the value as YAML writes it. */
export function inContainer(...config: string[]): string {
  return inComponents([
    '- id: influxdb',
    '  version: "2.7.1"',
    config.length > 0 ? '  config:' : '  config: []',
    ...entries(config).map((line) => `    ${line}`),
  ]);
}

function entries(config: readonly string[]): string[] {
  return config.flatMap((entry) => {
    const colon = entry.indexOf(': ');
    return [`- key: ${entry.slice(0, colon)}`, `  value: ${entry.slice(colon + 2)}`];
  });
}

/** A desired state with these lines as the components of the containers domain. */
export function inComponents(components: readonly string[], ...more: string[]): string {
  return [
    'domains:',
    '  - id: containers',
    '    components:',
    ...components.map((line) => `      ${line}`),
    ...more,
  ].join('\n');
}

/** A whole message; parts that are `undefined` are left out, and the key `marked` is marked. */
export function inMessage(
  operation: string,
  overrides: Readonly<Record<string, string | undefined>> = {},
  marked?: 'topic' | 'headers' | 'value',
): string {
  const update = operation === 'apply' || operation === 'refresh';
  const parts: Readonly<Record<string, string | undefined>> = {
    topic: `edge/device${update ? '' : ':edge:containers'}/things/live/messages/${operation}`,
    headers: '{response-required: true, content-type: application/json, correlation-id: x}',
    path: `/features/${update ? 'UpdateManager' : 'SoftwareUpdatable'}/inbox/messages/${operation}`,
    value: values[operation],
    ...overrides,
  };
  return Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name === marked ? `«${name}»` : name}: ${value}`)
    .join('\n');
}

/** Software modules with one module of these artifacts. */
export function inModule(artifacts: string): string {
  return `- softwareModule: {name: a, version: "1"}\n  artifacts: ${artifacts}`;
}

export const artifact = '{download: {HTTPS: {url: "https://example.com/a.json"}}}';

const modules = `[{softwareModule: {name: a, version: "1"}, artifacts: [${artifact}]}]`;

const values: Readonly<Record<string, string>> = {
  apply: '{activityId: a, desiredState: {domains: [{id: containers, components: [{id: a, version: "1"}]}]}}',
  refresh: '{activityId: a}',
  install: `{correlationId: c, softwareModules: ${modules}}`,
  download: `{correlationId: c, softwareModules: ${modules}}`,
  remove: '{correlationId: c, software: [{name: a26f3506-ac07-449a-a970-32ac0c5de7b1}]}',
};

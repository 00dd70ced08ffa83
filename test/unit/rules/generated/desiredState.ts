/** Messages of the UpdateManager by chance. */
import fc from 'fast-check';
import { configValues, strangeKeys } from './configValues.ts';
import { constants, field, type Json, list, mostly, numbers, object, text, wrong } from './json.ts';

const configEntry: Json = fc
  .oneof(
    { arbitrary: fc.constantFrom(...Object.keys(configValues)), weight: 24 },
    { arbitrary: fc.constantFrom(...strangeKeys), weight: 1 },
  )
  .chain((key) =>
    object(
      [field('key'), mostly(constants(key), wrong, 80)],
      [field('value'), text(...(Object.hasOwn(configValues, key) ? (configValues[key] ?? []) : ['x', '']))],
    ),
  );

const goodIds = ['a', 'b', 'influxdb', 'My-App', 'a.b_c-1', '_x', '0start'];
const badIds = [
  'containers:influxdb',
  'a:b',
  'my app',
  '',
  '.dot',
  '-dash',
  'é',
  'a/b',
  'name@1',
  'a\n',
  ' a',
];

const component: Json = object(
  [field('id'), mostly(constants(...goodIds), text(...badIds), 12)],
  [field('version'), mostly(constants('1', '1.0', '2.7.1', 'latest'), text('', '$version'), 12)],
  [field('config'), mostly(list(configEntry, 6), wrong, 60)],
);

const domainConfigEntry: Json = object(
  [field('key'), mostly(constants('systemContainers'), text('source', 'SystemContainers', ''), 4)],
  [field('value'), text('a, b', '', 'x', ' a ,')],
);

const domain: Json = object(
  [field('id'), mostly(constants('containers'), text('firmware', 'Containers', '', 'containers '), 12)],
  [field('config'), mostly(list(domainConfigEntry, 2), wrong, 20)],
  [field('components'), mostly(list(component, 3), wrong, 60)],
);

const references = [
  ...goodIds.map((id) => `containers:${id}`),
  ...[
    'containers:',
    'containers:missing',
    'containers',
    'a',
    '',
    'domain:component1',
    'Containers:a',
    'firmware:x',
  ],
  ...badIds.map((id) => `containers:${id}`),
];

const baseline: Json = object(
  [field('title'), mostly(constants('b0', 'b1', ''), wrong, 20)],
  [field('components'), mostly(list(text(...references), 3), wrong, 40)],
  [field('preconditions'), mostly(constants('x', ''), wrong, 12)],
);

export const desiredStateValue: Json = object(
  [field('domains'), mostly(list(domain, 2), wrong, 60)],
  [field('baselines'), mostly(list(baseline, 2), wrong, 60)],
);

const timestamp = mostly(fc.constantFrom('0', '1795293760242'), fc.oneof(numbers, wrong), 6);

/** `value` of an apply. */
export const applyValue: Json = object(
  [field('activityId'), text('a', '')],
  [field('timestamp'), timestamp],
  [field('desiredState'), mostly(desiredStateValue, wrong, 30)],
);

export const refreshValue: Json = object(
  [field('activityId'), text('a', '')],
  [field('timestamp'), timestamp],
);

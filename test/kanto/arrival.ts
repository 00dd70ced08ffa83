/** Which parts of a desired state its agent does not get. */
import { field, isObject, keyOf } from '../../client/src/protocol/json.ts';
import { foldedName, type JsonValue, type Problem } from '../../server/src/messages.ts';

/** Rules of what never reaches an agent. Two of them name what would else be there, and not be empty. */
const namesLost = ['domain-repeated', 'baseline-reference-dropped'];
const lossRules = [...namesLost, 'unknown-field', 'domain-unknown'];

/**
 * Why what we say of losses is not what happened; undefined where it is.
 * @param arrived what the agents got
 */
export function untoldLoss(
  desiredState: JsonValue,
  arrived: readonly JsonValue[],
  problems: readonly Problem[],
): string | undefined {
  const rest = new Map<string, number>();
  for (const leaf of arrived.flatMap((it) => leavesOf(it))) rest.set(leaf, (rest.get(leaf) ?? 0) + 1);
  const lost = leavesOf(withoutEmptyBaselines(desiredState)).filter((leaf) => {
    const left = rest.get(leaf) ?? 0;
    rest.set(leaf, left - 1);
    return left <= 0;
  });
  const tells = (codes: readonly string[]) => problems.some(({ code }) => codes.includes(code));
  // An empty value is as good as none, and so is a baseline without components: the daemon leaves them out.
  const said = lost.filter((leaf) => !/=(""|null|0|false)$/.test(leaf));
  if (said.length > 0 && !tells(lossRules)) return `It loses ${said.join(', ')}, and nothing says so.`;
  if (lost.length > 0 || !tells(namesLost)) return undefined;
  return `Nothing is lost, but we say: ${problems.map(({ code, message }) => `[${code}] ${message}`).join(' ')}`;
}

/** `domains.components.id="a"`, each as often as it stands there. */
function leavesOf(value: JsonValue, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, path));
  if (!isObject(value)) return [`${path}=${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, item]) =>
    // Names that begin so are the author's own: nobody expects them to arrive.
    name.startsWith('x-')
      ? []
      : leavesOf(item, path === '' ? foldedName(name) : `${path}.${foldedName(name)}`),
  );
}

function withoutEmptyBaselines(desiredState: JsonValue): JsonValue {
  if (!isObject(desiredState)) return desiredState;
  const name = keyOf(desiredState, 'baselines');
  const baselines = name === undefined ? undefined : desiredState[name];
  if (name === undefined || !Array.isArray(baselines)) return desiredState;
  const isFull = (it: JsonValue) => {
    const components = isObject(it) ? field(it, 'components') : undefined;
    return Array.isArray(components) && components.length > 0;
  };
  return { ...desiredState, [name]: baselines.filter(isFull) };
}

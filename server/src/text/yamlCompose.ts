import { Composer, type CST, type Document, Parser } from 'yaml';
import { limits } from './limits.ts';
import { surveyTokens, type TokenSurvey } from './yamlTokens.ts';

/** A text as the `yaml` package reads it. */
export interface ComposedYaml {
  readonly documents: readonly Document.Parsed[];
  readonly survey: TokenSurvey;
  /** It has a line such as `%YAML 1.1`, which changes how everything after it is read. */
  readonly directives: boolean;
}

/** Undefined for a text that is nested deeper than is read. */
export function composeYaml(text: string): ComposedYaml | undefined {
  const tokens = tokensOf(text);
  if (!tokens) return undefined;
  const survey = surveyTokens(tokens);
  // The composer is recursive and cannot be stopped: what is too deep must never reach it.
  if (survey.depth > limits.depth) return undefined;
  const composer = new Composer({
    merge: true,
    logLevel: 'error',
    // The device takes the last of equal keys; a rule tells so.
    uniqueKeys: false,
    // A message to a device is JSON: sets, ordered maps, binaries and dates of YAML 1.1 have no place in it.
    resolveKnownTags: false,
    prettyErrors: false,
  });
  return {
    documents: [...composer.compose(tokens, true, text.length)],
    survey,
    directives: tokens.some(({ type }) => type === 'directive'),
  };
}

/** The parser is recursive, too: thousands of brackets that are never closed are more than its stack holds. */
function tokensOf(text: string): CST.Token[] | undefined {
  try {
    return [...new Parser().parse(text)];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

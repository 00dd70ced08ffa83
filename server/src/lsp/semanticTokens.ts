/** Colours for the parts of values: all of a document, what changed in them, or those of a range. */
import {
  type Connection,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensDelta,
  type ServerCapabilities,
} from 'vscode-languageserver/node';
import { tokenModifiers, tokenTypes } from '../features/announced.ts';
import type { PlacedToken } from '../features/semanticTokens.ts';
import type { LanguageService } from '../service.ts';
import type { Answering } from './navigation.ts';

export const tokenCapabilities: ServerCapabilities = {
  semanticTokensProvider: {
    legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
    full: { delta: true },
    range: true,
  },
};

/** For so many documents the last answer is kept, to tell the next time only what is different. */
const keptAnswers = 20;

export function answerTokens(connection: Connection, service: LanguageService, { soon }: Answering): void {
  const { semanticTokens } = connection.languages;
  const none: SemanticTokens = { data: [] };
  /** Each has its last answer. */
  const builders = new Map<string, SemanticTokensBuilder>();
  const builderOf = (uri: string): SemanticTokensBuilder => {
    const builder = builders.get(uri) ?? new SemanticTokensBuilder();
    // The last one asked for is the last one to go.
    builders.delete(uri);
    builders.set(uri, builder);
    const [oldest] = builders.keys();
    if (builders.size > keptAnswers && oldest !== undefined) builders.delete(oldest);
    return builder;
  };

  semanticTokens.on(({ textDocument: { uri } }, token) =>
    soon('Semantic tokens', none, token, () => {
      builders.delete(uri);
      return filled(builderOf(uri), service.semanticTokens(uri)).build();
    }),
  );
  semanticTokens.onDelta(({ textDocument: { uri }, previousResultId }, token) =>
    soon<SemanticTokens | SemanticTokensDelta>('Semantic tokens', none, token, () => {
      const builder = builderOf(uri);
      builder.previousResult(previousResultId);
      return filled(builder, service.semanticTokens(uri)).buildEdits();
    }),
  );
  semanticTokens.onRange(({ textDocument: { uri }, range }, token) =>
    soon('Semantic tokens', none, token, () =>
      filled(new SemanticTokensBuilder(), service.semanticTokens(uri, range)).build(),
    ),
  );
}

function filled(builder: SemanticTokensBuilder, tokens: readonly PlacedToken[]): SemanticTokensBuilder {
  for (const { line, character, length, type, modifiers } of tokens)
    builder.push(line, character, length, type, modifiers);
  return builder;
}

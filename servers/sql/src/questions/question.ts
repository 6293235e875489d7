/** What a parameter takes. A date is text as `2026-01-31`. */
export type ParameterType = 'text' | 'integer' | 'number' | 'boolean' | 'date';

export interface QuestionParameter {
  type: ParameterType;
  description?: string | undefined;
  /** The only values that there are. */
  choices?: readonly string[] | undefined;
  /** Given where the caller gives none; without it the parameter has to be given. */
  default?: string | number | boolean | null | undefined;
}

/** A question that the operator wrote: a tool of its own. */
export interface Question {
  name: string;
  description: string;
  sql: string;
  /** The name of a source; the first where there is none. */
  source?: string | undefined;
  params: Readonly<Record<string, QuestionParameter>>;
}

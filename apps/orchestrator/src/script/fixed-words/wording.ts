/**
 * The few words that a video says of itself. They ask, announce and name, and state nothing about its subject: a fact
 * that the payload does not carry is never made up.
 */
export interface FixedWords {
  question: string;
  questionInFull: string;
  questionAgain: string;
  topic: string;
  onceMore: string;
  currentAffairs: string;
  todaysPoints: string;
  thinkFirst: string;
  step: string;
  yourTurn: string;
  answer: string;
  example: string;
  point: string;
  keyPoints: string;
  inShort: string;
  background: string;
  steps: string;
  formula: string;
  comparison: string;
  data: string;
  code: string;
  quote: string;
  summary: string;
  /** Said over a title that is only the first words of the material. */
  opening: string;
  /** Before an answer, a topic, the day's points. */
  beforeAnswer: string;
  beforeTopic: string;
  beforePoints: string;
  /** After them. */
  recall: string;
  /** For a subject that came with little or nothing, in order. */
  prompts: readonly string[];
}

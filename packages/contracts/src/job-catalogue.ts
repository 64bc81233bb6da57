import { z } from "zod";
import type { JobRequirements } from "./job-requirements.ts";
import type { Queue } from "./job-states.ts";
import { JOB_TYPE_FACTS, JOB_TYPE_NAMES, type JobTypeName, type StageDefinition } from "./job-type-facts.ts";
import { PICTURES_MAX, pictureSchema } from "./picture-source.ts";
import { videoLengthSchema, videoOptionsShape, videoStyleSchema, videoVoiceSchema } from "./video-options.ts";
import { videoScriptSchema } from "./video-script.ts";

const LINE_MAX_CHARACTERS = 2_000;
/** A book's chapter; 5,000 words are 30,000 characters. */
const TEXT_MAX_CHARACTERS = 50_000;
const CODE_MAX_CHARACTERS = 10_000;

const line = z.string().min(1).max(LINE_MAX_CHARACTERS);
const text = z.string().min(1).max(TEXT_MAX_CHARACTERS);

/** What every text job may say beside its subject. Unknown fields are kept as sent and ignored. */
const textJobShape = {
  text: text.optional(),
  context: text.optional(),
  points: z.array(line).min(1).max(100).optional(),
  /** Markdown, tab- or comma-separated, the first line being its header. A series of numbers becomes a chart. */
  table: text.optional(),
  /** LaTeX; `\\` or `=` between the steps of a derivation. */
  formula: line.optional(),
  /** A Markdown fence says its language. */
  code: z.string().min(1).max(CODE_MAX_CHARACTERS).optional(),
  /** Words of somebody else; a last line that begins with a dash names them. */
  quote: line.optional(),
  /** What to choose from, and the right one: its letter, its number from 1, or its words. */
  options: z.array(line).min(2).max(10).optional(),
  answer: z.union([line, z.int().min(0).max(10)]).optional(),
  /** Shown one after the other, in this order, among the other scenes. */
  pictures: z.array(pictureSchema).min(1).max(PICTURES_MAX).optional(),
  script: videoScriptSchema.optional(),
  style: videoStyleSchema.optional(),
  length: videoLengthSchema.optional(),
  voice: videoVoiceSchema.optional(),
  ...videoOptionsShape,
};

const doubtPayload = z.looseObject({ ...textJobShape, question: line });

/** A subject may be named in several ways; one of them has to be there. */
const subjectPayload = z.union([
  z.looseObject({ ...textJobShape, topic: line }),
  z.looseObject({ ...textJobShape, question: line }),
  z.looseObject({ ...textJobShape, text }),
  z.looseObject({ ...textJobShape, points: z.array(line).min(1).max(100) }),
  z.looseObject({ ...textJobShape, script: videoScriptSchema }),
]);

export interface JobType {
  title: string;
  description: string;
  payload: z.ZodType;
  defaultQueue: Queue;
  timeLimitSeconds: number;
  /** How often it is run at most, the first time included. Lost nodes do not count. */
  maxAttempts: number;
  isPausable: boolean;
  /** What every job of the type needs of its node. */
  requirements?: JobRequirements;
  stages: readonly StageDefinition[];
  /** A payload that passes, for forms and documentation. */
  example: Record<string, unknown>;
}

const textToVideo = {
  defaultQueue: "default",
  timeLimitSeconds: 600,
  maxAttempts: 3,
} as const;

/** Every kind of video job there is; system tasks are in task-catalogue.ts. The database's copy (`job_types`) is generated from here. */
export const JOB_CATALOGUE = {
  doubt: {
    ...textToVideo,
    ...JOB_TYPE_FACTS.doubt,
    description: "Answers one student's question in a narrated video.",
    payload: doubtPayload,
    example: {
      question: "What is Article 21 of the Constitution of India?",
      text: "Article 21 protects life and personal liberty. No person shall be deprived of either except according to procedure established by law.",
      length: 60,
    },
  },
  topic_short: {
    ...textToVideo,
    ...JOB_TYPE_FACTS.topic_short,
    description: "Presents one topic in a short vertical video.",
    payload: subjectPayload,
    example: {
      topic: "Photosynthesis",
      points: ["Plants make sugar from light, water and carbon dioxide.", "Oxygen is released on the way."],
      length: 60,
    },
  },
  daily_ca: {
    ...textToVideo,
    ...JOB_TYPE_FACTS.daily_ca,
    description: "Reads the day's points in a short vertical video.",
    payload: subjectPayload,
    example: {
      topic: "Current affairs, 22 November",
      points: ["The city council adopted its budget.", "A new bridge was opened to traffic."],
      length: 60,
    },
  },
} as const satisfies Record<JobTypeName, JobType>;

export const jobTypeSchema = z.enum(JOB_TYPE_NAMES);
export { JOB_TYPE_NAMES, type JobTypeName };

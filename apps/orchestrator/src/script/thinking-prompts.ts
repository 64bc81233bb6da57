/**
 * What fills a video whose material is short. These ask, and state nothing about the subject: a fact that the
 * payload does not carry is never made up.
 */
export interface ThinkingPrompts {
  /** Before the answer, or before the points. */
  before: string;
  /** After them. */
  recall: string;
  /** Further steps for a subject that came with little or nothing, in order. */
  steps: readonly string[];
}

export const QUESTION_PROMPTS: ThinkingPrompts = {
  before: "Take a moment to think. What would you answer?",
  recall: "Now say the answer in your own words.",
  steps: [
    "First, say in your own words what is being asked.",
    "Which words of the question matter most?",
    "What do you already know that could help?",
    "Write down your answer in one or two sentences.",
    "Read the question again. Does your answer fit it?",
  ],
};

export const TOPIC_PROMPTS: ThinkingPrompts = {
  before: "Before we begin: what do you already know about this?",
  recall: "Now tell it again in your own words.",
  steps: [
    "First, explain the topic to yourself in one sentence.",
    "Which words belong to this topic?",
    "Where did you last read or hear about it?",
    "Write down one question that you have about it.",
    "Look up your question and come back to it tomorrow.",
  ],
};

export const POINTS_PROMPTS: ThinkingPrompts = {
  before: "Before we begin: which of today's news do you remember?",
  recall: "How many of these points can you name without looking?",
  steps: [
    "Which of the points do you want to know more about?",
    "Whom does each of the points affect?",
    "What was new to you?",
    "Write down the points from memory.",
    "Compare what you wrote with what you heard.",
  ],
};
